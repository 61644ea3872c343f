import { byCodeUnit } from '../../../../src/base/order.ts';
import type { Rule } from '../decide/formula.ts';
import { allowed } from '../decide/formula.ts';
import { DENIED, allowsOf } from '../decide/survey.ts';
import type { Truth } from '../match/truth.ts';
import type { Situation } from '../request/situation.ts';
import type { Dimension } from './dimensions.ts';
import type { Table } from './tables.ts';
import { toldApart } from './tables.ts';

type Shown = Readonly<Record<string, string | readonly string[] | null>>;

/** What the request comes to over every way that what is not known may be. */
export interface Outcomes {
  readonly counts: { readonly allows: number; readonly explicit: number; readonly implicit: number };
  /** Names of what alone, the rest being somehow, turns allowed into denied. Sorted. */
  readonly essential: readonly string[];
  /**
   * The first way that is allowed, and the first that is not; `null` where there is none. One whose answer is the same whatever the
   * doubts are goes first, and then tells none.
   */
  allowing(): Shown | null;
  denying(): Shown | null;
}

const MOST_WAYS = 4096;
const ALLOWED = 0;
const EXPLICIT = 1;
const IMPLICIT = 2;

/** What the formula asks about beside the cells. */
export interface FormulaUnknowns {
  readonly account: Dimension | null;
  readonly administrator: Dimension | null;
  readonly past: Dimension | null;
}

export function dimensionsOf({ account, administrator, past }: FormulaUnknowns): readonly Dimension[] {
  return [account, administrator, past].filter((each) => each !== null);
}

interface Axis {
  readonly dimension: Dimension;
  /** The samples that are told apart. */
  readonly samples: readonly number[];
  /** How far apart two ways are that differ by one sample. */
  readonly stride: number;
}

/** `null`: there are too many ways. */
export function outcomesOf(
  rule: Rule,
  cells: readonly Truth[],
  tables: readonly Table[],
  formula: FormulaUnknowns,
  situation: Situation,
): Outcomes | null {
  const axes: Axis[] = [];
  let count = 1;
  const add = (dimension: Dimension, samples: readonly number[]): void => {
    if (samples.length > 1) axes.push({ dimension, samples, stride: count });
    if (samples.length > 1) count *= samples.length;
  };
  for (const [dimension, samples] of toldApart(tables)) add(dimension, samples);
  for (const each of dimensionsOf(formula)) add(each, [0, 1]);
  if (count > MOST_WAYS) return null;
  const outcomes = new Uint8Array(count);
  const readers = tables.map((each) => readerOf(each, axes));
  const open = new Set(tables.map((each) => each.cell));
  const axisOf = (each: Dimension | null): Axis | undefined => axes.find(({ dimension }) => dimension === each);
  const [account, administrator, past] = [axisOf(formula.account), axisOf(formula.administrator), axisOf(formula.past)];
  const decider = deciderOf(rule, situation);
  const trial = [...cells];
  for (let way = 0; way < count; way++) {
    for (const cell of open) trial[cell] = 0;
    for (const reader of readers) if (reader.matches(way)) trial[reader.cell] = 1;
    outcomes[way] = decider(trial, {
      account: digitOf(account, way),
      administrator: digitOf(administrator, way),
      past: digitOf(past, way),
    });
  }
  return summary(outcomes, axes);
}

type Digits = Readonly<Record<keyof FormulaUnknowns, number>>;

function deciderOf(rule: Rule, situation: Situation): (cells: readonly Truth[], digits: Digits) => number {
  const asked = situation;
  const none = new Map<string, never>();
  const pasts = [false, true].map((each) => new Map([['doc:trust-past-boundary', each]]));
  return (cells, { account, administrator, past }) => {
    if (cells[DENIED] === 1) return EXPLICIT;
    asked.assigned = { keys: none, doubts: pasts[past] ?? none, ownResource: account === 0, administrator: administrator === 0 };
    const truth = allowed(rule, allowsOf(cells), asked);
    asked.assigned = null;
    return truth === 1 ? ALLOWED : IMPLICIT;
  };
}

function digitOf(axis: Axis | undefined, way: number): number {
  return axis === undefined ? 0 : Math.floor(way / axis.stride) % axis.samples.length;
}

interface Reader {
  readonly cell: number;
  matches(way: number): boolean;
}

function readerOf({ cell, dimensions, truths }: Table, axes: readonly Axis[]): Reader {
  let inner = truths.length;
  const steps = dimensions.flatMap((dimension) => {
    inner /= dimension.size;
    const axis = axes.find((each) => each.dimension === dimension);
    return axis === undefined ? [] : [{ axis, inner }];
  });
  return {
    cell,
    matches(way) {
      let at = 0;
      for (const { axis, inner: step } of steps) at += (axis.samples[digitOf(axis, way)] ?? 0) * step;
      return truths[at] === 1;
    },
  };
}

function summary(outcomes: Uint8Array, axes: readonly Axis[]): Outcomes {
  const counts = [0, 0, 0];
  for (const each of outcomes) counts[each] = (counts[each] ?? 0) + 1;
  const names = new Set(axes.filter((axis) => turns(outcomes, axis)).map(({ dimension }) => dimension.name));
  return {
    counts: { allows: counts[ALLOWED] ?? 0, explicit: counts[EXPLICIT] ?? 0, implicit: counts[IMPLICIT] ?? 0 },
    essential: [...names].sort(byCodeUnit),
    allowing: () => exampleOf(outcomes, axes, true),
    denying: () => exampleOf(outcomes, axes, false),
  };
}

function turns(outcomes: Uint8Array, axis: Axis): boolean {
  const { stride, samples } = axis;
  return outcomes.some((each, way) => {
    const digit = digitOf(axis, way);
    return digit > 0 && (each === ALLOWED) !== (outcomes[way - digit * stride] === ALLOWED) && samples.length > 1;
  });
}

/** `null`: there is no such way. */
function exampleOf(outcomes: Uint8Array, axes: readonly Axis[], allows: boolean): Shown | null {
  const is = (way: number): boolean => (outcomes[way] === ALLOWED) === allows;
  const doubts = axes.filter(({ dimension }) => dimension.isDoubt);
  const facts = axes.filter(({ dimension }) => !dimension.isDoubt);
  const ways = [...outcomes.keys()];
  const certain = waysOver(doubts);
  const sure = ways.find((way) => doubts.every((axis) => digitOf(axis, way) === 0) && certain.every((each) => is(way + each)));
  if (sure !== undefined) return shownWay(sure, facts);
  const way = ways.find(is);
  return way === undefined ? null : shownWay(way, axes);
}

/** How far the combinations of these axes are from that of their first samples. */
function waysOver(axes: readonly Axis[]): readonly number[] {
  return axes.reduce<readonly number[]>(
    (ways, { stride, samples }) => samples.flatMap((_, digit) => ways.map((way) => way + digit * stride)),
    [0],
  );
}

/** Of several statements that were not understood one that matches is enough for `true`. */
function shownWay(way: number, axes: readonly Axis[]): Shown {
  const shown = axes.flatMap((axis) => axis.dimension.shown(axis.samples[digitOf(axis, way)] ?? 0).map((each) => ({ each, axis })));
  const holds = new Set(shown.flatMap(({ each: [name, value], axis }) => (axis.dimension.isDoubt && value === 'true' ? [name] : [])));
  const entries = shown.map(({ each: [name, value] }) => [name, holds.has(name) ? 'true' : value] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => byCodeUnit(a, b)));
}
