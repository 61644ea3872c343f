import { against } from '../../run/history/against.ts';
import { wholeMoment } from '../../run/history/moment.ts';
import { analysisOfRun } from '../../run/saved/of-run.ts';
import { withStore } from '../history/place.ts';
import type { Plugs } from '../plugs.ts';
import { present } from '../present.ts';
import { userPath } from '../settings.ts';
import type { Terminal } from '../streams.ts';
import type { DiffOptions } from './diff.ts';

/** Prints the report of the second run as HTML, compared with the first. Judges nothing: 0. */
export async function diffHtmlCommand(terminal: Terminal, plugs: Plugs, from: string, to: string, options: DiffOptions): Promise<number> {
  const reporter = await plugs.reporter('html');
  const report = await withStore(terminal, options, async (store) => {
    const { run } = await wholeMoment(store, await store.runs(), to);
    const saved = await analysisOfRun(userPath(terminal, options.state), run);
    return { ...saved.report, ...(await against(store, saved.report, from)) };
  });
  await present(terminal, reporter, report, options);
  return 0;
}
