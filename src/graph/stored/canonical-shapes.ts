import type { Json } from '../../base/json.ts';
import type { Plan } from '../columns/plan.ts';
import { writePlan } from '../columns/plan.ts';
import { shapesOf } from '../columns/shapes.ts';
import type { Shape } from '../columns/shapes.ts';
import { sayWith, SHORTEST } from '../columns/template.ts';
import type { Template } from '../columns/template.ts';
import type { Sequence } from '../sequence.ts';

/** Things that have shapes. */
export interface Shaped {
  readonly shape: Int32Array;
  readonly shapes: Sequence<string>;
  /** By field, the marks before which it uses none. */
  readonly firstMarks: readonly number[];
  /** All marks of a thing. Another array each time. */
  marks(thing: number): readonly string[];
  fields(thing: number): readonly Json[];
}

export interface Shapes {
  readonly shape: Int32Array;
  readonly shapes: readonly string[];
}

const FEW = 24;

/**
 * Shapes that follow from the things alone, numbered as they are first used. While things come a shape is guessed, and where a name stands
 * by chance in a text another shape says the same: which one was there first decides. Here each thing gets the shape that would be
 * written for it. The shape of less than `few` things is written for each of them: to find out where it could be in doubt would cost more.
 */
export function canonicalShapes(things: Shaped, few = FEW): Shapes {
  const known = shapesOf(things.shapes);
  const doubts: (Doubts | undefined)[] = [];
  const numbers = new Map<string, number>();
  const seen = new SeenMarks();
  const ofShape = new Int32Array(things.shapes.length).fill(-1);
  const shape = new Int32Array(things.shape.length);
  const count = new Int32Array(things.shapes.length);
  for (const each of things.shape) count[each] = (count[each] as number) + 1;
  for (let thing = 0; thing < shape.length; thing++) {
    const old = things.shape[thing] as number;
    const marks = things.marks(thing);
    const is =
      (count[old] as number) < few || isDoubtful((doubts[old] ??= doubtsOf(known.at(old), things.firstMarks, marks.length)), marks, seen);
    let number = is ? -1 : (ofShape[old] as number);
    if (number < 0) {
      const text = is ? written(things.fields(thing), marks, things.firstMarks) : (things.shapes.at(old) as string);
      number = numbers.get(text) ?? numbers.size;
      numbers.set(text, number);
      if (!is) ofShape[old] = number;
    }
    shape[thing] = number;
  }
  return { shape, shapes: [...numbers.keys()] };
}

function written(fields: readonly Json[], marks: readonly string[], firstMarks: readonly number[]): string {
  return JSON.stringify(fields.map((each, at) => writePlan(each, marks, firstMarks[at] ?? 0)));
}

/**
 * Where what a mark says could stand beside the places that a shape has for it: in what is left of its texts between the places for this
 * mark and for lesser ones, which are looked for before it.
 */
interface Doubt {
  readonly left: Left;
  /** Whether the shape uses the mark. */
  readonly isUsed: boolean;
  /** What the mark said when nothing of it was last found in what is left and fixed. */
  cleared: string;
}
type Doubts = readonly Doubt[];

interface Left {
  /** What is left and depends on no mark, one behind the other, and the length of the longest. */
  readonly fixed: string;
  readonly longest: number;
  /** Which runs of {@link SHORTEST} characters stand in `fixed`, by their hashes: where one is missing, no text that has it does. */
  runs: Uint8Array | undefined;
  /** What is left and has greater marks in it. */
  readonly marked: readonly Template[];
  /** The same between its {@link CUTS}: what has none of them stands in one of these parts or nowhere. */
  cut: readonly Template[] | undefined;
}

const CUTS = /[ |]/;

function doubtsOf(shape: Shape, firstMarks: readonly number[], marks: number): Doubts {
  const texts = shape.fields.map(textsOf);
  const doubts: Doubt[] = [];
  for (let mark = 0; mark < marks; mark++) {
    const isUsed = (shape.allUses & (1 << mark)) !== 0;
    const before = doubts[mark - 1];
    // What a shape has no place for cuts nothing off.
    const isAsBefore = before !== undefined && !isUsed && !texts.some((_, field) => firstMarks[field] === mark);
    doubts.push({ left: isAsBefore ? before.left : leftOf(texts, firstMarks, mark), isUsed, cleared: '' });
  }
  return doubts;
}

function leftOf(texts: readonly (readonly Template[])[], firstMarks: readonly number[], mark: number): Left {
  const fixed = new Set<string>();
  const marked: Template[] = [];
  for (const [field, templates] of texts.entries()) {
    if ((firstMarks[field] ?? 0) > mark) continue;
    for (const text of templates) {
      for (const rest of restsOf(text, mark)) {
        if (rest.uses.length === 0) fixed.add(rest.pieces[0] as string);
        else marked.push(rest);
      }
    }
  }
  const all = [...fixed].join('\n');
  return {
    fixed: all,
    longest: [...fixed].reduce((most, each) => Math.max(most, each.length), 0),
    runs: undefined,
    marked,
    cut: undefined,
  };
}

const RUNS = 1 << 11;

function runsIn(text: string): Uint8Array {
  const runs = new Uint8Array(RUNS);
  for (let at = 0; at + SHORTEST <= text.length; at++) runs[runAt(text, at)] = 1;
  return runs;
}

/** A number of the three characters from this place on. */
function runAt(text: string, at: number): number {
  return (Math.imul(Math.imul(text.charCodeAt(at), 31) + text.charCodeAt(at + 1), 31) + text.charCodeAt(at + 2)) & (RUNS - 1);
}

function textsOf(plan: Plan): readonly Template[] {
  if (plan.is === 'text') return [plan.template];
  return plan.is === 'plain' ? [] : plan.items.flatMap(textsOf);
}

/** The parts of a template between its places for this mark and lesser ones. */
function restsOf({ pieces, uses }: Template, mark: number): readonly Template[] {
  const rests: Template[] = [];
  let [ownPieces, ownUses] = [[pieces[0] as string], [] as number[]];
  const close = (): void => {
    rests.push({ pieces: ownPieces, uses: ownUses, length: ownPieces.reduce((sum, each) => sum + each.length, 0) });
  };
  for (const [at, use] of uses.entries()) {
    const piece = pieces[at + 1] as string;
    if (use <= mark) {
      close();
      [ownPieces, ownUses] = [[piece], []];
    } else {
      ownPieces.push(piece);
      ownUses.push(use);
    }
  }
  close();
  return rests;
}

/** The parts of a template between {@link CUTS} in its pieces that have a mark in them. */
function cutParts({ pieces, uses }: Template): readonly Template[] {
  const parts: Template[] = [];
  let own: string[] = [];
  let ownUses: number[] = [];
  const close = (): void => {
    if (ownUses.length > 0) parts.push({ pieces: own, uses: ownUses, length: own.reduce((sum, each) => sum + each.length, 0) });
    ownUses = [];
  };
  for (const [at, piece] of pieces.entries()) {
    const [first = '', ...others] = piece.split(CUTS);
    if (at === 0) own = [first];
    else {
      ownUses.push(uses[at - 1] as number);
      own.push(first);
    }
    for (const each of others) {
      close();
      own = [each];
    }
  }
  close();
  return parts;
}

function distinct(templates: readonly Template[]): readonly Template[] {
  return [...new Map(templates.map((each) => [JSON.stringify([each.pieces, each.uses]), each])).values()];
}

/** Whether another shape could be written for these marks. `true` is no more than a doubt. */
function isDoubtful(doubts: Doubts, marks: readonly string[], seen: SeenMarks): boolean {
  for (let mark = 0; mark < doubts.length; mark++) {
    const doubt = doubts[mark] as Doubt;
    const { left, isUsed } = doubt;
    const meaning = marks[mark] as string;
    const { length } = meaning;
    if (length < SHORTEST) {
      if (isUsed) return true;
      continue;
    }
    if (isUsed && seen.repeats(mark, meaning)) return true;
    const least = isUsed ? length - SHORTEST + 1 : length;
    if (left.longest >= least && doubt.cleared !== meaning && couldStand(left, meaning, isUsed)) {
      if (standsIn(left.fixed, meaning, isUsed)) return true;
      doubt.cleared = meaning;
    }
    const rests =
      left.marked.length > 0 && seen.isWhole(mark, meaning) ? (left.cut ??= distinct(left.marked.flatMap(cutParts))) : left.marked;
    for (let at = 0; at < rests.length; at++) {
      const rest = rests[at] as Template;
      const { uses } = rest;
      let size = rest.length;
      for (let use = 0; use < uses.length; use++) size += (marks[uses[use] as number] as string).length;
      if (size >= least && standsIn(sayWith(rest, marks), meaning, isUsed)) return true;
    }
  }
  return false;
}

/** Whether {@link standsIn} is worth asking: a text stands in another only where all its parts do. */
function couldStand(left: Left, meaning: string, isUsed: boolean): boolean {
  const end = isUsed ? meaning.length - SHORTEST + 1 : meaning.length;
  if (end < SHORTEST) return true;
  const runs = (left.runs ??= runsIn(left.fixed));
  return runs[runAt(meaning, 0)] !== 0 && runs[runAt(meaning, end - SHORTEST)] !== 0 && runs[runAt(meaning, (end - SHORTEST) >> 1)] !== 0;
}

/** What was found out of the texts of marks: the same is mostly asked of one thing after the other. */
class SeenMarks {
  readonly #repeatTexts: string[] = [];
  readonly #repeats: boolean[] = [];
  readonly #wholeTexts: string[] = [];
  readonly #wholes: boolean[] = [];

  /** Whether what the mark says {@link repeatsItself}. */
  repeats(mark: number, text: string): boolean {
    if (this.#repeatTexts[mark] !== text) {
      this.#repeatTexts[mark] = text;
      this.#repeats[mark] = repeatsItself(text);
    }
    return this.#repeats[mark] as boolean;
  }

  /** Whether what the mark says has none of the {@link CUTS}. */
  isWhole(mark: number, text: string): boolean {
    if (this.#wholeTexts[mark] !== text) {
      this.#wholeTexts[mark] = text;
      this.#wholes[mark] = !CUTS.test(text);
    }
    return this.#wholes[mark] as boolean;
  }
}

/**
 * Whether a text has in it what a mark says. Before a place for the mark that is also so where all but two characters stand in the text:
 * what is missing could be what the place begins with. Where more could be missing it {@link repeatsItself}.
 */
function standsIn(text: string, meaning: string, isUsed: boolean): boolean {
  return text.includes(isUsed ? meaning.slice(0, 1 - SHORTEST) : meaning);
}

/** Whether a text's end, three characters or more, is how it begins. */
function repeatsItself(text: string): boolean {
  const first = text.slice(0, SHORTEST);
  for (let at = text.indexOf(first, 1); at >= 0; at = text.indexOf(first, at + 1)) {
    if (text.slice(at) === text.slice(0, text.length - at)) return true;
  }
  return false;
}
