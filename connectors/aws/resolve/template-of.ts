import type { Capability } from '../../../src/model/capability.ts';
import { covers } from '../policy/glob.ts';
import type { AppliedStatement } from '../rights/documents.ts';
import { forAction } from '../rights/documents.ts';
import { signature } from '../rights/dominance.ts';
import type { Limits } from '../rights/limits.ts';
import { planOf, within } from '../rights/limits.ts';
import type { Right } from '../rights/rights.ts';
import { rightOf } from '../rights/rights.ts';
import type { CapabilityRow } from './capabilities.ts';
import { capabilityRows } from './capabilities.ts';
import type { Principal } from './estate.ts';
import { organizationOf, organizationWide } from './organization-wide.ts';
import type { RowUniverse } from './rows.ts';
import { assumeRow, isWhole, rowsOf, scopesOf } from './rows.ts';
import type { GrantTemplate } from './strongest.ts';
import { strongest, widest } from './strongest.ts';

/** What one policy gives one kind of holder. */
export interface PolicyTemplate {
  readonly grants: readonly GrantTemplate[];
  /** What it allows of sts:AssumeRole. */
  readonly assume: readonly Right[];
}

/** What a policy without a privileged action gives. */
export const nothing: PolicyTemplate = { grants: [], assume: [] };

interface Draft {
  readonly template: GrantTemplate;
  readonly rows: number[];
}

/** One right over the actions of one statement, within plans that say the same. */
interface Held {
  readonly rights: readonly Right[];
  /** By family of rows, what they add to. */
  readonly drafts: Map<number, readonly Draft[]>;
}

/** `statements`: those of one policy that allow, as they apply to the principal. */
export function templateOf(statements: readonly AppliedStatement[], principal: Principal, limits: Limits): PolicyTemplate {
  const found = new Map<string, Draft>();
  const assume: Right[] = [];
  const rows = rowsOf(principal);
  for (const applied of statements) {
    const alike = new Map<string, Held>();
    for (const row of applied.statement.rows) {
      const at = rows[row];
      const one = forAction(applied, row);
      if (one === undefined || at === undefined) continue;
      const plan = planOf(limits, row, at.universe, isWhole);
      let held = one === applied ? alike.get(plan.id) : undefined;
      if (held === undefined) {
        held = { rights: within(rightOf(one, isWhole), plan, isWhole), drafts: new Map() };
        if (one === applied) alike.set(plan.id, held);
      }
      if (row === assumeRow) assume.push(...held.rights);
      else addRow(found, held, at, principal);
    }
  }
  if (found.size === 0 && assume.length === 0) return nothing;
  return { grants: strongest([...found.values()].map(({ template, rows: of }) => ({ ...template, rows: of }))), assume: widest(assume) };
}

function addRow(found: Map<string, Draft>, held: Held, at: RowUniverse, principal: Principal): void {
  let drafts = held.drafts.get(at.family);
  if (drafts === undefined) held.drafts.set(at.family, (drafts = held.rights.flatMap((right) => draftsOf(found, at, right, principal))));
  for (const { rows } of drafts) if (rows.at(-1) !== at.action) rows.push(at.action);
}

function draftsOf(found: Map<string, Draft>, at: RowUniverse, right: Right, principal: Principal): readonly Draft[] {
  const entry = capabilityRows[at.action];
  if (entry === undefined || entry.capability === 'assume') return [];
  const scopes = scopesOf(right, at);
  if (scopes.length === 0) return [];
  const capability: Capability = entry.core && right.everyAction && scopes[0] === null ? 'administer' : entry.capability;
  const held = entry.organizationWide ? organizationWide(right, entry.action, principal.place) : right;
  if (held === undefined) return [];
  const its = signature(held);
  const drafts: Draft[] = [];
  for (const reached of scopes) {
    // what works for the whole organization holds in every account of it
    const scope = reached === null && entry.organizationWide ? organizationOf(principal.place) : reached;
    if (scope !== null && isIdle(scope, entry, right)) continue;
    const key = `${capability}|${scope ?? ''}|${its}`;
    let draft = found.get(key);
    if (draft === undefined) found.set(key, (draft = { template: { capability, scope, right: held, rows: [] }, rows: [] }));
    drafts.push(draft);
  }
  return drafts;
}

function isIdle(scope: string, entry: CapabilityRow, { resources }: Right): boolean {
  // a variable that was not replaced is literal text, and no name of IAM can hold it
  if (entry.action.startsWith('iam:') && scope.includes('${')) return true;
  return resources.exclude.some((each) => covers(each, scope));
}
