import type { OpenStatement } from '../decide/survey.ts';
import { truthOf } from '../decide/survey.ts';
import type { KeyState } from '../match/truth.ts';
import type { Situation } from '../request/situation.ts';
import type { Dimension } from './dimensions.ts';

/** Whether a statement matches, for every way that what it asks about may be. The first dimension changes slowest. */
export interface Table {
  readonly cell: number;
  readonly dimensions: readonly Dimension[];
  readonly truths: Uint8Array;
}

const MOST_ENTRIES = 1 << 16;

/** `null`: there are too many ways. */
export function tableOf(open: OpenStatement, dimensions: readonly Dimension[], situation: Situation): Table | null {
  const size = dimensions.reduce((product, each) => product * each.size, 1);
  if (size > MOST_ENTRIES) return null;
  const truths = new Uint8Array(size);
  const keys = new Map<string, KeyState>();
  const doubts = new Map<string, boolean>();
  const assigned = { keys, doubts, sessionName: null as string | null };
  const digits = dimensions.map(() => 0);
  situation.assigned = assigned;
  for (let at = 0; at < size; at++) {
    for (const [place, dimension] of dimensions.entries()) dimension.put(digits[place] ?? 0, assigned);
    truths[at] = truthOf(open, situation);
    advance(digits, dimensions);
  }
  situation.assigned = null;
  return { cell: open.cell, dimensions, truths };
}

/** The next combination; the last digit changes fastest. */
export function advance(digits: number[], dimensions: readonly Dimension[]): void {
  for (let place = digits.length - 1; place >= 0; place--) {
    const next = (digits[place] ?? 0) + 1;
    if (next < (dimensions[place]?.size ?? 0)) {
      digits[place] = next;
      return;
    }
    digits[place] = 0;
  }
}

/** Of each dimension the samples that the tables tell apart, the first of each kind. */
export function toldApart(tables: readonly Table[]): ReadonlyMap<Dimension, readonly number[]> {
  const signatures = new Map<Dimension, string[]>();
  for (const { dimensions, truths } of tables) {
    let inner = truths.length;
    for (const dimension of dimensions) {
      const outer = inner;
      inner /= dimension.size;
      const said = signatures.get(dimension) ?? new Array<string>(dimension.size).fill('');
      for (let sample = 0; sample < dimension.size; sample++) said[sample] = `${said[sample] ?? ''}|${slice(truths, sample, inner, outer)}`;
      signatures.set(dimension, said);
    }
  }
  return new Map(
    [...signatures].map(([dimension, said]) => [dimension, said.flatMap((each, at) => (said.indexOf(each) === at ? [at] : []))]),
  );
}

function slice(truths: Uint8Array, sample: number, inner: number, outer: number): string {
  let text = '';
  for (let block = sample * inner; block < truths.length; block += outer) text += truths.subarray(block, block + inner).join('');
  return text;
}
