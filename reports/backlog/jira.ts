import { textCell } from '../../src/base/text/csv-cell.ts';
import type { Backlog, BacklogItem } from '../../src/model/backlog.ts';
import type { Severity } from '../../src/model/question.ts';
import { csvLine } from './csv-rows.ts';
import { wikiCell } from './plain.ts';
import { clipped, labelsOf, stateText } from './sections.ts';

/** What Jira takes of a summary, in characters. */
export const SUMMARY = 255;
export const jiraPriority: Readonly<Record<Severity, string>> = { critical: 'Highest', high: 'High', medium: 'Medium', low: 'Low' };

const LABELS = 6;
const header = [
  ...['Summary', 'Issue Type', 'Priority', 'Due Date', 'External Issue ID', 'Description'],
  ...Array.from({ length: LABELS }, () => 'Labels'),
  ...['Vestige Owner', 'Vestige State', 'Vestige Rank'],
];

/**
 * For Jira's CSV import: a summary in each line, one column for each label, no punctuation in the header, the same number of cells in each line
 * (https://support.atlassian.com/jira-cloud-administration/docs/import-data-from-a-csv-file/). The date form to name at the import is `yyyy-MM-dd`.
 */
export function* jiraCsv({ items }: Backlog): Iterable<string> {
  yield csvLine(header);
  for (const item of items) yield csvLine(cellsOf(item));
}

function cellsOf(item: BacklogItem): readonly (string | number | null)[] {
  const { id, title, severity, due, owner, rank } = item;
  const labels = labelsOf(item);
  return [
    ...[clipped(textCell(title), SUMMARY), 'Task', jiraPriority[severity], due?.slice(0, 10) ?? null, id, wikiCell(item)],
    ...Array.from({ length: LABELS }, (_, at) => labels[at] ?? null),
    ...[owner === null ? null : textCell(owner), textCell(`${item.state}: ${stateText(item)}`), rank],
  ];
}
