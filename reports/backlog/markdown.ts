import { counted } from '../../src/base/text/count.ts';
import { minuteOf } from '../../src/base/text/moment.ts';
import type { Backlog, BacklogItem } from '../../src/model/backlog.ts';
import { inert, itemMarkdown } from './markdown-text.ts';
import { stateText } from './sections.ts';

/** For people: what is not known first, a table of all that is to be done, each item whole, and what became of others. */
export function* markdown({ asOf, items, caveats }: Backlog): Iterable<string> {
  const live = items.filter(({ state }) => state === 'open' || state === 'returned');
  const rest = items.filter(({ state }) => state !== 'open' && state !== 'returned');
  yield `# Backlog as of ${minuteOf(asOf)} UTC\n\n`;
  if (caveats.length > 0) yield `${caveats.map((each) => `- ${inert(each)}`).join('\n')}\n\n`;
  yield `${counted(live.length, 'item')} to be done.\n\n`;
  if (live.length > 0) {
    yield '| # | severity | what | owner | where | due | id |\n| --: | --- | --- | --- | --- | --- | --- |\n';
    for (const item of live) yield row(item);
    yield '\n';
  }
  for (const item of live) yield `## ${item.rank}. ${inert(item.title)}\n\n\`${item.id}\`\n\n${itemMarkdown(item, 3, true)}\n`;
  if (rest.length === 0) return;
  yield '## Not to be done now\n\n';
  for (const item of rest) yield `- \`${item.id}\` ${inert(item.title)}: ${item.state}: ${inert(stateText(item))}\n`;
}

function row({ rank, severity, title, owner, boundary, due, id }: BacklogItem): string {
  const cells = [String(rank), severity, inert(title), inert(owner ?? ''), inert(boundary ?? ''), due?.slice(0, 10) ?? '', `\`${id}\``];
  return `| ${cells.join(' | ')} |\n`;
}
