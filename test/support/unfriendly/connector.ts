import * as v from 'valibot';
import { isJsonObject, type Json } from '../../../src/base/json.ts';
import { instantOf } from '../../../src/base/instant.ts';
import type { Answer, Connector, ConnectorCore, Part, Session, Surface, TaskAt, Wire } from '../../../src/contract/connector.ts';
import type { MappedFact } from '../../../src/model/fact.ts';
import type { Gap } from '../../../src/model/gap.ts';
import type { Task } from '../../../src/model/page.ts';
import { START } from './io.ts';
import { pick } from './random.ts';
import { pagesOfRows, placeOf, ROOT, troubleAt, truth, type Passing, type World } from './world.ts';

const BATCH = 3;
const settings = v.object({ estate: v.string() });
type Settings = v.InferOutput<typeof settings>;

function surface(name: string, yields: Surface['yields']): Surface {
  const permission = `fake:Read${name}`;
  return {
    id: `fake:${name}`,
    yields,
    permission,
    ifUnread: `we cannot say what ${name} there are`,
    provesAbsence: 'yes',
    role: 'describes',
  };
}

/** Lists boundaries, which spawn their surfaces; groups spawn their members; keys are planned, in batches of the people seen. */
export const fakeCore: ConnectorCore<Settings> = {
  id: 'fake',
  mapping: 2,
  surfaces: [
    surface('accounts', ['boundary']),
    surface('people', ['identity']),
    surface('groups', ['provider']),
    surface('members', ['membership']),
    surface('report', ['usage']),
    surface('keys', ['credential']),
    surface('extras', ['limiter']),
  ],
  settings,
  limits: [{ service: 'all', perSecond: 100, concurrency: 4 }],
  roots: () => [task(ROOT, 'fake:accounts')],
  expects: (boundary) =>
    boundary === ROOT ? ['fake:accounts'] : ['fake:people', 'fake:groups', 'fake:members', 'fake:report', 'fake:keys', 'fake:extras'],
  map(of, body) {
    const facts: MappedFact[] = [];
    const gaps: Gap[] = [];
    const spawns: Task[] = [];
    function malformed(pointer: string): void {
      gaps.push({ boundary: of.boundary, surface: of.surface, cause: 'malformed', detail: `${of.surface}${pointer}: not as documented` });
    }
    const items = isJsonObject(body) ? body['items'] : undefined;
    if (!Array.isArray(items)) malformed('');
    else {
      items.forEach((item: Json, i) => {
        const id = isJsonObject(item) ? item['id'] : undefined;
        if (typeof id !== 'string') {
          malformed(`/items/${i}`);
          return;
        }
        facts.push(factOf(of, id, `/items/${i}`));
        if (of.surface === 'fake:accounts') spawns.push(...['fake:people', 'fake:groups', 'fake:report'].map((each) => task(id, each)));
        if (of.surface === 'fake:groups') spawns.push(task(of.boundary, 'fake:members', { of: [id] }));
      });
    }
    return { facts, gaps, spawns };
  },
  plan(seen, stage) {
    if (stage > 0) return [];
    return seen.boundaries.flatMap((boundary) => {
      const people = [...seen.ofKind('identity')].filter((each) => each.boundary === boundary).map((each) => each.key);
      people.sort();
      const batches: Task[] = [];
      for (let i = 0; i < people.length; i += BATCH) batches.push(task(boundary, 'fake:keys', { of: people.slice(i, i + BATCH) }));
      return batches;
    });
  },
  resolve: () => [],
};

function task(boundary: string, of: string, args: Json = {}): Task {
  return { boundary, surface: of, args };
}

function factOf(of: Task, id: string, pointer: string): MappedFact {
  const place = { boundary: of.boundary, surface: of.surface, key: id, pointer };
  switch (of.surface) {
    case 'fake:accounts':
      return { ...place, boundary: id, kind: 'boundary', value: { id, kind: 'account', name: null } };
    case 'fake:people':
      return {
        ...place,
        kind: 'identity',
        value: {
          id,
          uid: null,
          kind: 'user',
          nature: 'unknown',
          natureReason: 'the source does not tell',
          name: id,
          boundary: of.boundary,
          createdAt: null,
          tags: {},
          providerManaged: false,
          enabled: null,
        },
      };
    case 'fake:report':
      return { ...place, kind: 'usage', value: { identity: id, lastUsed: 'never', lookBackDays: null, detail: null } };
    case 'fake:keys':
      return {
        ...place,
        kind: 'credential',
        value: {
          id,
          identity: id.split('#')[0] ?? '',
          kind: 'access-key',
          name: id,
          state: 'active',
          createdAt: null,
          rotatedAt: null,
          expiresAt: null,
          lastUsed: 'unknown',
          secondFactor: null,
        },
      };
    case 'fake:members':
      return { ...place, kind: 'membership', value: { id } };
    default:
      return { ...place, kind: 'provider', value: { id } };
  }
}

/** The people of a batch, or the group of a list of members. */
export function argOf(of: Task): readonly string[] {
  const arg = isJsonObject(of.args) ? of.args['of'] : undefined;
  return Array.isArray(arg) ? arg.map(String) : [];
}

export interface Server {
  readonly connector: Connector<Settings>;
  /** Every question asked, in order. */
  readonly calls: { readonly question: string; readonly answered: boolean }[];
  readonly sessions: { opened: number; closed: number };
  /** Called at each question, before it is answered; may throw. */
  onCall: ((call: number) => void) | null;
}

/** A provider that lives in a world. It keeps its state over sessions: a trouble that passed does not come back. */
export function serve(world: World): Server {
  const attempts = new Map<string, number>();
  const server: Server = {
    calls: [],
    sessions: { opened: 0, closed: 0 },
    onCall: null,
    connector: {
      core: fakeCore,
      open() {
        server.sessions.opened++;
        return Promise.resolve({ read, close });
      },
    },
  };
  function close(): Promise<void> {
    server.sessions.closed++;
    return Promise.resolve();
  }
  const read: Session['read'] = async ([at], signal) => {
    const place = placeOf(at.task.boundary, at.task.surface, argOf(at.task), pageIndex(at.cursor));
    const question = `${place} ${at.cursor ?? 'start'}`;
    const call = server.calls.push({ question, answered: false });
    server.onCall?.(call);
    signal.throwIfAborted();
    // Answers overtake each other.
    for (let turns = pick(4, world.seed, place, call); turns > 0; turns--) await Promise.resolve();
    const attempt = attempts.get(place) ?? 0;
    attempts.set(place, attempt + 1);
    const trouble = troubleAt(world, place);
    const passing = trouble.passing[attempt];
    if (passing !== undefined) return refuse(at, place, passing);
    if (trouble.ending !== 'answer') return refuse(at, place, trouble.ending);
    if (attempt - trouble.passing.length < trouble.polls) {
      return { parts: [{ ...at, body: { state: 'running' }, next: null }], wire: wireOf(world, place, 202), pollAfterMs: 2000 };
    }
    server.calls[call - 1] = { question, answered: true };
    return { parts: [answer(world, at, trouble.shape)], wire: wireOf(world, place, 200) };
  };
  function refuse(at: TaskAt, place: string, how: Passing | 'denied' | 'expired' | 'throttled' | 'down'): Answer {
    if (how === 'cut') throw Object.assign(new TypeError('fetch failed for https://fake.example/?token=t0ps3cret'), { code: 'ECONNRESET' });
    const told = (
      {
        '429': ['throttled', 429],
        '429-retry-after': ['throttled', 429],
        throttled: ['throttled', 429],
        '500': ['unreachable', 500],
        down: ['unreachable', 503],
        denied: ['denied', 403],
        expired: ['expired-credentials', 401],
      } as const
    )[how];
    const part: Part = { ...at, body: { message: `${how} at ${place}` }, next: null, refused: told[0] };
    return { parts: [part], wire: wireOf(world, place, told[1]), ...(how === '429-retry-after' ? { pollAfterMs: 7000 } : {}) };
  }
  return server;
}

function pageIndex(cursor: string | null): number {
  return cursor === null ? 0 : Number(cursor.slice(1));
}

function answer(world: World, at: TaskAt, shape: string): Part {
  const pages = pagesOfRows(world, truth(world, at.task.boundary, at.task.surface, argOf(at.task)));
  const index = pageIndex(at.cursor);
  const rows = pages[index] ?? [];
  const next = index + 1 < pages.length ? `c${index + 1}` : null;
  const part = (items: Json, to = next): Part => ({ ...at, body: { items }, next: to });
  switch (shape) {
    case 'html':
      return { ...part([]), body: '<html><body>Sign in to the proxy</body></html>' };
    case 'truncated':
      return part([...rows.slice(0, Math.floor(rows.length / 2)), '{"id": "b0-']);
    case 'malformed-item':
      return part([...rows.slice(1), { id: 17 }]);
    case 'stuck':
      return part(rows, at.cursor ?? 'c0');
    case 'back':
      return part(rows, index < 2 ? next : 'c1');
    case 'duplicate':
      return part([...rows, ...(pages[index - 1] ?? rows)]);
    case 'reordered':
      return part([...rows].reverse());
    default:
      return part(rows);
  }
}

function wireOf(world: World, place: string, status: number): Wire {
  const at = instantOf(START + pick(1_000_000, world.seed, place, 'stamp'));
  return { sentAt: at, receivedAt: at, providerDate: null, requestId: null, status, raw: null };
}
