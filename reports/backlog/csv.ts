import { listCell, textCell } from '../../src/base/text/csv-cell.ts';
import type { Backlog, BacklogItem } from '../../src/model/backlog.ts';
import { csvLine } from './csv-rows.ts';
import { stateText } from './sections.ts';

type Cell = (item: BacklogItem) => string | number | null;
const maybe = (text: string | null): string | null => (text === null ? null : textCell(text));
const list = (items: readonly string[]): string | null => listCell([...new Set(items)]);

const columns: Readonly<Record<string, Cell>> = {
  id: ({ id }) => id,
  state: ({ state }) => state,
  rank: ({ rank }) => rank,
  severity: ({ severity }) => severity,
  title: ({ title }) => textCell(title),
  owner: ({ owner }) => maybe(owner),
  boundary: ({ boundary }) => maybe(boundary),
  due: ({ due }) => due,
  since: ({ since }) => since,
  tier_zero: ({ tierZero }) => (tierZero ? 'yes' : 'no'),
  persistence: ({ persistence }) => persistence,
  reach: ({ reach }) => reach,
  last_used: ({ lastUsed }) => lastUsed,
  state_because: (item) => textCell(stateText(item)),
  severity_reasons: ({ severityReasons }) => list(severityReasons),
  rank_because: ({ rankBecause }) => list(rankBecause),
  root_cause_id: ({ rootCause }) => textCell(rootCause.id),
  root_cause_kind: ({ rootCause }) => textCell(rootCause.kind),
  root_cause: ({ rootCause }) => textCell(rootCause.name),
  fix: ({ fix }) => list(fix),
  commands: ({ commands }) => listCell(commands),
  terraform: ({ terraform }) => list(terraform.map(({ address, text }) => `${address}: ${text}`)),
  loses: ({ breaks }) => list(breaks?.loses ?? []),
  keeps: ({ breaks }) => list(breaks?.keeps ?? []),
  last_use: ({ breaks }) => maybe(breaks?.lastUse ?? null),
  verify: ({ verify }) => list(verify),
  controls: ({ controls }) => list(controls),
  findings: ({ findings }) => findings.length,
  rules: ({ findings }) => list(findings.map(({ rule }) => rule)),
  subjects: ({ findings }) => list(findings.map(({ subject }) => subject)),
  fingerprints: ({ findings }) => list(findings.map(({ fingerprint }) => fingerprint)),
  closed_at: ({ closed }) => closed?.at ?? null,
  closed_level: ({ closed }) => closed?.level ?? null,
  closed_lacks: ({ closed }) => list(closed?.lacks ?? []),
  moved_to: ({ movedTo }) => list(movedTo),
};

/** One line for each item, every member of it in a column; lists have a line feed between their items. */
export function* csv({ items }: Backlog): Iterable<string> {
  yield `\ufeff${csvLine(Object.keys(columns))}`;
  for (const item of items) yield csvLine(Object.values(columns).map((cell) => cell(item)));
}
