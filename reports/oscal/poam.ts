import type { Json } from '../../src/base/json.ts';
import { backMatter, metadata, titleOf, tool, type Made } from './document.ts';
import { idOf, props, some, type Part } from './ids.ts';
import { subjects, troubleObservation, troubleObservationId } from './observations.ts';
import { risk, riskId } from './risks.ts';
import { paragraphs, plain } from './text.ts';
import { troubleText, troubleTitle, type Trouble } from './trouble.ts';

/** What is to be done: an item for each access that is there though it should not be, or of which that cannot be said. At least one. */
export function poam(made: Made, open: readonly Trouble[]): Part {
  const { pack } = made;
  return {
    'plan-of-action-and-milestones': {
      uuid: idOf('poam', pack.id),
      metadata: metadata(made, titleOf(pack, 'Plan of action and milestones'), 'Accesses that did not end as they should have.'),
      'system-id': { 'identifier-type': 'http://ietf.org/rfc/rfc4122', id: idOf('system', ...pack.totals.boundaries) },
      'local-definitions': { components: [tool(made)], 'inventory-items': subjects(open) },
      observations: open.map((trouble) => troubleObservation(made, trouble)),
      risks: open.map((trouble) => risk(made, trouble)),
      'poam-items': open.map((trouble) => item(made, trouble)),
      'back-matter': backMatter(made, ['pack', 'manifest', 'records']),
    },
  };
}

function item(made: Made, trouble: Trouble): Json {
  const { ending } = trouble;
  const part: Part = {
    uuid: idOf('poam-item', ending.id),
    title: plain(troubleTitle(trouble)),
    description: paragraphs(...troubleText(trouble, made.pack.asOf).map(plain)),
    props: some(props({ owner: ending.owner, 'control-owner': ending.controlOwner, due: ending.due, state: trouble.state })),
    'related-observations': [{ 'observation-uuid': troubleObservationId(made, trouble) }],
    'related-risks': [{ 'risk-uuid': riskId(trouble) }],
  };
  return part;
}
