import { counted, grouped } from '../../src/base/text/count.ts';
import { persistenceClasses } from '../../src/model/persistence.ts';
import { severities } from '../../src/model/question.ts';
import type { Report } from '../../src/model/report.ts';
import { heading, labelled, numberTable, prose, type Sheet } from './layout.ts';

export function runSection(sheet: Sheet, { run, schema }: Report): readonly string[] {
  const made = [
    `${counted(run.pages, 'page')} of ${counted(run.inputs.length, 'input')}`,
    ...run.connectors.map(({ id, mapping }) => `${id} (mapping ${mapping})`),
    counted(run.rules.length, 'rule'),
  ].join(', ');
  return [
    ...prose(sheet, 0, `VESTIGE ${run.version}  report schema ${schema}`, 2).map((line) => sheet.paint('heading', line)),
    ...labelled(sheet, 2, 'as of', `${run.asOf} (${asOfWords[run.asOfFrom]})`),
    ...labelled(sheet, 2, 'from', made),
    ...labelled(sheet, 2, 'capture', run.capture),
  ];
}

const asOfWords = { given: 'as given', capture: 'the newest page of the capture', clock: 'the clock, when it ran' } as const;

export function totalsSection(sheet: Sheet, { totals }: Report): readonly string[] {
  const { identities } = totals;
  const kinds = `${grouped(identities.human)} human, ${grouped(identities.nonHuman)} non-human, ${grouped(identities.unknown)} unknown`;
  const rules = totals.rules.map(
    ({ rule, questions, findings, clear, undetermined, excepted }) =>
      [rule, questions, findings, clear, undetermined, excepted] as const satisfies readonly [string, ...number[]],
  );
  return [
    ...heading(sheet, 'Totals', 'of what was read'),
    ...labelled(sheet, 2, 'identities', `${grouped(identities.total)}: ${kinds}`),
    ...labelled(
      sheet,
      2,
      'credentials',
      `${grouped(totals.credentials)}; grants ${grouped(totals.grants)}; links ${grouped(totals.links)}`,
    ),
    ...labelled(sheet, 2, 'tier 0', 'identities that certainly reach it, by the most lasting class:'),
    ...prose(
      sheet,
      14,
      persistenceClasses
        .map((name) => `${name} ${grouped(totals.tierZero[name])}`)
        .reverse()
        .join(', '),
    ),
    ...labelled(sheet, 2, 'findings', severities.map((name) => `${name} ${grouped(totals.findings[name])}`).join(', ')),
    ...(rules.length === 0 ? labelled(sheet, 2, 'rules', 'none was asked') : numberTable(sheet, ruleHeads, rules)),
  ];
}

const ruleHeads: readonly string[] = ['rule', 'asked', 'found', 'clear', 'undetermined', 'excepted'];
