import type { Json } from '../../src/base/json.ts';
import type { Pack } from '../../src/model/pack.ts';
import { aboutPack, backMatter, integrityProps, metadata, platform, titleOf, tool, type Made } from './document.ts';
import { finding } from './findings.ts';
import { controlId, idOf, prop, some, type Part } from './ids.ts';
import { testObservation, subjects, troubleObservation } from './observations.ts';
import { risk } from './risks.ts';
import { plain } from './text.ts';
import type { Trouble } from './trouble.ts';

/** OSCAL assessment-results of one assessment: that of the pack. Needs at least one control. */
export function assessmentResults(made: Made, troubles: readonly Trouble[]): Part {
  const { pack } = made;
  const result: Part = {
    uuid: idOf('result', pack.id),
    title: titleOf(pack, 'Result'),
    description: aboutPack(pack),
    start: pack.period.from,
    end: pack.period.to,
    props: integrityProps(pack),
    'local-definitions': {
      components: [tool(made)],
      'inventory-items': subjects(troubles),
      'assessment-assets': { 'assessment-platforms': [platform()] },
    },
    'reviewed-controls': reviewedControls(pack),
    observations: some([
      ...pack.controls.flatMap((control) => control.tests.map((test) => testObservation(made, control, test))),
      ...troubles.map((trouble) => troubleObservation(made, trouble)),
    ]),
    risks: some(troubles.map((trouble) => risk(made, trouble))),
    findings: some(pack.controls.map((control) => finding(made, control, troubles))),
  };
  return {
    'assessment-results': {
      uuid: idOf('assessment-results', pack.id),
      metadata: metadata(
        made,
        titleOf(pack, 'Assessment results'),
        'A finding says whether evidence supports a control, never that it is met.',
      ),
      'import-ap': {
        href: 'assessment-plan.json',
        remarks: 'A stub beside this file: replace it by your own plan where the importer wants one.',
      },
      results: [result],
      'back-matter': backMatter(made, ['pack', 'manifest', 'items', 'records']),
    },
  };
}

/** Also the plan's. The framework stands in a property: only NIST's catalogue has ids that an importer knows. */
export function reviewedControls({ framework, controls }: Pack): Json {
  const isNist = framework === 'nist-800-53';
  return {
    description: isNist
      ? 'Controls of NIST SP 800-53 revision 5, by the ids of the catalogue of NIST.'
      : `Controls of ${framework}. No catalogue of it is published in OSCAL, so the ids are made of the framework and its own ids.`,
    props: [prop('framework', framework)],
    'control-selections': [
      {
        description: controls.map(({ id, title }) => `${plain(id)} ${plain(title)}`).join('; '),
        'include-controls': [...new Set(controls.map(controlId))].map((id) => ({ 'control-id': id })),
      },
    ],
  };
}
