import type { Capability } from '../../../src/model/capability.ts';
import { covers } from '../policy/glob.ts';
import type { PolicyDocument } from '../rights/documents.ts';
import { apply, forAction } from '../rights/documents.ts';
import { signature } from '../rights/dominance.ts';
import type { Limits } from '../rights/limits.ts';
import { limited } from '../rights/limits.ts';
import type { Right } from '../rights/rights.ts';
import { rightOf } from '../rights/rights.ts';
import type { CapabilityRow } from './capabilities.ts';
import { capabilityRows } from './capabilities.ts';
import type { Principal } from './estate.ts';
import type { Place } from './organization.ts';
import type { RowUniverse } from './rows.ts';
import { assumeRow, isWhole, reachOf, rowsOf } from './rows.ts';
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

type Found = Map<string, { template: GrantTemplate; rows: number[] }>;

export function templateOf(document: PolicyDocument, principal: Principal, limits: Limits): PolicyTemplate {
  const found: Found = new Map();
  const assume: Right[] = [];
  const rows = rowsOf(principal);
  for (const applied of apply(document, principal.caller, 'Allow')) {
    const common = applied.byAction === null ? rightOf(applied, isWhole) : undefined;
    for (const row of applied.statement.rows) {
      const one = common === undefined ? forAction(applied, row) : applied;
      const entry = capabilityRows[row];
      const universe = rows[row];
      if (one === undefined || entry === undefined || universe === undefined) continue;
      for (const left of limited(common ?? rightOf(one, isWhole), universe, limits, isWhole)) {
        if (row === assumeRow) assume.push(left);
        else addRow(found, entry, universe, left, principal);
      }
    }
  }
  if (found.size === 0 && assume.length === 0) return nothing;
  return { grants: strongest([...found.values()].map(({ template, rows: of }) => ({ ...template, rows: of }))), assume: widest(assume) };
}

function addRow(found: Found, entry: CapabilityRow, at: RowUniverse, right: Right, principal: Principal): void {
  if (entry.capability === 'assume') return;
  const { whole, patterns } = reachOf(right, at);
  if (patterns.length === 0) return;
  const capability: Capability = entry.core && right.everyAction && whole ? 'administer' : entry.capability;
  const held = entry.organizationWide ? organizationWide(right, principal.place) : right;
  if (held === undefined) return;
  const its = signature(held);
  for (const written of patterns) {
    const scope = whole ? null : pinned(written, at.universe);
    if (scope !== null && isIdle(scope, entry, right)) continue;
    const key = `${capability}|${scope ?? ''}|${its}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, { template: { capability, scope, right: held, rows: [] }, rows: [at.action] });
    else if (known.rows.at(-1) !== at.action) known.rows.push(at.action);
  }
}

function isIdle(scope: string, entry: CapabilityRow, { resources }: Right): boolean {
  // a variable that was not replaced is literal text, and no name of IAM can hold it
  if (entry.action.startsWith('iam:') && scope.includes('${')) return true;
  return resources.exclude.some((each) => covers(each, scope));
}

/** The pattern with the universe's own partition and account where it leaves them open. */
function pinned(pattern: string, universe: string): string {
  if (!pattern.includes('*')) return pattern;
  const [given, own] = [pattern.split(':'), universe.split(':')];
  if (given.length < 6 || own.length < 6) return pattern;
  return given
    .map((segment, at) => (segment === '*' && (at === 1 || at === 4) && own[at] !== '*' ? (own[at] ?? segment) : segment))
    .join(':');
}

const elsewhere = new WeakMap<Right, Right>();

/** What an action that works for the whole organization comes to in an account; `undefined` = nothing. */
function organizationWide(right: Right, { role }: Place): Right | undefined {
  if (role === 'management') return right;
  if (role === 'none') return undefined;
  let held = elsewhere.get(right);
  if (held === undefined) {
    const text =
      role === 'member'
        ? 'the account is a delegated administrator of its organization'
        : "the account is its organization's management account or a delegated administrator";
    held = { ...right, presence: 'possible', conditions: [...right.conditions, { text, settled: 'outside' }] };
    elsewhere.set(right, held);
  }
  return held;
}
