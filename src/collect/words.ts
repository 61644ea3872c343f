import { isJsonObject, type Json } from '../base/json.ts';

const LONGEST = 300;
const members = [
  'unanswered',
  'message',
  'Message',
  'error_description',
  'errors',
  'error',
  'detail',
  'reason',
  'code',
  'Code',
  '__type',
  'name',
];

/** What a provider says in the body of a refusal, on one line and cut to 300 characters; `null` when it says nothing readable. */
export function wordsOf(body: Json): string | null {
  const text = find(body, 3)?.replace(/\s+/g, ' ').trim() ?? '';
  if (text === '') return null;
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function find(body: Json, depth: number): string | null {
  if (typeof body === 'string') return body;
  if (depth === 0) return null;
  if (Array.isArray(body)) return body.length === 0 ? null : find(body[0] as Json, depth - 1);
  if (!isJsonObject(body)) return null;
  for (const member of members) {
    const value = body[member];
    const found = value === undefined ? null : find(value, depth - 1);
    if (found !== null) return found;
  }
  return null;
}
