import type { AssuranceLevel, Ending, Lingering } from '../../model/ending.ts';
import type { LifeCycleEvent } from '../../model/life-cycle.ts';
import { isOver } from './linger.ts';
import type { Spell } from './spell.ts';

/** How sure it is that something ended, and what the next level needs. */
export interface Assurance {
  readonly level: AssuranceLevel | null;
  readonly lacks: readonly string[];
}

/**
 * The highest level whose own need is met: 2 needs an observation and no record, 3 needs 2. `claimed`: a source says that it ended, or its own end is
 * over. `contradicted`: it was seen later. `use`: what is missing to say that it was not used after.
 */
export function assuranceOf(
  spell: Spell,
  claimed: boolean,
  contradicted: boolean,
  lingering: readonly Lingering[],
  otherWays: Ending['otherWays'],
  use: readonly string[],
): Assurance {
  const { end, missing } = spell;
  if (end === null) {
    if (contradicted) return { level: 0, lacks: ['an end after the last time it was seen'] };
    return claimed
      ? { level: 0, lacks: ['provider record of the end', missing?.wants ?? 'a read or probe without it'] }
      : { level: null, lacks: [] };
  }
  if (end.observed) {
    const lacks = [...lingerLacks(lingering), ...wayLacks(otherWays), ...use];
    return lacks.length === 0 ? { level: 3, lacks } : { level: 2, lacks };
  }
  const observation = end.how === 'probed' ? 'second probe' : (missing?.wants ?? 'a read or probe without it');
  if (end.recorded === null) return { level: 0, lacks: ['provider record of the end', observation] };
  return isByKnown(end.recorded) ? { level: 1, lacks: [observation] } : { level: 0, lacks: ['who ended it', observation] };
}

/** A record counts with who did it: the provider itself, or somebody it names. */
function isByKnown({ actor, actedBy, by }: LifeCycleEvent): boolean {
  return actor !== null || actedBy.length > 0 || by === 'provider';
}

function lingerLacks(lingering: readonly Lingering[]): readonly string[] {
  return lingering
    .filter((each) => !isOver(each))
    .map(({ what, until }) => (until === null ? `linger: how long ${what} may work is not known` : `linger until ${until}`));
}

/** One line for all of them: {@link Ending.otherWays} names each. */
function wayLacks({ state, ways, because }: Ending['otherWays']): readonly string[] {
  if (state === 'none') return [];
  const open = ways.filter(({ authorised }) => !authorised).length;
  const [first] = because;
  const unread =
    first === undefined
      ? []
      : [`${first.surface} in ${first.boundary} not read whole${because.length > 1 ? `, and ${because.length - 1} more` : ''}`];
  const remaining = open === 0 ? [] : [`${open} ${open === 1 ? 'remains' : 'remain'}${state === 'some' ? '' : ', possibly'}`];
  return [`no other way: ${[...remaining, ...unread].join('; ')}`];
}
