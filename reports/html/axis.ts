import { HOUR_MS, instantOf, parseInstant, type Instant } from '../../src/base/instant.ts';
import { minuteAfter, minuteOf } from '../../src/base/text/moment.ts';
import { html, placed, type Fragment } from './markup.ts';

/** Where a drawing has no such thing: outside of what is shown. */
const NOWHERE = 2000;
const WIDE = 1000;
/** A time however short is so wide that it is seen. */
const LEAST = 4;
/** Room at both ends, as a part of the time between. */
const MARGIN = 0.14;

/** A time scale across a drawing: attributes of what stands on it. What began before it begins at its left edge. */
export interface Axis {
  readonly right: Instant;
  /** Of a `rect`, from when to when. Nothing is drawn where that is no time. */
  time(from: Instant, to: Instant): Fragment;
  /** Of a `line`; nothing where it is not told, or lies outside. */
  mark(at: Instant | null): Fragment;
  /** Of a `text` at a moment. */
  name(at: Instant | null): Fragment;
  /** Whether there is no room for a word before it. */
  isNear(at: Instant | null): boolean;
  /** Its ends, in words. */
  readonly ends: Fragment;
}

const NEAR = 250;

/** From the first to the last of what is to be seen. */
export function axisOf(told: readonly (Instant | null)[]): Axis {
  const [left, right] = edges(told.flatMap((each) => timeOf(each) ?? []));
  const at = (instant: Instant | null): number => {
    const ms = timeOf(instant);
    return ms === undefined ? NOWHERE : ((ms - left) / (right - left)) * WIDE;
  };
  return {
    right: instantOf(right),
    time(from, to) {
      const [begin, end] = [within(at(from)), within(at(to))];
      return placed(from < to ? { x: Math.min(begin, WIDE - LEAST), width: Math.max(LEAST, end - begin) } : { x: NOWHERE, width: 0 });
    },
    mark: (instant) => placed({ x1: marked(at(instant)), x2: marked(at(instant)) }),
    name: (instant) => placed({ x: marked(at(instant)) }),
    isNear: (instant) => at(instant) < NEAR,
    ends: html`<p><small>${minuteOf(instantOf(left))}</small> <small>${minuteAfter(instantOf(right))}</small></p>`,
  };
}

function edges(told: readonly number[]): readonly [number, number] {
  const first = Math.min(...told);
  const last = Math.max(...told);
  if (told.length === 0) return [0, HOUR_MS];
  const room = Math.max(HOUR_MS, last - first) * MARGIN;
  return [Math.max(0, first - room), last + room];
}

function timeOf(instant: Instant | null): number | undefined {
  return instant === null ? undefined : parseInstant(instant);
}

function within(place: number): number {
  return Math.max(0, Math.min(WIDE, place));
}

/** What lies outside of what is shown is not drawn at its edge. */
function marked(place: number): number {
  return place < 0 || place > WIDE ? NOWHERE : place;
}
