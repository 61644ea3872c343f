import { backlogFormats, backlogText, type BacklogFormat } from '../../../reports/backlog/formats.ts';
import { tableOfItem } from '../../../reports/backlog/table.ts';
import type { Backlog, BacklogItem } from '../../model/backlog.ts';
import { openAnalysis } from '../../run/saved/open.ts';
import { madeBacklog } from '../backlog/made.ts';
import type { BacklogOptions } from '../backlog/options.ts';
import { keepBacklog, previousBacklog } from '../backlog/previous.ts';
import { print } from '../history/format.ts';
import { say, sayWrapped } from '../present.ts';
import { userPath } from '../settings.ts';
import type { Terminal } from '../streams.ts';
import { UsageError } from '../usage.ts';
import { sheetOf } from '../way.ts';
import type { Wiring } from '../wiring.ts';

/** Prints what there is to do by the last analysis, or brings a tracker up to date with it. */
export async function backlogCommand(terminal: Terminal, wiring: Wiring, options: BacklogOptions): Promise<number> {
  const format = formatOf(options.format);
  const push = options.push === undefined ? null : (await import('../backlog/push.ts')).pusher(terminal, options);
  if (push === null) for (const name of ['yes', 'repo', 'project', 'url'] as const) refuseWithoutPush(options, name);
  const saved = await openAnalysis(userPath(terminal, options.state), options.analysis);
  const { backlog: before, isLater } = await previousBacklog(terminal, options, saved.head.run.asOf);
  if (isLater)
    sayWrapped(terminal, options, 'the backlog that is kept is of a later time: this one does not go on from it, and is not kept');
  const keeps = options.keep && !isLater;
  const backlog = await madeBacklog(terminal, wiring, saved, before, options);
  const shown = { ...backlog, items: chosen(backlog, options) };
  const sheet = sheetOf(terminal, options);
  if (push !== null) {
    const exit = await push(shown);
    // what a tracker was not told of is told to it the next time
    if (exit === 0 && options.yes === true && keeps) await keepBacklog(terminal, options, backlog);
    return exit;
  }
  const text =
    format === 'table' && options.item !== undefined
      ? shown.items.flatMap((item) => [...tableOfItem(item, sheet)])
      : backlogText(shown, format, sheet);
  await print(terminal, options, text);
  if (keeps) await keepBacklog(terminal, options, backlog);
  if (options.output !== undefined) say(terminal, options, `wrote ${options.output}`);
  return 0;
}

function formatOf(format: string): BacklogFormat {
  const found = backlogFormats.find((each) => each === format);
  if (found !== undefined) return found;
  throw new UsageError(`cannot print the backlog as ${JSON.stringify(format)}`, { hint: `the formats are ${backlogFormats.join(', ')}` });
}

function refuseWithoutPush(options: BacklogOptions, name: 'yes' | 'repo' | 'project' | 'url'): void {
  if (options[name] !== undefined) throw new UsageError(`cannot use --${name}: it goes with --push`);
}

function chosen({ items }: Backlog, { item, owner }: BacklogOptions): readonly BacklogItem[] {
  const wanted = (item ?? []).map((each) => each.toLowerCase().replace(/^(vst-)?/, 'vst-'));
  for (const each of wanted) {
    const found = items.filter(({ id }) => id.toLowerCase().startsWith(each)).length;
    if (found !== 1)
      throw new UsageError(`cannot show item ${each.toUpperCase()}: ${found === 0 ? 'none' : `${found} items`} of the backlog begins so`);
  }
  const byItem = wanted.length === 0 ? items : items.filter(({ id }) => wanted.some((each) => id.toLowerCase().startsWith(each)));
  return owner === undefined ? byItem : byItem.filter((each) => owner.includes(each.owner ?? 'none'));
}
