import type { RunLine } from '../contract/store.ts';
import type { Conclusions, RecordKind, SurfaceRead } from '../model/history.ts';
import type { FactBatch } from '../contract/store.ts';
import { impossible } from '../base/errors.ts';
import { byCodeUnit } from '../base/order.ts';
import type { StoredRead } from './engine.ts';
import { byTime, type Look } from './timeline.ts';

/** A run, with how it read what it read. */
export interface KnownRun {
  readonly line: RunLine;
  readonly reads: readonly SurfaceRead[];
}

/** Facts are lacked by every run that read what tells them; conclusions by those that were followed by conclusions. */
export type Sort = 'facts' | 'conclusions';

export function sortOf(kind: RecordKind): Sort {
  return kind === 'grant' || kind === 'link' || kind === 'finding' ? 'conclusions' : 'facts';
}

/** The order of runs: by the time they speak for, then by id. */
export function byRunTime(a: RunLine, b: RunLine): number {
  return byCodeUnit(a.from, b.from) || byCodeUnit(a.to, b.to) || byCodeUnit(a.id, b.id);
}

type Members = readonly (readonly [boundary: string, surface: string])[];

interface Held extends KnownRun {
  readonly rank: number;
  readonly bySurface: Map<string, SurfaceRead>;
  readonly connectors: ReadonlyMap<string, number>;
}

/** How each of some runs read the surfaces of each set of tellers, and what may be concluded from that. */
export class Looks {
  readonly #runs = new Map<number, Held>();
  readonly #byRank: readonly Held[];
  readonly #members = new Map<number, Members>();
  readonly #asksAsMuch: FactBatch['asksAsMuch'];
  readonly #looks = new Map<string, Look>();
  readonly #whole = new Map<number, readonly Look[]>();
  #only: { readonly run: number; readonly boundaries: Set<string> } | null = null;

  /** `ranks`: the place of each run, where these are not all there are. */
  constructor(
    runs: readonly KnownRun[],
    sets: Iterable<readonly [number, Members]>,
    asksAsMuch: FactBatch['asksAsMuch'],
    ranks?: ReadonlyMap<number, number>,
  ) {
    this.#asksAsMuch = asksAsMuch;
    this.#byRank = [...runs]
      .sort((a, b) => byRunTime(a.line, b.line))
      .map((run, place) => ({
        ...run,
        rank: ranks?.get(run.line.number) ?? place,
        bySurface: new Map(run.reads.map((read) => [placeOf(read.boundary, read.surface), read])),
        connectors: new Map(run.line.connectors.map(({ id, mapping }) => [id, mapping])),
      }));
    for (const run of this.#byRank) this.#runs.set(run.line.number, run);
    for (const [set, members] of sets) this.#members.set(set, members);
  }

  hasSet(set: number): boolean {
    return this.#members.has(set);
  }

  addSet(set: number, members: Members): void {
    this.#members.set(set, members);
  }

  /** Only the reads of this run were handed in; those of others are to come, boundary by boundary, before anything that rests on them is asked. */
  readOnlyBy(run: number): void {
    this.#only = { run, boundaries: new Set() };
  }

  /** With the reads of all runs in some boundaries. */
  addReads(boundaries: readonly string[], reads: Iterable<StoredRead>): void {
    for (const boundary of boundaries) this.#only?.boundaries.add(boundary);
    for (const { run, ...read } of reads) this.#runs.get(run)?.bySurface.set(placeOf(read.boundary, read.surface), read);
    this.#looks.clear();
    this.#whole.clear();
  }

  conclusions(run: number): Conclusions | null {
    return this.#run(run).line.conclusions;
  }

  line(run: number): RunLine {
    return this.#run(run).line;
  }

  /** The span that the set's reads of a run speak for; where they tell no time, that of the whole run. */
  look(set: number, run: number): Look {
    const key = `${set} ${run}`;
    let look = this.#looks.get(key);
    if (look === undefined) {
      look = lookOf(this.#run(run), this.#readMembersOf(set, run));
      this.#looks.set(key, look);
    }
    return look;
  }

  /** Whether a run read all surfaces of a set to the end. */
  isWhole(set: number, run: number): boolean {
    return isWhole(this.#run(run), this.#membersOf(set));
  }

  /** Of the runs that read all surfaces of a set to the end, in the order of time. */
  whole(set: number): readonly Look[] {
    let looks = this.#whole.get(set);
    if (looks === undefined) {
      const members = this.#readMembersOf(set, null);
      looks = this.#byRank
        .filter((run) => isWhole(run, members))
        .map((run) => this.look(set, run.line.number))
        .sort((a, b) => byTime({ look: a }, { look: b }));
      this.#whole.set(set, looks);
    }
    return looks;
  }

  /** Whether a run asked of every surface of a set at least what a former one asked. What a run did not read it did not ask. */
  asksAsMuch(set: number, run: number, former: number): boolean {
    const now = this.#run(run).bySurface;
    const then = this.#run(former).bySurface;
    return this.#readMembersOf(set, former).every(([boundary, surface]) => {
      const read = now.get(placeOf(boundary, surface));
      const other = then.get(placeOf(boundary, surface));
      if (read === undefined || other === undefined) return false;
      return read.settings === other.settings || this.#asksAsMuch?.(read, other.settings) === true;
    });
  }

  /** Whether two runs came to a record in the same way: else what the one has and the other lacks may be the program's doing. */
  isComparable(sort: Sort, rule: string | null, set: number, a: number, b: number): boolean {
    if (a === b) return true;
    const one = this.#run(a);
    const other = this.#run(b);
    if (sort === 'facts') {
      return this.#membersOf(set).every(([, surface]) => mappingOf(one, surface) === mappingOf(other, surface));
    }
    const { conclusions } = one.line;
    const others = other.line.conclusions;
    if (conclusions === null || others === null || conclusions.configuration !== others.configuration) return false;
    if (!isSameMapping(one, other)) return false;
    if (rule === null) return one.line.version === other.line.version;
    const revision = revisionOf(conclusions, rule);
    return revision !== null && revision === revisionOf(others, rule);
  }

  #run(number: number): Held {
    const run = this.#runs.get(number);
    if (run === undefined) throw new UnknownRun(number);
    return run;
  }

  /** Of a set whose reads by a run are known; `null`: by all runs. */
  #readMembersOf(set: number, run: number | null): Members {
    const members = this.#membersOf(set);
    const only = this.#only;
    if (only !== null && run !== only.run && !members.every(([boundary]) => only.boundaries.has(boundary))) {
      impossible(`how runs read what tells set ${set} was asked before it was known`);
    }
    return members;
  }

  #membersOf(set: number): Members {
    return this.#members.get(set) ?? [];
  }
}

/** A run that rows speak of is not among those handed in. */
export class UnknownRun extends Error {
  readonly run: number;

  constructor(run: number) {
    super(`run ${run} is not known`);
    this.run = run;
  }
}

function placeOf(boundary: string, surface: string): string {
  return `${surface.length} ${surface}${boundary}`;
}

function mappingOf(run: Held, surface: string): number | undefined {
  return run.connectors.get(surface.slice(0, Math.max(surface.indexOf(':'), 0)));
}

function isSameMapping(a: Held, b: Held): boolean {
  return a.connectors.size === b.connectors.size && [...a.connectors].every(([id, mapping]) => b.connectors.get(id) === mapping);
}

function revisionOf(conclusions: Conclusions, rule: string): number | null {
  return conclusions.rules.find(({ id }) => id === rule)?.revision ?? null;
}

function isWhole(run: Held, members: Members): boolean {
  return members.every(([boundary, surface]) => {
    const read = run.bySurface.get(placeOf(boundary, surface));
    return read?.status === 'complete' && read.from !== null && read.to !== null;
  });
}

function lookOf(run: Held, members: Members): Look {
  let from = Infinity;
  let to = -Infinity;
  let off = 0;
  let delay = 0;
  let proves = true;
  let snapshot = true;
  let filtered = false;
  for (const [boundary, surface] of members) {
    const read = run.bySurface.get(placeOf(boundary, surface));
    from = Math.min(from, Date.parse(read?.from ?? run.line.from));
    to = Math.max(to, Date.parse(read?.to ?? run.line.to));
    off = Math.max(off, Math.ceil(Math.abs(read?.skewMs ?? 0)));
    const wait = read?.absenceAfterMs ?? null;
    delay = Math.max(delay, wait ?? 0);
    proves &&= wait !== null;
    snapshot &&= read?.snapshot ?? false;
    filtered ||= read?.filtered ?? true;
  }
  if (from > to) [from, to] = [Date.parse(run.line.from), Date.parse(run.line.to)];
  return { run: run.line.number, rank: run.rank, from, to, off, delay, proves, snapshot, filtered };
}
