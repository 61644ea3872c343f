import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { isNonEmpty, type Json, type JsonObject } from '../../../../src/base/json.ts';
import { collect } from '../../../../src/collect/collect.ts';
import { replay } from '../../../../src/collect/replay.ts';
import type { ConnectorCore, Part, TaskAt } from '../../../../src/contract/connector.ts';
import type { MicrosoftSession } from '../../../../connectors/microsoft/live/session.ts';
import { virtualIo } from '../../../support/unfriendly/io.ts';
import { MemoryCapture } from '../../../support/unfriendly/memory-capture.ts';
import { at, never, rigs, tenant, type Asked, type Said } from './support.ts';

const rig = rigs();

interface Inner {
  readonly id: string;
  readonly url: string;
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Outer {
  readonly id?: string;
  readonly status?: unknown;
  readonly headers?: unknown;
  readonly body?: unknown;
}

function requestsOf({ body }: Asked): readonly Inner[] {
  return (JSON.parse(body) as { requests: Inner[] }).requests;
}

/** Plays `$batch`: each inner request answered by the function. */
function batches(answer: (inner: Inner, index: number) => Outer | readonly Outer[]): (asked: Asked) => Said {
  return (asked) => ({
    body: {
      responses: requestsOf(asked).flatMap((inner, i) =>
        [answer(inner, i)].flat().map((each) => ({ id: inner.id, status: 200, body: { value: [] }, ...each })),
      ),
    },
  });
}

function members(count: number): readonly TaskAt[] {
  return Array.from({ length: count }, (_, i) => at('members', { path: `groups/g${i}/members?$top=999` }));
}

async function together(session: MicrosoftSession, questions: readonly TaskAt[]): Promise<readonly Part[]> {
  if (!isNonEmpty(questions)) throw new Error('no questions');
  const { parts } = await session.read(questions, never);
  // In the order asked, whatever order they came in.
  return questions.map((question) => parts.find((part) => part.task === question.task)!);
}

describe('$batch', () => {
  it('takes twenty questions in one request, with the headers of their call', async () => {
    const r = rig();
    r.cloud.answer = batches(({ url }) => ({ body: { value: [url], '@odata.context': 'c' } }));
    const session = await r.open();
    const parts = await together(session, members(45));
    expect(r.cloud.asked.map((asked) => [asked.method, asked.url, requestsOf(asked).length])).toEqual([
      ['POST', '/v1.0/$batch', 20],
      ['POST', '/v1.0/$batch', 20],
      ['POST', '/v1.0/$batch', 5],
    ]);
    expect(parts.map((part) => part.body)).toEqual(Array.from({ length: 45 }, (_, i) => ({ value: [`/groups/g${i}/members?$top=999`] })));
    expect(requestsOf(r.cloud.asked[0]!)[0]).toEqual({
      id: '1',
      method: 'GET',
      url: '/groups/g0/members?$top=999',
      headers: { ConsistencyLevel: 'eventual' },
    });
  });

  it('matches answers by id, in whatever order they come', async () => {
    const r = rig();
    r.cloud.answer = (asked) => ({
      body: { responses: [...requestsOf(asked)].reverse().map(({ id, url }) => ({ id, status: 200, body: { value: [url] } })) },
    });
    const parts = await together(await r.open(), members(3));
    expect(parts.map((part) => (part.body as JsonObject)['value'])).toEqual([0, 1, 2].map((i) => [`/groups/g${i}/members?$top=999`]));
  });

  it('gives each part its own answer, refusal, wait and status', async () => {
    const r = rig();
    const error = (code: string): Json => ({ error: { code, message: 'why' } });
    const told: readonly Outer[] = [
      { body: { value: [{ id: 'a', hint: 'sec' }] } },
      { status: 429, headers: { 'Retry-After': '12' }, body: error('TooManyRequests') },
      { status: 403, body: error('Authorization_RequestDenied') },
      { status: 404, body: error('Request_ResourceNotFound') },
      { status: 404, body: error('somethingElse') },
      { status: 200, body: 'PGh0bWw+' },
      { status: 200, body: null },
      { status: 'ok' },
      { status: 503, headers: { 'Retry-After': 3 }, body: error('serviceNotAvailable') },
    ];
    r.cloud.answer = batches((_, i) => told[i] ?? {});
    const parts = await together(await r.open(), members(told.length));
    expect(parts.map((part) => [part.refused, part.retryAfterMs, part.status])).toEqual([
      [undefined, undefined, 200],
      ['throttled', 12_000, 429],
      ['denied', undefined, 403],
      [undefined, undefined, 404],
      ['vanished', undefined, 404],
      ['malformed', undefined, 200],
      ['malformed', undefined, 200],
      ['malformed', undefined, undefined],
      ['unreachable', 3000, 503],
    ]);
    expect(parts[0]?.body).toEqual({ value: [{ id: 'a', hint: { $dropped: 'secret' } }] });
    expect(parts[3]?.body).toEqual({ error: { code: 'Request_ResourceNotFound', message: 'why' } });
  });

  it('holds a question without an answer, or with two, for not read', async () => {
    const r = rig();
    r.cloud.answer = batches((_, i) =>
      i === 0 ? [] : i === 1 ? [{ body: { value: [1] } }, { body: { value: [2] } }] : { body: { value: [3] } },
    );
    const parts = await together(await r.open(), members(3));
    expect(parts.map((part) => part.refused)).toEqual(['malformed', 'malformed', undefined]);
  });

  it('tells where a part goes on, for a question of its own', async () => {
    const r = rig();
    r.cloud.answer = (asked) =>
      asked.method === 'POST'
        ? batches(({ url }) => ({ body: { value: [], '@odata.nextLink': `${r.cloud.url}/v1.0${url}&$skiptoken=2` } }))(asked)
        : { body: { value: ['rest'] } };
    const session = await r.open();
    const [first] = await together(session, members(2));
    expect(first?.next).toBe('/groups/g0/members?$top=999&$skiptoken=2');
    const { parts } = await session.read([{ task: first!.task, cursor: first?.next ?? null }], never);
    expect(parts[0].body).toEqual({ value: ['rest'] });
    expect(r.cloud.asked[1]).toMatchObject({ method: 'GET', url: '/v1.0/groups/g0/members?$top=999&$skiptoken=2' });
    expect(r.cloud.asked[1]?.headers['consistencylevel']).toBe('eventual');
  });

  it('refuses a part that goes on elsewhere', async () => {
    const r = rig();
    r.cloud.answer = batches(() => ({ body: { value: [], '@odata.nextLink': 'https://evil.example/v1.0/x' } }));
    expect((await together(await r.open(), members(2))).map((part) => part.refused)).toEqual(['malformed', 'malformed']);
  });

  it.each<[string, Said, string]>([
    ['403', { status: 403, body: { error: { code: 'Forbidden', message: 'no' } } }, 'denied'],
    ['429', { status: 429, headers: { 'retry-after': '5' } }, 'throttled'],
    [
      '404 that its parts would take for an answer',
      { status: 404, body: { error: { code: 'Request_ResourceNotFound', message: 'no' } } },
      'vanished',
    ],
    ['a page of something else', { body: '<html>' }, 'malformed'],
    ['an answer without responses', { body: { value: [] } }, 'malformed'],
    ['a cut connection', { body: { responses: [] }, cut: true }, 'unreachable'],
  ])('refuses all its parts after %s', async (_, said, cause) => {
    const r = rig();
    r.cloud.answer = () => said;
    const parts = await together(await r.open(), members(3));
    expect(parts.map((part) => part.refused)).toEqual([cause, cause, cause]);
    if (said.headers !== undefined) expect(parts[2]?.retryAfterMs).toBe(5000);
  });

  it('asks again once with a new token where a part was refused as not signed in', async () => {
    const r = rig();
    r.cloud.answer = (asked) =>
      batches((_, i) =>
        r.cloud.asked.length === 1 && i === 1 ? { status: 401, body: { error: { code: 'InvalidAuthenticationToken' } } } : {},
      )(asked);
    const parts = await together(await r.open(), members(2));
    expect(parts.map((part) => part.refused)).toEqual([undefined, undefined]);
    expect(r.cloud.asked).toHaveLength(2);
    expect(r.cloud.signIns).toHaveLength(2);
  });

  it('slows down for a part that is near its limit', async () => {
    const r = rig();
    r.cloud.answer = batches((_, i) => ({ headers: i === 1 ? { 'x-ms-throttle-limit-percentage': '0.9' } : {} }));
    const answer = await (await r.open()).read([members(2)[0]!, members(2)[1]!], never);
    expect(answer.slowDownMs).toBe(2000);
  });

  it('asks alone what may not go with others, and refuses what is not in the table', async () => {
    const r = rig();
    r.cloud.answer = (asked) => (asked.url.endsWith('$batch') ? batches(() => ({}))(asked) : { body: { value: ['alone'] } });
    const parts = await together(await r.open(), [...members(2), at('lonely'), at('nothing')]);
    expect(parts.map((part) => part.refused)).toEqual([undefined, undefined, undefined, 'unsupported']);
    expect(r.cloud.asked.map((asked) => asked.url).sort()).toEqual(['/v1.0/$batch', '/v1.0/things?$top=999']);
  });

  it('refuses the questions about another tenant', async () => {
    const r = rig();
    const other = '99999999-2222-4333-8444-555555555555';
    const parts = await together(
      await r.open(),
      [1, 2].map((i) => at('members', { path: `g${i}` }, null, `entra:${other}`)),
    );
    expect(parts.map((part) => part.refused)).toEqual(['denied', 'denied']);
    expect(r.cloud.asked).toEqual([]);
  });
});

describe('the collector over $batch', () => {
  it('reads 45 groups in three requests, asks again what was throttled, and follows what has more', async () => {
    const r = rig();
    const throttled = new Set<string>();
    r.cloud.answer = (asked) => {
      // One that is left over is asked alone, as a later page is.
      if (asked.method === 'GET') return { body: { value: [{ id: asked.url }] } };
      return batches(({ url }) => {
        const number = Number(/g(\d+)/.exec(url)?.[1]);
        if (number % 10 === 3 && !throttled.has(url)) {
          throttled.add(url);
          return { status: 429, headers: { 'Retry-After': '2' }, body: { error: { code: 'TooManyRequests', message: '' } } };
        }
        if (number === 7) return { status: 403, body: { error: { code: 'Authorization_RequestDenied', message: 'hidden' } } };
        return { body: { value: [{ id: url }], ...(number === 5 ? { '@odata.nextLink': `${r.cloud.url}/v1.0${url}&$skiptoken=x` } : {}) } };
      })(asked);
    };
    const surface = {
      id: 'entra:members',
      yields: ['membership'] as const,
      permission: 'p',
      ifUnread: 'w',
      provesAbsence: 'yes' as const,
      role: 'grants' as const,
      batch: 20,
    };
    const core: ConnectorCore<unknown> = {
      id: 'entra',
      mapping: 1,
      surfaces: [surface],
      settings: v.unknown(),
      limits: [{ service: 'directory', perSecond: 40, concurrency: 8 }],
      roots: () => members(45).map(({ task }) => task),
      expects: () => ['entra:members'],
      map: (task, body) => ({
        gaps: [],
        facts: ((body as { value?: readonly { id: string }[] }).value ?? []).map(({ id }) => ({
          kind: 'membership',
          boundary: task.boundary,
          surface: task.surface,
          key: id,
          value: { id },
          pointer: '/value',
        })),
      }),
      resolve: () => [],
    };
    const session = await r.open();
    const connector = { core, open: () => Promise.resolve(session) };
    const writer = new MemoryCapture();
    const reader = await collect({ sources: [{ connector, settings: {} }], writer, io: virtualIo('moving') });
    const replayed = await replay(reader, [core]);
    const posts = r.cloud.asked.filter((asked) => asked.method === 'POST');
    const sizes = posts.map((asked) => requestsOf(asked).length);
    // What was throttled is asked again with what waits next, or by itself.
    const alone = r.cloud.asked.length - posts.length;
    expect(sizes.reduce((sum, each) => sum + each, alone)).toBe(45 + 5 + 1);
    expect(Math.max(...sizes)).toBe(20);
    expect(sizes.length).toBeLessThanOrEqual(6);
    expect(alone).toBeGreaterThanOrEqual(1);
    expect([...replayed.facts.ofKind('membership')]).toHaveLength(45);
    expect(reader.count).toBe(46);
    expect(replayed.gaps.map((gap) => [gap.boundary, gap.cause])).toEqual([[`entra:${tenant}`, 'denied']]);
    expect(replayed.gaps[0]?.detail).toContain('with status 403: hidden');
  });
});
