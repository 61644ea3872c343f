import { memoryCapture } from '../capture/archive.ts';
import { taskKey } from '../collect/task-key.ts';
import { wordsOf } from '../collect/words.ts';
import type { Answer, Connector, ConnectorCore, Mapped, ProbePage, Session } from '../contract/connector.ts';
import { byKeys } from '../base/order.ts';
import type { GapCause } from '../model/gap.ts';
import type { BoundaryId, SurfaceId } from '../model/ids.ts';
import type { Task } from '../model/page.ts';
import { captureLive, type CaptureInput } from './scan.ts';

/** What became of one kind of question in one boundary. */
export interface Probed {
  readonly boundary: BoundaryId;
  readonly surface: SurfaceId;
  /** What the provider demands for it, by its own names. */
  readonly permissions: readonly string[];
  /** `null` = answered. */
  readonly refused: GapCause | null;
  /** The provider's words with a refusal, where there are any. */
  readonly words: string | null;
}

export interface Probing {
  readonly probed: readonly Probed[];
  /** All that was answered. Where the connector can tell who signed in, that page is among them, and among `probed` it is not. */
  readonly pages: readonly ProbePage[];
}

/** A job is asked so often: once to begin, once whether it is done. */
const MOST_POLLS = 1;

/**
 * Asks a live system as little as tells whether a scan would be answered: of each surface of each boundary, one question of each kind
 * and the first page of its answer. Only what tells which boundaries there are is read to its end. Keeps nothing.
 */
export async function probe(
  connector: Connector<unknown>,
  input: Pick<CaptureInput, 'configuration' | 'io' | 'progress'>,
): Promise<Probing> {
  const self = connector.core.self?.task(input.configuration.connectorSettings[connector.core.id]);
  const reader = await captureLive({ ...input, connectors: [sparing(connector, self)], writer: memoryCapture() });
  const found = new Map<string, Probed>();
  const pages: ProbePage[] = [];
  for await (const { envelope, body } of reader.pages()) {
    const { task, refused } = envelope;
    pages.push({ task, body, refused });
    if (isSame(task, self)) continue;
    const { boundary, surface } = task;
    const permissions = connector.core.permissionOf?.(task) ?? [];
    const key = groupOf(connector.core, task);
    // One of several pages that was refused makes the whole refused.
    if (found.get(key)?.refused !== undefined && refused === null) continue;
    found.set(key, { boundary, surface, permissions, refused, words: refused === null ? null : wordsOf(body) });
  }
  const probed = [...found.values()].sort(
    byKeys(
      (each) => each.boundary,
      (each) => each.surface,
      (each) => each.permissions.join(' '),
    ),
  );
  return { probed, pages };
}

function isSame(task: Task, other: Task | undefined): boolean {
  return other !== undefined && taskKey(task) === taskKey(other);
}

/** Questions of one kind: the same surface, boundary and permission. */
function groupOf(core: ConnectorCore<unknown>, task: Task): string {
  return JSON.stringify([task.boundary, task.surface, core.permissionOf?.(task) ?? []]);
}

/** The connector, made to ask only the first question of each kind, and who signed in. */
function sparing(connector: Connector<unknown>, self: Task | undefined): Connector<unknown> {
  const { core } = connector;
  const chosen = new Map<string, string>();
  let planned = false;
  function isFirst(task: Task): boolean {
    const group = groupOf(core, task);
    const key = taskKey(task);
    if (!chosen.has(group)) chosen.set(group, key);
    return chosen.get(group) === key;
  }
  function map(task: Task, body: Parameters<typeof core.map>[1]): Mapped {
    if (isSame(task, self)) return { facts: [], gaps: [] };
    const mapped = core.map(task, body);
    const own = groupOf(core, task);
    // Before anything is planned, a page that goes on with its own question lists the boundaries.
    const spawns = (mapped.spawns ?? []).filter((each) => isFirst(each) || (!planned && groupOf(core, each) === own));
    return { ...mapped, spawns };
  }
  const spared: ConnectorCore<unknown> = {
    ...core,
    roots: (settings) => [...(self === undefined ? [] : [self]), ...core.roots(settings)],
    map,
    ...(core.plan === undefined
      ? {}
      : {
          plan(seen, stage, settings) {
            planned = true;
            return core.plan?.(seen, stage, settings).filter(isFirst) ?? [];
          },
        }),
  };
  return {
    core: spared,
    async open(settings, io) {
      const session = await connector.open(settings, io);
      return { close: () => session.close(), read: firstPages(session, () => planned) };
    },
  };
}

function firstPages(session: Session, isPlanned: () => boolean): Session['read'] {
  const polls = new Map<string, number>();
  return async function read(batch, signal): Promise<Answer> {
    const answer = await session.read(batch, signal);
    const [first, ...rest] = isPlanned() ? answer.parts.map((part) => ({ ...part, next: null })) : answer.parts;
    const { pollAfterMs, ...told } = { ...answer, parts: [first ?? answer.parts[0], ...rest] as const };
    const key = batch.map((at) => taskKey(at.task)).join();
    const asked = polls.get(key) ?? 0;
    polls.set(key, asked + 1);
    const isRefused = answer.parts.some((part) => part.refused !== undefined);
    return pollAfterMs === undefined || (!isRefused && asked >= MOST_POLLS) ? told : { ...told, pollAfterMs };
  };
}
