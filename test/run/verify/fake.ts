import * as v from 'valibot';
import type { Json } from '../../../src/base/json.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import { instantOf } from '../../../src/base/instant.ts';
import { memoryCapture } from '../../../src/capture/archive.ts';
import type { CaptureHead, CaptureReader, CaptureWriter } from '../../../src/contract/capture.ts';
import type { Connector, ConnectorCore, Part, ProbeAnswer, ProbePage } from '../../../src/contract/connector.ts';
import type { Access } from '../../../src/model/access.ts';
import type { JournalEntry } from '../../../src/model/history.ts';
import type { GapCause } from '../../../src/model/gap.ts';
import type { Verification } from '../../../src/model/verification.ts';
import { readConfiguration } from '../../../src/run/configuration.ts';
import type { VerifyTarget } from '../../../src/run/verify/target.ts';
import { verify, type VerifyInput, type VerifyResult, type VerifyRound } from '../../../src/run/verify/verify.ts';

export const START = Date.parse('2026-11-22T12:00:00.000Z');
export const SPACED_MS = 60_000;

/** What is answered about a thing in a round, from 1: there, not there, or refused. `cut`: the list goes on and its next page is refused. */
export type Said = 'there' | 'gone' | 'cut' | 'broken' | GapCause;
export type World = (name: string, round: number) => Said;

function isThing(name: string, { task, body, refused }: ProbePage): boolean {
  return refused === null && isJsonObject(task.args) && task.args['name'] === name && isJsonObject(body) && body['found'] === true;
}

function says(name: string, pages: readonly ProbePage[]): ProbeAnswer {
  if (pages.some((page) => isThing(name, page))) return { says: 'present', cause: null, because: `found ${name}` };
  const bad = pages.find(({ task, refused }) => refused !== null && isJsonObject(task.args) && task.args['name'] === name);
  if (bad !== undefined) return { says: 'undetermined', cause: bad.refused, because: `${name} was refused` };
  const control = pages.some((page) => isThing('control', page));
  return control
    ? { says: 'absent', cause: null, because: `no ${name}; found control` }
    : { says: 'undetermined', cause: null, because: 'no control' };
}

export interface Fake {
  readonly calls: string[];
  readonly entries: JournalEntry[];
  readonly captures: CaptureReader[];
  readonly heads: CaptureHead[];
  readonly rounds: VerifyRound[];
  readonly abandoned: { count: number };
  /** Pages in captures when `says` was called. */
  readonly kept: number[];
  run(targets: readonly VerifyTarget[], more?: Partial<VerifyInput>): Promise<VerifyResult>;
  verifications(): readonly Verification[];
  readonly stop: AbortController;
}

export function access(name: string, boundary = 'fake:1'): Access {
  return {
    id: `credential|${boundary}|ann|${name}|`,
    kind: 'credential',
    boundary,
    subject: 'ann',
    objects: [name],
    name,
    scope: null,
    source: name,
    from: null,
    until: null,
    activated: false,
  };
}

export function target(name: string, more: Partial<VerifyTarget> = {}): VerifyTarget {
  return {
    access: access(name),
    subjectName: 'ann',
    ending: `e-${name}`,
    outcome: 'overdue',
    mayBe: false,
    since: '2026-11-22T11:00:00.000Z',
    lastSeen: '2026-11-22T11:30:00.000Z',
    ...more,
  };
}

/** A system with things that have names, where each call takes a second. A new round is one that begins a capture. */
export function fake(world: World): Fake {
  let now = START;
  let round = 0;
  let pagesKept = 0;
  const stop = new AbortController();
  const made = {
    calls: [] as string[],
    entries: [] as JournalEntry[],
    captures: [] as CaptureReader[],
    heads: [] as CaptureHead[],
    rounds: [] as VerifyRound[],
    abandoned: { count: 0 },
    kept: [] as number[],
  };
  const core: ConnectorCore<unknown> = {
    id: 'fake',
    mapping: 1,
    surfaces: [{ id: 'fake:things', yields: ['credential'], permission: 'read', ifUnread: 'things', provesAbsence: 'yes', role: 'grants' }],
    settings: v.object({}),
    limits: [{ service: 'fake', perSecond: 1000, concurrency: 1 }],
    roots: () => [{ boundary: 'fake:1', surface: 'fake:things', args: { name: 'everything' } }],
    expects: () => [],
    plan: () => [{ boundary: 'fake:1', surface: 'fake:things', args: { name: 'planned' } }],
    map: (task, body) => ({
      facts: [],
      gaps:
        isJsonObject(body) && body['broken'] === true
          ? [{ boundary: task.boundary, surface: task.surface, cause: 'malformed', detail: 'broken' }]
          : [],
    }),
    resolve: () => [],
    probe(asked, _near) {
      if (asked.name === 'silent') return null;
      const task = (name: string): { boundary: string; surface: string; args: Json } => ({
        boundary: asked.boundary,
        surface: 'fake:things',
        args: { name },
      });
      return {
        target: [task(asked.name)],
        control: [task('control')],
        controlText: 'control, known to be there',
        spacedByMs: SPACED_MS,
        says: (pages) => {
          made.kept.push(pagesKept);
          return says(asked.name, pages);
        },
      };
    },
  };
  const connector: Connector<unknown> = {
    core,
    open: async () => ({
      close: async () => {},
      async read([{ task, cursor }]) {
        stop.signal.throwIfAborted();
        const { name } = task.args as { readonly name: string };
        made.calls.push(name);
        const sentAt = instantOf(now);
        now += 1000;
        const wire = { sentAt, receivedAt: instantOf(now), providerDate: null, requestId: null, status: 200, raw: null };
        return { parts: [partOf(task, cursor, world(name, round))], wire };
      },
    }),
  };
  return {
    ...made,
    stop,
    verifications: () => made.entries.map(({ value }) => value as unknown as Verification),
    run: (targets, more = {}) =>
      verify({
        connectors: [connector],
        configuration: readConfiguration({}, { rules: [], connectors: [core] }),
        io: {
          now: () => now,
          sleep: async (milliseconds, signal) => {
            signal.throwIfAborted();
            now += milliseconds;
          },
          random: () => 0,
          signal: stop.signal,
          environment: {},
        },
        targets,
        near: () => ({ accesses: [], identities: [] }),
        store: {
          async append(entries) {
            const given = [...entries];
            made.entries.push(...given);
            return { added: given.length, again: 0, corrected: 0 };
          },
        },
        async capture() {
          round++;
          const inner = memoryCapture();
          const writer: CaptureWriter = {
            put: (page) => {
              pagesKept++;
              return inner.put(page);
            },
            async seal(head) {
              made.heads.push(head);
              const reader = await inner.seal(head);
              made.captures.push(reader);
              return reader;
            },
          };
          return {
            writer,
            abandon: async () => {
              made.abandoned.count += 1;
            },
          };
        },
        told: (each) => {
          made.rounds.push(each);
        },
        ...more,
      }),
  };
}

function partOf(task: Part['task'], cursor: string | null, said: Said): Part {
  if (said === 'there') return { task, cursor, body: { found: true }, next: null };
  if (said === 'gone') return { task, cursor, body: { found: false }, next: null };
  if (said === 'broken') return { task, cursor, body: { broken: true }, next: null };
  if (said === 'cut') {
    return cursor === null
      ? { task, cursor, body: { found: false }, next: 'more' }
      : { task, cursor, body: { error: { message: 'no' } }, next: null, refused: 'denied' };
  }
  return { task, cursor, body: { error: { message: 'no' } }, next: null, refused: said };
}
