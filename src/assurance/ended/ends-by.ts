import type { Ending } from '../../model/ending.ts';
import type { EndsBy } from '../../model/persistence.ts';
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
export function endsByOf({ access, end }: Spell, { elements }: Given): EndsBy {
  if (access.until !== null) return 'provider';
  const told = end?.recorded === null || end?.recorded === undefined ? null : recorded[end.recorded.by];
  return told ?? weakest.find((each) => elements.some(({ endsBy }) => endsBy === each)) ?? 'nothing';
}

/** Who ended it, where the provider's log tells. */
export function endedByOf({ end }: Spell): Ending['endedBy'] {
  if (end?.recorded === null || end?.recorded === undefined) return null;
  const { actor, actedBy, by } = end.recorded;
  const [name] = actedBy;
  return { actor: actor ?? (name === undefined ? null : name.value), by };
}
