import type { Instant } from '../../src/base/instant.ts';
import type { Ending } from '../../src/model/ending.ts';
import { axisOf, type Axis } from './axis.ts';
import { html, type Fragment } from './markup.ts';

/**
 * An ending as a drawing: from when to when it was allowed, was there, may be there, is late, may go on working. It shows the time from the
 * first to the last of what matters to it; what it had begun before begins at the left edge. Everything in it also stands in words beside it.
 */
export function timeLine(ending: Ending, asOf: Instant): Fragment {
  const { trigger, due, authorised, authorisedUntil, firstSeen, lastSeen } = ending;
  const { there, gone, lingers } = stretchesOf(ending, asOf);
  const axis = axisOf([trigger?.at ?? null, due, authorisedUntil, lastSeen, there, gone, lingers]);
  const same = trigger !== null && trigger.at === due ? null : (trigger?.at ?? null);
  // no room for the word before it
  const near = axis.isNear(same);
  return html`<figure class="line">
    <ul aria-hidden="true">
      <li>allowed</li>
      <li>there</li>
      <li>may linger</li>
    </ul>
    <svg role="img" aria-label="Time line of what stands in words beside it">
      <rect class="allowed"${authorised === 'yes' ? axis.time(firstSeen, authorisedUntil ?? axis.right) : axis.time(asOf, asOf)} y="20" height="12" />
      ${stretches(ending, asOf, axis, [42, 42, 42, 64])}
      <line class="trigger"${axis.mark(same)} y1="4" y2="80" />
      <line class="due"${axis.mark(due)} y1="4" y2="80" />
      <line class="now"${axis.mark(asOf)} y1="16" y2="80" />
      <text class="before"${axis.name(near ? null : same)} y="12" dx="-4">trigger</text>
      <text${axis.name(near ? same : null)} y="90" dx="4">trigger</text>
      <text${axis.name(due)} y="12" dx="4">due</text>
      <text class="before"${axis.name(asOf)} y="90" dx="-4">as of</text>
    </svg>
    ${axis.ends}
  </figure>`;
}

/** Until when it surely was there, by when it was gone, and until when something of it may go on working. */
export function stretchesOf({ lastSeen, ended, lingering }: Ending, asOf: Instant) {
  const lingers = lingering.flatMap(({ until, state }) => (until === null || state === 'cut' || ended === null ? [] : [until]));
  const gone = ended === null ? asOf : ended.before;
  return {
    there: ended !== null && ended.after > lastSeen ? ended.after : lastSeen,
    gone,
    lingers: lingers.reduce((latest, each) => (each > latest ? each : latest), gone),
  };
}

/** Was there, may be there, is late, may linger: each at its height. */
export function stretches(ending: Ending, asOf: Instant, axis: Axis, at: readonly [number, number, number, number]): Fragment {
  const { due, firstSeen } = ending;
  const { there, gone, lingers } = stretchesOf(ending, asOf);
  const late = due === null ? asOf : due > firstSeen ? due : firstSeen;
  const [y1, y2, y3, y4] = at.map((each): Fragment => ({ shape: String(each), texts: [] })) as unknown as readonly [
    Fragment,
    Fragment,
    Fragment,
    Fragment,
  ];
  return html`<rect class="there" ${axis.time(firstSeen, there)} y="${y1}" height="12" />
    <rect class="maybe" ${axis.time(there, gone)} y="${y2}" height="12" />
    <rect class="late" ${due === null ? axis.time(asOf, asOf) : axis.time(late, there)} y="${y3}" height="12" />
    <rect class="linger" ${axis.time(gone, lingers)} y="${y4}" height="12" />`;
}
