import type { Instant } from '../../../src/base/instant.ts';
import { isNonEmpty, type Json, type NonEmpty } from '../../../src/base/json.ts';
import { collect } from '../../../src/collect/collect.ts';
import { replay, type Replayed } from '../../../src/collect/replay.ts';
import { taskKey } from '../../../src/collect/task-key.ts';
import type { CaptureReader } from '../../../src/contract/capture.ts';
import type { Answer, Connector, ConnectorCore, Part, Session, TaskAt } from '../../../src/contract/connector.ts';
import { classifyFault } from '../../../src/http/fault.ts';
import { factKinds, type FactKind } from '../../../src/model/fact.ts';
import type { SurfaceId } from '../../../src/model/ids.ts';
import type { Task } from '../../../src/model/page.ts';
import { virtualIo, type VirtualIo } from '../../support/unfriendly/io.ts';
import { MemoryCapture } from '../../support/unfriendly/memory-capture.ts';

/** An answer without faults. Pages of one task, in the order given, are that task's whole answer. */
export interface RecordedPage {
  readonly task: Task;
  readonly body: Json;
  readonly validAt?: Instant;
}

/** A small estate that shows all a connector can read: every surface, every kind it yields, at least one answer of two pages. */
export interface ConnectorScenario {
  readonly settings: Json;
  /** Left out: `core.roots(settings)`. A core that is only fed from dumps gives them here. */
  readonly roots?: readonly Task[];
  readonly pages: NonEmpty<RecordedPage>;
  /** What this estate cannot show, and why, in words. */
  readonly notShown?: readonly { readonly surface: SurfaceId; readonly kind: FactKind; readonly why: string }[];
}

/** What is to go wrong with one question: an HTTP status, a cut connection, a cursor that stands still; `null` = nothing. */
export type Fault = number | 'cut' | 'stuck' | null;
export type Faults = (at: TaskAt, attempt: number) => Fault;

export interface ConnectorSubject {
  readonly name: string;
  readonly core: ConnectorCore<unknown>;
  readonly scenario: () => ConnectorScenario;
  /**
   * The real connector over a fake transport that answers with the scenario's estate and asks `faults` at each question, so that its
   * own session's handling of a fault is tested. Left out: a session that hands out the recorded pages.
   */
  readonly connect?: (faults: Faults) => Connector<unknown>;
  /** Surfaces that are struck one by one, at most so many, spread over all; each costs several readings. Left out: every one. */
  readonly struck?: number;
}

export interface Outcome {
  readonly reader: CaptureReader;
  readonly replayed: Replayed;
  readonly unrecorded: readonly string[];
}

export interface Attempted {
  readonly writer: MemoryCapture;
  readonly io: VirtualIo;
  /** Called before each question is answered. */
  readonly onCall: (call: number) => void;
}

export const noFaults: Faults = () => null;

/** Collects the scenario's estate under these faults, and replays the capture. */
export async function outcome(subject: ConnectorSubject, faults: Faults, attempted: Partial<Attempted> = {}): Promise<Outcome> {
  const scenario = subject.scenario();
  const unrecorded: string[] = [];
  const connector = watched(
    rooted(subject.connect?.(faults) ?? scripted(subject.core, scenario, faults, unrecorded), scenario),
    attempted.onCall,
  );
  const writer = attempted.writer ?? new MemoryCapture();
  const sources = [{ connector, settings: scenario.settings }];
  const reader = await collect({ sources, writer, resumed: [...writer.held.values()], io: attempted.io ?? virtualIo() });
  return { reader, replayed: await replay(reader, [connector.core]), unrecorded };
}

/** The facts of a replay, without their places: what must not depend on pages. */
export function factLines(replayed: Replayed): readonly string[] {
  const facts = factKinds.flatMap((kind) => [...replayed.facts.ofKind(kind)]);
  return facts.map(({ kind, boundary, surface, key, value }) => JSON.stringify([kind, boundary, surface, key, value])).sort();
}

/** Everything a replay tells, as one text. */
export function toldBy(replayed: Replayed): string {
  const facts = factKinds.flatMap((kind) => [...replayed.facts.ofKind(kind)]).map((fact) => JSON.stringify(fact));
  return JSON.stringify([facts.sort(), replayed.coverage, replayed.gaps, replayed.lastReceivedAt, replayed.strays]);
}

function rooted(connector: Connector<unknown>, scenario: ConnectorScenario): Connector<unknown> {
  const { roots } = scenario;
  if (roots === undefined) return connector;
  const core: ConnectorCore<unknown> = Object.create(connector.core, { roots: { value: () => roots } }) as ConnectorCore<unknown>;
  return { core, open: (settings, io) => connector.open(settings, io) };
}

function watched(connector: Connector<unknown>, onCall: ((call: number) => void) | undefined): Connector<unknown> {
  if (onCall === undefined) return connector;
  let calls = 0;
  return {
    core: connector.core,
    async open(settings, io) {
      const session = await connector.open(settings, io);
      return {
        close: () => session.close(),
        async read(batch, signal) {
          onCall(++calls);
          signal.throwIfAborted();
          return session.read(batch, signal);
        },
      };
    },
  };
}

function scripted(core: ConnectorCore<unknown>, scenario: ConnectorScenario, faults: Faults, unrecorded: string[]): Connector<unknown> {
  const answers = new Map<string, RecordedPage[]>();
  for (const page of scenario.pages) {
    const key = taskKey(page.task);
    answers.set(key, [...(answers.get(key) ?? []), page]);
  }
  const attempts = new Map<string, number>();
  function one(at: TaskAt): Answer | 'cut' {
    const key = taskKey(at.task);
    const place = `${key} ${at.cursor ?? ''}`;
    const attempt = attempts.get(place) ?? 0;
    attempts.set(place, attempt + 1);
    const fault = faults(at, attempt);
    if (fault === 'cut') return 'cut';
    if (typeof fault === 'number') return refused(at, fault);
    const index = at.cursor === null ? 0 : Number(at.cursor);
    const pages = answers.get(key) ?? [];
    const page = pages[index];
    if (page === undefined) {
      unrecorded.push(place);
      return refused(at, 404);
    }
    const next = index + 1 < pages.length ? String(index + 1) : null;
    const validAt = page.validAt === undefined ? {} : { validAt: page.validAt };
    return answerOf({ ...at, body: page.body, next: fault === 'stuck' ? (at.cursor ?? '0') : next, ...validAt }, 200);
  }
  const read: Session['read'] = (batch) => {
    const told = batch.map((at) => ({ at, answer: one(at) }));
    if (told.length === 1 && told[0]?.answer === 'cut') {
      return Promise.reject(Object.assign(new TypeError('fetch failed'), { code: 'ECONNRESET' }));
    }
    // Of several each has its own status, and comes in an order of the provider's.
    const parts = told.reverse().flatMap(({ at, answer }) => {
      const { wire, parts: own } = answer === 'cut' ? refused(at, 504) : answer;
      return own.map((part): Part => ({ ...part, ...(batch.length === 1 ? {} : { status: wire.status ?? 0 }) }));
    });
    const [first] = told;
    if (!isNonEmpty(parts) || first === undefined) throw new Error('an answer has a part');
    return Promise.resolve({ parts, wire: first.answer === 'cut' || batch.length > 1 ? wireOf(200) : first.answer.wire });
  };
  return { core, open: () => Promise.resolve({ read, close: () => Promise.resolve() }) };
}

function refused(at: TaskAt, status: number): Answer {
  return answerOf({ ...at, body: { message: `status ${status}` }, next: null, refused: classifyFault(status).cause }, status);
}

function answerOf(part: Part, status: number): Answer {
  return { parts: [part], wire: wireOf(status) };
}

function wireOf(status: number): Answer['wire'] {
  const at = '2026-11-01T00:00:00.000Z';
  return { sentAt: at, receivedAt: at, providerDate: null, requestId: null, status, raw: null };
}
