import { arnSegments, hasWildcard, isAllStars } from '../glob.ts';
import { fifthColon } from '../match/resource.ts';
import type { Template } from '../match/variables.ts';
import { templateOf } from '../match/variables.ts';

/** A pattern of a `Resource` list, with what can be told of it before any request. */
export type ResourcePattern =
  | { readonly is: 'everything'; readonly text: string }
  | { readonly is: 'literal'; readonly text: string }
  /** Ends in its only wildcard, `*`, which is in the last segment. */
  | { readonly is: 'prefix'; readonly text: string; readonly prefix: string }
  | { readonly is: 'glob'; readonly text: string; readonly segments: readonly string[] }
  | { readonly is: 'template'; readonly text: string; readonly template: Template };

/** Variables stand only behind the fifth colon: before it `${` is text. */
export function resourcePattern(text: string, variables: boolean): ResourcePattern {
  if (isAllStars(text)) return { is: 'everything', text };
  const edge = fifthColon(text);
  if (variables && edge >= 0) {
    const template = templateOf(text.slice(edge + 1));
    if (template !== null) return { is: 'template', text, template: [text.slice(0, edge + 1), ...template] };
  }
  if (!hasWildcard(text)) return { is: 'literal', text };
  const prefix = text.slice(0, -1);
  return edge >= 0 && text.endsWith('*') && !hasWildcard(prefix) && prefix.length > edge
    ? { is: 'prefix', text, prefix }
    : { is: 'glob', text, segments: arnSegments(text) };
}

/** Whether a wildcard stands in one of the first five segments, where a trailing `*` may run on over colons. */
export function mayRunOn(text: string): boolean {
  if (isAllStars(text)) return false;
  const edge = fifthColon(text);
  return hasWildcard(edge < 0 ? text : text.slice(0, edge));
}
