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

/**
 * Shapes that follow from the things alone, numbered as they are first used. While things come a shape is guessed, and where a name stands
 * by chance in a text another shape says the same: which one was there first decides. Here each thing gets the shape that would be
 * written for it.
 */
export function canonicalShapes(things: Shaped): Shapes {
  const known = shapesOf(things.shapes);
  const doubts: (Doubts | undefined)[] = [];
  const numbers = new Map<string, number>();
  const ofShape = new Int32Array(things.shapes.length).fill(-1);
  const shape = new Int32Array(things.shape.length);
  for (let thing = 0; thing < shape.length; thing++) {
    const old = things.shape[thing] as number;
    const marks = things.marks(thing);
    const is = isDoubtful((doubts[old] ??= doubtsOf(known.at(old), things.firstMarks, marks.length)), marks);
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
  /** What is left and depends on no mark, one behind the other, and the length of the longest. */
  readonly fixed: string;
  readonly longest: number;
  /** What is left and has greater marks in it. */
  readonly marked: readonly Template[];
  /** Whether the shape uses the mark. */
  readonly isUsed: boolean;
  /** What the mark said when nothing of it was last found in `fixed`. */
  cleared: string;
}
type Doubts = readonly Doubt[];

function doubtsOf(shape: Shape, firstMarks: readonly number[], marks: number): Doubts {
  return Array.from({ length: marks }, (_, mark) => {
    const fixed: string[] = [];
    const marked: Template[] = [];
    for (const [field, plan] of shape.fields.entries()) {
      if ((firstMarks[field] ?? 0) > mark) continue;
      for (const text of textsOf(plan)) {
        for (const rest of restsOf(text, mark)) {
          if (rest.uses.length === 0) fixed.push(rest.pieces[0] as string);
          else marked.push(rest);
        }
      }
    }
    const longest = fixed.reduce((most, each) => Math.max(most, each.length), 0);
    return { fixed: [...new Set(fixed)].join('\n'), longest, marked, isUsed: (shape.allUses & (1 << mark)) !== 0, cleared: '' };
  });
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

/** Whether another shape could be written for these marks. `true` is no more than a doubt. */
function isDoubtful(doubts: Doubts, marks: readonly string[]): boolean {
  for (let mark = 0; mark < doubts.length; mark++) {
    const doubt = doubts[mark] as Doubt;
    const { longest, marked, isUsed } = doubt;
    const meaning = marks[mark] as string;
    const { length } = meaning;
    if (length < SHORTEST) {
      if (isUsed) return true;
      continue;
    }
    const least = isUsed ? length - SHORTEST + 1 : length;
    if (longest >= least && doubt.cleared !== meaning && standsIn(doubt.fixed, meaning, isUsed)) return true;
    if (isUsed && doubt.cleared !== meaning && repeatsItself(meaning)) return true;
    if (doubt.cleared !== meaning) doubt.cleared = meaning;
    for (const rest of marked) {
      let size = rest.length;
      for (const use of rest.uses) size += (marks[use] as string).length;
      if (size >= least && standsIn(sayWith(rest, marks), meaning, isUsed)) return true;
    }
  }
  return false;
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
