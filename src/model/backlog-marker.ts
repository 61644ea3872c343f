import { sha256Hex } from '../base/bytes/hash.ts';
import type { BacklogState } from './backlog.ts';

export const backlogStates = ['open', 'returned', 'unconfirmed', 'closed', 'accepted'] as const satisfies readonly BacklogState[];

/**
 * What a tracker's issue says of the item it stands for, so that a later push finds it, and knows what people changed since: `title` and `text` are the first 12
 * hex digits of SHA-256 over what was written.
 */
export interface BacklogMark {
  readonly id: string;
  readonly state: BacklogState;
  readonly title: string;
  readonly text: string;
}

const MARK =
  /^<!-- vestige:(VST-[0-9a-f]{12}) state=(open|returned|unconfirmed|closed|accepted) title=([0-9a-f]{12}) text=([0-9a-f]{12}) -->$/;

/** Short enough to stand in a comment; nobody is kept from making another text for it, who could as well edit the issue. Ends of lines count as line feeds. */
export function digestOf(text: string): string {
  return sha256Hex(text.replaceAll('\r\n', '\n').trim()).slice(0, 12);
}

export function markOf({
  id,
  state,
  title,
  text,
}: {
  readonly id: string;
  readonly state: BacklogState;
  readonly title: string;
  readonly text: string;
}): BacklogMark {
  return { id, state, title: digestOf(title), text: digestOf(text) };
}

/** The line an issue's text begins with: a comment of HTML, which is not shown. */
export function markLine({ id, state, title, text }: BacklogMark): string {
  return `<!-- vestige:${id} state=${state} title=${title} text=${text} -->`;
}

/** The mark in the first line of a text and the text behind it; `undefined`: it has none. A mark further down is what somebody quoted. */
export function markIn(body: string): { readonly mark: BacklogMark; readonly text: string } | undefined {
  const end = body.indexOf('\n');
  const line = (end < 0 ? body : body.slice(0, end)).trimEnd();
  const [, id, state, title, text] = MARK.exec(line) ?? [];
  if (id === undefined || state === undefined || title === undefined || text === undefined) return undefined;
  return { mark: { id, state: state as BacklogState, title, text }, text: end < 0 ? '' : body.slice(end + 1) };
}
