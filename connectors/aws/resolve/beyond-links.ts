import { sha256Hex } from '../../../src/base/bytes/hash.ts';
import { byCodeUnit } from '../../../src/base/order.ts';
import type { ConditionNote } from '../../../src/model/grant.ts';
import type { EntityId } from '../../../src/model/ids.ts';
import { outlasts, signature } from '../rights/dominance.ts';
import type { Right } from '../rights/rights.ts';
import { mergeNotes, plainRight } from '../rights/rights.ts';
import type { Assumer, AssumerGroup } from './assume.ts';
import { plainDetail } from './assume.ts';
import type { Beyond } from './beyond.ts';
import { unreadPart } from './beyond.ts';
import type { Candidate } from './links.ts';

/** What one policy of a holder allows in accounts that were not read, whatever roles it names there. */
interface Reaching {
  readonly holder: Assumer;
  readonly accounts: Set<string>;
}

/**
 * Links from assumers to what of other accounts was not read: one for each holder and account, or through a pool where that is fewer.
 * They are possible only, as the trust policies on the other side are not known.
 */
export function* beyondLinks(groups: Iterable<AssumerGroup>, beyond: Beyond): Iterable<Candidate> {
  const together = new Map<string, { readonly accounts: readonly string[]; readonly holders: Assumer[] }>();
  for (const all of reachingOf(groups, beyond)) {
    for (const { holder, accounts } of lasting(all)) {
      const sorted = [...accounts].sort(byCodeUnit);
      const key = sorted.join();
      const known = together.get(key);
      if (known === undefined) together.set(key, { accounts: sorted, holders: [holder] });
      else known.holders.push(holder);
    }
  }
  for (const [key, { accounts, holders }] of together) {
    const [first] = holders;
    if (first === undefined || accounts.length === 0) continue;
    if (holders.length * accounts.length <= holders.length + accounts.length) {
      for (const holder of holders) for (const account of accounts) yield leads(holder, unreadPart(account), `account ${account}`);
      continue;
    }
    const pool = `pool:${first.principal.boundary}:assume-unread-${sha256Hex(key).slice(0, 12)}`;
    for (const holder of holders) yield leads(holder, pool, `${accounts.length} accounts`);
    for (const account of accounts) yield opens(first, pool, account);
  }
}

/** By holder, what each of its policies reaches; once for rights that hold and last alike. */
function reachingOf(groups: Iterable<AssumerGroup>, beyond: Beyond): Iterable<readonly Reaching[]> {
  const byHolder = new Map<EntityId, Map<string, Reaching>>();
  for (const { resources, members } of groups) {
    const reached = beyond.reached(resources, members[0]?.principal.partition ?? '');
    if (reached.length === 0) continue;
    for (const holder of members) {
      const { id } = holder.principal;
      const own = byHolder.get(id) ?? new Map<string, Reaching>();
      byHolder.set(id, own);
      const key = keyOf(holder);
      const known = own.get(key);
      if (known === undefined) own.set(key, { holder, accounts: new Set(reached) });
      else for (const account of reached) known.accounts.add(account);
    }
  }
  return [...byHolder.values()].map((own) => [...own.values()]);
}

function keyOf({ held, right }: Assumer): string {
  return `${held.source.id}|${signature(right)}`;
}

/** Without what another of the same holder gives in that account at least as lastingly. */
function lasting(all: readonly Reaching[]): readonly Reaching[] {
  if (all.length === 1) return all;
  return all.map((weak) => {
    const stronger = all.filter(
      (strong) =>
        strong !== weak &&
        gives(strong.holder, weak.holder) &&
        (!gives(weak.holder, strong.holder) || keyOf(strong.holder) < keyOf(weak.holder)),
    );
    return { ...weak, accounts: new Set([...weak.accounts].filter((each) => !stronger.some(({ accounts }) => accounts.has(each)))) };
  });
}

function gives(strong: Assumer, weak: Assumer): boolean {
  return outlasts(beyondRight(strong.right), beyondRight(weak.right));
}

const TRUST_UNREAD: ConditionNote = { text: 'whether a role that was not read lets it in', settled: 'outside' };
const rights = new WeakMap<Right, Right>();

/** The right where the other side is not known. One for each: much is remembered by right. */
function beyondRight(right: Right): Right {
  let known = rights.get(right);
  if (known === undefined) {
    known = {
      ...right,
      presence: right.presence === 'refuted' ? 'refuted' : 'possible',
      conditions: mergeNotes(right.conditions, [TRUST_UNREAD]),
    };
    rights.set(right, known);
  }
  return known;
}

function leads({ principal, held, right }: Assumer, to: EntityId, where: string): Candidate {
  return {
    how: 'can-assume',
    from: principal.id,
    to,
    boundary: principal.boundary,
    right: beyondRight(right),
    openness: 'exact',
    detail: plainDetail,
    source: held.source,
    because: [`${held.source.name} allows sts:AssumeRole on roles of ${where}, and not all of those were read`],
    caveats: principal.place.services.caveats,
    evidence: held.evidence,
  };
}

/** A pool to the unread part of one of its accounts. */
function opens({ principal: { boundary } }: Assumer, pool: EntityId, account: string): Candidate {
  return {
    how: 'can-assume',
    from: pool,
    to: unreadPart(account),
    boundary,
    right: beyondRight(plainRight),
    openness: 'exact',
    detail: { ...plainDetail, account },
    source: { id: `${pool}|${account}`, kind: 'trust-policy', name: `trust policies of account ${account}, not read`, boundary },
    because: [`not all roles of account ${account} were read: some may be open to other accounts`],
    caveats: [],
    evidence: [],
  };
}
