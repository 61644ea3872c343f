import { groupBy } from '../../src/base/group.ts';
import { counted, grouped } from '../../src/base/text/count.ts';
import type { CoverageStatus, GapCause, SurfaceCoverage } from '../../src/model/gap.ts';
import type { Report } from '../../src/model/report.ts';
import { boundariesOf, whyOf } from './gaps.ts';
import { faint, heading, hung, inked, nonZero, padded, prose, type Sheet } from '../../src/base/text/sheet.ts';
import { leftOut } from './left-out.ts';

const GROUPS = 40;
/** More surfaces than this that were read whole are told by connector. */
const WHOLE = 16;
/** What is missing comes before what is there. */
const order: readonly CoverageStatus[] = ['unread', 'partial', 'excluded', 'complete'];
/** Causes that a permission, a licence or new credentials mend; the others are told by what was seen. */
const refused: readonly (GapCause | null)[] = ['denied', 'not-licensed', 'expired-credentials'];
const COLUMN = 12;

/** How much of the estate the rest speaks for: a line per surface and status, the boundaries it was read in gathered. */
export function coverageSection(sheet: Sheet, report: Report): readonly string[] {
  const { surfaces, boundaries } = report.totals;
  const all = report.coverage.length;
  const rest = nonZero([
    ['unread', surfaces.unread],
    ['in part', surfaces.partial],
    ['not asked for', surfaces.excluded],
  ]);
  const read = `${grouped(surfaces.complete)} of ${counted(all, 'surface')} fully read in ${counted(boundaries.length, 'boundary', 'boundaries')}`;
  const says = all === 0 ? 'none: nothing was read, so nothing below says that anything is safe' : [read, rest].filter(Boolean).join('; ');
  const groups = gathered(report.coverage);
  const whole = groups.filter(([first]) => first?.status === 'complete');
  const short = whole.length > WHOLE ? groups.filter(([first]) => first?.status !== 'complete') : groups;
  return [
    ...heading(sheet, 'Coverage', says),
    ...short.slice(0, GROUPS).flatMap((group) => groupLines(sheet, group, boundaries.length)),
    ...leftOut(sheet, 2, short.length - GROUPS, 'group of surfaces', 'groups of surfaces'),
    ...(whole.length > WHOLE ? wholeLines(sheet, whole.flat(), new Set(boundaries)) : []),
  ];
}

/** What was read to its end, a paragraph for each connector. */
function wholeLines(sheet: Sheet, lines: readonly SurfaceCoverage[], known: ReadonlySet<string>): readonly string[] {
  return [...groupBy(lines, ({ surface }) => surface.slice(0, surface.indexOf(':')))].flatMap(([connector, of]) => {
    const names = [...new Set(of.map(({ surface }) => surface.slice(connector.length + 1)))];
    // a question that was put before it was known whom it concerns is of no boundary
    const places = counted(new Set(of.map(({ boundary }) => boundary).filter((each) => known.has(each))).size, 'boundary', 'boundaries');
    const read = amount(of);
    const text = `${connector} in ${places}${read === '' ? '' : `, ${read}`}: ${names.join(', ')}`;
    const [line = '', ...rest] = hung(sheet, `  ${padded('complete', COLUMN - 2)}`, text, COLUMN + 2);
    return [inked(sheet, 2, 'complete', line, 'complete'), ...rest];
  });
}

function gathered(coverage: readonly SurfaceCoverage[]): readonly (readonly SurfaceCoverage[])[] {
  const groups = groupBy(coverage, (line) => [line.status, line.surface, line.cause ?? '', line.permission, line.ifUnread].join('\n'));
  const rank = (group: readonly SurfaceCoverage[]): number => order.indexOf(group[0]?.status ?? 'complete');
  return [...groups.values()].sort((a, b) => rank(a) - rank(b));
}

function groupLines(sheet: Sheet, group: readonly SurfaceCoverage[], all: number): readonly string[] {
  const [first] = group;
  if (first === undefined) return [];
  const { status, cause } = first;
  const why = [amount(group), whyOf(group)].filter((part) => part !== '').join('; ');
  const head = `${first.surface} ${boundariesOf(group, all)}${why === '' ? '' : `: ${why}`}`;
  const [line = '', ...rest] = hung(sheet, `  ${padded(status, COLUMN - 2)}`, head, COLUMN + 2);
  const lines = [inked(sheet, 2, status, line, status), ...rest];
  if (status === 'complete') return lines;
  lines.push(...prose(sheet, COLUMN, `unsaid: ${first.ifUnread}`).map((text) => faint(sheet, COLUMN, text)));
  if (refused.includes(cause)) lines.push(...prose(sheet, COLUMN, `needs: ${first.permission}`));
  return lines;
}

function amount(group: readonly SurfaceCoverage[]): string {
  const pages = group.reduce((sum, line) => sum + line.pages, 0);
  const facts = group.reduce((sum, line) => sum + line.facts, 0);
  return pages === 0 && facts === 0 ? '' : `${counted(pages, 'page')}, ${counted(facts, 'fact')}`;
}
