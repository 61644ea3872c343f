import type { ControlResult, ControlSays, ControlTest, Pack } from '../../src/model/pack.ts';
import { eventLine, type Head } from './event.ts';
import type { Said } from './finding.ts';

type Verdict = readonly [id: number, name: string, severity: Head['severity']];

/** What is not shown to hold never passes: what could not be determined has the status that OCSF calls unknown. */
const verdicts: Readonly<Record<ControlSays, Verdict>> = {
  supports: [1, 'Pass', 'informational'],
  'does-not-support': [3, 'Fail', 'high'],
  'cannot-tell': [0, 'Unknown', 'unknown'],
  'not-exercised': [99, 'Not exercised', 'informational'],
};

function saysOf({ tested, exceptions, undetermined }: ControlTest): ControlSays {
  if (exceptions.length > 0) return 'does-not-support';
  if (undetermined.length > 0) return 'cannot-tell';
  return tested === 0 ? 'not-exercised' : 'supports';
}

/** Compliance Finding (2003): whether evidence supports a control. It is evidence toward the control, not a verdict on compliance. */
export function controlLine(control: ControlResult, pack: Pack, { at, version }: Said): string {
  const [statusId, status, severity] = verdicts[control.says];
  const uid = `${pack.id}|${control.framework}|${control.id}`;
  return eventLine(
    {
      kind: 'compliance',
      activity: 1,
      activityName: 'Create',
      severity,
      uid,
      at,
      version,
      message: `${control.framework} ${control.id} ${control.title}: ${control.says}`,
      status: [1, 'New'],
    },
    {
      finding_info: { uid, title: `${control.id} ${control.title}`, desc: control.because.join('; '), types: [`control/${control.says}`] },
      compliance: {
        standards: [control.framework],
        control: control.id,
        requirements: [control.title],
        desc: control.assertion,
        status_id: statusId,
        status,
        status_details: control.because,
        checks: control.tests.map((test) => {
          const [checkId, name] = verdicts[saysOf(test)];
          return { uid: test.id, name: test.id, desc: test.what, status_id: checkId, status: name };
        }),
      },
      evidences: [
        {
          name: 'Pack that the control was tested in',
          uid: pack.id,
          data: {
            pack: pack.id,
            integrity: pack.integrity.level,
            integrity_says: pack.integrity.says,
            ledger: pack.integrity.origin,
            size: pack.integrity.size,
            root: pack.integrity.root,
            population_leaf: pack.integrity.population,
          },
        },
      ],
    },
    { control },
  );
}
