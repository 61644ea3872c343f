import { byKeys } from '../../base/order.ts';
import { matchPersons, type Match } from '../../assurance/entitled/match.ts';
import type { KeyRule } from '../../assurance/settings.ts';
import type { Identity } from '../../model/entity.ts';
import type { EventKey, LifeCycleEvent } from '../../model/life-cycle.ts';
import type { Person } from '../../model/person.ts';

/** How many events of a source are about somebody who was read. */
export interface MatchCount {
  readonly source: string;
  events: number;
  sure: number;
  ambiguous: number;
  unknown: number;
  noKey: number;
}

/** Keys that lead to nobody, or to nobody in particular. `events`: how many have them. */
export interface Unclear {
  readonly source: string;
  readonly why: 'unknown' | 'ambiguous';
  readonly keys: readonly EventKey[];
  readonly candidates: readonly string[];
  readonly events: number;
}

export interface Checked {
  readonly sources: readonly Readonly<MatchCount>[];
  /** By source, then keys. */
  readonly unclear: readonly Unclear[];
}

interface Named {
  readonly source: string;
  readonly keys: readonly EventKey[];
  events: number;
}

/** Holds imported events against the identities that were read, as endings do. The same keys are looked up once. */
export async function checkMatches(
  events: AsyncIterable<LifeCycleEvent>,
  identities: Iterable<Identity>,
  persons: readonly Person[],
  rules: readonly KeyRule[],
): Promise<Checked> {
  const named = new Map<string, Named>();
  for await (const { source, about, subject } of events) {
    const keys = subject === null ? about : [...about, { kind: 'id', value: subject }];
    const text = JSON.stringify([source, keys.map(({ kind, value }) => `${kind}:${value}`.toLowerCase()).sort()]);
    const known = named.get(text);
    if (known === undefined) named.set(text, { source, keys, events: 1 });
    else known.events++;
  }
  const rows = [...named].sort(byKeys(([text]) => text)).map(([, row]) => row);
  const matches = matchPersons(
    identities,
    persons,
    rules,
    rows.map(({ keys }) => keys),
  );
  const sources = new Map<string, MatchCount>();
  const unclear: Unclear[] = [];
  for (const [at, { source, keys, events: number }] of rows.entries()) {
    const match = matches[at] as Match;
    const count = sources.get(source) ?? { source, events: 0, sure: 0, ambiguous: 0, unknown: 0, noKey: 0 };
    sources.set(source, count);
    count.events += number;
    count[match.state === 'no-key' ? 'noKey' : match.state] += number;
    if (match.state === 'unknown') unclear.push({ source, why: 'unknown', keys, candidates: [], events: number });
    if (match.state === 'ambiguous') unclear.push({ source, why: 'ambiguous', keys, candidates: match.candidates, events: number });
  }
  return { sources: [...sources.values()].sort(byKeys(({ source }) => source)), unclear };
}
