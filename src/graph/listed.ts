import type { Identity } from '../model/entity.ts';
import type { Gap } from '../model/gap.ts';
import type { EntityId } from '../model/ids.ts';
import type { Numbers } from './columns/numbers.ts';
import { IdentityCollector, identityReader } from './columns/people.ts';
import type { Told } from './input.ts';
import { distinctEvidence, joinIdentities } from './join.ts';

/** The identities that were listed, each once. */
export interface Listed {
  readonly people: IdentityCollector;
  readonly numberOf: Map<EntityId, number>;
  readonly gaps: readonly Gap[];
}

/** Takes each identity as it comes. Only those that are told of more than once are held until all have come, and then joined. */
export function collectListed(told: Iterable<Told<Identity>>, numbers: Numbers): Listed {
  const people = new IdentityCollector(numbers);
  const numberOf = new Map<EntityId, number>();
  const again = new Map<number, Told<Identity>[]>();
  const surfaces = new Map<string, readonly string[]>();
  const guesses: number[] = [];
  for (const each of told) {
    const node = numberOf.get(each.value.id);
    if (node !== undefined) {
      const others = again.get(node);
      if (others === undefined) again.set(node, [each]);
      else others.push(each);
      continue;
    }
    let alone = surfaces.get(each.surface);
    if (alone === undefined) surfaces.set(each.surface, (alone = [each.surface]));
    numberOf.set(each.value.id, people.ids.length);
    people.put(each.value, alone, numbers.evidence(distinctEvidence(each.pages), guesses), undefined, each);
  }
  return { people, numberOf, gaps: again.size === 0 ? [] : joinAgain(people, numbers, again) };
}

function joinAgain(people: IdentityCollector, numbers: Numbers, again: ReadonlyMap<number, readonly Told<Identity>[]>): readonly Gap[] {
  const gaps: Gap[] = [];
  const columns = people.view();
  const { boundaryNames, evidenceAt } = numbers.soFar();
  const reader = identityReader(columns, (number) => boundaryNames[number] as string);
  for (const [node, others] of again) {
    const { boundary, key } = reader.told(node);
    const pages = evidenceAt(columns.evidence[node] as number);
    const first: Told<Identity> = { boundary, key, surface: reader.surfaces(node)[0] ?? '', value: reader.at(node), pages };
    const joined = joinIdentities([first, ...others]);
    gaps.push(...joined.gaps);
    for (const each of joined.identities.values()) people.put(each.value, each.surfaces, numbers.evidence(each.evidence, []), node);
  }
  return gaps;
}
