import type { Grant, Link } from '../../../../src/model/grant.ts';
import type { Windows } from '../../../../src/model/window.ts';
import { isAlways } from '../../../../src/model/window.ts';

export const HOME = '111111111111';

function short(id: string): string {
  return id
    .replaceAll(`arn:aws:iam::${HOME}:`, '')
    .replaceAll(/arn:aws:iam::(\d{12}):/g, '$1:')
    .replaceAll(`aws:${HOME}`, 'account');
}

export function sayWindows(windows: Windows): string {
  const at = (ms: number | null): string => (ms === null ? '' : new Date(ms).toISOString().replace('.000Z', 'Z'));
  return windows.length === 0 ? 'never' : windows.map((each) => `${at(each.from)}..${at(each.until)}`).join(' ');
}

/** One line for a grant or link, with all that a case may tell. */
export function say(item: Grant | Link): string {
  const { bounds, presence, windows } = item;
  const lasting = bounds.lo === bounds.hi ? bounds.lo : `${bounds.lo}/${bounds.hi}`;
  const more = [
    presence === 'certain' ? '' : presence,
    isAlways(windows) ? '' : sayWindows(windows),
    ...item.conditions.filter((note) => note.settled !== 'decided').map((note) => `{${note.settled}}`),
  ].filter((each) => each !== '');
  const tail = [lasting, ...more].join(' ');
  return item.type === 'grant'
    ? `${short(item.subject)} ${item.capability} @ ${short(item.scope)} ${tail}`
    : `${short(item.from)} -> ${short(item.to)} ${item.openness} ${tail}`;
}
