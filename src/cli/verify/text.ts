import { groupBy } from '../../base/group.ts';
import { counted, grouped } from '../../base/text/count.ts';
import { durationText } from '../../base/text/duration.ts';
import { minuteOf } from '../../base/text/moment.ts';
import { heading, hung, nonZero, prose, type Sheet } from '../../base/text/sheet.ts';
import type { VerifyLine, VerifyReport } from '../../run/verify/report.ts';

/** What to act on stands first. */
const parts: readonly {
  readonly title: string;
  readonly says: string;
  readonly of: (line: VerifyLine) => boolean;
}[] = [
  { title: 'Present', says: 'there, and should not be', of: ({ says, mayBe }) => says === 'present' && !mayBe },
  { title: 'Undetermined', says: 'it cannot be said', of: ({ says, rounds }) => says === 'undetermined' && rounds.length > 0 },
  { title: 'Not asked', says: 'it cannot be asked for by id', of: ({ rounds }) => rounds.length === 0 },
  { title: 'Absent', says: 'not there, and a control was', of: ({ says }) => says === 'absent' },
  { title: 'Present, and may be', says: 'its time is not over', of: ({ says, mayBe }) => says === 'present' && mayBe },
];

/** What was verified, for a terminal. Times are UTC. */
export function* verifyLines(report: VerifyReport, sheet: Sheet): Iterable<string> {
  for (const line of all(report, sheet)) yield `${line}\n`;
}

function* all(report: VerifyReport, sheet: Sheet): Iterable<string> {
  const { totals, rounds, results } = report;
  const { accesses, absent, confirmed, present, mayBe, undetermined } = totals;
  yield* heading(sheet, 'Verify', `${counted(accesses, 'access', 'accesses')} asked for, ${counted(rounds, 'round')}, UTC`).slice(1);
  const said = nonZero([
    ['present that should not be', present - mayBe],
    ['undetermined', undetermined],
    ['absent', absent],
    ['present that may be', mayBe],
  ]);
  yield* prose(sheet, 2, said === '' ? 'nothing that was chosen is to be asked for' : said);
  for (const { title, says, of } of parts) {
    const lines = results.filter(of);
    if (lines.length === 0) continue;
    yield* heading(sheet, title, `${grouped(lines.length)}: ${says}`);
    for (const [boundary, its] of groupBy(lines, ({ access }) => access.boundary)) {
      yield* prose(sheet, 2, boundary);
      for (const line of its) yield* one(line, sheet);
    }
  }
  yield '';
  yield* prose(sheet, 0, closing(report));
  if (absent > confirmed)
    yield* prose(
      sheet,
      0,
      `${grouped(absent - confirmed)} of ${grouped(absent)} absent ${absent === 1 ? 'was' : 'were'} looked for once: a second look, later than the provider may still show what is gone, counts as observed; --watch makes it`,
    );
}

function* one(line: VerifyLine, sheet: Sheet): Iterable<string> {
  const { ending, access, subjectName, because, confirmed, lag, rounds, outcome } = line;
  const id = ending === null ? '' : `${ending.slice(0, 8)}  `;
  yield* hung(sheet, `    ${id}`, `${subjectName}: ${access.name}${outcome === null ? '' : ` (${outcome})`}`, 4 + id.length);
  yield* prose(sheet, 6, because, 8);
  const last = rounds.at(-1);
  if (last === undefined) return;
  const looks = rounds.length === 1 ? 'asked' : `asked ${grouped(rounds.length)} times, last`;
  yield* prose(sheet, 6, `${looks} ${minuteOf(last.receivedAt)}${confirmed ? ', absent twice' : ''}; control: ${last.control}`, 8);
  if (lag === null) return;
  const from = durationText(lag.lower, 'down');
  const to = durationText(lag.upper, 'up');
  yield* prose(
    sheet,
    6,
    lag.open ? `at least ${from} after it should have ended, and still there` : `ended between ${from} and ${to} after it should have`,
    8,
  );
}

function closing({ endedBy }: VerifyReport): string {
  switch (endedBy) {
    case 'once':
      return 'every answer is in the history: the next scan or analyze counts it';
    case 'settled':
      return 'nothing that can be asked for is left; every answer is in the history';
    case 'deadline':
      return 'the time to watch is over; every answer is in the history';
    case 'interrupted':
      return 'stopped; what was answered until then is in the history';
    default:
      return endedBy satisfies never;
  }
}
