import { join, relative } from 'node:path';
import { createCapture } from '../../capture/archive.ts';
import { differences, runDemo } from '../../demo/demo.ts';
import { reporterNamed, say } from '../present.ts';
import { userPath, type CommonOptions } from '../settings.ts';
import { writeAll, writeFileWhole, type Terminal } from '../streams.ts';
import type { Wiring } from '../wiring.ts';
import { saveAnalysis } from '../../run/saved.ts';

export interface DemoOptions extends CommonOptions {
  readonly out: string;
}

/** Runs the sample estate, prints its report and writes it in every format. Exit 0 when its story is as expected. */
export async function demoCommand(terminal: Terminal, wiring: Wiring, options: DemoOptions): Promise<number> {
  say(terminal, options, 'Kestrel Freight, an invented company: two AWS accounts, as the AWS CLI printed them');
  const state = userPath(terminal, options.state);
  const analysis = await runDemo(await createCapture(state, { durable: 'at-seal' }), wiring.connectors, wiring.rules);
  await writeAll(
    terminal.stdout,
    reporterNamed(wiring, 'table').render(analysis.report, { width: terminal.width, colour: terminal.colour }),
  );
  const folder = userPath(terminal, options.out);
  const written: string[] = [];
  for (const reporter of wiring.reporters) {
    const path = join(folder, `report.${reporter.extension}`);
    await writeFileWhole(path, reporter.render(analysis.report, { width: 100, colour: false }));
    written.push(relative(terminal.cwd, path));
  }
  await saveAnalysis(state, analysis);
  say(terminal, options, `wrote ${written.join(', ')}`);
  say(terminal, options, 'next: `npm run -s vestige -- findings`, or `explain` with a fingerprint, or `paths --to tier0`');
  const unlike = differences(analysis.report);
  for (const line of unlike) say(terminal, {}, line);
  return unlike.length === 0 ? 0 : 70;
}
