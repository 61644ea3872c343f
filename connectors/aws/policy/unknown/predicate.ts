import type { Atom } from '../condition.ts';

/** The character of a `part-of` pattern that a value is put in place of. */
export const HOLE = '\uE003';

/** One comparison that a text is put to, without negation. */
export type Predicate =
  /** `like`: a pattern with the literal marks of glob.ts. `equals` and `equals-ignoring-case` take it literally. */
  | { readonly on: 'string'; readonly test: 'equals' | 'equals-ignoring-case' | 'like'; readonly pattern: string }
  /** Six segments, wildcards stay inside theirs, the sixth holds the rest. Fewer match nothing, unless the pattern is `*`. */
  | { readonly on: 'arn'; readonly pattern: string }
  /** Compared as the operators of that family do. A value or text that is not of the family makes it false. */
  | { readonly on: 'numeric' | 'date' | 'ip' | 'binary' | 'bool'; readonly test: Atom['test']; readonly value: string }
  /** The text, taken literally, stands where {@link HOLE} is in `pattern`, and that pattern is asked whether it matches `whole`. */
  | { readonly on: 'part-of'; readonly pattern: string; readonly whole: string };

/** Comparisons of whole texts, character by character; the automaton decides them together. */
export type TextPredicate = Exclude<Predicate, { readonly value: string }>;

/** Comparisons of what a text stands for. */
export type ValuePredicate = Extract<Predicate, { readonly value: string }>;

/** Texts, the shortest first, then by code unit. */
export interface Samples {
  readonly values: readonly string[];
  /** False: some way the comparisons can turn out may be brought about by none of the texts. */
  readonly complete: boolean;
}
