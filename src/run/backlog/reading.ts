import { byCodeUnit } from '../../base/order.ts';
import { counted } from '../../base/text/count.ts';
import type { Gap, SurfaceCoverage } from '../../model/gap.ts';
import type { Severity } from '../../model/question.ts';
import type { SurfaceId } from '../../model/ids.ts';
import type { Group } from './group.ts';

const DETAILS = 3;

/** What is not read in the boundary of a group, as findings and open questions tell, by name. */
export function surfacesOf({ findings, excepted, open, boundary }: Group): readonly SurfaceId[] {
  const told = [...findings, ...excepted].map(({ subject }) => subject.name);
  return [...new Set([...told, ...open.flatMap(({ because }) => because.filter(isIn(boundary)).map(({ surface }) => surface))])].sort(
    byCodeUnit,
  );
}

function isIn(boundary: Group['boundary']): (gap: Gap) => boolean {
  return (gap) => boundary !== null && (gap.boundary === boundary || gap.others?.first.includes(boundary) === true);
}

export function reasonsOfReading(group: Group, severity: Severity): readonly string[] {
  const surfaces = surfacesOf(group);
  return [
    `${counted(surfaces.length, 'surface')} not read to the end: ${surfaces.join(', ')}`,
    group.findings.length + group.excepted.length === 0
      ? 'what was not read may hide anything: medium until it is read'
      : `${severity} by the gravest that it may hide`,
  ];
}

/** Which right the reader needs, and for what; of what is read and still leaves questions, what is missing. */
export function fixesOfReading(group: Group, coverage: readonly SurfaceCoverage[]): readonly string[] {
  const gaps = group.open.flatMap(({ because }) => because.filter(isIn(group.boundary)));
  return surfacesOf(group)
    .map((surface) => {
      const line = coverage.find((each) => each.boundary === group.boundary && each.surface === surface && each.status !== 'complete');
      if (line !== undefined) {
        const { permission, status, cause, ifUnread } = line;
        return `Give the scanner ${permission} so that ${surface} can be read (${status}${cause === null ? '' : `, ${cause}`}); without it is not known ${ifUnread}`;
      }
      const details = [...new Set(gaps.filter((each) => each.surface === surface).map(({ detail }) => detail))].sort(byCodeUnit);
      const more = details.length - DETAILS;
      return `Close what is missing of ${surface}: ${details.slice(0, DETAILS).join('; ')}${more > 0 ? ` and ${counted(more, 'more', 'more')}` : ''}`;
    })
    .sort(byCodeUnit);
}
