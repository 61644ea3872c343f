import { describe, expect, it } from 'vitest';
import { hashJson } from '../../../src/base/bytes/hash.ts';
import type { Json } from '../../../src/base/json.ts';
import { awsCore } from '../../../connectors/aws/core.ts';
import { canonicalJson } from '../../../src/base/bytes/canonical.ts';
import { wiring } from '../../../src/cli/wiring.ts';
import { PageLog } from '../../../src/collect/page-log.ts';
import { replay } from '../../../src/collect/replay.ts';
import type { CaptureReader } from '../../../src/contract/capture.ts';
import type { JournalEntry, SurfaceRead } from '../../../src/model/history.ts';
import type { Envelope } from '../../../src/model/page.ts';
import { analyze } from '../../../src/run/analyze.ts';
import { historyInput } from '../../../src/run/history/annotate.ts';
import { asksAsMuchBy, readsOf } from '../../../src/run/history/reads.ts';
import { runIdOf } from '../../../src/run/history/record.ts';
import type { HistoryStore } from '../../../src/contract/store.ts';
import { HistoryError } from '../../../src/history/errors.ts';
import { dumpCapture, estateDetails, memoryStore, plain, told } from './dumps.ts';
import { everything, liveCapture, silentOf } from './live.ts';

async function readsIn(capture: CaptureReader): Promise<readonly SurfaceRead[]> {
  return readsOf(await replay(capture, [awsCore]), capture.head, [awsCore]);
}

function line(reads: readonly SurfaceRead[], surface: string, boundary = 'aws:111122223333'): SurfaceRead | undefined {
  return reads.find((read) => read.surface === surface && read.boundary === boundary);
}

const exchange: Envelope = {
  ...{ connector: 'aws', mapping: 2, cursor: null, next: null, validAt: null, requestId: null, status: 200, refused: null, raw: null },
  task: { boundary: 'aws:111122223333', surface: 'aws:authorization-details', args: {} },
  sentAt: '2026-11-01T00:00:10.500Z',
  receivedAt: '2026-11-01T00:00:11.200Z',
  providerDate: '2026-11-01T00:00:11.000Z',
};

function logged(...envelopes: readonly Partial<Envelope>[]): ReturnType<PageLog['places']>[number] | undefined {
  const log = new PageLog();
  for (const [n, each] of envelopes.entries()) log.add(String(n).padStart(64, '0'), { ...exchange, ...each }, {});
  return log.places()[0];
}

describe('how a surface was read', () => {
  it('is told of the span its pages speak for, by the provider`s word before the reader`s clock', () => {
    expect(logged({}, { sentAt: '2026-11-01T00:00:20.000Z', receivedAt: '2026-11-01T00:00:25.000Z', providerDate: null })).toMatchObject({
      from: '2026-11-01T00:00:10.500Z',
      to: '2026-11-01T00:00:25.000Z',
      pages: 2,
    });
    expect(logged({ validAt: '2026-10-31T22:00:00.000Z' })).toMatchObject({
      from: '2026-10-31T22:00:00.000Z',
      to: '2026-10-31T22:00:00.000Z',
    });
    expect(logged({}, { sentAt: null, receivedAt: null })).toMatchObject({ from: null, to: null, pages: 2 });
    expect(logged({ refused: 'denied' })).toMatchObject({ from: null, to: null, pages: 0, refused: 1 });
  });

  it.each([
    ['within the exchange', '2026-11-01T00:00:11.000Z', 0],
    ['in the second in which it was sent', '2026-11-01T00:00:10.000Z', 0],
    ['just before what a second can hide', '2026-11-01T00:00:09.000Z', 500],
    ['far ahead', '2026-11-01T00:05:11.000Z', 299_800],
    ['far behind', '2026-10-31T23:55:10.000Z', 299_500],
  ])('tells by how much clocks differ at least: %s', (_, providerDate, skewMs) => {
    expect(logged({ providerDate })?.skewMs).toBe(skewMs);
    expect(logged({ providerDate }, {}, { providerDate: null })?.skewMs).toBe(skewMs);
  });

  it('speaks for a moment as a whole only where every page tells one', () => {
    const until = (...envelopes: readonly Partial<Envelope>[]): string | null => {
      const log = new PageLog();
      for (const [n, each] of envelopes.entries()) log.add(String(n).padStart(64, '0'), { ...exchange, ...file, ...each }, {});
      return log.until;
    };
    const file = { sentAt: null, receivedAt: null, providerDate: null, validAt: '2026-10-01T06:00:00.000Z' };
    expect(until({}, { validAt: '2026-10-02T06:00:00.000Z' }, {})).toBe('2026-10-02T06:00:00.000Z');
    expect(until({}, { validAt: null })).toBeNull();
    expect(until({ validAt: null }, {})).toBeNull();
    expect(until()).toBeNull();
  });

  it('does not guess where no page tells of the provider`s clock', () => {
    expect(logged({ providerDate: null })?.skewMs).toBeNull();
    expect(logged({ sentAt: null })?.skewMs).toBeNull();
  });

  it('has a line for every line of the ledger, and for each part that was asked by itself', async () => {
    const capture = await liveCapture('2026-11-22T00:00:00Z');
    const { coverage } = await replay(capture, [awsCore]);
    const reads = await readsIn(capture);
    expect(
      reads.filter(({ surface }) => !surface.includes('#')).map(({ boundary, surface, status }) => [boundary, surface, status]),
    ).toEqual(coverage.map(({ boundary, surface, status }) => [boundary, surface, status]));
    const parts = reads.filter(({ surface }) => surface.includes('#'));
    expect(new Set(parts.map(({ surface }) => surface.split(/[# ]/)[0]))).toEqual(
      new Set([
        'aws:identity-center-assignments',
        'aws:identity-center-directory',
        'aws:login-profiles',
        'aws:mfa-devices',
        'aws:organization',
      ]),
    );
    expect(line(reads, 'aws:authorization-details')).toMatchObject({
      pages: 2,
      snapshot: false,
      filtered: false,
      absenceAfterMs: 60_000,
      origin: 'live',
    });
    expect(line(reads, 'aws:account-summary')).toMatchObject({ pages: 1, snapshot: true });
    expect(line(reads, 'aws:credential-report')).toMatchObject({ absenceAfterMs: 4 * 3_600_000 + 60_000 });
    expect(line(reads, 'aws:delegation-requests')).toMatchObject({ absenceAfterMs: null });
    expect(reads.every(({ settings }) => settings === `[${canonicalJson(capture.head.sources[0]?.settings ?? null)}]`)).toBe(true);
  });

  it('is filtered and no snapshot where it comes from a file, however few its pages', async () => {
    const reads = await readsIn(await dumpCapture(estateDetails(6, 3, 0), '2026-10-01T06:00:00.000Z'));
    expect(line(reads, 'aws:authorization-details')).toMatchObject({
      pages: 1,
      snapshot: false,
      filtered: true,
      origin: 'dump',
      settings: '[]',
      from: '2026-10-01T06:00:00.000Z',
    });
    expect(line(reads, 'aws:secrets')).toMatchObject({ pages: 0, status: 'unread', from: null });
  });
});

describe('reads that are compared', () => {
  const asksAsMuch = asksAsMuchBy([awsCore]);
  const read = { surface: 'aws:kms-keys', settings: '[{"regions":["eu-central-1","us-east-1"],"surfaces":["kms-keys"]}]' } as SurfaceRead;

  it('ask as much where the connector says so, and not where their settings are not understood', () => {
    expect(asksAsMuch(read, read.settings)).toBe(true);
    expect(asksAsMuch(read, '[{"regions":["eu-central-1"],"surfaces":["kms-keys"]}]')).toBe(true);
    expect(asksAsMuch(read, '[{"regions":["eu-west-3"],"surfaces":["kms-keys"]}]')).toBe(false);
    expect(asksAsMuch(read, '[{"regions":"all"}]')).toBe(false);
    expect(asksAsMuch({ ...read, surface: 'gcp:keys' }, '[{}]')).toBe(false);
    expect(asksAsMuch(read, '[]')).toBe(true);
  });
});

describe('a run', () => {
  it('of files that tell no time is not recorded, and says so', async () => {
    const store = memoryStore();
    const capture = await dumpCapture(estateDetails(6, 3, 0));
    const { report, recorded } = await analyze({
      capture,
      connectors: wiring.connectors,
      configuration: plain,
      clock: () => 0,
      recording: { store, now: () => 0 },
    });
    expect(recorded).toEqual({ how: 'untimed' });
    expect(report.history).toBeNull();
    expect(await store.runs()).toEqual([]);
  });

  it('that the store refuses gives its report all the same, without a history, and says why', async () => {
    const capture = await dumpCapture(estateDetails(6, 3, 0), '2026-10-01T06:00:00.000Z');
    const input = { capture, connectors: wiring.connectors, configuration: plain, clock: () => 0 };
    const full = (): Promise<never> => Promise.reject(new HistoryError('full', 'no room'));
    const whole: HistoryStore = memoryStore();
    const before = await analyze({ ...input, recording: { store: { ...whole, recordFacts: full }, now: () => 0 } });
    expect(before.recorded).toMatchObject({ how: 'failed', error: { code: 'full' }, facts: null });
    const between = await analyze({ ...input, recording: { store: { ...whole, recordConclusions: full }, now: () => 0 } });
    expect(between.recorded).toMatchObject({ how: 'failed', error: { code: 'full' }, facts: { how: 'new' } });
    expect(between.report).toEqual((await analyze(input)).report);
    const again = await analyze({ ...input, recording: { store: whole, now: () => 0 } });
    expect(again.recorded).toMatchObject({ how: 'recorded', facts: { how: 'again' }, conclusions: { how: 'new' } });
    expect(again.report.history).toMatchObject({ runs: 1, previous: null });
  });

  it('gives the same report when it is made again from the same store', async () => {
    const store = memoryStore();
    const first = await dumpCapture(estateDetails(6, 5, 3), '2026-10-01T06:00:00.000Z');
    const second = await dumpCapture(estateDetails(6, 4, 3), '2026-10-02T06:00:00.000Z');
    await told(store, first, '2026-10-02T06:00:00.000Z');
    const { report } = await told(store, second, '2026-10-02T06:00:00.000Z');
    const [former] = await store.runs();
    const held = { runs: [{ id: former?.id, conclusions: former?.conclusions }], journal: null, prunedUntil: null };
    expect(report.run.inputs).toContainEqual({ kind: 'history', sha256: hashJson(held as unknown as Json) });
    expect((await told(store, second, '2026-10-02T06:00:00.000Z')).report).toEqual(report);
  });

  it('names what was imported among what its report was made from, and not what its own logs tell', async () => {
    const historyOf = async (...entries: readonly JournalEntry[]): Promise<readonly string[]> => {
      const store = memoryStore();
      await store.append(entries, '2026-10-01T06:00:00.000Z');
      const input = await historyInput(store, await store.runs(), 'its own');
      return input === null ? [] : [input.sha256];
    };
    const entry = { sort: 'event', key: 'k', boundary: null, at: '2026-10-01T00:00:00.000Z', names: [], value: {} } as const;
    expect(await historyOf()).toEqual([]);
    expect(await historyOf(entry)).toEqual([]);
    const imported = { ...entry, sort: 'import' } as const;
    const [[one], [other], [same]] = [await historyOf(imported), await historyOf(entry, imported), await historyOf(imported, entry)];
    expect(one).toMatch(/^[0-9a-f]{64}$/);
    expect(other).not.toBe(one);
    expect(same).toBe(other);
  });

  it('is the same for the same capture and mappings, and another for any other', () => {
    const [capture, other] = ['a'.repeat(64), 'b'.repeat(64)];
    const aws = { id: 'aws', mapping: 2 };
    const id = runIdOf(capture, [aws, { id: 'gcp', mapping: 1 }]);
    expect(id).toBe(runIdOf(capture, [{ id: 'gcp', mapping: 1 }, aws]));
    const others = [runIdOf(other, [aws]), runIdOf(capture, [aws]), runIdOf(capture, [{ ...aws, mapping: 3 }])];
    expect(new Set([id, ...others]).size).toBe(4);
  });

  it('leaves open what a narrower, a partial and a refused read lack', async () => {
    const configuration = silentOf(everything);
    const narrow = { ...(everything as object), regions: ['us-east-1'] };
    for (const [meddle, settings] of [
      [undefined, narrow],
      [
        (at: { task: { surface: string } }) => (at.task.surface === 'aws:kms-keys' ? ({ refused: 'throttled' } as const) : undefined),
        everything,
      ],
    ] as const) {
      const store = memoryStore();
      await told(store, await liveCapture('2026-11-22T00:00:00Z'), '2026-11-22T01:00:00.000Z', configuration);
      for (const day of ['2026-11-24', '2026-11-26']) {
        const { recorded } = await told(
          store,
          await liveCapture(`${day}T00:00:00Z`, meddle, settings),
          '2026-11-22T01:00:00.000Z',
          silentOf(settings),
        );
        expect(recorded.facts).toMatchObject({ ended: 0 });
      }
      for await (const { end, tellers } of store.intervals({}))
        if (tellers.some(({ surface }) => surface === 'aws:kms-keys')) expect(end?.how ?? 'open').not.toBe('absent');
    }
  });
});

describe('pages of files', () => {
  it('speak for when they say they were made, else for when the reader says so', async () => {
    const times = async (readAt?: string): Promise<ReadonlySet<unknown>> => {
      const found = new Set<unknown>();
      const capture = await dumpCapture(estateDetails(6, 3, 0), readAt);
      for await (const { envelope } of capture.pages()) found.add(`${envelope.validAt} ${envelope.receivedAt}`);
      return found;
    };
    expect(await times('2026-10-01T06:00:00.000Z')).toEqual(new Set(['2026-10-01T06:00:00.000Z null']));
    expect(await times()).toEqual(new Set(['null null']));
  });
});
