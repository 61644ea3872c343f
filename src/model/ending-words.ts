import { byCodeUnit } from '../base/order.ts';
import { counted, grouped } from '../base/text/count.ts';
import { durationText } from '../base/text/duration.ts';
import { betweenMinutes, minuteAfter, minuteOf } from '../base/text/moment.ts';
import type { Instant } from '../base/instant.ts';
import type { AssuranceLevel, Ending, Lingering, OtherWay, Outcome, Span } from './ending.ts';
import { othersText } from './gap.ts';
import { endText } from './past.ts';
import type { ReportAssurance } from './report.ts';

/** What a reader has to know first comes first. */
export const gravestFirst: readonly Outcome[] = ['overdue', 'contradicted', 'reappeared', 'undetermined', 'lingering', 'ended', 'not-due'];

/** Sorts behind every time. */
const NEVER = '~';

/** The gravest outcome first, tier 0 before others, then the latest, the least sure, the soonest due, and by id. */
export function byGravity(a: Ending, b: Ending): number {
  return (
    gravestFirst.indexOf(a.outcome) - gravestFirst.indexOf(b.outcome) ||
    Number(b.tierZero) - Number(a.tierZero) ||
    (b.lateness?.upper ?? 0) - (a.lateness?.upper ?? 0) ||
    (a.level ?? 0) - (b.level ?? 0) ||
    byCodeUnit(a.due ?? NEVER, b.due ?? NEVER) ||
    byCodeUnit(a.id, b.id)
  );
}

/** In the order of the levels. */
export const levelWords: readonly [string, string, string, string] = ['claimed', 'recorded', 'observed', 'verified'];

/** `2 observed` */
export function levelText(level: AssuranceLevel): string {
  return `${level} ${levelWords[level]}`;
}

/** `AdministratorAccess on aws:111122223333`: what somebody had, and where. */
export function accessText({ access, boundary }: Ending): string {
  return `${access.name} on ${access.scope ?? boundary}`;
}

/** From when it should be gone and why, or what is known of its being allowed. Minutes of UTC. `asOf`: the report's. */
export function dueText({ trigger, due, allowedMs, authorised, authorisedUntil }: Ending, asOf: Instant): string {
  if (trigger !== null) {
    const at = due ?? trigger.at;
    const allowed = allowedMs === 0 ? '' : ` ${minuteOf(trigger.at)}, and ${durationText(allowedMs, 'down')} allowed`;
    const never = authorised === 'never' ? '; nothing on record ever allowed it' : '';
    return `${at <= asOf ? 'should have ended' : 'should end'} ${minuteOf(at)} (${trigger.text}${allowed})${never}`;
  }
  if (authorised === 'never') return 'nothing on record ever allowed it, so nothing says when it should end';
  if (authorised === 'unknown') return 'whether it was allowed is not on record, so nothing says when it should end';
  return authorisedUntil === null ? 'allowed, with no end on record' : `allowed until ${minuteOf(authorisedUntil)}`;
}

/** What became of it, and who did it where a log tells. */
export function endedText({ ended, endedBy, outcome }: Ending): string {
  if (ended === null) return outcome === 'undetermined' || outcome === 'lingering' ? 'not known to have ended' : 'still there';
  const { how, after, before, recorded } = ended;
  const what =
    how === 'probed' || how === 'recorded'
      ? `gone between ${betweenMinutes(after, before)} (${how === 'probed' ? 'asked for by its id' : 'by the log alone'})`
      : endText(how, after, before);
  const by = endedBy === null ? '' : `, ${byText(endedBy)}`;
  return `${what}${recorded === null ? '' : `; recorded by ${recorded.source} (${recorded.id})`}${by}`;
}

const doers = {
  provider: 'by the provider itself',
  broker: 'by a broker',
  automation: 'by automation',
  person: 'by a person',
  unknown: 'by whom is not told',
} as const;

function byText({ actor, by }: NonNullable<Ending['endedBy']>): string {
  return `${doers[by]}${actor === null ? '' : ` (${actor})`}`;
}

/** `8 h late and counting`, `2 h to 8 h late`, `not late`; empty where there is no due. */
export function latenessText({ lateness }: Ending): string {
  if (lateness === null) return '';
  if (lateness.upper === 0) return 'not late';
  if (lateness.lower === 0 && lateness.open) return `not known to be late; ${durationText(lateness.upper, 'up')} if it is still there`;
  return `${spanText(lateness)} late${lateness.open ? ' and counting' : ''}`;
}

/** `2 h to 8 h`, `at most 8 h`: rounded so that what is told still holds what is known. */
export function spanText({ lower, upper }: Pick<Span, 'lower' | 'upper'>): string {
  const [least, most] = [durationText(lower, 'down'), durationText(upper, 'up')];
  if (least === most) return least;
  return lower === 0 ? `at most ${most}` : `${least} to ${most}`;
}

/** `role session could work until 2026-11-18 21:14, which is over`. */
export function lingerText({ what, until, longestMs, state, cut }: Lingering): string {
  const limit =
    until === null ? (longestMs === null ? 'with no known limit' : `for ${durationText(longestMs, 'up')}`) : `until ${minuteAfter(until)}`;
  switch (state) {
    case 'running':
      return `${what} may work ${limit}`;
    case 'passed':
      return `${what} could work ${limit}, which is over`;
    case 'cut':
      return `${what} could have worked ${limit}, and was cut${cut === null ? '' : ` (${cut.source} ${cut.id})`}`;
    case 'unknown':
      return `${what} may work ${limit}; whether it does is not known`;
  }
}

const WAYS = 2;

/** Whether another way to the same remains: `no other way remains`. The first few, and how many more. */
export function otherWaysText({ otherWays: { state, ways, because } }: Ending): string {
  const loose = ways.filter(({ authorised }) => !authorised);
  const allowed = ways.length - loose.length;
  const beside = allowed === 0 ? '' : ` beside ${counted(allowed, 'authorised one')}`;
  const told =
    loose
      .slice(0, WAYS)
      .map(({ text }) => text)
      .join('; ') + (loose.length > WAYS ? `; +${grouped(loose.length - WAYS)} more` : '');
  if (state === 'none') return `no other way remains${beside}`;
  if (state === 'some') return `${counted(loose.length, 'other way')}${beside}: ${told}`;
  const [first] = because;
  const lacks = first === undefined ? '' : `: ${first.surface} in ${first.boundary}${othersText(first)}, ${first.cause}: ${first.detail}`;
  const more = because.length > 1 ? `; +${grouped(because.length - 1)} more` : '';
  return `${told === '' ? '' : `${told}; `}whether another way remains is not known${beside}${lacks}${more}`;
}

/** `amélie by a secret it knew: read-secrets on …`. */
export function wayText({ identity, capability, scope, text, knownSecret }: OtherWay): string {
  return `${identity}${knownSecret ? ' by a secret that was known' : ''}: ${capability} on ${scope} (${text})`;
}

/** How sure the end is, and what the next level lacks; empty where nothing ended or is claimed to have. */
export function assuranceText({ level, lacks }: Ending): string {
  if (level === null) return '';
  return `level ${levelText(level)}${lacks.length === 0 ? '' : `; lacks ${lacks.join(', ')}`}`;
}

/** `overdue`, `not due`: as it stands in a sentence. */
export function outcomeText(outcome: Outcome): string {
  return outcome.replace('-', ' ');
}

/** How many accesses are there though they should not be, whatever says so. */
export function pastEnd({ outcomes }: Pick<ReportAssurance, 'outcomes'>): number {
  return outcomes.overdue + outcomes.contradicted + outcomes.reappeared;
}
