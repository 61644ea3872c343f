import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { memoryCapture } from '../../src/capture/archive.ts';
import { instantOf } from '../../src/base/instant.ts';
import { collect } from '../../src/collect/collect.ts';
import type { CollectIo } from '../../src/collect/io.ts';
import { replay } from '../../src/collect/replay.ts';
import type { CaptureReader } from '../../src/contract/capture.ts';
import type { BoundarySpan, Connector } from '../../src/contract/connector.ts';
import type { Page, Task } from '../../src/model/page.ts';

const place = { boundary: 'sim:one', surface: 'sim:log' };
const list: Task = { boundary: 'sim:one', surface: 'sim:list', args: {} };
const logFrom = (from: string): Task => ({ ...place, args: { from } });

/** Has a list, and a log that its plan reads for as long as the settings say. */
function sim(asked: Task[], stopAt?: string): Connector<unknown> {
  const surface = { permission: 'read', ifUnread: 'nothing', provesAbsence: 'yes' as const, role: 'describes' as const };
  return {
    core: {
      id: 'sim',
      mapping: 1,
      surfaces: [
        { ...surface, id: 'sim:list', yields: ['boundary'] },
        { ...surface, id: 'sim:log', yields: ['life-cycle-event'] },
      ],
      settings: v.object({}),
      limits: [{ service: 'sim', perSecond: 1000, concurrency: 1 }],
      roots: () => [list],
      expects: () => ['sim:list', 'sim:log'],
      map: () => ({ facts: [], gaps: [] }),
      plan: (_, stage) => (stage === 0 ? [logFrom('long ago')] : []),
      logTasks: (since, _, now) => since.map(({ to }) => logFrom(`${to} to ${now}`)),
      resolve: () => [],
    },
    open: () =>
      Promise.resolve({
        read: ([{ task, cursor }]) => {
          asked.push(task);
          if (stopAt === task.surface) throw new Error('the line broke');
          const wire = { sentAt: NOW, receivedAt: NOW, providerDate: null, requestId: null, status: 200, raw: null };
          return Promise.resolve({ parts: [{ task, cursor, body: {}, next: null }], wire });
        },
        close: () => Promise.resolve(),
      }),
  };
}

const NOW = '2026-11-22T12:00:00.000Z';

function ioAt(now: string): CollectIo {
  return {
    now: () => Date.parse(now),
    random: () => 0,
    sleep: () => Promise.resolve(),
    signal: new AbortController().signal,
    environment: {},
  };
}

const span: BoundarySpan = {
  ...{ boundary: 'sim:one', source: 'sim:log', sourceKind: 'provider-log', region: null, tells: 'changes' },
  ...{ from: '2026-11-01T00:00:00.000Z', to: '2026-11-20T00:00:00.000Z' },
};

async function read(asked: Task[], since: readonly BoundarySpan[], now = NOW, resumed: readonly Page[] = []): Promise<CaptureReader> {
  const sources = [{ connector: sim(asked), settings: {}, since }];
  return collect({ sources, writer: memoryCapture(), io: ioAt(now), resumed });
}

describe('a log that was told of whole before', () => {
  it('is read from there, in the place of what the plan gives', async () => {
    const asked: Task[] = [];
    await read(asked, [span]);
    expect(asked).toEqual([list, logFrom(`${span.to} to ${NOW}`)]);
  });

  it('is read by the plan where nothing was told before', async () => {
    const asked: Task[] = [];
    const capture = await read(asked, []);
    expect(asked).toEqual([list, logFrom('long ago')]);
    expect(capture.head.sources[0]).not.toHaveProperty('logs');
  });

  it('is complete when the capture is read again, which knows nothing of the store', async () => {
    const capture = await read([], [span]);
    const { coverage, strays } = await replay(capture, [sim([]).core]);
    expect(coverage.map(({ surface, status }) => [surface, status])).toEqual([
      ['sim:list', 'complete'],
      ['sim:log', 'complete'],
    ]);
    expect(strays).toEqual([]);
  });

  it('is unread where what was asked anew was not answered', async () => {
    const sources = [{ connector: sim([], 'sim:log'), settings: {}, since: [span] }];
    const { coverage } = await replay(await collect({ sources, writer: memoryCapture(), io: ioAt(NOW) }), [sim([]).core]);
    expect(coverage.find(({ surface }) => surface === 'sim:log')?.status).toBe('unread');
  });

  it('is asked for by the same tasks when a reading that was stopped goes on later', async () => {
    const pages: Page[] = [];
    for await (const page of (await read([], [span])).pages()) pages.push(page);
    const asked: Task[] = [];
    const later = instantOf(Date.parse(NOW) + 3_600_000);
    await read(asked, [span], later, pages);
    expect(asked).toEqual([]);
  });
});
