import { hashJson, sha256Hex } from '../../../src/base/bytes/hash.ts';
import { DAY_MS, HOUR_MS, instantOf } from '../../../src/base/instant.ts';
import type { Json } from '../../../src/base/json.ts';
import type { ConclusionBatch, FactBatch, HistoryStore } from '../../../src/contract/store.ts';
import type { JournalEntry, RunHead, Sighting, SurfaceRead } from '../../../src/model/history.ts';

/*
 * Runs of a small estate, the same whoever asks: some things come and go, some change, some reads are partial. What is recorded of the first
 * few of them, in an undisturbed store, is what any store must hold that says it recorded so many.
 */

const START = Date.UTC(2026, 0, 1);
const boundaries = ['aws:111111111111', 'aws:222222222222'] as const;
const surface = 'aws:authorization-details';

export interface Size {
  /** Identities in each boundary. */
  readonly things: number;
}

function headOf(run: number): RunHead {
  const from = START + run * DAY_MS;
  return {
    id: sha256Hex(`run ${run}`),
    capture: sha256Hex(`capture ${run}`),
    version: '1.0.0',
    connectors: [{ id: 'aws', mapping: 1 }],
    from: instantOf(from),
    to: instantOf(from + HOUR_MS),
    pages: 3,
  };
}

function isThere(thing: number, run: number): boolean {
  return (thing * 31 + Math.floor(run / 3) * 17) % 41 !== 0;
}

function* sightings(run: number, kind: 'identity' | 'grant' | 'finding', { things }: Size): Generator<Sighting> {
  const { from } = headOf(run);
  for (const boundary of boundaries) {
    for (let i = 0; i < things; i++) {
      if (!isThere(i, run)) continue;
      const name = `arn:${boundary}:role/${i} 😀 \0`;
      const uid = `AROA${i}${i % 97 === 0 ? Math.floor(run / 7) : ''}`;
      yield {
        kind,
        boundary,
        key: kind === 'identity' ? name : sha256Hex(`${kind} ${name}`),
        family: 'role',
        value: { name, turn: i % 13 === run % 13 ? run : 0, class: 'standing' },
        tellers: [{ boundary, surface }],
        dependsOn: kind === 'identity' ? [] : [name],
        names: [name],
        evidence: [{ page: sha256Hex(`page ${run} ${boundary}`), pointer: `/RoleDetailList/${i}` }],
        at: from,
        ...(kind === 'identity' ? { uid } : {}),
      };
    }
  }
}

/** Each run's logs tell again what the last ones of the run before told, and one event of all runs otherwise. */
function* journal(run: number): Generator<JournalEntry> {
  const [boundary] = boundaries;
  for (let i = run * 3; i < run * 3 + 5; i++) {
    const name = `arn:${boundary}:role/${i} 😀 \0`;
    yield { sort: 'event', key: `log|${i}`, boundary, at: instantOf(START + i * HOUR_MS), names: [name], value: { name, type: 'used' } };
  }
  const { from: at } = headOf(Math.floor(run / 2));
  yield { sort: 'event', key: 'log|told otherwise', boundary: null, at, names: [], value: { at } };
}

export function factsOf(run: number, size: Size): FactBatch {
  const head = headOf(run);
  const reads = boundaries.map((boundary, i): SurfaceRead => {
    const isPartial = (run + i) % 5 === 0;
    return {
      boundary,
      surface,
      status: isPartial ? 'partial' : 'complete',
      cause: isPartial ? 'throttled' : null,
      detail: isPartial ? 'page 3: too many requests' : null,
      pages: 3,
      facts: size.things,
      origin: 'live',
      from: head.from,
      to: head.to,
      skewMs: 0.5,
      absenceAfterMs: 1000,
      snapshot: i === 0,
      filtered: false,
      settings: '{}',
    };
  });
  const notes = Array.from({ length: 10 }, (_, i) => ({
    kind: 'usage' as const,
    boundary: boundaries[0],
    key: `key ${i}`,
    value: { last: head.from },
    at: head.from,
  }));
  return {
    run: head,
    reads,
    gaps: reads
      .filter((read) => read.status === 'partial')
      .map(({ boundary }) => ({ boundary, surface, cause: 'throttled', detail: 'page 3' })),
    sightings: sightings(run, 'identity', size),
    usage: notes,
    journal: journal(run),
  };
}

export function conclusionsOf(run: number, size: Size): ConclusionBatch {
  const head = headOf(run);
  return {
    run: head.id,
    conclusions: { asOf: head.to, configuration: 'c'.repeat(64), rules: [{ id: 'standing-admin', revision: 1 }] },
    sightings: [...sightings(run, 'grant', size), ...sightings(run, 'finding', size)],
    isAnswered: () => true,
  };
}

/** Each run is two recordings: of its facts, and of its conclusions. The first is number 1. */
export async function record(store: HistoryStore, step: number, size: Size): Promise<void> {
  const run = Math.ceil(step / 2);
  if (step % 2 === 1) await store.recordFacts(factsOf(run, size), instantOf(START));
  else await store.recordConclusions(conclusionsOf(run, size), instantOf(START));
}

/** All that a store answers, as one hash: `recordedAt` is the same in every one. */
export async function answersOf(store: HistoryStore): Promise<string> {
  const intervals: string[] = [];
  for await (const interval of store.intervals({})) intervals.push(hashed(interval));
  const usage: unknown[] = [];
  for await (const note of store.usage({})) usage.push(note);
  const runs = await store.runs();
  const gaps: unknown[] = [];
  for (const { id } of runs) gaps.push(await store.gaps(id));
  const entries: unknown[] = [];
  for await (const entry of store.entries({ every: true })) entries.push(entry);
  return hashed([runs, await store.lastReads(), gaps, usage, intervals, entries, await store.journalHash()]);
}

/** Whatever the order of members, which is nobody's business. */
function hashed(answer: unknown): string {
  return hashJson(JSON.parse(JSON.stringify(answer)) as Json);
}

/** What a store holds, in the words of every version: a line for each run, last read, gap, use, interval and entry of the journal. */
export async function heldBy(store: HistoryStore): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const run of await store.runs()) {
    lines.push(['run', run.number, run.id, run.from, run.to, run.conclusions?.configuration].join(' '));
    for (const gap of await store.gaps(run.id)) lines.push(['gap', run.number, gap.boundary, gap.surface, gap.cause, gap.detail].join(' '));
  }
  for (const read of await store.lastReads())
    lines.push(['read', read.boundary, read.surface, read.status, read.skewMs, read.run].join(' '));
  for await (const note of store.usage({})) lines.push(['usage', note.boundary, note.key, note.at, JSON.stringify(note.value)].join(' '));
  for await (const { kind, boundary, key, incarnation, first, last, end } of store.intervals({}))
    lines.push([kind, boundary, JSON.stringify(key), incarnation, first.at, last.at, end?.how, end?.after, end?.before].join(' '));
  for await (const { sort, key, at, version, hash, names } of store.entries({ every: true }))
    lines.push([sort, key, at, version, hash, JSON.stringify(names)].join(' '));
  return lines;
}
