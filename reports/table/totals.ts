import { counted, grouped } from '../../src/base/text/count.ts';
import { persistenceClasses } from '../../src/model/persistence.ts';
import { severities } from '../../src/model/question.ts';
import type { Report, RuleTotals } from '../../src/model/report.ts';
import { firstFew, heading, labelled, nonZero, prose, type Sheet } from '../../src/base/text/sheet.ts';
import { numberTable, type NumberRow } from './numbers.ts';

export function runSection(sheet: Sheet, { run, schema }: Report): readonly string[] {
  // What was on record before is an input too, and holds no page of the capture.
  const inputs = run.inputs.filter(({ kind }) => kind !== 'history').length;
  const made = [
    `capture ${run.capture.slice(0, 12)}`,
    `${counted(run.pages, 'page')} ${run.from === 'history' ? 'on record' : `of ${counted(inputs, 'input')}`}`,
    ...run.connectors.map(({ id, mapping }) => `${id} (mapping ${mapping})`),
    counted(run.rules.length, 'rule'),
  ];
  return [
    ...labelled(
      sheet,
      0,
      'VESTIGE',
      `${run.version} (report schema ${schema}), as of ${run.asOf} (${run.from === 'history' ? 'by what history tells' : asOfWords[run.asOfFrom]})`,
      9,
      'heading',
    ),
    ...prose(sheet, 9, made.join(', ')),
  ];
}

const asOfWords = { given: 'as given', capture: 'the newest page of the capture', clock: 'the clock, when it ran' } as const;

export function totalsSection(sheet: Sheet, { totals }: Report): readonly string[] {
  const { identities, boundaries, tierZero, findings } = totals;
  const kinds = nonZero([
    ['human', identities.human],
    ['non-human', identities.nonHuman],
    ['unknown', identities.unknown],
  ]);
  const reaching = Object.values(tierZero).reduce((sum, each) => sum + each, 0);
  const classes = nonZero(persistenceClasses.toReversed().map((name) => [name, tierZero[name]]));
  const found = severities.reduce((sum, name) => sum + findings[name], 0);
  return [
    ...heading(sheet, 'Totals', 'of what was read'),
    ...labelled(sheet, 2, 'boundaries', counts(boundaries.length, firstFew(boundaries, BOUNDARIES))),
    ...labelled(sheet, 2, 'identities', counts(identities.total, kinds)),
    ...labelled(
      sheet,
      2,
      'access',
      [totals.credentials, totals.grants, totals.links].map((each, at) => counted(each, holdings[at] ?? '')).join(', '),
    ),
    ...labelled(
      sheet,
      2,
      'tier 0',
      reaching === 0
        ? 'no identity certainly reaches it'
        : `${counted(reaching, 'identity', 'identities')} certainly ${reaching === 1 ? 'reaches' : 'reach'} it: ${classes}`,
    ),
    ...labelled(sheet, 2, 'findings', counts(found, nonZero(severities.map((name) => [name, findings[name]])))),
  ];
}

const BOUNDARIES = 12;
const holdings = ['credential', 'grant', 'link'];

function counts(total: number, parts: string): string {
  return total === 0 ? 'none' : [grouped(total), parts].filter(Boolean).join(': ');
}

/** The denominators. Rules that found nothing and left nothing open or excepted are counted, not listed. */
export function rulesSection(sheet: Sheet, { totals: { rules } }: Report): readonly string[] {
  if (rules.length === 0) return heading(sheet, 'Rules', 'none was asked');
  const told = rules.filter((rule) => rule.findings + rule.undetermined + rule.excepted > 0);
  const silent = rules.filter((rule) => !told.includes(rule));
  const excepted = told.some((rule) => rule.excepted > 0);
  const row = ({ rule, questions, findings, undetermined, excepted: aside }: RuleTotals): NumberRow =>
    excepted ? [rule, findings, undetermined, aside, questions] : [rule, findings, undetermined, questions];
  const asked = rules.reduce((sum, rule) => sum + rule.questions, 0);
  const heads = ['rule', 'yes', '?', ...(excepted ? ['excepted'] : []), 'of'];
  const clear = silent.reduce((sum, rule) => sum + rule.questions, 0);
  const idle = silent.filter(({ questions }) => questions === 0).length;
  const rest = [
    ...(silent.length === idle ? [] : [`${counted(silent.length - idle, 'rule')} asked ${counted(clear, 'question')}, all clear`]),
    ...(idle === 0 ? [] : [`${counted(idle, 'rule')} had nothing to ask`]),
  ].join('; ');
  return [
    ...heading(sheet, 'Rules', `${grouped(rules.length)} asked ${counted(asked, 'question')}: yes found, ? undetermined, the rest clear`),
    ...(told.length === 0 ? [] : numberTable(sheet, heads, told.map(row))),
    ...(silent.length === 0 ? [] : prose(sheet, 2, `${told.length === 0 ? '' : 'and '}${rest}`)),
  ];
}
