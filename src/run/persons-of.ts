import { groupBy } from '../base/group.ts';
import type { Surface } from '../contract/connector.ts';
import type { Copy, OriginalsRead } from '../graph/copies.ts';
import { copiesOf } from '../graph/copies.ts';
import type { TokenSubjects } from '../graph/token-subjects.ts';
import { tokenSubjectsOf } from '../graph/token-subjects.ts';
import type { Account } from '../graph/persons.ts';
import { personsOf } from '../graph/persons.ts';
import type { Identity } from '../model/entity.ts';
import type { FactIndex, FactOfKind } from '../model/fact.ts';
import type { Gap, SurfaceCoverage } from '../model/gap.ts';
import type { Person, PersonRule } from '../model/person.ts';

/** Whose accounts were read, and which of them one directory made from another. */
export interface ReadPersons {
  readonly persons: readonly Person[];
  readonly copies: readonly Copy[];
  readonly tokenSubjects: TokenSubjects;
  /** Accounts that contradict each other. */
  readonly gaps: readonly Gap[];
}

/** Joins accounts by what identities tell of them. Identities that tell nothing cost a look. */
export function personsIn(facts: FactIndex, rules: readonly PersonRule[]): ReadPersons {
  const told = [...facts.ofKind('identity')].filter(({ value }) => value.handles !== undefined && value.boundary !== null);
  if (told.length === 0) return { persons: [], copies: [], tokenSubjects: new Map(), gaps: [] };
  const accounts = [...groupBy(told, (fact) => fact.value.id)].map(([, of]) => joinedFact(of));
  const people = accounts.filter(({ value }) => value.kind === 'user' || value.kind === 'guest');
  const { persons, conflicts } = personsOf(people.map(accountOf), rules);
  const byId = new Map(accounts.map((fact) => [fact.value.id, fact]));
  const gaps = conflicts.flatMap(({ accounts: [first], detail }): Gap[] => {
    const fact = first === undefined ? undefined : byId.get(first);
    return fact === undefined
      ? []
      : [{ boundary: fact.boundary, surface: fact.surface, subject: fact.value.id, cause: 'malformed', detail }];
  });
  const identities = accounts.map((fact) => fact.value);
  return { persons, copies: copiesOf(identities, persons), tokenSubjects: tokenSubjectsOf(identities), gaps };
}

/** What several facts tell of one identity. */
function joinedFact(facts: readonly FactOfKind<'identity'>[]): FactOfKind<'identity'> {
  const [first, ...others] = facts.toSorted((a, b) => (a.surface < b.surface ? -1 : 1)) as [FactOfKind<'identity'>];
  if (others.length === 0) return first;
  const value: Identity = { ...first.value, handles: facts.flatMap((fact) => fact.value.handles ?? []) };
  return { ...first, value };
}

function accountOf({ value }: FactOfKind<'identity'>): Account {
  return { id: value.id, boundary: value.boundary as string, handles: value.handles ?? [] };
}

/** What of the originals of copies is known, by the ledger. */
export function originalsRead(
  surfaces: readonly Pick<Surface, 'id' | 'yields'>[],
  coverage: readonly SurfaceCoverage[],
  gaps: readonly Gap[],
): OriginalsRead {
  const telling = new Set(surfaces.filter((each) => each.yields.includes('membership')).map((each) => each.id));
  const short = new Set<string>();
  const read = new Set<string>();
  for (const { surface, boundary, status } of coverage) {
    if (!telling.has(surface)) continue;
    if (status === 'complete') read.add(boundary);
    else short.add(boundary);
  }
  const missed = new Set(gaps.flatMap((gap) => (telling.has(gap.surface) && gap.subject !== undefined ? [gap.subject] : [])));
  return { knowsMembers: (group, boundary) => read.has(boundary) && !short.has(boundary) && !missed.has(group) };
}
