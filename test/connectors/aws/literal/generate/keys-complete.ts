import type { Comparison } from './keys.ts';
import { jointOf, profileOf, representatives, vectorOf } from './keys.ts';

/** Texts that bring about a combination of answers that no value of the domain brings about. */
export function missedBy(domain: readonly string[], comparisons: readonly Comparison[], texts: readonly string[]): readonly string[] {
  const met = new Set(domain.map((value) => vectorOf(comparisons, value)));
  return texts.filter((text) => !met.has(vectorOf(comparisons, text)));
}

/**
 * Values of the variable for which no value of its domain does the same: alike by itself and on the known texts, and with at least
 * the same combinations on other keys.
 */
export function variablesMissedBy(variables: readonly string[], compared: readonly string[], texts: readonly string[]): readonly string[] {
  const alone = (variable: string): string => profileOf(variable, []);
  const reach = (variable: string, values: readonly string[]): ReadonlySet<string> =>
    new Set(values.map((value) => jointOf(value, variable)));
  const offered = variables.map((variable) => ({ alone: alone(variable), reach: reach(variable, compared) }));
  return representatives(texts, (text) => profileOf(text, texts)).filter(
    (text) => !offered.some((each) => each.alone === alone(text) && [...reach(text, texts)].every((joint) => each.reach.has(joint))),
  );
}
