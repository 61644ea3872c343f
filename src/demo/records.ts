import { readFileSync } from 'node:fs';
import type { HistoryStore } from '../contract/store.ts';
import { prepare, readerOf, type Extract } from '../due/import.ts';
import { readMapping } from '../due/mapping/mapping.ts';
import { presetNamed } from '../due/presets/list.ts';
import { recordImport } from '../run/history/record-import.ts';
import { importAct } from '../run/ledger/acts.ts';
import { logActs } from '../run/ledger/logbook.ts';
import { readAtOf } from './days.ts';
import type { DemoLedger } from './ledger.ts';

/** What other tools of the company exported, as `vestige due import` takes it in. */
interface DemoRecord {
  readonly file: string;
  /** `--as` */
  readonly preset: string;
  readonly query: string;
  /** Whether it holds all there is of its time. */
  readonly isWhole: boolean;
}

const records: readonly DemoRecord[] = [
  { file: 'leavers.csv', preset: 'hr-leavers', query: 'Terminations, last day from 2026-08-01', isWhole: true },
  {
    file: 'access-requests.csv',
    preset: 'jira',
    query: 'project = PLAT AND type = "Access Request" AND created >= 2026-08-01',
    isWhole: true,
  },
  { file: 'access-review.csv', preset: 'access-review', query: 'review Q4-2026', isWhole: false },
];

/** Takes in what personnel, ticket and review tools exported on the last day, of the three months before, and logs each file once. */
export async function importRecords(store: HistoryStore, ledger?: DemoLedger): Promise<void> {
  const now = Date.parse(readAtOf('2026-11-01'));
  for (const { file, preset, query, isWhole } of records) {
    const bytes = readFileSync(new URL(`./estate/${file}`, import.meta.url));
    const extract: Extract = {
      query,
      parameters: {},
      extractedBy: 'ann.keller',
      extractedAt: '2026-11-01T05:00:00.000Z',
      covers: isWhole ? { from: '2026-08-01T00:00:00.000Z', to: '2026-11-01T05:00:00.000Z' } : null,
      rows: null,
      acceptRows: false,
    };
    const prepared = prepare(
      { name: file, open: () => [bytes] },
      readerOf(file, readMapping(preset, presetNamed(preset).mapping, { zone: 'UTC' })),
      extract,
      now,
    );
    const { manifest } = prepared;
    if (manifest.badRows > 0 || (prepared.span === null && isWhole))
      throw new Error(`${file} of the demo: ${JSON.stringify(manifest.bad)} ${prepared.notWhole.join(', ')}`);
    const recorded = await recordImport(store, prepared, now);
    if (ledger !== undefined && !ledger.logged.imports.has(recorded.manifest.id))
      await logActs(ledger.logbook, [importAct(ledger.logbook.by, recorded.manifest)]);
  }
}
