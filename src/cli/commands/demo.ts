import { join, relative } from 'node:path';
import { backlogText } from '../../../reports/backlog/formats.ts';
import { createCapture } from '../../capture/archive.ts';
import { demoBacklog } from '../../demo/backlog.ts';
import { readDemo, runDemo, type DemoEstate } from '../../demo/demo.ts';
import { differences, evidenceDifferences } from '../../demo/differences.ts';
import { demoEvidence, demoPackName } from '../../demo/evidence.ts';
import { demoPlace, type DemoPlace } from '../../demo/place.ts';
import { demoSections } from '../../demo/text.ts';
import type { Report } from '../../model/report.ts';
import { EvidenceError } from '../../run/evidence/errors.ts';
import { saveAnalysis } from '../../run/saved.ts';
import { ledgerName } from '../ledger/place.ts';
import { reporterNamed, say, sayWrapped } from '../present.ts';
import { userPath, type CommonOptions } from '../settings.ts';
import { writeAll, writeFileWhole, type Terminal } from '../streams.ts';
import { UsageError } from '../usage.ts';
import { sheetOf } from '../way.ts';
import type { Wiring } from '../wiring.ts';

export interface DemoOptions extends CommonOptions {
  readonly out: string;
}

/**
 * Runs the sample estate through its four days, each run logged; prints the last report and writes it in every format, makes a pack of a month and
 * checks it, and writes the backlog. Exit 0 when its story is as expected.
 */
export async function demoCommand(terminal: Terminal, wiring: Wiring, options: DemoOptions): Promise<number> {
  say(
    terminal,
    options,
    'Kestrel Freight, an invented company, on four days: two AWS accounts, a Microsoft Entra tenant, two Azure subscriptions',
  );
  const state = userPath(terminal, options.state);
  const estate = await readDemo(() => createCapture(state, { durable: 'at-seal' }), wiring.connectors, wiring.rules);
  const place = await demoPlace(state, ledgerName(options, { folder: null }), estate);
  try {
    return await tell(terminal, wiring, options, estate, place);
  } finally {
    await place.close();
  }
}

async function tell(terminal: Terminal, wiring: Wiring, options: DemoOptions, estate: DemoEstate, place: DemoPlace): Promise<number> {
  const { store, ledger, isKept } = place;
  const state = userPath(terminal, options.state);
  // As whoever analyses day by day keeps them: a pack looks in each for the endings that its run logged.
  const analysis = await runDemo(estate, store, { ledger, keep: (each) => saveAnalysis(state, each) });
  const { report } = analysis;
  await writeAll(terminal.stdout, reporterNamed(wiring, 'table').render(report, { width: terminal.width, colour: terminal.colour }));
  const written = await writtenReports(terminal, wiring, options, report);
  const { packFormats } = await import('../../../reports/list.ts');
  const out = userPath(terminal, options.out);
  const evidence = await demoEvidence(estate, {
    ...{ store, ledger, state, rules: wiring.rules, formats: packFormats, page: reporterNamed(wiring, 'html') },
    target: join(out, 'evidence', demoPackName),
  }).catch(inOtherWords);
  await writeFileWhole(join(out, KEY), [`${ledger.vkey}\n`]);
  const backlog = await demoBacklog(estate, analysis);
  for (const [extension, format] of backlogFiles)
    await writeFileWhole(join(out, `backlog.${extension}`), backlogText(backlog, format, sheetOf(terminal, { output: extension })));
  await writeAll(terminal.stdout, demoSections(sheetOf(terminal, {}), evidence, backlog));
  const beside = [
    join('evidence', demoPackName),
    join('evidence', `${demoPackName}.zip`),
    KEY,
    ...backlogFiles.map(([each]) => `backlog.${each}`),
  ];
  sayWrapped(terminal, options, `wrote ${[...written, ...beside.map((name) => relative(terminal.cwd, join(out, name)))].join(', ')}`);
  sayWrapped(terminal, options, `history and ledger: ${isKept ? keptText(relative(terminal.cwd, state) || '.') : NOT_KEPT}`);
  tellNext(terminal, options, isKept, relative(terminal.cwd, out) || '.');
  const unlike = [...(await differences(report, store)), ...evidenceDifferences(evidence)];
  for (const line of unlike) say(terminal, {}, line);
  // Within one version, only who changes the program sees this.
  if (unlike.length > 0 && isKept) terminal.stderr.write('hint: another build may have recorded these days; try with a new --state\n');
  return unlike.length === 0 ? 0 : 70;
}

/** This command calls the option by another name. */
function inOtherWords(error: unknown): never {
  if (!(error instanceof EvidenceError) || error.code !== 'exists') throw error;
  throw new UsageError(error.message, { cause: error, hint: 'name another place with --out, or move that away' });
}

const KEY = 'ledger.vkey';
const backlogFiles = [
  ['md', 'markdown'],
  ['csv', 'csv'],
  ['json', 'json'],
] as const;

async function writtenReports(terminal: Terminal, { reporters }: Wiring, { out }: DemoOptions, report: Report): Promise<readonly string[]> {
  const written: string[] = [];
  for (const reporter of reporters) {
    const path = join(userPath(terminal, out), `report.${reporter.extension}`);
    await writeFileWhole(path, reporter.render(report, { width: 100, colour: false }));
    written.push(relative(terminal.cwd, path));
  }
  return written;
}

function tellNext(terminal: Terminal, options: DemoOptions, isKept: boolean, out: string): void {
  const lines = [
    'next: `npm run -s vestige -- findings`, or `explain` with a fingerprint, or `paths --to tier0`',
    ...(isKept ? ['      or `history sven.dahl@kestrel-freight.example`, or `diff previous latest`, or `at 2026-10-17`'] : []),
    `      or \`backlog\`, ${isKept ? 'or `ledger status`, ' : ''}or, as an auditor,`,
    `      \`evidence verify ${join(out, 'evidence', `${demoPackName}.zip`)} --key ${join(out, KEY)}\``,
  ];
  for (const line of lines) say(terminal, options, line);
}

function keptText(folder: string): string {
  return `the four days are recorded and logged in ${folder}; before your own first scan remove it, or name another with --state`;
}

const NOT_KEPT =
  'the state folder holds other runs, or a ledger of its own, so the four days were recorded in memory alone; `demo --state DIR` keeps them';
