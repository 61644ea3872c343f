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
  /** The first way that is allowed, and the first that is not; `null` where there is none. */
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
  readonly past: Dimension | null;
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
  for (const each of [formula.account, formula.past]) if (each !== null) add(each, [0, 1]);
  if (count > MOST_WAYS) return null;
  const outcomes = new Uint8Array(count);
  const readers = tables.map((each) => readerOf(each, axes));
  const open = new Set(tables.map((each) => each.cell));
  const [account, past] = [formula.account, formula.past].map((each) => axes.find(({ dimension }) => dimension === each));
  const decider = deciderOf(rule, situation);
  const trial = [...cells];
  for (let way = 0; way < count; way++) {
    for (const cell of open) trial[cell] = 0;
    for (const reader of readers) if (reader.matches(way)) trial[reader.cell] = 1;
    outcomes[way] = decider(trial, digitOf(account, way), digitOf(past, way));
  }
  return summary(outcomes, axes);
}

function deciderOf(rule: Rule, situation: Situation): (cells: readonly Truth[], account: number, past: number) => number {
  const asked = situation;
  const none = new Map<string, never>();
  const pasts = [false, true].map((each) => new Map([['doc:trust-past-boundary', each]]));
  return (cells, account, past) => {
    if (cells[DENIED] === 1) return EXPLICIT;
    asked.assigned = { keys: none, doubts: pasts[past] ?? none, ownResource: account === 0 };
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
  const shown = (way: number): Shown | null => (way < 0 ? null : shownWay(way, axes));
  return {
    counts: { allows: counts[ALLOWED] ?? 0, explicit: counts[EXPLICIT] ?? 0, implicit: counts[IMPLICIT] ?? 0 },
    essential: [...names].sort(byCodeUnit),
    allowing: () => shown(outcomes.indexOf(ALLOWED)),
    denying: () => shown(outcomes.findIndex((each) => each !== ALLOWED)),
  };
}

function turns(outcomes: Uint8Array, axis: Axis): boolean {
  const { stride, samples } = axis;
  return outcomes.some((each, way) => {
    const digit = digitOf(axis, way);
    return digit > 0 && (each === ALLOWED) !== (outcomes[way - digit * stride] === ALLOWED) && samples.length > 1;
  });
}

function shownWay(way: number, axes: readonly Axis[]): Shown {
  const shown = axes.flatMap((axis) => axis.dimension.shown(axis.samples[digitOf(axis, way)] ?? 0));
  return Object.fromEntries([...shown].sort(([a], [b]) => byCodeUnit(a, b)));
}
