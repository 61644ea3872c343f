import type { Json } from '../../../src/base/json.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import type { Part, TaskAt, Wire } from '../../../src/contract/connector.ts';
import type { GapCause } from '../../../src/model/gap.ts';
import type { Call } from '../calls/call.ts';
import { withOnly, withoutSecrets } from './plain.ts';

/** What a session makes of one question. `pollAfterMs`: a job is not done; the part then holds nothing. */
export interface Read {
  readonly part: Part;
  readonly pollAfterMs?: number;
  /** Of the exchange that gave it, where it was an earlier one. */
  readonly wire?: Wire;
}

export function refusedRead({ task, cursor }: TaskAt, cause: GapCause, words: Json): Read {
  return { part: { task, cursor, body: words, next: null, refused: cause } };
}

export function notRead(at: TaskAt, cause: GapCause, message: string): Read {
  return refusedRead(at, cause, { unanswered: { message } });
}

/**
 * The page that an answer is. One that says there is more and not where is refused: taken for the last, it would leave out the rest in
 * silence. `cursorOf` makes the cursor of what the provider gives.
 */
export function pageRead(at: TaskAt, paging: Call['paging'], body: Json, cursorOf: (next: string) => string = (next) => next): Read {
  const page = (next: string | null): Read => ({ part: { task: at.task, cursor: at.cursor, body, next } });
  if (paging === null || paging === 'by-task' || !isJsonObject(body)) return page(null);
  const next = body[paging.next] ?? '';
  const more = paging.more === undefined ? undefined : body[paging.more];
  if (more === false) return page(null);
  if (typeof next === 'string' && next !== '') return page(cursorOf(next));
  if (next === '' && more !== true) return page(null);
  return notRead(at, 'malformed', `the answer says that there is more, and its ${paging.next} does not tell where`);
}

/** What is kept of a page: no more than its call says, and no secret. */
export function cleaned({ drops, keeps, kept }: Call, { part, ...rest }: Read): Read {
  // the words of a refusal hold nothing of the answer's
  if (part.refused !== undefined) return { ...rest, part };
  const told = kept === undefined ? part.body : kept(part.body);
  const body = keeps === undefined ? told : withOnly(told, keeps);
  return { ...rest, part: { ...part, body: withoutSecrets(body, drops) } };
}
