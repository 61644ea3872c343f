import { parseInstant } from '../../src/base/instant.ts';
import type { EventSource } from '../../src/model/authorisation.ts';
import type { Time } from '../../src/model/event-coverage.ts';
import { html, placed, type Fragment } from './markup.ts';

const WIDE = 1000;
const LEAST = 4;

/** The times a source told of whole, within `time`; darker where it told of use too. They stand in words beside it. */
export function timeBar(spans: EventSource['spans'], time: Time): Fragment {
  const [left, right] = [parseInstant(time.from) ?? 0, parseInstant(time.to) ?? 0];
  const at = (instant: string): number => {
    const ms = parseInstant(instant) ?? left;
    return right <= left ? 0 : Math.max(0, Math.min(WIDE, ((ms - left) / (right - left)) * WIDE));
  };
  const bars = spans.map(({ from, to, tells }) => {
    const [begin, end] = [Math.min(at(from), WIDE - LEAST), at(to)];
    const places = placed({ x: begin, width: Math.max(LEAST, end - begin) });
    return tells === 'use' ? html`<rect class="use" ${places} height="8" />` : html`<rect${places} height="8" />`;
  });
  return html`<svg class="times" aria-hidden="true">
    <rect class="ground" width="100%" height="8" />
    ${bars}
  </svg>`;
}
