import type { Json } from '../../src/base/json.ts';
import type { ControlResult, ControlSays } from '../../src/model/pack.ts';
import { origins, type Made } from './document.ts';
import { controlId, idOf, props, some, type Part } from './ids.ts';
import { testObservationId, troubleObservationId } from './observations.ts';
import { riskId } from './risks.ts';
import { paragraphs, plain } from './text.ts';
import type { Trouble } from './trouble.ts';

/** OSCAL knows two states; what is not shown to be satisfied is never called so. */
const states: Readonly<
  Record<ControlSays, readonly [state: 'satisfied' | 'not-satisfied', reason: 'pass' | 'fail' | 'other', says: string]>
> = {
  supports: ['satisfied', 'pass', 'The evidence supports it: all that was tested holds, and all could be tested.'],
  'does-not-support': ['not-satisfied', 'fail', 'The evidence does not support it.'],
  'cannot-tell': ['not-satisfied', 'other', 'It could not be determined: something that it needs was not read.'],
  'not-exercised': ['not-satisfied', 'other', 'It was not exercised: nothing of the kind occurred in the period, so nothing was tested.'],
};

/** Whether what was tested supports what management claims by a control. */
export function finding(made: Made, control: ControlResult, troubles: readonly Trouble[]): Json {
  const [state, reason, says] = states[control.says];
  const own = troublesOfControl(control, troubles);
  const id = controlId(control);
  const part: Part = {
    uuid: idOf('finding', made.pack.id, control.id),
    title: plain(`${control.id} ${control.title}`),
    description: paragraphs(plain(control.assertion), says, ...control.because.map(plain)),
    props: props({ framework: control.framework, control: control.id, says: control.says }),
    origins: origins(),
    target: {
      type: 'objective-id',
      'target-id': control.framework === 'nist-800-53' ? `${id}_obj` : id,
      title: plain(control.title),
      status: { state, reason, remarks: paragraphs(says, ...control.because.map(plain)) },
    },
    'related-observations': some(
      [
        ...control.tests.map((test) => testObservationId(made, control, test)),
        ...own.map((trouble) => troubleObservationId(made, trouble)),
      ].map((uuid) => ({ 'observation-uuid': uuid })),
    ),
    'related-risks': some(own.map((trouble) => ({ 'risk-uuid': riskId(trouble) }))),
  };
  return part;
}

/** Those that a test of the control names, by the record or by a row that it answers. */
function troublesOfControl({ tests }: ControlResult, troubles: readonly Trouble[]): readonly Trouble[] {
  const named = new Set(tests.flatMap(({ exceptions, undetermined }) => [...exceptions, ...undetermined].map(({ id }) => id)));
  return troubles.filter(({ ending, record }) => named.has(ending.id) || record.rows.some((row) => named.has(row)));
}
