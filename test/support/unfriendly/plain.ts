import * as v from 'valibot';
import { isJsonObject, type Json } from '../../../src/base/json.ts';
import { instantOf } from '../../../src/base/instant.ts';
import type { Answer, Connector, ConnectorCore, Part, RateLimit, Session, Surface } from '../../../src/contract/connector.ts';
import type { Gap } from '../../../src/model/gap.ts';
import type { Task } from '../../../src/model/page.ts';
import { START } from './io.ts';

export function task(surface: string, boundary = 'plain:1', args: Json = {}): Task {
  return { boundary, surface: `plain:${surface}`, args };
}

function surface(id: string, service?: string): Surface {
  const told = { permission: `plain:Read-${id}`, ifUnread: `nothing of ${id}`, provesAbsence: 'yes', role: 'grants' } as const;
  return { id: `plain:${id}`, yields: ['policy'], ...told, ...(service === undefined ? {} : { service }) };
}

/** A core whose pages say what to do: `{items, spawns, gaps}`. Two services: `a` and `b` count against one, `c` against the other. */
export function plainCore(
  change: Partial<ConnectorCore<unknown>> & { readonly limits?: readonly RateLimit[] } = {},
): ConnectorCore<unknown> {
  return {
    id: 'plain',
    mapping: 3,
    surfaces: [surface('a', 'one'), surface('b', 'one'), surface('c', 'two')],
    settings: v.object({ boundary: v.optional(v.string()) }),
    limits: [],
    roots: () => [task('a')],
    expects: () => ['plain:a', 'plain:b', 'plain:c'],
    map(of, body) {
      const page = isJsonObject(body) ? body : {};
      const list = (name: string): readonly Json[] => (Array.isArray(page[name]) ? (page[name] as readonly Json[]) : []);
      return {
        facts: list('items').map((item, i) => ({
          kind: 'policy' as const,
          boundary: of.boundary,
          surface: of.surface,
          key: typeof item === 'string' ? item : JSON.stringify(item),
          value: item,
          pointer: `/items/${i}`,
        })),
        gaps: list('gaps') as unknown as readonly Gap[],
        spawns: list('spawns') as unknown as readonly Task[],
      };
    },
    resolve: () => [],
    ...change,
  };
}

export interface Reply {
  readonly body?: Json;
  readonly next?: string | null;
  readonly refused?: NonNullable<Part['refused']>;
  readonly status?: number;
  readonly pollAfterMs?: number;
  readonly others?: readonly Part[];
}

/** A session that answers by a function; one that returns nothing answers with an empty last page. */
export function plain(
  answer: (
    at: { readonly task: Task; readonly cursor: string | null },
    call: number,
    signal: AbortSignal,
  ) => Reply | undefined | Promise<Reply | undefined>,
  core = plainCore(),
): Connector<unknown> & { readonly calls: string[] } {
  const calls: string[] = [];
  const read: Session['read'] = async ([at], signal) => {
    const call = calls.push(`${at.task.surface} ${at.task.boundary} ${at.cursor ?? '-'}`);
    const reply = (await answer(at, call, signal)) ?? {};
    const { body = { items: [] }, next = null, refused, status = 200, pollAfterMs, others = [] } = reply;
    const part: Part = { ...at, body, next, ...(refused === undefined ? {} : { refused }) };
    const wire = { sentAt: instantOf(START), receivedAt: instantOf(START), providerDate: null, requestId: null, status, raw: null };
    const told: Answer = { parts: [part, ...others], wire, ...(pollAfterMs === undefined ? {} : { pollAfterMs }) };
    return told;
  };
  return { core, calls, open: () => Promise.resolve({ read, close: () => Promise.resolve() }) };
}
