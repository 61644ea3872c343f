import type { OperatorFamily } from '../condition.ts';
import { LITERAL_MARK, LITERAL_STAR, literally } from '../glob.ts';
import type { KeyLookup } from './truth.ts';

/** A part of a text: itself, or the value of a key. */
export type TemplatePart = string | { readonly key: string; readonly fallback: string | undefined };

/** A text with variables, taken apart; wildcards of the policy's own text stay wildcards. */
export type Template = readonly TemplatePart[];

/** Whether `${…}` in the values of such an operator is a variable. Source: IAM User Guide, reference_policies_variables.html. */
export function takesVariables(family: OperatorFamily): boolean {
  return family === 'string' || family === 'arn' || family === 'bool';
}

const VARIABLE = /\$\{([^}]*)\}/g;

/** `null` for a text without `${…}`. Source: IAM User Guide, reference_policies_variables.html. */
export function templateOf(text: string): Template | null {
  if (!text.includes('${')) return null;
  const parts: TemplatePart[] = [];
  let from = 0;
  // behind the last brace nothing can be a variable, and looking there again and again would take long
  for (const found of text.slice(0, text.lastIndexOf('}') + 1).matchAll(VARIABLE)) {
    if (found.index > from) parts.push(text.slice(from, found.index));
    from = found.index + found[0].length;
    parts.push(partOf(found[1] ?? ''));
  }
  if (from < text.length) parts.push(text.slice(from));
  return parts;
}

function partOf(inner: string): TemplatePart {
  if (inner === '*') return LITERAL_STAR;
  if (inner === '?') return LITERAL_MARK;
  if (inner === '$') return '$';
  const comma = inner.indexOf(',');
  if (comma < 0) return { key: inner.trim().toLowerCase(), fallback: undefined };
  const fallback = inner.slice(comma + 1).trim();
  return { key: inner.slice(0, comma).trim().toLowerCase(), fallback: fallback.replace(/^'(.*)'$/s, '$1') };
}

/**
 * The text with its variables replaced; what is put in is literal. `null`: a variable has no value and no default, so the text
 * compares with nothing. `undefined`: a value is not known. Only a key with exactly one value has a value here.
 */
export function fill(template: Template, lookup: KeyLookup): string | null | undefined {
  let filled = '';
  let known = true;
  for (const part of template) {
    if (typeof part === 'string') {
      filled += part;
      continue;
    }
    const state = lookup(part.key);
    if (state.is === 'unknown' || state.is === 'present-unknown') known = false;
    else {
      const value = state.is === 'present' && state.values.length === 1 ? state.values[0] : part.fallback;
      if (value === undefined) return null;
      filled += literally(value);
    }
  }
  return known ? filled : undefined;
}

/** {@link fill} for a text: one without variables is itself. */
export function substitute(text: string, lookup: KeyLookup): string | null | undefined {
  const template = templateOf(text);
  return template === null ? text : fill(template, lookup);
}

/** The text as it is compared by equality: literal wildcards are the characters themselves. */
export function plain(text: string): string {
  return text.includes(LITERAL_STAR) || text.includes(LITERAL_MARK)
    ? text.replaceAll(LITERAL_STAR, '*').replaceAll(LITERAL_MARK, '?')
    : text;
}
