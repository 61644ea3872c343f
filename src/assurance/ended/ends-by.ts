import type { Ending } from '../../model/ending.ts';
import type { LifeCycleEvent } from '../../model/life-cycle.ts';
import type { EndsBy } from '../../model/persistence.ts';
import type { View } from '../../model/view.ts';
import type { Given } from './given.ts';
import type { Spell } from './spell.ts';

const recorded: Readonly<Record<NonNullable<Ending['endedBy']>['by'], EndsBy | null>> = {
  provider: 'provider',
  broker: 'automation',
  automation: 'automation',
  person: 'person',
  unknown: null,
};

/** The weakest first: of several elements, what holds for all. */
const weakest: readonly EndsBy[] = ['nothing', 'person', 'automation', 'provider'];

/**
 * Who ends it: of what is recorded to have ended whoever the log says did ({@link endedByOf}), though it had an end of its own; else the provider by that
 * end, else what its grants and links say.
 */
export function endsByOf(view: View, { access, end }: Spell, { elements }: Given): EndsBy {
  const told = end?.recorded === null || end?.recorded === undefined ? null : recorded[byOf(view, end.recorded)];
  if (told !== null) return told;
  if (access.until !== null) return 'provider';
  return weakest.find((each) => elements.some(({ endsBy }) => endsBy === each)) ?? 'nothing';
}

/**
 * Who ended it, where the provider's log tells. Who deletes an account, or what access is given on, ends by it all that hangs on that: where nothing records
 * an earlier end, it is theirs.
 */
export function endedByOf(view: View, { end }: Spell): Ending['endedBy'] {
  if (end?.recorded === null || end?.recorded === undefined) return null;
  const { actor, actedBy } = end.recorded;
  const [name] = actedBy;
  return { actor: actor ?? (name === undefined ? null : name.value), by: byOf(view, end.recorded) };
}

/** A log that tells an account alone leaves open what stands behind it; whoever was read as a human being or as none says it. */
function byOf(view: View, { by, actor }: LifeCycleEvent): LifeCycleEvent['by'] {
  if (by !== 'unknown' || actor === null) return by;
  const nature = view.identity(actor)?.nature;
  return nature === 'human' ? 'person' : nature === 'non-human' ? 'automation' : 'unknown';
}
