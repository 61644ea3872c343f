import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackFormat } from '../contract/pack-format.ts';
import type { Reporter } from '../contract/reporter.ts';
import type { Rule } from '../contract/rule.ts';
import type { HistoryStore } from '../contract/store.ts';
import { checkPack, type CheckedPack, type PackTrust } from '../evidence/check/pack/check.ts';
import { readZip } from '../evidence/check/zip/read.ts';
import { parseVkey } from '../evidence/log/vkey.ts';
import { dispositions, populationSources, type Pack } from '../model/pack.ts';
import { exportPack, type Exported } from '../run/evidence/export.ts';
import { periodOf } from '../run/evidence/period.ts';
import { shelfOf } from '../run/evidence/shelf.ts';
import { toldEndings } from '../run/evidence/told-endings.ts';
import type { DemoEstate } from './demo.ts';
import { demoOrigin, type DemoLedger } from './ledger.ts';

const FRAMEWORK = 'soc2';
/** October, and the day after it on which the estate was read last: the pack is as of that read, and not of a moment that nothing was read near. */
const PERIOD = '2026-10-01..2026-11-01';
/** An hour after the last day was read. */
const EXPORTED_AT = '2026-11-01T07:00:00.000Z';
/** Of a file that tables are made of: what an auditor opens first. */
const TOUCHED = 'csv/population.csv';

/** What the pack is called, as a folder and, with `.zip`, as one file. */
export const demoPackName = `${FRAMEWORK}-2026-10`;

export interface DemoEvidence {
  readonly exported: Exported;
  /** What the checker says of the zip, by the ledger's key alone. */
  readonly checked: CheckedPack;
  /** The same with one bit of a file changed, in memory. */
  readonly altered: { readonly file: string; readonly checked: CheckedPack };
}

export interface DemoExport {
  readonly store: HistoryStore;
  readonly ledger: DemoLedger;
  readonly rules: readonly Rule<unknown>[];
  readonly formats: readonly PackFormat[];
  /** Makes `report.html`. */
  readonly page: Reporter;
  /** Where captures and analyses of the days are kept. */
  readonly state: string;
  /** The folder that the pack becomes. A pack of the sample that is there gives way to it, nothing else does. */
  readonly target: string;
}

/** Makes the pack of October, as folder and zip, and checks the zip as whoever is sent it would. Throws what `exportPack` throws. */
export async function demoEvidence({ connectors, configuration }: DemoEstate, given: DemoExport): Promise<DemoEvidence> {
  const { ledger, target, state } = given;
  const zip = `${target}.zip`;
  const content = join(target, 'pack.json');
  if (await isOfDemo(() => readFile(content))) await rm(target, { recursive: true, force: true });
  if (await isOfDemo(async () => readZip(await readFile(zip)).files.get('pack.json'))) await rm(zip);
  ledger.at(EXPORTED_AT);
  const exported = await exportPack({
    ...given,
    ...{ connectors, configuration, logbook: ledger.logbook, actor: ledger.logbook.by, now: ledger.logbook.now },
    ...{ shelf: shelfOf(state), toldEndings: () => toldEndings(state), withCaptures: false, zip },
    options: { framework: FRAMEWORK, period: periodOf(PERIOD), sample: null, replaced: [], pseudonymKey: null },
  });
  const { files } = readZip(await readFile(zip));
  const trust: PackTrust = { keys: [parseVkey(ledger.vkey)], authorities: null, witnesses: [], policy: null, earlier: null };
  return {
    exported,
    checked: checkPack(files, trust),
    altered: { file: TOUCHED, checked: checkPack(withOneBitChanged(files, TOUCHED), trust) },
  };
}

/** Whether that is the `pack.json` of the sample. Whatever else it is, it is not ours to take away: `exportPack` says that something is there. */
async function isOfDemo(read: () => Promise<Uint8Array | undefined>): Promise<boolean> {
  try {
    const pack = JSON.parse(Buffer.from((await read()) ?? []).toString('utf8')) as {
      readonly integrity?: Partial<Pack['integrity']>;
    } | null;
    return pack?.integrity?.origin === demoOrigin;
  } catch {
    return false;
  }
}

function withOneBitChanged(files: ReadonlyMap<string, Uint8Array>, path: string): ReadonlyMap<string, Uint8Array> {
  const changed = Uint8Array.from(files.get(path) ?? []);
  const middle = changed.length >> 1;
  changed[middle] = (changed[middle] ?? 0) ^ 1;
  return new Map([...files, [path, changed]]);
}

/** What the pack says and what the checker says of it, a line each. None depends on what chance went into the ledger. */
export function evidenceFacts({ exported: { pack }, checked, altered }: DemoEvidence): readonly string[] {
  const { population, controls, runs, people, selfTest, integrity } = pack;
  const { sources, dispositions: became } = population.reconciliation;
  const states = new Map<string, number>();
  for (const { state } of runs) states.set(state, (states.get(state) ?? 0) + 1);
  return [
    ...populationSources.map((source) => `called for by ${source}: ${sources[source]}`),
    ...dispositions.filter((each) => became[each] > 0).map((each) => `became ${each}: ${became[each]}`),
    ...controls.map(({ id, says }) => `${id}: ${says}`),
    ...[...states].map(([state, count]) => `runs of the period ${state}: ${count}`),
    ...people.flatMap(({ person, duties }) => duties.map(({ duty }) => `${person}: ${duty}`)),
    ...selfTest.wrong.map(({ rule, example }) => `the rule ${rule} answers wrongly: ${example}`),
    `claims to be ${integrity.level}`,
    ...checked.problems.map(({ code, file }) => `the checker says ${code} of ${file}`),
    ...(checked.problems.length === 0 ? [`holds, ${checked.level}`] : []),
    ...[...new Set(altered.checked.problems.map(({ file }) => file))].map(
      (file) => `with one bit changed in ${altered.file} does not hold for ${file}`,
    ),
  ];
}
