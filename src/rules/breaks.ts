import { parseInstant } from '../base/instant.ts';
import type { Instant } from '../base/instant.ts';
import { groupBy } from '../base/group.ts';
import { byCodeUnit } from '../base/order.ts';
import { minuteOf } from '../base/text/moment.ts';
import type { EventSource } from '../model/authorisation.ts';
import { silences } from '../model/event-coverage.ts';
import type { Time } from '../model/event-coverage.ts';
import type { Observation, Ref } from '../model/question.ts';
import { clear } from './shared.ts';

/** In each region one source is enough; of several the one that tells most counts. */
export function breaksTold(subject: Ref, rows: readonly EventSource[], name: string, wanted: Time, leastMs: number): Observation {
  const regions = [...groupBy(rows, ({ region }) => region ?? '')].sort(([a], [b]) => byCodeUnit(a, b));
  const reasons = regions.flatMap(([region, of]) => {
    const gaps = of.map((each) => breaks(each, wanted, leastMs)).reduce((least, each) => (lengthOf(each) < lengthOf(least) ? each : least));
    const where = region === '' ? '' : ` in ${region}`;
    if (gaps.length === 0) return [];
    const shown = gaps.slice(0, 5).map(({ from, to }) => `${minuteOf(from)} to ${minuteOf(to)}`);
    return [`${name}${where} does not tell of ${shown.join(', ')}${gaps.length > 5 ? ` and of ${gaps.length - 5} more times` : ''}`];
  });
  if (rows.length === 0)
    reasons.push(`nothing of ${name} was read: of ${minuteOf(wanted.from)} to ${minuteOf(wanted.to)} its silence says nothing`);
  const [first, ...others] = reasons;
  return first === undefined ? clear : { says: 'finding', severity: 'medium', reasons: [first, ...others], witness: [subject] };
}

function breaks(source: EventSource, wanted: Time, leastMs: number): readonly Time[] {
  return silences(source, wanted, 'changes').filter(({ from, to }) => lasts(from, to) >= leastMs);
}

function lengthOf(times: readonly Time[]): number {
  return times.reduce((sum, { from, to }) => sum + lasts(from, to), 0);
}

function lasts(from: Instant, to: Instant): number {
  return (parseInstant(to) ?? 0) - (parseInstant(from) ?? 0);
}
