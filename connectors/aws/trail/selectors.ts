import * as v from 'valibot';
import type { Json } from '../../../src/base/json.ts';
import type { BoundaryLog } from '../../../src/model/entity.ts';

const texts = v.nullish(v.array(v.string()), []);

/** The service tells both members of each; without them nothing is known of what is kept. */
const plain = v.object({
  ReadWriteType: v.string(),
  IncludeManagementEvents: v.boolean(),
  ExcludeManagementEventSources: texts,
});
const advanced = v.object({ FieldSelectors: v.array(v.looseObject({ Field: v.string(), Equals: texts })) });

const answer = v.object({ EventSelectors: v.nullish(v.array(plain), []), AdvancedEventSelectors: v.nullish(v.array(advanced), []) });

/**
 * Which changes a trail keeps, from the answer of GetEventSelectors (CloudTrail API reference, EventSelector and AdvancedEventSelector): any one
 * selector that takes all of them is enough. What an advanced selector narrows by another field takes a part. `undefined`: not understood.
 */
export function changesKept(body: Json): BoundaryLog['changes'] | undefined {
  const read = v.safeParse(answer, body);
  if (!read.success) return undefined;
  const { EventSelectors: of, AdvancedEventSelectors: ofFields } = read.output;
  if (of.length + ofFields.length === 0) return undefined;
  const kept = [...of.map(byType), ...ofFields.map(byFields)];
  return kept.includes('all') ? 'all' : kept.includes('part') ? 'part' : 'none';
}

type Kept = 'all' | 'part' | 'none';

function byType({
  ReadWriteType: type,
  IncludeManagementEvents: isManagement,
  ExcludeManagementEventSources: but,
}: v.InferOutput<typeof plain>): Kept {
  if (!isManagement || (type !== 'All' && type !== 'WriteOnly')) return 'none';
  return (but ?? []).length === 0 ? 'all' : 'part';
}

function byFields({ FieldSelectors: fields }: v.InferOutput<typeof advanced>): Kept {
  const category = fields.find(({ Field }) => Field === 'eventCategory');
  if (category?.Equals?.includes('Management') !== true) return 'none';
  const readOnly = fields.find(({ Field }) => Field === 'readOnly');
  if (readOnly?.Equals?.includes('true') === true && !readOnly.Equals.includes('false')) return 'none';
  return fields.every(({ Field }) => Field === 'eventCategory' || Field === 'readOnly') ? 'all' : 'part';
}
