import { byCodeUnit } from '../../../base/order.ts';
import { groupBy } from '../../../base/group.ts';
import { digestOf } from '../../../model/backlog-marker.ts';
import type { Change, PushIssue, Tracked } from './tracker.ts';

export interface Step {
  readonly do: 'create' | 'close' | 'set-aside' | 'reopen' | 'update' | 'leave';
  readonly issue: PushIssue;
  readonly key: string | null;
  readonly change: Change;
  /** What people did that is left as it is, and what else a reader has to know. */
  readonly notes: readonly string[];
  /** A comment to leave; `null`: none. */
  readonly comment: string | null;
}

/** Labels that are ours to take away. */
const OURS = /^(severity-(critical|high|medium|low)|vestige-state-[a-z]+)$/;

/**
 * What would bring a tracker up to date. What people changed stays: a title or a text that is not as it was written last is left alone, labels that are not ours are kept,
 * and an issue that somebody closed is not opened again, unless its item was done and returned. Nothing is done twice: of a tracker that is up to date all steps are `leave`.
 */
export function planOf(issues: readonly PushIssue[], tracked: readonly Tracked[]): readonly Step[] {
  const byId = groupBy(tracked, ({ mark }) => mark.id);
  return issues.flatMap((issue): readonly Step[] => {
    const [first, ...doubles] = byId.get(issue.id) ?? [];
    // nothing is made anew of what is done, or only not confirmed to be
    if (first === undefined)
      return issue.state === 'open' || issue.state === 'returned'
        ? [{ do: 'create', issue, key: null, change: {}, notes: [], comment: null }]
        : [];
    const notes = doubles.length === 0 ? [] : [`also told by ${doubles.map(({ key }) => key).join(', ')}, which stay as they are`];
    return [stepOf(issue, first, notes)];
  });
}

function stepOf(issue: PushIssue, there: Tracked, doubled: readonly string[]): Step {
  const { key, mark } = there;
  const notes = [...doubled];
  const editedTitle = digestOf(there.title) !== mark.title;
  const editedText = there.text !== mark.text;
  if (editedTitle) notes.push('its title was edited and stays');
  if (editedText) notes.push('its text was edited and stays');
  const labels = labelsFor(issue, there);
  // the mark is part of the text: an edited text keeps its own, and with it what was written last
  const stale = digestOf(issue.words) !== mark.text || issue.state !== mark.state || (!editedTitle && digestOf(issue.title) !== mark.title);
  // a title is not written without its mark
  const told: Change = {
    ...(!editedTitle && !editedText && issue.title !== there.title ? { title: issue.title } : {}),
    ...(!editedText && stale ? { text: true as const } : {}),
    ...(labels === null ? {} : { labels }),
  };
  const turn = turnOf(issue, there);
  if (turn === 'by-hand') notes.push('somebody closed it, and it is not done: it stays closed');
  const step = { issue, key, notes };
  if (turn === 'close') return { ...step, do: 'close', change: { ...told, set: 'done' }, comment: `Done: ${issue.note}` };
  if (turn === 'set-aside')
    return { ...step, do: 'set-aside', change: { ...told, set: 'aside' }, comment: `Not to be worked on here: ${issue.note}` };
  if (turn === 'reopen') return { ...step, do: 'reopen', change: { ...told, set: 'open' }, comment: `Open again: ${issue.note}` };
  return { ...step, do: Object.keys(told).length === 0 ? 'leave' : 'update', change: told, comment: null };
}

/** Closed by us is what was written as closed or set aside when it was written last. */
function turnOf(issue: PushIssue, { isOpen, mark }: Tracked): 'close' | 'set-aside' | 'reopen' | 'by-hand' | 'none' {
  if (isOpen) return issue.set === 'done' ? 'close' : issue.set === 'aside' ? 'set-aside' : 'none';
  if (issue.set !== 'open') return 'none';
  const wasOurs = mark.state === 'closed' || mark.state === 'accepted' || mark.state === 'unconfirmed';
  if (wasOurs || (issue.state === 'returned' && mark.state !== 'returned')) return 'reopen';
  return 'by-hand';
}

/** `null`: they are as they should be. */
function labelsFor(issue: PushIssue, there: Tracked): readonly string[] | null {
  const theirs = there.labels.filter((label) => !OURS.test(label));
  const wanted = [...new Set([...theirs, ...issue.labels])].sort(byCodeUnit);
  const now = [...new Set(there.labels)].sort(byCodeUnit);
  return wanted.length === now.length && wanted.every((label, at) => label === now[at]) ? null : wanted;
}
