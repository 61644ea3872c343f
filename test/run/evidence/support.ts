import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryCapture } from '../../../src/capture/archive.ts';
import { wiring } from '../../../src/cli/wiring.ts';
import type { CaptureReader } from '../../../src/contract/capture.ts';
import type { HistoryStore } from '../../../src/contract/store.ts';
import { readAtOf } from '../../../src/demo/days.ts';
import { readDemo, type DemoEstate } from '../../../src/demo/demo.ts';
import { importRecords } from '../../../src/demo/records.ts';
import { createLedger, openLedger, readLedger } from '../../../src/evidence/ledger/open.ts';
import type { FolderReader } from '../../../src/evidence/ledger/reader.ts';
import { memoryEngine } from '../../../src/history/memory/memory.ts';
import { historyStore } from '../../../src/history/store.ts';
import type { Ending } from '../../../src/model/ending.ts';
import type { Actor } from '../../../src/model/ledger.ts';
import type { Framework } from '../../../src/model/pack.ts';
import { analyze } from '../../../src/run/analyze.ts';
import { exportPack, type ExportInput } from '../../../src/run/evidence/export.ts';
import type { PackDisk } from '../../../src/run/evidence/folder.ts';
import { periodOf } from '../../../src/run/evidence/period.ts';
import type { Shelf } from '../../../src/run/evidence/shelf.ts';
import { analysed } from '../../../src/run/ledger/ended.ts';
import { LoggedRun } from '../../../src/run/ledger/logged-run.ts';
import type { Logbook } from '../../../src/run/ledger/logbook.ts';
import { reporters } from '../../../reports/list.ts';
import { testSigner } from '../../support/ledger.ts';

export const operator: Actor = { name: 'Ida Quist', from: 'configuration' };
export const period = periodOf('2026-10-01..2026-11-01');
const clock = Date.parse('2026-11-20T00:00:00.000Z');

/** The sample estate on all its days, as a state folder would hold it, each of its runs logged. */
export interface DemoState {
  readonly estate: DemoEstate;
  readonly store: HistoryStore;
  readonly captures: readonly CaptureReader[];
  /** Where the ledger is; `null`: none is kept. */
  readonly ledger: string | null;
  readonly logbook: Logbook | null;
  /** Endings of every report, as runs told them. */
  readonly told: readonly (readonly Ending[])[];
}

export function scratch(): string {
  return mkdtempSync(join(tmpdir(), 'vestige-evidence-'));
}

export async function demoState(): Promise<DemoState> {
  const estate = await readDemo(() => memoryCapture(), wiring.connectors, wiring.rules);
  const store = historyStore(memoryEngine());
  const folder = join(scratch(), 'ledger');
  const logbook = await logbookIn(folder);
  const told: (readonly Ending[])[] = [];
  const { connectors, configuration } = estate;
  for (const { day, capture } of estate.reads) {
    const now = Date.parse(readAtOf(day));
    if (day === '2026-11-01') await importRecords(store);
    const run = new LoggedRun(logbook, true);
    await run.begin({ command: 'analyze', configuration: configuration.hash, scope: [] });
    const recording = { store, now: () => now };
    const { report, recorded } = await analyze({ capture, connectors, configuration, asOf: readAtOf(day), clock: () => now, recording });
    if (recorded?.how !== 'recorded') throw new Error('the demo was not recorded');
    told.push(report.endings);
    await run.end(() => analysed(capture, report, null));
    if (run.failure !== null) throw run.failure.error;
  }
  return { estate, store, captures: estate.reads.map((each) => each.capture), ledger: folder, logbook, told };
}

/** A ledger in a folder, with one key, chance and clock that are the same in every test. */
async function logbookIn(folder: string): Promise<Logbook> {
  let chance = 0;
  let tick = 0;
  const now = (): number => Date.parse('2026-10-15T06:00:00.000Z') + 60_000 * tick++;
  const random = (bytes: number): Uint8Array => createHash('sha256').update(`chance ${chance++}`).digest().subarray(0, bytes);
  const made = await createLedger(
    folder,
    {
      origin: 'kestrel-freight.example/vestige',
      signer: testSigner(),
      signerSettings: { kind: 'file', path: 'key.pem' },
      at: '2026-10-01T00:00:00.000Z',
      by: operator,
      program: 'vestige',
    },
    { salts: () => random(32) },
  );
  await made.close();
  return {
    place: 'ledger',
    by: operator,
    now,
    random,
    sleep: () => new Promise((resolve) => setImmediate(resolve)),
    async open() {
      const ledger = await openLedger(folder, testSigner(), { salts: () => random(32) });
      return { ledger, close: () => ledger.close() };
    },
  };
}

export function reader({ ledger }: DemoState): Promise<FolderReader> {
  return readLedger(ledger ?? '');
}

/** Captures in memory, as many as are given. */
export function memoryShelf(captures: readonly CaptureReader[]): Shelf {
  const named = (name: string): CaptureReader => {
    const capture = captures.find(({ id }) => id === name);
    if (capture === undefined) throw new Error(`no capture ${name}`);
    return capture;
  };
  return {
    names: () => Promise.resolve(captures.map(({ id }) => id).sort()),
    filesOf: () => Promise.resolve([]),
    open(name) {
      const capture = named(name);
      return Promise.resolve({
        ...capture,
        async page(id) {
          for await (const page of capture.pages()) if (page.id === id) return page;
          return undefined;
        },
      });
    },
  };
}

export interface Asked {
  readonly framework?: Framework;
  readonly target: string;
  readonly captures?: readonly CaptureReader[];
  readonly options?: Partial<ExportInput['options']>;
  readonly disk?: PackDisk;
  readonly zip?: boolean;
  readonly formats?: ExportInput['formats'];
  /** What makes `report.html`; left out, the HTML report. */
  readonly page?: ExportInput['page'];
  readonly withCaptures?: boolean;
}

export function exported(state: DemoState, asked: Asked): ReturnType<typeof exportPack> {
  const {
    framework = 'soc2',
    target,
    captures = state.captures,
    options = {},
    disk,
    zip = false,
    formats = [],
    withCaptures = false,
  } = asked;
  const page = asked.page ?? reporters.find(({ id }) => id === 'html');
  if (page === undefined) throw new Error('there is no html');
  return exportPack({
    store: state.store,
    logbook: state.logbook,
    shelf: memoryShelf(captures),
    toldEndings: () => Promise.resolve({ endings: state.told, notes: [] }),
    connectors: state.estate.connectors,
    configuration: state.estate.configuration,
    // The whole self-test takes longer than all the rest.
    rules: wiring.rules.slice(0, 2),
    formats,
    page,
    options: { framework, period, sample: null, replaced: [], pseudonymKey: null, ...options },
    actor: operator,
    withCaptures,
    target,
    zip: zip ? `${target}.zip` : null,
    now: () => clock,
    ...(disk === undefined ? {} : { disk }),
  });
}

/** Every file below a folder, by its path there. */
export function filesIn(folder: string): ReadonlyMap<string, Buffer> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(folder, name)).isFile());
  return new Map(names.sort().map((name) => [name, readFileSync(join(folder, name))]));
}
