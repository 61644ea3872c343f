import { textCell } from '../../src/base/text/csv-cell.ts';
import type { Backlog, BacklogItem } from '../../src/model/backlog.ts';
import type { Severity } from '../../src/model/question.ts';
import { csvLine } from './csv-rows.ts';
import { plainCell } from './plain.ts';
import { clipped, stateText } from './sections.ts';

/** What ServiceNow takes of `short_description` and of `description`, in characters. */
const SHORT = 160;
const LONG = 4000;
/** Impact and urgency, of which it works out the priority: 1 high, 3 low. */
const weights: Readonly<Record<Severity, readonly [impact: number, urgency: number]>> = {
  critical: [1, 1],
  high: [1, 2],
  medium: [2, 2],
  low: [3, 3],
};

const header = [
  'correlation_id',
  'correlation_display',
  'short_description',
  'description',
  'impact',
  'urgency',
  'due_date',
  'u_owner',
  'u_boundary',
  'u_state',
  'work_notes',
];

/** For an import set onto a table made of `task`: coalesce on `correlation_id`, and a second import updates. Times as the platform has them, in UTC. */
export function* servicenowCsv({ items }: Backlog): Iterable<string> {
  yield csvLine(header);
  for (const item of items) yield csvLine(cellsOf(item));
}

function cellsOf(item: BacklogItem): readonly (string | number | null)[] {
  const { id, title, severity, due, owner, boundary, state } = item;
  return [
    ...[id, 'vestige', clipped(textCell(title), SHORT), clipped(plainCell(item), LONG), ...weights[severity]],
    ...[
      due === null ? null : due.slice(0, 19).replace('T', ' '),
      owner === null ? null : textCell(owner),
      boundary === null ? null : textCell(boundary),
    ],
    ...[state, state === 'open' ? null : textCell(stateText(item))],
  ];
}
