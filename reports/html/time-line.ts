import { HOUR_MS, instantOf, parseInstant, type Instant } from '../../src/base/instant.ts';
import { minuteAfter, minuteOf } from '../../src/base/text/moment.ts';
import type { Ending } from '../../src/model/ending.ts';
import { html, placed, type Fragment } from './markup.ts';

/** Where a drawing has no such thing: outside of what is shown. */
const NOWHERE = 2000;
const WIDE = 1000;
/** A time however short is so wide that it is seen. */
const LEAST = 4;
const NEAR = 250;
/** Room at both ends, as a part of the time between. */
const MARGIN = 0.14;

/**
 * An ending as a drawing: from when to when it was allowed, was there, may be there, is late, may go on working. It shows the time from the
 * first to the last of what matters to it; what it had begun before begins at the left edge. Everything in it also stands in words beside it.
 */
export function timeLine(ending: Ending, asOf: Instant): Fragment {
  const { trigger, due, authorised, authorisedUntil, firstSeen, lastSeen, ended, lingering } = ending;
  const lingers = lingering.flatMap(({ until, state }) => (until === null || state === 'cut' || ended === null ? [] : [until]));
  const there = ended !== null && ended.after > lastSeen ? ended.after : lastSeen;
  const gone = ended === null ? asOf : ended.before;
  const told = [trigger?.at ?? null, due, authorisedUntil, lastSeen, there, gone, ...lingers].flatMap((each) => timeOf(each) ?? []);
  const [left, right] = edges(told);
  const at = (instant: Instant | null): number => {
    const ms = timeOf(instant);
    return ms === undefined ? NOWHERE : ((ms - left) / (right - left)) * WIDE;
  };
  const time = (from: Instant, to: Instant): Fragment => {
    const [begin, end] = [within(at(from)), within(at(to))];
    return placed(from < to ? { x: Math.min(begin, WIDE - LEAST), width: Math.max(LEAST, end - begin) } : { x: NOWHERE, width: 0 });
  };
  const mark = (instant: Instant | null): Fragment => placed({ x1: marked(at(instant)), x2: marked(at(instant)) });
  const name = (instant: Instant | null): Fragment => placed({ x: marked(at(instant)) });
  const late = due === null ? asOf : due > firstSeen ? due : firstSeen;
  const lingersUntil = lingers.reduce((latest, each) => (each > latest ? each : latest), gone);
  const same = trigger !== null && trigger.at === due ? null : (trigger?.at ?? null);
  // no room for the word before it
  const near = at(same) < NEAR;
  return html`<figure class="line">
    <ul aria-hidden="true">
      <li>allowed</li>
      <li>there</li>
      <li>may linger</li>
    </ul>
    <svg role="img" aria-label="Time line of what stands in words beside it">
      <rect class="allowed"${authorised === 'yes' ? time(firstSeen, authorisedUntil ?? instantOf(right)) : time(asOf, asOf)} y="20" height="12" />
      <rect class="there"${time(firstSeen, there)} y="42" height="12" />
      <rect class="maybe"${time(there, gone)} y="42" height="12" />
      <rect class="late"${due === null ? time(asOf, asOf) : time(late, there)} y="42" height="12" />
      <rect class="linger"${time(gone, lingersUntil)} y="64" height="12" />
      <line class="trigger"${mark(same)} y1="4" y2="80" />
      <line class="due"${mark(due)} y1="4" y2="80" />
      <line class="now"${mark(asOf)} y1="16" y2="80" />
      <text class="before"${name(near ? null : same)} y="12" dx="-4">trigger</text>
      <text${name(near ? same : null)} y="90" dx="4">trigger</text>
      <text${name(due)} y="12" dx="4">due</text>
      <text class="before"${name(asOf)} y="90" dx="-4">as of</text>
    </svg>
    <p><small>${minuteOf(instantOf(left))}</small> <small>${minuteAfter(instantOf(right))}</small></p>
  </figure>`;
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
