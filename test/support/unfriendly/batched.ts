import { isNonEmpty } from '../../../src/base/json.ts';
import { instantOf } from '../../../src/base/instant.ts';
import type { Answer, Connector, Part, Session, TaskAt, Wire } from '../../../src/contract/connector.ts';
import { fakeCore, serve, type Server } from './connector.ts';
import { START } from './io.ts';
import { pick } from './random.ts';
import type { World } from './world.ts';

const together: ReadonlySet<string> = new Set(['fake:members', 'fake:keys']);

/** The core of {@link fakeCore}, with surfaces whose tasks are asked several at once. */
export function batchedCore(size: number): typeof fakeCore {
  const [first, ...rest] = fakeCore.surfaces.map((each) => (together.has(each.id) ? { ...each, batch: size } : each));
  return { ...fakeCore, surfaces: [first ?? fakeCore.surfaces[0], ...rest] };
}

export interface BatchServer {
  readonly server: Server;
  readonly connector: Connector<{ estate: string }>;
  /** How many questions each call held. */
  readonly sizes: number[];
}

/** The provider of {@link serve} asked for several pages in one call: parts in any order, each with a trouble of its own. */
export function serveBatched(world: World, size: number): BatchServer {
  const server = serve(world);
  const sizes: number[] = [];
  async function partOf(session: Session, at: TaskAt, signal: AbortSignal): Promise<Part> {
    try {
      const { parts, wire, pollAfterMs } = await session.read([at], signal);
      const [part] = parts;
      const wait = part.refused === undefined || pollAfterMs === undefined ? {} : { retryAfterMs: pollAfterMs };
      return { ...part, status: wire.status ?? 200, ...wait };
    } catch (error) {
      signal.throwIfAborted();
      return { ...at, body: { message: error instanceof Error ? error.name : '' }, next: null, refused: 'unreachable', status: 504 };
    }
  }
  const connector: Connector<{ estate: string }> = {
    core: batchedCore(size),
    async open(settings, io) {
      const session = await server.connector.open(settings, io);
      async function read(batch: readonly TaskAt[], signal: AbortSignal): Promise<Answer> {
        const [first] = batch;
        if (first === undefined) throw new Error('asked for nothing');
        sizes.push(batch.length);
        // Of those asked alone only a job answers with a wait that is no refusal's.
        if (!together.has(first.task.surface)) return { ...(await session.read([first], signal)), wire: still };
        const parts: Part[] = [];
        for (const at of batch) parts.push(await partOf(session, at, signal));
        const order = parts.map((part, i) => ({ part, at: pick(100, world.seed, sizes.length, i) })).sort((a, b) => a.at - b.at);
        const shuffled = order.map(({ part }) => part);
        if (!isNonEmpty(shuffled)) throw new Error('no part');
        return { parts: shuffled, wire: still };
      }
      return { read, close: () => session.close() };
    },
  };
  return { server, connector, sizes };
}

const at = instantOf(START);
/** The same of every call: pages then do not depend on what they were asked with. */
const still: Wire = { sentAt: at, receivedAt: at, providerDate: null, requestId: null, status: 200, raw: null };
