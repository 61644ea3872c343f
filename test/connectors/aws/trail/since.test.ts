import { expect, it } from 'vitest';
import { awsCore } from '../../../../connectors/aws/core.ts';
import { instantOf } from '../../../../src/base/instant.ts';
import type { Json, JsonObject } from '../../../../src/base/json.ts';
import { memoryCapture } from '../../../../src/capture/archive.ts';
import { collect } from '../../../../src/collect/collect.ts';
import { replay } from '../../../../src/collect/replay.ts';
import type { BoundarySpan, Connector } from '../../../../src/contract/connector.ts';
import { account, boundary } from './support.ts';
import { trailAnswers } from './world.ts';

const start = Date.parse('2026-11-22T00:00:00Z');
const before: BoundarySpan = {
  boundary,
  source: 'aws:cloudtrail-events',
  sourceKind: 'provider-log',
  region: 'us-east-1',
  from: '2026-11-01T00:00:00.000Z',
  to: '2026-11-09T12:00:00.000Z',
  tells: 'changes',
};

it('is read through all its pages where earlier runs told of it, and told whole from there on', async () => {
  let now = start;
  const asked: JsonObject[] = [];
  const connector: Connector<unknown> = {
    core: awsCore,
    open: () =>
      Promise.resolve({
        read: ([{ task, cursor }]) => {
          const sentAt = instantOf((now += 10));
          const args = task.args as JsonObject;
          if (task.surface === 'aws:cloudtrail-events') asked.push(args);
          const body: Json = task.surface === 'aws:caller-identity' ? { Account: account } : (trailAnswers(account, args)[0] ?? null);
          const wire = { sentAt, receivedAt: sentAt, providerDate: null, requestId: null, status: 200, raw: null };
          return Promise.resolve({ parts: [{ task, cursor, body, next: null }], wire });
        },
        close: () => Promise.resolve(),
      }),
  };
  const reader = await collect({
    sources: [{ connector, settings: { surfaces: ['cloudtrail-events'] }, since: [before] }],
    writer: memoryCapture(),
    io: {
      now: () => now,
      random: () => 0.5,
      sleep: () => Promise.resolve(),
      signal: new AbortController().signal,
      environment: {},
    },
  });
  expect(asked.map(({ from, token }) => [from, token])).toEqual([
    ['2026-11-09T10:00:00.000Z', undefined],
    ['2026-11-09T10:00:00.000Z', 'second'],
  ]);
  const { facts } = await replay(reader, [awsCore]);
  expect([...facts.ofKind('log-span')].map(({ value: { from, to } }) => [from, to])).toEqual([
    ['2026-11-09T10:00:00.000Z', '2026-11-21T23:45:00.000Z'],
  ]);
});
