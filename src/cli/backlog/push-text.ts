import { counted } from '../../base/text/count.ts';
import { visible } from '../../base/text/visible.ts';
import type { Pushed } from '../../run/backlog/push/push.ts';

const words = { create: 'new', close: 'close', 'set-aside': 'set aside', reopen: 'reopen', update: 'update', leave: 'as it is' } as const;

/** What was done, or would be, for one item; nothing for one that is as it should be, and of which nothing is to be told. */
export function pushLines({ step, key, failed }: Pushed): readonly string[] {
  if (step.do === 'leave' && step.notes.length === 0) return [];
  const { issue, notes } = step;
  const what = `${words[step.do].padEnd(10)}${key === null ? '' : `${key}  `}${issue.id}  ${visible(issue.title)}`;
  return [
    `${what}\n`,
    ...notes.map((note) => `          ${visible(note)}\n`),
    ...(failed === null ? [] : [`          failed: ${visible(failed.message)}\n`]),
  ];
}

export function summaryLine(place: string, all: readonly Pushed[], yes: boolean): string {
  const counts = Object.entries(words).flatMap(([act, said]) => {
    const count = all.filter(({ step, failed }) => step.do === act && failed === null).length;
    return count === 0 ? [] : [`${count} ${said}`];
  });
  const failed = all.filter((each) => each.failed !== null).length;
  const told = [...counts, ...(failed === 0 ? [] : [`${failed} failed`])].join(', ');
  const said = told === '' ? 'nothing to do' : told;
  return yes
    ? `${place}: ${said}\n`
    : `${place}: ${said}; nothing was changed: ${counted(all.length, 'item')} compared, do it with --yes\n`;
}
