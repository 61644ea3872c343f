import { DAY_MS, parseInstant, type Instant } from '../../base/instant.ts';
import { counted } from '../../base/text/count.ts';
import { byCodeUnit } from '../../base/order.ts';
import type { BacklogItem } from '../../model/backlog.ts';
import type { PersistenceClass } from '../../model/persistence.ts';
import type { Severity } from '../../model/question.ts';

/** One factor of a score, with the words that tell what it was taken from. */
interface Factor {
  readonly weight: number;
  readonly text: string;
}

export interface Weighed {
  readonly score: number;
  readonly because: readonly string[];
}

export interface ToWeigh {
  readonly severity: Severity;
  readonly tierZero: boolean;
  readonly persistence: PersistenceClass | null;
  readonly since: Instant | null;
  readonly reach: number;
  /** Of what it would take away, the last known use; `unknown` is never taken for unused. */
  readonly used: Instant | 'never' | 'unknown';
}

const severityWeight: Readonly<Record<Severity, number>> = { critical: 8, high: 4, medium: 2, low: 1 };
const classWeight: Readonly<Record<PersistenceClass, number>> = { session: 1, eligible: 2, activated: 3, 'time-bound': 4, standing: 5 };
const QUIET_DAYS = 90;

/**
 * The score of an item: the product of six whole numbers (docs/backlog.md has them as a table). What is not known takes the middle of its factor, and of
 * use the weight of what is in use: nothing is made easier to remove by not having been read.
 */
export function weigh(item: ToWeigh, asOf: Instant): Weighed {
  const factors = [
    { weight: severityWeight[item.severity], text: `severity ${item.severity}` },
    { weight: item.tierZero ? 3 : 1, text: item.tierZero ? 'it leads to tier 0' : 'it does not lead to tier 0, by what was read' },
    item.persistence === null
      ? { weight: 3, text: 'no class of persistence is told' }
      : { weight: classWeight[item.persistence], text: item.persistence },
    ageOf(item.since, asOf),
    reachOf(item.reach),
    useOf(item.used, asOf),
  ].sort((a, b) => b.weight - a.weight || byCodeUnit(a.text, b.text));
  const score = factors.reduce((product, { weight }) => product * weight, 1);
  return { score, because: [`score ${score}`, ...factors.map(({ weight, text }) => `${weight} for ${text}`)] };
}

const MOST_QUESTIONS = 999;

/** Of what is to be read nothing is certain: its severity counts, and then how many questions wait for it. */
export function weighReading(severity: Severity, questions: number): Weighed {
  const score = severityWeight[severity] * (MOST_QUESTIONS + 1) + Math.min(questions, MOST_QUESTIONS);
  return {
    score,
    because: [`severity ${severity}`, `${counted(questions, 'question')} of rules open without it`, 'behind all that is certain'],
  };
}

function daysBetween(from: Instant, to: Instant): number {
  return Math.max(0, Math.floor(((parseInstant(to) ?? 0) - (parseInstant(from) ?? 0)) / DAY_MS));
}

function ageOf(since: Instant | null, asOf: Instant): Factor {
  if (since === null) return { weight: 3, text: 'no history tells since when' };
  const days = daysBetween(since, asOf);
  const weight = days < 7 ? 1 : days < 30 ? 2 : days < 90 ? 3 : days < 365 ? 4 : 5;
  return { weight, text: days === 0 ? 'seen for less than a day' : `seen for ${counted(days, 'day')}` };
}

function reachOf(reach: number): Factor {
  const weight = reach <= 1 ? 1 : reach < 4 ? 2 : reach < 10 ? 3 : reach < 100 ? 4 : 5;
  return {
    weight,
    text: reach === 1 ? '1 identity reaches something by it' : `${counted(reach, 'identity', 'identities')} reach something by it`,
  };
}

function useOf(used: ToWeigh['used'], asOf: Instant): Factor {
  if (used === 'unknown') return { weight: 2, text: 'when it was last used is not known' };
  if (used === 'never') return { weight: 3, text: 'never seen to be used, so little should break' };
  const days = daysBetween(used, asOf);
  const text = `last seen in use ${used.slice(0, 10)}, ${counted(days, 'day')} before`;
  return days >= QUIET_DAYS ? { weight: 3, text: `${text}, so little should break` } : { weight: 2, text };
}

/** What is certain first, then what is only not known, what was not confirmed, what is accepted, and what is done. */
function placeOf({ state, rootCause }: BacklogItem): number {
  if (state === 'closed') return 4;
  if (state === 'accepted') return 3;
  if (state === 'unconfirmed') return 2;
  return rootCause.kind === 'reading' ? 1 : 0;
}

/** In the order in which they are to be done, with their ranks from 1. The same items in any order give the same. */
export function ranked(items: readonly { readonly item: BacklogItem; readonly score: number }[]): readonly BacklogItem[] {
  return [...items]
    .sort(
      (a, b) =>
        placeOf(a.item) - placeOf(b.item) ||
        b.score - a.score ||
        byCodeUnit(a.item.due ?? '~', b.item.due ?? '~') ||
        byCodeUnit(a.item.id, b.item.id),
    )
    .map(({ item }, at) => ({ ...item, rank: at + 1 }));
}
