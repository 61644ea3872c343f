import type { Identity } from '../model/entity.ts';
import type { Gap } from '../model/gap.ts';
import { evidenceGuess } from './columns/evidence.ts';
import { NameIndex } from './columns/name-index.ts';
import type { Numbers } from './columns/numbers.ts';
import { IdentityCollector, identityReader } from './columns/people.ts';
import type { Told } from './input.ts';
import { distinctEvidence, joinIdentities } from './join.ts';

/** The identities that were listed, each once. */
export interface Listed {
  readonly people: IdentityCollector;
  /** Of their ids; more may be added behind those that were listed. */
  readonly names: NameIndex;
  readonly gaps: readonly Gap[];
}

/** Takes each identity as it comes. Only those that are told of more than once are held until all have come, and then joined. */
export function collectListed(told: Iterable<Told<Identity>>, numbers: Numbers): Listed {
  const names = new NameIndex();
  const people = new IdentityCollector(numbers, names.ids);
  const again = new Map<number, Told<Identity>[]>();
  const surfaces = new Map<string, readonly string[]>();
  const guess = evidenceGuess();
  for (const each of told) {
    const node = names.add(each.value.id);
    if (node < people.length) {
      const others = again.get(node);
      if (others === undefined) again.set(node, [each]);
      else others.push(each);
      continue;
    }
    let alone = surfaces.get(each.surface);
    if (alone === undefined) surfaces.set(each.surface, (alone = [each.surface]));
    people.put(each.value, alone, numbers.evidence(distinctEvidence(each.pages), guess), undefined, each);
  }
  return { people, names, gaps: again.size === 0 ? [] : joinAgain(people, numbers, again) };
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
    for (const each of joined.identities.values())
      people.put(each.value, each.surfaces, numbers.evidence(each.evidence, evidenceGuess()), node);
  }
  return gaps;
}
