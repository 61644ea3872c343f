import { join, relative } from 'node:path';
import { createCapture } from '../../capture/archive.ts';
import type { HistoryStore } from '../../contract/store.ts';
import { isOfDemo, readDemo, runDemo, type DemoEstate } from '../../demo/demo.ts';
import { differences } from '../../demo/differences.ts';
import { memoryEngine } from '../../history/memory/memory.ts';
import { historyStore } from '../../history/store.ts';
import { saveAnalysis } from '../../run/saved.ts';
import { openStore } from '../history/place.ts';
import { reporterNamed, say, sayWrapped } from '../present.ts';
import { userPath, type CommonOptions } from '../settings.ts';
import { writeAll, writeFileWhole, type Terminal } from '../streams.ts';
import type { Wiring } from '../wiring.ts';

export interface DemoOptions extends CommonOptions {
  readonly out: string;
}

/** Runs the sample estate through its four days, prints the last report and writes it in every format. Exit 0 when its story is as expected. */
export async function demoCommand(terminal: Terminal, wiring: Wiring, options: DemoOptions): Promise<number> {
  say(
    terminal,
    options,
    'Kestrel Freight, an invented company, on four days: two AWS accounts, a Microsoft Entra tenant, two Azure subscriptions',
  );
  const state = userPath(terminal, options.state);
  const estate = await readDemo(() => createCapture(state, { durable: 'at-seal' }), wiring.connectors, wiring.rules);
  const { store, isKept } = await storeOf(state, estate);
  try {
    return await tell(terminal, wiring, options, estate, store, isKept);
  } finally {
    await store.close();
  }
}

/** The history of the state folder, where it holds these days or nothing; else one in memory: what was invented has no place among what was read. */
async function storeOf(state: string, estate: DemoEstate): Promise<{ readonly store: HistoryStore; readonly isKept: boolean }> {
  const store = await openStore({ state });
  let isKept = false;
  try {
    isKept = (await store.runs()).every((run) => isOfDemo(estate, run));
  } finally {
    if (!isKept) await store.close();
  }
  return { store: isKept ? store : historyStore(memoryEngine()), isKept };
}

async function tell(
  terminal: Terminal,
  wiring: Wiring,
  options: DemoOptions,
  estate: DemoEstate,
  store: HistoryStore,
  isKept: boolean,
): Promise<number> {
  const state = userPath(terminal, options.state);
  const analysis = await runDemo(estate, store);
  const { report } = analysis;
  await writeAll(terminal.stdout, reporterNamed(wiring, 'table').render(report, { width: terminal.width, colour: terminal.colour }));
  const folder = userPath(terminal, options.out);
  const written: string[] = [];
  for (const reporter of wiring.reporters) {
    const path = join(folder, `report.${reporter.extension}`);
    await writeFileWhole(path, reporter.render(report, { width: 100, colour: false }));
    written.push(relative(terminal.cwd, path));
  }
  await saveAnalysis(state, analysis);
  sayWrapped(terminal, options, `wrote ${written.join(', ')}`);
  sayWrapped(terminal, options, `history: ${isKept ? keptText(relative(terminal.cwd, state) || '.') : NOT_KEPT}`);
  say(terminal, options, 'next: `npm run -s vestige -- findings`, or `explain` with a fingerprint, or `paths --to tier0`');
  if (isKept) say(terminal, options, '      or `history sven.dahl@kestrel-freight.example`, or `diff previous latest`, or `at 2026-10-17`');
  const unlike = await differences(report, store);
  for (const line of unlike) say(terminal, {}, line);
  // Within one version, only who changes the program sees this.
  if (unlike.length > 0 && isKept) terminal.stderr.write('hint: another build may have recorded these days; try with a new --state\n');
  return unlike.length === 0 ? 0 : 70;
}

function keptText(folder: string): string {
  return `the four days are recorded in ${folder}; before your own first scan remove it, or name another with --state`;
}

const NOT_KEPT = 'the state folder holds other runs, so the four days were recorded in memory alone; `demo --state DIR` keeps them';
