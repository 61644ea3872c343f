import { LITERAL_MARK, LITERAL_STAR, literally } from '../policy/glob.ts';
import type { Caller } from './caller.ts';

const VARIABLE = /\$\{([^}]*)\}/g;

/** Whether the text holds `${…}` that stands for something of the request. */
export function hasVariable(text: string): boolean {
  return text.includes('${');
}

/**
 * The text with its policy variables replaced; what is put in is literal. `null`: a variable has no value for this caller, so the
 * text matches nothing. `undefined`: a value is not known. Source: IAM User Guide, reference_policies_variables.html.
 */
export function substitute(text: string, caller: Caller): string | null | undefined {
  if (!hasVariable(text)) return text;
  let [absent, unknown] = [false, false];
  const replaced = text.replace(VARIABLE, (_whole, inner: string) => {
    if (inner === '*') return LITERAL_STAR;
    if (inner === '?') return LITERAL_MARK;
    if (inner === '$') return '$';
    const [name, fallback] = split(inner);
    const value = valueOf(name.toLowerCase(), caller);
    if (value === undefined) unknown = true;
    else if (value === null && fallback === undefined) absent = true;
    return literally(value ?? fallback ?? '');
  });
  if (absent) return null;
  return unknown ? undefined : replaced;
}

/** The text with every variable a `*`: the widest it may stand for. */
export function widened(text: string): string {
  return text.replace(VARIABLE, (_whole, inner: string) =>
    inner === '*' ? LITERAL_STAR : inner === '?' ? LITERAL_MARK : inner === '$' ? '$' : '*',
  );
}

function split(inner: string): readonly [string, string?] {
  const comma = inner.indexOf(',');
  if (comma < 0) return [inner.trim()];
  return [
    inner.slice(0, comma).trim(),
    inner
      .slice(comma + 1)
      .trim()
      .replace(/^'|'$/g, ''),
  ];
}

function valueOf(key: string, caller: Caller): string | null | undefined {
  if (key === 'aws:username') return caller.username;
  if (key === 'aws:userid') return caller.kind === 'role' ? undefined : caller.uid;
  if (key === 'aws:principalaccount') return caller.account;
  if (key === 'aws:principaltype') return caller.kind === 'user' ? 'User' : caller.kind === 'role' ? 'AssumedRole' : undefined;
  if (key.startsWith('aws:principaltag/')) {
    return caller.tags === undefined ? undefined : (caller.tags.get(key.slice('aws:principaltag/'.length)) ?? null);
  }
  return undefined;
}
