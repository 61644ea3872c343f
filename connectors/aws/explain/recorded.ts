import type { Json } from '../../../src/base/json.ts';
import type { ExplainedStatement } from '../../../src/model/explained.ts';
import type { Evidence, FactKind } from '../../../src/model/fact.ts';
import type { Grant, Link } from '../../../src/model/grant.ts';
import { saidOfAll } from './allowing.ts';
import type { Reading } from './reading.ts';

/** Kinds of sources that are records, and of the facts that tell them. */
const records = new Map<string, FactKind>([
  ['assignment', 'assignment'],
  ['entitlement', 'assignment'],
  ['membership', 'membership'],
  ['kms-grant', 'resource-policy'],
]);

/** What no statement of a policy gives: an assignment, a membership, a grant of KMS, what an identity is. With the record as it was read. */
export function recorded({ facts }: Reading, element: Grant | Link): readonly ExplainedStatement[] {
  const { source, because, evidence, conditions } = element;
  const outcome = because.join('; ');
  const kind = records.get(source.kind);
  const places = new Set(evidence.map(placeOf));
  let text: Json | null = null;
  for (const fact of kind === undefined ? [] : facts.ofKind(kind)) {
    if (fact.pages.some((each) => places.has(placeOf(each)))) text = fact.value as Json;
  }
  return [saidOfAll('allows', 'recorded', source.name, outcome, { conditions, evidence, text })];
}

function placeOf({ page, pointer }: Evidence): string {
  return `${page} ${pointer}`;
}
