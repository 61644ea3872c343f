import type { Access, Holding } from '../../model/access.ts';
import type { LifeCycleEvent } from '../../model/life-cycle.ts';
import type { Verification } from '../../model/verification.ts';
import { msOrNull } from './moments.ts';
import type { Margins } from './moments.ts';
import type { NotFound, Point, Proof, Recorded, Sight } from './points.ts';
import { endOf, isSpaced, narrowed } from './spell.ts';
import type { Pending, Spell, SpellEnd } from './spell.ts';

interface Open {
  readonly notBefore: number | null;
  readonly began: number;
  readonly begunBy: number;
  readonly logged: LifeCycleEvent | null;
  readonly again: SpellEnd | null;
  lastSeen: number;
  /** The latest moment that any sighting of it may be of. */
  latest: number;
  known: number;
  sure: number;
  renamed: Spell['renamed'];
  readonly holdings: Set<Holding>;
  readonly refuted: LifeCycleEvent[];
  readonly flaps: Verification[];
  readonly probes: Verification[];
}

interface Walk {
  readonly done: Spell[];
  readonly all: readonly Holding[];
  readonly margins: Margins;
  open: Open | null;
  pending: Pending;
}

const nothing: Pending = { record: null, absent: [], stale: null };

/**
 * Cuts the life of an access into the times it was there, in their order. What is said to be gone and is seen later, with nothing that gave it again,
 * was not gone; a sighting that the provider may have told from memory says nothing against a record of its end.
 */
export function spellsOf(points: readonly Point[], all: readonly Holding[], margins: Margins): readonly Spell[] {
  const walk: Walk = { done: [], all, margins, open: null, pending: nothing };
  for (const point of points) {
    if (point.type === 'there') see(walk, point);
    else if (point.type === 'proof') prove(walk, point);
    else if (point.type === 'record') record(walk, point);
    else miss(walk, point);
  }
  const { open, pending } = walk;
  if (open !== null) close(walk, open, isPending(pending) ? endOf(open.known, pending, margins) : null);
  return walk.done;
}

function isPending({ record: told, absent }: Pending): boolean {
  return told !== null || absent.length > 0;
}

function see(walk: Walk, sight: Sight): void {
  const { open, pending, margins } = walk;
  if (open === null) {
    walk.open = begin(sight, walk.done.at(-1)?.end ?? null);
    return;
  }
  if (isPending(pending)) {
    if ('event' in sight.by || isSpaced(pending.absent)) {
      close(walk, open, endOf(open.known, pending, margins));
      walk.open = begin(sight, walk.done.at(-1)?.end ?? null);
      return;
    }
    if (pending.record !== null && sight.sure <= pending.record.at + margins.record) {
      tellOf(open, sight);
      walk.pending = { ...pending, absent: [], stale: sight.at };
      return;
    }
    if (pending.record !== null) open.refuted.push(pending.record.event);
    giveUp(walk, open);
  }
  tellOf(open, sight);
  open.renamed = null;
  open.known = Math.max(open.known, sight.known);
  open.sure = Math.max(open.sure, sight.sure);
}

/** What did not find it was wrong: it was there later. */
function giveUp(walk: Walk, open: Open): void {
  open.flaps.push(...walk.pending.absent.map(({ probe }) => probe));
  walk.pending = nothing;
}

function tellOf(open: Open, sight: Sight): void {
  open.lastSeen = Math.max(open.lastSeen, sight.at);
  open.latest = Math.max(open.latest, sight.latest);
  if ('holding' in sight.by) open.holdings.add(sight.by.holding);
  if ('probe' in sight.by) open.probes.push(sight.by.probe);
}

function prove(walk: Walk, { at, before, end }: Proof): void {
  const { open, pending, margins } = walk;
  if (open === null) return;
  if (end === null) {
    // of a holding that had not begun: it ends what a log alone told of before
    if (open.holdings.size > 0 || at <= open.latest) return;
    const gone: SpellEnd = { how: 'absent', after: open.known, before, observed: true, recorded: null, run: null, doubt: null };
    close(walk, open, narrowed(gone, pending, margins));
  } else if (end.how === 'renamed') open.renamed = { after: end.after, before };
  else {
    // one of the two reads that say so may be of before a log gave it again
    const isBefore = open.holdings.size === 0 && end.lackedFrom !== null && end.lackedFrom - margins.record <= open.begunBy;
    if (end.how === 'absent' && isBefore) return;
    // what logs tell by a name alone may be of the one that has the name since, and a record that was told otherwise may be of that one
    const after = end.how === 're-created' || end.how === 'changed' ? end.after : Math.max(end.after, open.known);
    const gone: SpellEnd = { how: end.how, after, before, observed: true, recorded: null, run: end.run, doubt: null };
    close(walk, open, narrowed(gone, pending, margins));
  }
}

function record(walk: Walk, told: Recorded): void {
  const { open, pending, margins, done } = walk;
  if (open === null) {
    const last = done.at(-1);
    const end = last?.end;
    // by a clock that is a little ahead, it is told of after the read that proved it
    if (last !== undefined && end?.recorded === null && told.at - margins.record < end.before)
      done[done.length - 1] = { ...last, end: narrowed(end, { record: told, absent: [], stale: null }, margins) };
    return;
  }
  const [first] = pending.absent;
  if (pending.record === null && first !== undefined && told.at - margins.record >= first.at + margins.clock) {
    // it was there to be taken away, unless two rounds had not found it
    if (isSpaced(pending.absent)) return;
    giveUp(walk, open);
  }
  walk.pending = { ...walk.pending, record: walk.pending.record ?? told };
}

function miss(walk: Walk, point: NotFound): void {
  const { open, done } = walk;
  if (open !== null) {
    open.probes.push(point.probe);
    walk.pending = { ...walk.pending, absent: [...walk.pending.absent, point] };
    return;
  }
  const last = done.at(-1);
  if (last !== undefined) done[done.length - 1] = { ...last, probes: [...last.probes, point.probe] };
}

function begin(sight: Sight, again: SpellEnd | null): Open {
  const open: Open = {
    notBefore: 'holding' in sight.by ? msOrNull(sight.by.holding.notBefore) : null,
    began: sight.at,
    begunBy: sight.latest,
    logged: 'event' in sight.by ? sight.by.event : null,
    again,
    lastSeen: sight.at,
    latest: sight.latest,
    known: sight.known,
    sure: sight.sure,
    renamed: null,
    holdings: new Set(),
    refuted: [],
    flaps: [],
    probes: [],
  };
  tellOf(open, sight);
  return open;
}

function close(walk: Walk, open: Open, end: SpellEnd | null): void {
  const { logged, latest: _, ...told } = open;
  const holdings = [...open.holdings];
  const missing = end === null ? (holdings.at(-1)?.missing ?? null) : null;
  const access = accessOf(holdings, logged, walk.all);
  walk.done.push({ ...told, holdings, access, missing, end });
  walk.open = null;
  walk.pending = nothing;
}

/** As the latest of its holdings tells it; what a log alone tells of has the end that the log tells. */
function accessOf(own: readonly Holding[], logged: LifeCycleEvent | null, all: readonly Holding[]): Access {
  const last = own.at(-1);
  if (last !== undefined) return last.access;
  const { access } = all.at(-1) as Holding;
  const until = logged?.until ?? null;
  return { ...access, from: null, until, activated: access.activated && until !== null };
}
