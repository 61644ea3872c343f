import type { GraphInput } from '../../../src/graph/input.ts';
import type { Grant, Link } from '../../../src/model/grant.ts';
import type { Look } from './paths.ts';
import { isWorking } from './paths.ts';

/** Whether more could be there than was read, by DESIGN.md section 3: "standing where an unread surface could add one". */
export interface Unread {
  /** For an identity: where it leads there is a name nobody listed, or a place whose sources of grants were not read. */
  isOpenFor(from: string): boolean;
  /** For a right: somebody holds it by a boundary whose sources of grants were not read. */
  isOpenOn(capability: string, scope: string): boolean;
  isBoundaryOpen(boundary: string): boolean;
}

const sources = ['policy', 'attachment', 'membership', 'trust'];

export function unreadIn(input: GraphInput, look: Look): Unread {
  const boundaries = new Set(input.boundaries.map((each) => each.value.id));
  const listed = new Set(input.identities.map((each) => each.value.id));
  const links = input.elements.filter((each) => each.type === 'link').filter((each) => isWorking(each, look.now));

  function isBoundaryOpen(boundary: string): boolean {
    if (!boundaries.has(boundary)) return true;
    return input.coverage.some(
      (each) => each.boundary === boundary && each.status !== 'complete' && sources.includes(each.surface.slice('aws:'.length)),
    );
  }

  /** What one name stands for was not read. */
  function isEnd(name: string): boolean {
    const part = /^pool:(.*):([^:]*)$/.exec(name);
    if (part !== null) return part[2] === 'unread' || isBoundaryOpen(part[1] ?? '');
    const account = /^arn:aws:iam::(\d{12}):/.exec(name)?.[1];
    const boundary = `aws:${account ?? ''}`;
    if (account === undefined || !boundaries.has(boundary)) return false;
    return isBoundaryOpen(boundary) || !listed.has(name);
  }

  function reached(from: string): readonly string[] {
    const seen = [from];
    for (const at of seen) for (const link of links) if (link.from === at && !seen.includes(link.to)) seen.push(link.to);
    return seen;
  }

  const grantsOn = (capability: string, scope: string): readonly (Grant | Link)[] =>
    input.elements.filter((each) => each.type === 'grant' && each.capability === capability && each.scope === scope);

  return {
    isOpenFor: (from) => reached(from).some(isEnd),
    isOpenOn: (capability, scope) => grantsOn(capability, scope).some((each) => isBoundaryOpen(each.boundary)),
    isBoundaryOpen,
  };
}
