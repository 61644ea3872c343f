import type { Capability } from '../../../src/model/capability.ts';
import type { AppliedStatement, PolicyDocument } from '../rights/documents.ts';
import { apply } from '../rights/documents.ts';
import { signature } from '../rights/dominance.ts';
import { intersectResources, reach } from '../rights/resources.ts';
import type { Limits, Right } from '../rights/rights.ts';
import { limited, noLimits, plainRight, rightOf } from '../rights/rights.ts';
import { capabilityRows, unchangeable, universeOf } from './capabilities.ts';
import type { Principal } from './estate.ts';
import type { PolicyHeld } from './held.ts';
import type { LimitKey } from './limit-key.ts';
import { limitKey } from './limit-key.ts';
import type { GrantTemplate } from './strongest.ts';
import { strongest, widest } from './strongest.ts';

export interface PolicyTemplate {
  readonly grants: readonly GrantTemplate[];
  /** What it allows of sts:AssumeRole. */
  readonly assume: readonly Right[];
}

export const assumeRow = capabilityRows.findIndex((row) => row.capability === 'assume');
const coreRows = capabilityRows.flatMap((row, at) => (row.core ? [at] : []));

/**
 * Whether the statement gives the whole account: every action by pattern, or by NotAction all but some that include none of the
 * actions with which the rest can be taken back.
 */
export function isWhole(applied: AppliedStatement): boolean {
  const { statement, resources } = applied;
  if (!resources.include.includes('*')) return false;
  return statement.everyAction || (statement.actions.except && coreRows.every((row) => statement.flags[row] === 1));
}

/** A row of the table and all it can act on; a role of any account can be assumed. */
export function rowIn(row: number, { partition, account }: Principal): { readonly action: number; readonly universe: string } {
  const on = capabilityRows[row]?.on ?? 'none';
  return { action: row, universe: universeOf(on, partition, row === assumeRow ? '*' : account) };
}

/** Answers what a policy gives a principal, remembering the answer for all who share policy, denies and permissions boundary. */
export class Templates {
  readonly #accounts: Iterable<string>;
  readonly #memo = new Map<PolicyDocument, Map<string, PolicyTemplate>>();
  readonly #keys = new Map<Principal, LimitKey>();
  readonly #limits = new Map<string, Limits>();

  /** `accounts`: those that were read. */
  constructor(accounts: Iterable<string>) {
    this.#accounts = accounts;
  }

  limitsOf(principal: Principal): Limits {
    const { denying, personal, key, context: id } = this.#keyOf(principal);
    if (key === '') return noLimits;
    const known = personal ? undefined : this.#limits.get(id);
    if (known !== undefined) return known;
    const limit = principal.limit;
    const limits: Limits = {
      denies: denying.flatMap((document) => apply(document, principal.caller).filter((each) => each.statement.effect === 'Deny')),
      boundary: limit.state === 'read' ? apply(limit.document, principal.caller).filter((each) => each.statement.effect === 'Allow') : null,
      caveats: [
        ...(limit.state === 'unlisted' ? [`unless its permissions boundary ${limit.name}, which was not listed, leaves it out`] : []),
        ...principal.held.flatMap((held) =>
          held.document === null ? [`unless a policy that was not listed denies it: ${held.unlisted ?? held.policy}`] : [],
        ),
      ],
    };
    if (!personal) this.#limits.set(id, limits);
    return limits;
  }

  of(document: PolicyDocument, principal: Principal): PolicyTemplate {
    const { personal, context } = this.#keyOf(principal);
    if (personal || document.personal) return this.#compute(document, principal);
    let shared = this.#memo.get(document);
    if (shared === undefined) {
      shared = new Map();
      this.#memo.set(document, shared);
    }
    let template = shared.get(context);
    if (template === undefined) {
      template = this.#compute(document, principal);
      shared.set(context, template);
    }
    return template;
  }

  /**
   * What a policy allows of sts:AssumeRole, of the roles of every account read where it tells the accounts apart. One that nobody
   * listed may allow all of it.
   */
  assumeOf(held: PolicyHeld, principal: Principal): readonly Right[] {
    if (held.document?.asksOwner !== true && !this.#keyOf(principal).asksOwner) return this.#assumeIn(held, principal);
    return [...this.#accounts].flatMap((account) => {
      const roles = { include: [`arn:${principal.partition}:iam::${account}:role/*`], exclude: [] };
      return this.#assumeIn(held, { ...principal, caller: { ...principal.caller, resourceAccount: account } })
        .map((right) => ({ ...right, resources: intersectResources(right.resources, roles) }))
        .filter((right) => right.resources.include.length > 0);
    });
  }

  #assumeIn({ document, unlisted }: PolicyHeld, principal: Principal): readonly Right[] {
    if (document !== null) return this.of(document, principal).assume;
    const conditions = [{ text: unlisted ?? 'it was not listed', settled: 'outside' as const }];
    return limited(
      { ...plainRight, presence: 'possible', unread: true, conditions },
      rowIn(assumeRow, principal),
      this.limitsOf(principal),
      isWhole,
    );
  }

  #compute(document: PolicyDocument, principal: Principal): PolicyTemplate {
    return templateOf(document, principal, this.limitsOf(principal));
  }

  #keyOf(principal: Principal): LimitKey {
    let key = this.#keys.get(principal);
    if (key === undefined) {
      key = limitKey(principal);
      this.#keys.set(principal, key);
    }
    return key;
  }
}

function templateOf(document: PolicyDocument, principal: Principal, limits: Limits): PolicyTemplate {
  const found = new Map<string, { template: GrantTemplate; rows: number[] }>();
  const assume: Right[] = [];
  for (const applied of apply(document, principal.caller)) {
    if (applied.statement.effect !== 'Allow') continue;
    const right = rightOf(applied, isWhole);
    for (let row = 0; row < capabilityRows.length; row++) {
      if (applied.statement.flags[row] !== 1) continue;
      for (const left of limited(right, rowIn(row, principal), limits, isWhole)) {
        if (row === assumeRow) assume.push(left);
        else addRow(found, row, left, principal);
      }
    }
  }
  return { grants: strongest([...found.values()].map(({ template, rows }) => ({ ...template, rows }))), assume: widest(assume) };
}

function addRow(found: Map<string, { template: GrantTemplate; rows: number[] }>, row: number, right: Right, principal: Principal): void {
  const entry = capabilityRows[row];
  if (entry === undefined || entry.capability === 'assume') return;
  const { partition, account } = principal;
  const universe = universeOf(entry.on, partition, account);
  const { whole, patterns } = reach(right.resources, universe, unchangeable(entry.on, partition, account));
  const capability: Capability = entry.core && right.everyAction && whole ? 'administer' : entry.capability;
  const held = entry.organizationWide ? organizationWide(right) : right;
  for (const written of patterns) {
    const pattern = pinned(written, universe);
    // a variable that was not replaced is literal text, and no name of IAM can hold it
    if (entry.action.startsWith('iam:') && pattern.includes('${')) continue;
    const scope = whole ? null : pattern;
    const key = `${capability}|${scope ?? ''}|${signature(held)}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, { template: { capability, scope, right: held, rows: [] }, rows: [row] });
    else if (known.rows.at(-1) !== row) known.rows.push(row);
  }
}

/** The pattern with the universe's own partition and account where it leaves them open. */
function pinned(pattern: string, universe: string): string {
  const [given, own] = [pattern.split(':'), universe.split(':')];
  if (given.length < 6 || own.length < 6) return pattern;
  return given
    .map((segment, at) => (segment === '*' && (at === 1 || at === 4) && own[at] !== '*' ? (own[at] ?? segment) : segment))
    .join(':');
}

const elsewhere = new WeakMap<Right, Right>();

function organizationWide(right: Right): Right {
  let held = elsewhere.get(right);
  if (held === undefined) {
    const note = { text: "the account is its organization's management account or a delegated administrator", settled: 'outside' as const };
    held = { ...right, presence: 'possible', conditions: [...right.conditions, note] };
    elsewhere.set(right, held);
  }
  return held;
}
