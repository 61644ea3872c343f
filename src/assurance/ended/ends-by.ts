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

/** Who ends it: the provider by its own end, whoever the log says did, else what its grants and links say. */
export function endsByOf(view: View, { access, end }: Spell, { elements }: Given): EndsBy {
  if (access.until !== null) return 'provider';
  const told = end?.recorded === null || end?.recorded === undefined ? null : recorded[byOf(view, end.recorded)];
  return told ?? weakest.find((each) => elements.some(({ endsBy }) => endsBy === each)) ?? 'nothing';
}

/** Who ended it, where the provider's log tells. */
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
