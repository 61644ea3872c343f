import { groupBy } from '../../src/base/group.ts';
import { counted, grouped } from '../../src/base/text/count.ts';
import type { CoverageStatus, SurfaceCoverage } from '../../src/model/gap.ts';
import type { Report } from '../../src/model/report.ts';
import { firstFew, heading, labelled, leftOut, padded, prose, type Sheet } from './layout.ts';

const GROUPS = 40;
const BOUNDARIES = 4;
const DETAILS = 3;
/** What is missing comes before what is there. */
const order: readonly CoverageStatus[] = ['unread', 'partial', 'excluded', 'complete'];

/** How much of the estate the rest speaks for: a line per surface, the boundaries it was read in gathered. */
export function coverageSection(sheet: Sheet, report: Report): readonly string[] {
  const { surfaces, boundaries } = report.totals;
  const all = report.coverage.length;
  const says =
    all === 0
      ? 'none: nothing was read, so nothing below says that anything is safe'
      : `${grouped(surfaces.complete)} of ${counted(all, 'surface')} fully read in ${counted(boundaries.length, 'boundary', 'boundaries')}`;
  const rest = `partial ${grouped(surfaces.partial)}, unread ${grouped(surfaces.unread)}, not asked for ${grouped(surfaces.excluded)}`;
  const groups = gathered(report.coverage);
  return [
    ...heading(sheet, 'Coverage', says),
    ...(all === 0 ? [] : prose(sheet, 2, rest)),
    ...(boundaries.length === 0 ? [] : prose(sheet, 2, `boundaries: ${firstFew(boundaries, 12)}`, 4)),
    ...groups.slice(0, GROUPS).flatMap((group) => groupLines(sheet, group)),
    ...leftOut(sheet, groups.length - GROUPS, 'group of surfaces', 'groups of surfaces'),
  ];
}

function gathered(coverage: readonly SurfaceCoverage[]): readonly (readonly SurfaceCoverage[])[] {
  const groups = groupBy(coverage, (line) => [line.status, line.surface, line.cause ?? '', line.permission, line.ifUnread].join('\n'));
  const rank = (group: readonly SurfaceCoverage[]): number => order.indexOf(group[0]?.status ?? 'complete');
  return [...groups.values()].sort((a, b) => rank(a) - rank(b));
}

function groupLines(sheet: Sheet, group: readonly SurfaceCoverage[]): readonly string[] {
  const [first] = group;
  if (first === undefined) return [];
  const sum = (of: (line: SurfaceCoverage) => number): number => group.reduce((total, line) => total + of(line), 0);
  const read = `${counted(
    sum((line) => line.pages),
    'page',
  )}, ${counted(
    sum((line) => line.facts),
    'fact',
  )}`;
  const cause = first.cause === null || first.cause === first.status ? '' : `, ${first.cause}`;
  const word = padded(first.status, 10);
  const [head = '', ...rest] = prose(sheet, 12, `${first.surface}${cause}: ${read}`, 14);
  const lines = [`  ${sheet.paint(first.status, word)}${head.slice(12)}`, ...rest];
  lines.push(...labelled(sheet, 14, 'in', firstFew([...new Set(group.map((line) => line.boundary))], BOUNDARIES), 22));
  const details = [...new Set(group.flatMap((line) => (line.detail === null ? [] : [line.detail])))];
  lines.push(...details.slice(0, DETAILS).flatMap((detail) => labelled(sheet, 14, 'seen', detail, 22)));
  lines.push(...leftOut(sheet, details.length - DETAILS, 'detail'));
  if (first.status === 'complete') return lines;
  lines.push(...labelled(sheet, 14, 'needs', first.permission, 22));
  lines.push(...labelled(sheet, 14, 'unsaid', first.ifUnread, 22));
  return lines;
}
