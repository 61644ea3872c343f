import { VestigeError } from '../base/errors.ts';
import { instantOf } from '../base/instant.ts';
import type { Json } from '../base/json.ts';
import { byKeys } from '../base/order.ts';
import type { CaptureReader, CaptureSource, CaptureWriter } from '../contract/capture.ts';
import type { BoundarySpan, Connector, ConnectorCore, Session, Wire } from '../contract/connector.ts';
import { FaultError } from '../http/fault.ts';
import type { FactIndex } from '../model/fact.ts';
import type { Gap } from '../model/gap.ts';
import type { Page, Task } from '../model/page.ts';
import { nameless } from './asking.ts';
import { Ends } from './beside.ts';
import { Closings } from './closing.ts';
import { drainStages } from './drain.ts';
import { CollectError } from './errors.ts';
import type { Budget, CollectIo, Progress } from './io.ts';
import { KeptPages } from './kept.ts';
import { asBefore, replacedBy } from './log-tasks.ts';
import { keep, type Run } from './reading.ts';
import { refusalOfError } from './retry.ts';
import { Scheduler } from './scheduler.ts';
import { readSettings } from './settings.ts';
import { Tally } from './tally.ts';
import { taskKey } from './task-key.ts';

export interface CollectRequest {
  /** `settings`: plain JSON without secrets, as the connector's schema takes it; kept in the capture. */
  readonly sources: readonly {
    readonly connector: Connector<unknown>;
    readonly settings: Json;
    /** What its logs were told of whole before; left out: they are read by the settings alone. */
    readonly since?: readonly BoundarySpan[];
  }[];
  readonly writer: CaptureWriter;
  /** Pages the writer already holds from a run that was ended early. They are mapped, and not asked for again. */
  readonly resumed?: AsyncIterable<Page> | Iterable<Page>;
  readonly io: CollectIo;
  readonly progress?: (progress: Progress) => void;
  readonly budget?: Budget;
}

/**
 * Reads all sources into a capture: the only loop that calls a connector. Each page is written before it is mapped, a refusal that
 * stands is written as a page, each task runs once, and a cursor given before ends its task (the ledger names it).
 *
 * Resolves with the sealed capture, however much was refused: `replay` says what is missing. Rejects without sealing, leaving a
 * capture that can be resumed: {@link CollectError} `interrupted` when the signal aborts, `bad-settings` before the first call,
 * `bad-answer` when a session breaks the contract, and whatever the writer throws, or `open` where it is no {@link FaultError}.
 */
export async function collect(request: CollectRequest): Promise<CaptureReader> {
  const now = instantOf(request.io.now());
  const sources = request.sources.map(({ connector, settings, since = [] }) => {
    const read = readSettings(connector.core, settings);
    const logs = since.length === 0 ? [] : (connector.core.logTasks?.(since, read, now) ?? []);
    return { connector, settings, read, logs, kept: new Map<string, Task>() };
  });
  const run = startRun(request);
  for await (const page of request.resumed ?? []) {
    const source = sources.find(({ connector }) => connector.core.id === page.envelope.connector);
    if (source === undefined) continue;
    const { task } = page.envelope;
    source.kept.set(taskKey(task), task);
    run.kept.add(source.connector.core, page, false);
    run.tally.kept();
  }
  const ends = new Ends();
  const all = sources.map((source) => ({ source, end: ends.add(source.connector.core.id) }));
  const settled = await Promise.allSettled(all.map(({ source, end }) => collectSource(run, source, ends, end)));
  if (request.io.signal.aborted) {
    throw new CollectError('interrupted', `the reading was interrupted after ${run.kept.count} pages`, {
      cause: request.io.signal.reason,
      hint: 'what was read is kept: resume the capture to go on where it stopped',
    });
  }
  // The reason of ours is the first failure; the others only stopped because of it.
  if (run.stop.signal.aborted) throw run.stop.signal.reason;
  const finished = settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  return request.writer.seal({ schema: 1, sources: finished, inputs: [] });
}

function startRun({ io, writer, budget, progress }: CollectRequest): Run {
  const stop = new AbortController();
  return {
    io,
    writer,
    kept: new KeptPages(),
    scheduler: new Scheduler(io),
    stop,
    signal: AbortSignal.any([io.signal, stop.signal]),
    running: new Map(),
    tally: new Tally(io.now, budget, progress),
  };
}

interface Source {
  readonly connector: Connector<unknown>;
  readonly settings: Json;
  /** The settings as the connector's schema reads them. */
  readonly read: unknown;
  /** What is asked of its logs anew. */
  readonly logs: readonly Task[];
  /** The tasks that a reading which was stopped has pages of. */
  readonly kept: ReadonlyMap<string, Task>;
}

async function collectSource(run: Run, source: Source, ends: Ends, end: (facts: FactIndex | null) => void): Promise<CaptureSource> {
  try {
    const { core } = source.connector;
    const roots = core.roots(source.read);
    const logs = asBefore(source.logs, [...source.kept.values()]);
    const replaced = replacedBy(logs);
    const gaps: Gap[] = [];
    const { session, error } = await open(run, source);
    if (session === undefined) await refuseAll(run, core, replaced(roots), error);
    else {
      try {
        end(await drainStages({ run, core, settings: source.read, session, closings: new Closings(core), gaps, replaced }, roots, ends));
      } finally {
        await session.close();
      }
    }
    const { id: connector, mapping } = core;
    const { settings } = source;
    const told = { connector, mapping, settings, origin: 'live' as const, roots, gaps: gaps.sort(byPlace) };
    return logs.length === 0 ? told : { ...told, logs };
  } catch (error) {
    run.stop.abort(error);
    throw error;
  } finally {
    // whoever waits for it waits no longer, whatever came of it
    end(null);
  }
}

const byPlace = byKeys<Gap>(
  (gap) => gap.boundary,
  (gap) => gap.surface,
  (gap) => gap.detail,
);

async function open(run: Run, { connector, read }: Source): Promise<{ readonly session?: Session; readonly error?: unknown }> {
  run.signal.throwIfAborted();
  try {
    return { session: await connector.open(read, { now: run.io.now, signal: run.signal, environment: run.io.environment }) };
  } catch (error) {
    run.signal.throwIfAborted();
    // A mistake of ours or of the configuration is not the estate's refusal.
    if (error instanceof VestigeError && !(error instanceof FaultError)) throw error;
    return { error };
  }
}

/** A source that cannot be opened: each of its roots is refused, so that the ledger counts all it should have told as unread. */
async function refuseAll(run: Run, core: ConnectorCore<unknown>, roots: readonly Task[], error: unknown): Promise<void> {
  const at = instantOf(run.io.now());
  const wire: Wire = { sentAt: at, receivedAt: at, providerDate: null, requestId: null, status: null, raw: null };
  for (const task of roots) {
    if (run.kept.find(core.id, taskKey(task), null) !== null) continue;
    await keep(run, core, { task, cursor: null, body: nameless(error), next: null, refused: refusalOfError(error).cause }, wire);
  }
}
