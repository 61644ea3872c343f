import { byCodeUnit } from '../../../../src/base/order.ts';
import { matches } from '../glob.ts';
import { arnPlaces, foldedPlaces, foldsExactly, globMachine, globPlaces, literalPlaces, plain } from './glob-machine.ts';
import type { Machine } from './machine.ts';
import { partsThatFit, wordMachine } from './part-of.ts';
import { HOLE } from './predicate.ts';
import type { Predicate, Samples, TextPredicate, ValuePredicate } from './predicate.ts';
import { firstTexts } from './product.ts';
import { kinds, readableAs } from './value-kinds.ts';
import type { ValueKind } from './value-kinds.ts';

export { sampleSets } from './sets.ts';
export type { Predicate, Samples } from './predicate.ts';

/**
 * Texts such that every truth vector of the predicates that some text brings about is brought about by one of them. For numbers,
 * dates, addresses and bytes, whether the text is one at all counts as a further predicate, for what is negated may tell the two.
 *
 * `apart`: the empty text is among them and stands for no other, since set operators drop it and take what is left for absent.
 * `merged`: it is a text like any other, which saves one where no set operator is used.
 *
 * Not complete: beyond `limit` texts; too many states; comparisons as text mixed with comparisons as values, unless all of the former
 * are `equals` with texts that are no such values; numbers of more than 15 digits; ignoring the case of letters beyond ASCII.
 */
export function sampleTexts(predicates: readonly Predicate[], limit: number, empty: 'apart' | 'merged' = 'apart'): Samples {
  const unique = [...new Map(predicates.map((each) => [keyOf(each), each])).values()];
  const texts = unique.filter(isText);
  const values = unique.filter((each) => !isText(each));
  // a truth value beside texts is compared as they are
  const asText = texts.length > 0 ? values.filter((each) => each.on === 'bool').map(boolText) : [];
  const left = texts.length > 0 ? values.filter((each) => each.on !== 'bool') : values;
  const parts = [
    ...(left.length === 0 || texts.length > 0 ? [ofTexts([...texts, ...asText], limit, empty)] : []),
    ...ofValues(left, empty),
  ];
  const found = [...new Set([...parts.flatMap((each) => each.values), ...(empty === 'apart' ? [''] : [])])].sort(shortestFirst);
  return {
    values: found.slice(0, Math.max(limit, 0)),
    complete: found.length <= limit && parts.every((each) => each.complete) && mixesExactly([...texts, ...asText], left),
  };
}

function keyOf(predicate: Predicate): string {
  return JSON.stringify([
    predicate.on,
    'test' in predicate && predicate.test,
    'value' in predicate ? predicate.value : predicate.pattern,
    'whole' in predicate && predicate.whole,
  ]);
}

export function shortestFirst(a: string, b: string): number {
  return a.length - b.length || byCodeUnit(a, b);
}

function isText(predicate: Predicate): predicate is TextPredicate {
  return predicate.on === 'string' || predicate.on === 'arn' || predicate.on === 'part-of';
}

function boolText(predicate: ValuePredicate): TextPredicate {
  return { on: 'string', test: 'equals-ignoring-case', pattern: predicate.value };
}

function mixesExactly(texts: readonly TextPredicate[], values: readonly ValuePredicate[]): boolean {
  const on = [...new Set(values.map((each) => each.on))];
  if (texts.length === 0) return on.length <= 1;
  return (
    on.length === 0 ||
    (on.length === 1 &&
      texts.every((each) => each.on === 'string' && each.test === 'equals' && !on.some((kind) => readableAs(kind, literal(each.pattern)))))
  );
}

function literal(pattern: string): string {
  return pattern.split('').map(plain).join('');
}

function ofTexts(predicates: readonly TextPredicate[], limit: number, empty: 'apart' | 'merged'): Samples {
  let complete = true;
  const machines: Machine[] = [];
  const used = new Set<string>();
  for (const predicate of predicates) {
    for (const each of predicate.pattern + (predicate.on === 'part-of' ? predicate.whole : '')) used.add(each.toLowerCase());
    const machine = machineOf(predicate);
    if (machine !== undefined) machines.push(machine.machine);
    complete &&= machine?.complete ?? true;
  }
  const found = firstTexts(machines, unused(used), empty === 'apart' ? limit - 1 : limit, empty === 'apart');
  return { values: found.texts, complete: complete && found.complete };
}

/** `undefined`: no text makes it true. */
function machineOf(predicate: TextPredicate): { readonly machine: Machine; readonly complete: boolean } | undefined {
  const { pattern } = predicate;
  if (predicate.on === 'part-of') {
    if (!pattern.includes(HOLE))
      return matches(pattern, predicate.whole) ? { machine: globMachine(globPlaces('*')), complete: true } : undefined;
    const { parts, complete } = partsThatFit(pattern, predicate.whole);
    return { machine: wordMachine(parts), complete };
  }
  if (predicate.on === 'arn') {
    const places = arnPlaces(pattern);
    return places === undefined ? undefined : { machine: globMachine(places), complete: true };
  }
  if (predicate.test === 'equals-ignoring-case') return { machine: globMachine(foldedPlaces(pattern)), complete: foldsExactly(pattern) };
  return { machine: globMachine(predicate.test === 'like' ? globPlaces(pattern) : literalPlaces(pattern)), complete: true };
}

/** A character that is in no pattern, in either case, and that no reader of values takes. */
function unused(used: ReadonlySet<string>): string {
  for (const each of 'xyzwvutsrqponmlkjihgfedcba') if (!used.has(each)) return each;
  let code = 0x4e00;
  while (used.has(String.fromCharCode(code))) code++;
  return String.fromCharCode(code);
}

function ofValues(predicates: readonly ValuePredicate[], empty: 'apart' | 'merged'): readonly Samples[] {
  return [...new Set(predicates.map((each) => each.on))].map((kind) =>
    ofKind(
      kind,
      predicates.filter((each) => each.on === kind),
      empty,
    ),
  );
}

/** Of the candidates the first of each outcome; the text that is no such value comes last. */
function ofKind(kind: ValueKind, predicates: readonly ValuePredicate[], empty: 'apart' | 'merged'): Samples {
  const signature = kinds[kind].signature(predicates);
  const { texts, exact } = kinds[kind].around([...new Set(predicates.map((each) => each.value))].sort(byCodeUnit));
  const first = new Map<string, string>();
  for (const each of [...(empty === 'merged' && kind !== 'bool' ? [''] : []), ...texts, notOne(predicates)]) {
    const outcome = signature(each);
    if (!first.has(outcome)) first.set(outcome, each);
  }
  return { values: [...first.values()], complete: exact };
}

/** No number, date, address or base64, and the value of no comparison. */
function notOne(predicates: readonly ValuePredicate[]): string {
  let text = 'x';
  while (predicates.some((each) => each.value.toLowerCase() === text)) text += 'x';
  // four characters of the alphabet would be base64
  return text.length % 4 === 0 ? `${text}x` : text;
}
