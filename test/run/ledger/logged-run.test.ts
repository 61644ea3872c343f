import { describe, expect, it } from 'vitest';
import { hashJson } from '../../../src/base/bytes/hash.ts';
import type { Json, JsonObject } from '../../../src/base/json.ts';
import { memoryCapture } from '../../../src/capture/archive.ts';
import { checkBatch } from '../../../src/evidence/check/envelope/statement.ts';
import { pagesBatch, valuesBatch } from '../../../src/evidence/items/batch.ts';
import type { BodyOf, LeafBody } from '../../../src/model/ledger.ts';
import type { CaptureReader } from '../../../src/contract/capture.ts';
import { analyze } from '../../../src/run/analyze.ts';
import { readConfiguration } from '../../../src/run/configuration.ts';
import { analysed, captured } from '../../../src/run/ledger/ended.ts';
import { hashInParts } from '../../../src/run/ledger/hash-in-parts.ts';
import { logActs } from '../../../src/run/ledger/logbook.ts';
import { LoggedRun } from '../../../src/run/ledger/logged-run.ts';
import { scopeOf } from '../../../src/run/ledger/scope.ts';
import { captureLive, scan } from '../../../src/run/scan.ts';
import { estateServer, estateWiring } from '../../support/live/estate.ts';
import { memoryLedger, PlantedError, testSigner } from '../../support/ledger.ts';
import { sampleReport } from '../../support/report.ts';
import { virtualIo } from '../../support/unfriendly/io.ts';

const wiring = estateWiring(estateServer());
const configuration = readConfiguration({}, wiring);
const scope = scopeOf([{ connector: 'estate', settings: configuration.connectorSettings['estate'] as Json }]);
const opening = { command: 'scan', configuration: configuration.hash, scope } as const;

async function estateCapture(): Promise<CaptureReader> {
  const connector = await wiring.live['estate']?.();
  if (connector === undefined) throw new Error('the estate cannot be read');
  return captureLive({ connectors: [connector], configuration, writer: memoryCapture(), io: virtualIo('moving') });
}

const kinds = (entries: readonly { readonly body: LeafBody }[]): readonly string[] => entries.map(({ body }) => body.kind);
const bodyOf = <K extends LeafBody['kind']>(entries: readonly { readonly body: LeafBody }[], kind: K): BodyOf<K>[] =>
  entries.flatMap(({ body }) => (body.kind === kind ? [body as BodyOf<K>] : []));

describe('a logged run', () => {
  it('is an intent, its batches and an end that all name the intent', async () => {
    const memory = memoryLedger();
    const log = new LoggedRun(memory.logbook);
    await log.begin(opening);
    expect(kinds(memory.entries)).toEqual(['run-intent']);
    const capture = await estateCapture();
    const { report } = await analyze({ capture, connectors: wiring.connectors, configuration, clock: () => 0 });
    await log.end(() => analysed(capture, report, null));

    expect(kinds(memory.entries)).toEqual(['run-intent', 'batch', 'batch', 'run-end']);
    expect(memory.entries.map(({ of }) => of)).toEqual([null, 0, 0, 0]);
    expect([log.failure, log.entries]).toEqual([null, { first: 0, last: 3 }]);
    const [intent] = bodyOf(memory.entries, 'run-intent');
    const [end] = bodyOf(memory.entries, 'run-end');
    expect(end).toMatchObject({ nonce: intent?.nonce, capture: capture.id, pages: capture.count, batches: [1, 2] });
    expect(end?.report).toBe(hashJson(report as unknown as Json));
    expect(end?.boundaries).toEqual(report.totals.boundaries);
    expect(intent).toMatchObject({ configuration: configuration.hash, by: { name: 'Ida Quist' }, anchor: null });
  });

  it('has a signed statement for each batch, whose root anybody with the secret makes again', async () => {
    const memory = memoryLedger();
    const log = new LoggedRun(memory.logbook);
    await log.begin(opening);
    const capture = await estateCapture();
    const report = { ...sampleReport, run: { ...sampleReport.run, capture: capture.id } };
    expect([report.findings.length > 0, report.endings.length > 0]).toEqual([true, true]);
    await log.end(() => analysed(capture, report, null));

    const batches = bodyOf(memory.entries, 'batch');
    expect(batches.map(({ what }) => what)).toEqual(['pages', 'findings', 'endings']);
    const roots = await Promise.all(
      batches.map(async ({ what }, place) => {
        const secret = memory.secrets.get(1 + place) ?? new Uint8Array();
        if (what === 'pages') return (await pagesBatch(secret, capture.pages())).root;
        return valuesBatch(secret, what, report[what] as unknown as readonly Json[]).root;
      }),
    );
    expect(batches.map(({ root }) => root)).toEqual(roots);
    expect(new Set([...memory.secrets.values()].map((each) => Buffer.from(each).toString('hex'))).size).toBe(3);
    const [intent] = bodyOf(memory.entries, 'run-intent');
    for (const { what, root, count, statement } of batches) {
      const checked = checkBatch(memory.statements.get(statement) ?? new Uint8Array(), [testSigner().publicKey]);
      expect(checked).toMatchObject({ holds: true });
      expect(JSON.stringify(checked)).toContain(root);
      expect(checked.holds ? checked.value.statement.predicate : null).toMatchObject({ what, root, count, nonce: intent?.nonce });
    }
  });

  it('tells of a capture alone which boundaries its pages are of', async () => {
    const memory = memoryLedger();
    const log = new LoggedRun(memory.logbook);
    await log.begin({ ...opening, command: 'capture' });
    await log.end(() => captured({ ...capture }));
    expect(bodyOf(memory.entries, 'run-end')[0]).toMatchObject({ report: null, findings: null, asOf: null, batches: [1] });
    expect(bodyOf(memory.entries, 'run-end')[0]?.boundaries).toEqual(['estate:0', 'estate:1', 'estate:2', 'estate:root']);
  });

  it('carries the newest mark from outside in its intent', async () => {
    const memory = memoryLedger();
    const anchor = { how: 'rfc3161', size: 0, root: '', at: '2026-11-20T00:00:00.000Z', by: 'tsa', sha256: 'a' } as const;
    memory.anchors.push({ anchor: { ...anchor, by: 'older' }, bytes: new Uint8Array() }, { anchor, bytes: new Uint8Array() });
    await new LoggedRun(memory.logbook).begin(opening);
    expect(bodyOf(memory.entries, 'run-intent')[0]?.anchor).toEqual(anchor);
  });

  it('is broken off with its reason, once', async () => {
    const memory = memoryLedger();
    const log = new LoggedRun(memory.logbook);
    await log.begin(opening);
    await log.abort(new PlantedError('stopped'));
    await log.abort(new PlantedError('again'));
    await log.end(() => captured(capture));
    expect(kinds(memory.entries)).toEqual(['run-intent', 'run-abort']);
    expect(bodyOf(memory.entries, 'run-abort')[0]).toMatchObject({ code: 'stopped', why: 'planted: stopped' });
  });

  it('is so of a scan as a library makes it, and of one that fails', async () => {
    const connector = await wiring.live['estate']?.();
    if (connector === undefined) throw new Error('the estate cannot be read');
    const memory = memoryLedger();
    const begun = { connectors: [connector], configuration, writer: memoryCapture() };
    await scan({ ...begun, io: virtualIo('moving'), log: new LoggedRun(memory.logbook) });
    const stopped = { ...virtualIo('moving'), signal: AbortSignal.abort(new PlantedError('stopped')) };
    await expect(scan({ ...begun, writer: memoryCapture(), io: stopped, log: new LoggedRun(memory.logbook) })).rejects.toThrow();
    expect(kinds(memory.entries)).toEqual(['run-intent', 'batch', 'batch', 'run-end', 'run-intent', 'run-abort']);
  });

  it('does nothing without a ledger', async () => {
    const log = new LoggedRun(null, false);
    await log.begin(opening);
    await log.end(() => {
      throw new Error('asked for what nobody logs');
    });
    await log.abort(new Error('x'));
    expect([log.failure, log.entries]).toEqual([null, null]);
  });
});

describe('trouble of the ledger', () => {
  it.each(['open', 'append'] as const)('keeps an intent that fails at %s, and refuses to begin where a ledger is required', async (at) => {
    for (const required of [false, true]) {
      const memory = memoryLedger();
      memory.trouble = (what) => {
        if (what === at) throw new PlantedError('write-failed');
      };
      const log = new LoggedRun(memory.logbook, required);
      const begun = log.begin(opening);
      if (required) await expect(begun).rejects.toMatchObject({ code: 'refused' });
      else await begun;
      expect(log.failure?.what).toBe(required ? undefined : 'intent');
      await log.end(() => captured(capture));
      expect(memory.entries).toEqual([]);
    }
  });

  it('leaves an intent without an end where the end cannot be written', async () => {
    const memory = memoryLedger();
    memory.trouble = (_, bodies) => {
      if (bodies.some(({ kind }) => kind === 'run-end')) throw new PlantedError('write-failed');
    };
    const log = new LoggedRun(memory.logbook);
    await log.begin(opening);
    await log.end(() => captured(capture));
    expect(kinds(memory.entries)).toEqual(['run-intent']);
    expect(log.failure).toMatchObject({ what: 'end', error: { code: 'write-failed' } });
  });

  it('says so where what was read cannot be read again for its batch', async () => {
    const memory = memoryLedger();
    const log = new LoggedRun(memory.logbook);
    await log.begin(opening);
    const broken: CaptureReader = {
      ...capture,
      async *pages() {
        yield* [];
        await Promise.reject(new PlantedError('damaged'));
      },
    };
    await log.end(() => captured(broken));
    expect([kinds(memory.entries), log.failure?.what]).toEqual([['run-intent'], 'end']);
  });

  it('waits for another writer, for a minute and no longer', async () => {
    let now = 0;
    const memory = memoryLedger(() => now);
    let busy = 3;
    memory.trouble = (what) => {
      if (what === 'open' && busy-- > 0) throw new PlantedError('busy');
    };
    const act: LeafBody = { kind: 'prune', what: 'captures', until: null, removed: 1, ids: '', by: memory.logbook.by };
    expect(await logActs(memory.logbook, [act])).toEqual([0]);
    busy = Number.POSITIVE_INFINITY;
    memory.trouble = () => {
      now += 10_000;
      throw new PlantedError('busy');
    };
    await expect(logActs(memory.logbook, [act])).rejects.toMatchObject({ code: 'busy', hint: 'take the fault out' });
    // Where the clock stands still too.
    memory.trouble = () => {
      throw new PlantedError('busy');
    };
    await expect(logActs(memory.logbook, [act])).rejects.toMatchObject({ code: 'busy' });
  });

  it('lets two runs go on side by side, each with its own entries', async () => {
    const memory = memoryLedger();
    const runs = [new LoggedRun(memory.logbook), new LoggedRun(memory.logbook)];
    await Promise.all(runs.map((log) => log.begin(opening)));
    await Promise.all(runs.map((log) => log.end(() => captured(capture))));
    expect(runs.map(({ failure }) => failure)).toEqual([null, null]);
    expect(kinds(memory.entries)).toEqual(['run-intent', 'run-intent', 'batch', 'run-end', 'batch', 'run-end']);
    const ends = memory.entries.flatMap(({ body, of }) => (body.kind === 'run-end' ? [[of, body.nonce, body.batches]] : []));
    const nonces = bodyOf(memory.entries, 'run-intent').map(({ nonce }) => nonce);
    expect(ends).toEqual([
      [0, nonces[0], [2]],
      [1, nonces[1], [4]],
    ]);
    expect(memory.secrets.size).toBe(2);
  });
});

describe('the hash of what was answered', () => {
  it('is that of the whole canonical text', () => {
    const odd = { b: [], a: [1, 'é"', { z: null, y: [2] }], none: undefined, c: { d: '\u2028' } } as unknown as JsonObject;
    for (const value of [sampleReport as unknown as JsonObject, odd, {}]) expect(hashInParts(value)).toBe(hashJson(value));
  });
});

const capture = await estateCapture();
