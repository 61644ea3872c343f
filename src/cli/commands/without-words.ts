import { counted } from '../../base/text/count.ts';
import type { Gap } from '../../model/gap.ts';
import { othersText } from '../../model/gap.ts';
import type { Entry } from '../../model/view.ts';
import type { CompareTally } from '../../paths/compare.ts';
import type { PathEntry, PathQuery } from '../../paths/query.ts';
import { notEntered } from '../../paths/steps.ts';
import type { Counts, EntryChange, WhatIf } from '../../run/what-if.ts';

/** `tier 0`, `read-secrets on aws:111122223333` */
export function askedText({ to, scope }: PathQuery): string {
  const what = to === 'tier0' ? 'tier 0' : to === 'crown-jewels' ? 'crown jewels' : to.replace(/^jewel:/, '');
  return `${what}${scope === undefined ? '' : ` on ${scope}`}`;
}

/** The whole in one sentence. */
export function summaryText(asked: string, tally: CompareTally): string {
  const { held, loses, undetermined, weaker, keeps, gains } = tally;
  if (held === 0 && gains === 0) return `nobody reaches ${asked} among what was read, with it or without`;
  const first = `takes ${asked} away from ${loses === 0 ? 'none' : loses} of ${counted(held, 'identity', 'identities')}`;
  const rest = [
    [keeps, `${keeps === 1 ? 'keeps' : 'keep'} it`],
    [weaker, `${weaker === 1 ? 'keeps' : 'keep'} it in a weaker way only`],
    [undetermined, `undetermined: something unread could still give it`],
    [gains, `${gains === 1 ? 'GAINS' : 'GAIN'} by the removal`],
  ] as const;
  return [first, ...rest.flatMap(([count, says]) => (count === 0 ? [] : [`${count} ${says}`]))].join('; ');
}

/** `3 grants and 1 link`; empty where there are none. */
export function elementsText({ grants, links }: Counts): string {
  return [grants === 0 ? '' : counted(grants, 'grant'), links === 0 ? '' : counted(links, 'link')]
    .filter((each) => each !== '')
    .join(' and ');
}

/** `9 grants and 24 links go, 12 links appear` */
export function changesText({ gone, appearing }: WhatIf['elements'], isGained: boolean): string {
  const [less, more] = [elementsText(gone), elementsText(appearing)];
  const goes = less === '' ? 'no grant and no link goes' : `${less} ${gone.grants + gone.links === 1 ? 'goes' : 'go'}`;
  if (more === '') return goes;
  const one = appearing.grants + appearing.links === 1;
  return `${goes}, ${more} ${one ? 'appears' : 'appear'}${isGained ? '' : ` and ${one ? 'gives' : 'give'} nobody more of it`}`;
}

/** Whom nobody can be any more, as far as ways in were read; empty where there is nobody. */
export function closedText(entries: readonly EntryChange[]): readonly string[] {
  const closed = entries.filter((each) => each.before.state === 'live' && each.after.state !== 'live');
  const unread = closed.filter((each) => each.after.state === 'unread').length;
  const whose = counted(closed.length - unread, 'identity', 'identities');
  return [
    ...(closed.length > unread ? [`closes the last way in of ${whose}`] : []),
    ...(unread > 0 ? [`closes every way in that was seen of ${counted(unread, 'identity', 'identities')}; others were not read`] : []),
  ];
}

/** `standing, certain`; `session to standing, possible, until …` */
export function heldText({ bounds, presence, windows }: PathEntry): string {
  const held = bounds.lo === bounds.hi ? bounds.lo : `${bounds.lo} to ${bounds.hi}`;
  const until = windows.at(-1)?.until ?? null;
  return `${held}, ${presence}${until === null ? '' : `, until ${until}`}`;
}

export function entryText(entry: Entry): string {
  return entry.state === 'live' ? entry.ways.join('; ') : notEntered(entry);
}

export function gapText(gap: Gap): string {
  return `${gap.surface} in ${gap.boundary}${othersText(gap)} (${gap.cause}): ${gap.detail}`;
}
