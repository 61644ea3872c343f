import type { Json } from '../../src/base/json.ts';
import { origins, type Made } from './document.ts';
import { idOf, NS, props, some, type Part } from './ids.ts';
import { recordProps, troubleObservationId } from './observations.ts';
import { paragraphs, plain } from './text.ts';
import { collectedAt, troubleText, troubleTitle, type Trouble } from './trouble.ts';

/** Of the access, not of the pack: the next export tells of the same one. */
export function riskId({ ending }: Trouble): string {
  return idOf('risk', ending.id);
}

/** What may come of an access that ended late or did not end, with the moment by which it should have. */
export function risk(made: Made, trouble: Trouble): Json {
  const { ending, record, state } = trouble;
  const part: Part = {
    uuid: riskId(trouble),
    title: plain(troubleTitle(trouble)),
    description: paragraphs(...troubleText(trouble, made.pack.asOf).map(plain)),
    statement: statementOf(trouble),
    props: [...recordProps(trouble), ...props({ exception: record.exception })],
    status: state,
    origins: origins(),
    characterizations: [{ origin: origins()[0], facets: [{ name: 'tier', system: NS, value: ending.tierZero ? 'tier-0' : 'other' }] }],
    deadline: ending.due ?? undefined,
    'risk-log': {
      entries: some([
        ...(ending.trigger === null
          ? []
          : [entry(trouble, 'called-for', `Its end was called for: ${plain(ending.trigger.text)}`, ending.trigger.at, 'open')]),
        entry(trouble, 'told', `As the records tell it: ${ending.outcome}`, collectedAt(trouble), state),
      ]),
    },
    'related-observations': [{ 'observation-uuid': troubleObservationId(made, trouble) }],
  };
  return part;
}

function entry(trouble: Trouble, what: string, title: string, start: string, state: string): Json {
  return { uuid: idOf('risk-entry', trouble.ending.id, what), title, start, 'status-change': state };
}

function statementOf({ ending, state }: Trouble): string {
  const gives = ending.capabilities.map(({ capability, scope }) => `${capability} on ${plain(scope)}`).join(', ');
  const given = gives === '' ? 'what the access gave' : gives;
  if (state === 'closed') return `Between the moment it was due and its end, ${plain(ending.subjectName)} could use ${given}.`;
  if (state === 'investigating') return `Whether ${plain(ending.subjectName)} can still use ${given} could not be determined.`;
  return `${plain(ending.subjectName)} can still use ${given}, or may.`;
}
