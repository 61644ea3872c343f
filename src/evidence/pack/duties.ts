import type { Instant } from '../../base/instant.ts';
import { byKeys } from '../../base/order.ts';
import { duties, type Duty, type DutyHolder } from '../../model/pack.ts';
import { isWithin } from './asks.ts';
import type { Known } from './known.ts';
import type { People } from './names.ts';

/**
 * Duties that one person should not have both of: whatever they were about; and those that matter only where they are about the same request or
 * exception, for whoever asks for one thing may approve another.
 */
const apart: readonly (readonly [Duty, Duty])[] = [
  ['ran', 'revoked'],
  ['imported', 'revoked'],
  ['approved-request', 'exported'],
  ['revoked', 'exported'],
  ['approved-exception', 'exported'],
  ['exported', 'pruned'],
  ['pruned', 'holds-key'],
];
const apartOfOne: readonly (readonly [Duty, Duty])[] = [
  ['requested', 'approved-request'],
  ['owns-exception', 'approved-exception'],
  ['owns-exception', 'reviewed-exception'],
];

interface Done {
  readonly duty: Duty;
  readonly by: string;
  readonly at: Instant;
  /** The request or exception that it is about. */
  readonly of: string;
}

/**
 * Who did what within the period. Names are one person's where they are names of one known identity or person, else where they are the same text but
 * for the case of letters. By name; who holds a key does so in every period.
 */
export function dutiesOf(known: Known, people: People, asOf: Instant): readonly DutyHolder[] {
  const holders = new Map<string, { readonly names: Set<string>; readonly done: Done[] }>();
  for (const each of allDone(known, asOf)) {
    const name = each.by.trim();
    if (name === '') continue;
    const key = people.find(name)?.id ?? `name ${name.toLowerCase()}`;
    const holder = holders.get(key) ?? { names: new Set<string>(), done: [] };
    holder.names.add(name);
    holder.done.push(each);
    holders.set(key, holder);
  }
  return [...holders.values()]
    .map(({ names, done }): DutyHolder => ({
      person: [...names].sort()[0] ?? '',
      duties: duties.flatMap((duty) => {
        const times = done
          .filter((each) => each.duty === duty)
          .map(({ at }) => at)
          .sort();
        const [first] = times;
        return first === undefined ? [] : [{ duty, times: times.length, first, last: times.at(-1) ?? first }];
      }),
      together: conflictsIn(done),
    }))
    .sort(byKeys(({ person }) => person));
}

function conflictsIn(done: readonly Done[]): readonly (readonly [Duty, Duty])[] {
  const of = (duty: Duty): ReadonlySet<string> => new Set(done.filter((each) => each.duty === duty).map((each) => each.of));
  return [
    ...apart.filter(([a, b]) => of(a).size > 0 && of(b).size > 0),
    ...apartOfOne.filter(([a, b]) => {
      const other = of(b);
      return [...of(a)].some((each) => other.has(each));
    }),
  ];
}

function* allDone(known: Known, asOf: Instant): Iterable<Done> {
  const { input, period } = known;
  const within = (each: Done): boolean => isWithin(each.at, period);
  yield* byLedger(known, asOf);
  yield* [...byRequests(known)].filter(within);
  yield* [...byExceptions(known)].filter(within);
  for (const { extractedBy, extractedAt, id } of input.imports) {
    if (extractedBy !== null && extractedAt !== null && isWithin(extractedAt, period)) {
      yield { duty: 'imported', by: extractedBy, at: extractedAt, of: id };
    }
  }
  for (const { id, endedBy, ended } of input.assured.endings) {
    if (endedBy === null || endedBy.by !== 'person' || endedBy.actor === null || ended === null) continue;
    const at = ended.recorded === null ? ended.before : (known.event(ended.recorded)?.at ?? ended.before);
    if (isWithin(at, period)) yield { duty: 'revoked', by: endedBy.actor, at, of: id };
  }
}

function* byLedger({ input, period }: Known, asOf: Instant): Iterable<Done> {
  yield { duty: 'exported', by: input.options.actor, at: asOf, of: 'this pack' };
  const begun = new Set<string>();
  for (const each of (input.ledger?.leaves ?? []).toSorted((a, b) => a.index - b.index)) {
    const { body, leaf } = each;
    if (body === null || !('by' in body)) continue;
    const done = (duty: Duty): Done => ({ duty, by: body.by.name, at: leaf.at, of: String(each.index) });
    if ((body.kind === 'begun' || body.kind === 'key-change') && leaf.at < period.to) yield done('holds-key');
    if (!isWithin(leaf.at, period)) continue;
    if (body.kind === 'run-intent' && !begun.has(body.nonce)) yield done('ran');
    if (body.kind === 'import') yield done('imported');
    if (body.kind === 'export') yield done('exported');
    if (body.kind === 'prune') yield done('pruned');
    if (body.kind === 'run-intent') begun.add(body.nonce);
  }
}

function* byRequests({ input }: Known): Iterable<Done> {
  for (const { id, requester, approvers, requestedAt, approvedAt } of input.assured.requests) {
    if (requester !== null && requestedAt !== null) yield { duty: 'requested', by: requester, at: requestedAt, of: id };
    if (approvedAt !== null) for (const by of approvers) yield { duty: 'approved-request', by, at: approvedAt, of: id };
  }
}

function* byExceptions({ input }: Known): Iterable<Done> {
  for (const { exception, change } of input.exceptions) {
    const { id, owner, approver } = exception;
    if (change.what === 'approved') {
      yield { duty: 'owns-exception', by: owner, at: change.at, of: id };
      yield { duty: 'approved-exception', by: approver, at: change.at, of: id };
    }
    if (change.what === 'reviewed') yield { duty: 'reviewed-exception', by: change.by, at: change.at, of: id };
  }
  // Whoever owns one that is in force does so throughout, whenever it was approved.
  for (const { exception, state } of input.assured.exceptions) {
    const { id, owner, approvedAt, end } = exception;
    const { from, to } = input.options.period;
    if (state === 'revoked' || end < from || approvedAt >= from || approvedAt >= to) continue;
    yield { duty: 'owns-exception', by: owner, at: from, of: id };
  }
}
