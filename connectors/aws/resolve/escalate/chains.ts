import { outlasts } from '../../rights/dominance.ts';
import type { Right } from '../../rights/rights.ts';
import { combined, plainRight } from '../../rights/rights.ts';
import type { Change, Standing } from './changes.ts';
import { changesBy } from './changes.ts';
import { isOwn } from './needs.ts';
import type { Sought } from './needs.ts';
import type { Holdings } from './search.ts';
import { followedBy } from './seeker.ts';
import { methodsOf } from './ways.ts';

/** So many standings of one holder are looked at. */
const MOST = 24;

interface Link {
  readonly standing: Standing;
  /** What led there; `null`: nothing did. */
  readonly change: Change | null;
  readonly count: number;
}

/**
 * What several changes come to that a holder makes one after another, each with what the ones before it gave or no longer keep from it.
 * A change that costs nothing, in what it may do or in how sure it is, is made at once; of others each is a branch.
 */
export function chainsFrom(start: Standing, methods: readonly Sought[], search: Holdings): readonly Change[] {
  const found: Change[] = [];
  const seen = new Map<string, Right[]>();
  const queue: Link[] = [{ standing: start, change: null, count: 0 }];
  for (let at = 0; at < Math.min(queue.length, MOST); at++) {
    const link = settled(queue[at] as Link, methods, search);
    const right = rightOf(link);
    const before = seen.get(link.standing.id);
    if (before?.some((each) => isAsSure(each, right)) === true) continue;
    if (before === undefined) seen.set(link.standing.id, [right]);
    else before.push(right);
    if (link.change !== null && link.count > 1) found.push(link.change);
    for (const change of changesOf(link, methods, search)) queue.push(...next(link, change).filter((each) => isTold(each, search)));
  }
  return found;
}

/** One change alone is told without what follows it. */
function isTold({ standing, count }: Link, { templates }: Holdings): boolean {
  return count > 1 || methodsOf(standing.principal, templates).some(isOwn);
}

function settled(from: Link, methods: readonly Sought[], search: Holdings): Link {
  let link = from;
  for (;;) {
    const free = changesOf(link, methods, search).find(
      (each) => !each.isLoss && isAsSure(each.way.right, rightOf(link)) && next(link, each).length > 0,
    );
    if (free === undefined) return link;
    link = next(link, free)[0] ?? link;
  }
}

function changesOf({ standing, change }: Link, methods: readonly Sought[], search: Holdings): readonly Change[] {
  const here = change === null ? methods : methodsOf(standing.principal, search.templates).filter(isOwn);
  return here.flatMap((sought) => changesBy(sought, standing, search));
}

function next({ change, count }: Link, { method, way, next: standing, isLoss, restored }: Change): readonly Link[] {
  const both = change === null ? way : followedBy(change.way, way);
  if (both.right.windows.length === 0) return [];
  const told = restored ?? change?.restored;
  const made = {
    method: change?.method ?? method,
    way: both,
    next: standing,
    isLoss: isLoss || change?.isLoss === true,
    ...(told === undefined ? {} : { restored: told }),
  };
  return [{ standing, change: made, count: count + 1 }];
}

function rightOf({ change }: Link): Right {
  return change === null ? plainRight : change.way.right;
}

/** Whether it holds at least as surely and as long, whatever the holder itself has to bring about. */
function isAsSure(a: Right, b: Right): boolean {
  return outlasts(bare(a), bare(b));
}

function bare(right: Right): Right {
  return { ...combined(plainRight, right), conditions: [], caveats: [] };
}
