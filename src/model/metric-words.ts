import { hoursText } from '../base/text/duration.ts';
import { counted, grouped } from '../base/text/count.ts';
import { spanText } from './ending-words.ts';
import type { Bounded, DeFactoStanding, Percentiles, Share } from './metrics.ts';

/** `81 to 94.5 h`: rounded so that what is told still holds the true figure. */
export function boundedHours({ lower, upper }: Bounded): string {
  const [least, most] = [hoursText(lower, 'down'), hoursText(upper, 'up')];
  return least === most ? `${least} h` : `${least} to ${most} h`;
}

/** `2 h to 3 h`; `none`: of no ending at all. */
export function boundedText(bounded: Bounded | null): string {
  return bounded === null ? 'none' : spanText(bounded);
}

/** Of how many: what is not known to have ended, open or undetermined, counts with what it has come to. */
export function samplesText({ ended, open }: Percentiles): string {
  return `of ${grouped(ended)} ended and ${grouped(open)} not known to have ended`;
}

/** `4 of 9 (44%)`: rounded down, so that only all is 100%. Of none there is no share. */
export function shareText({ count, of }: Share): string {
  return of === 0 ? 'of none' : `${grouped(count)} of ${grouped(of)} (${Math.floor((count / of) * 100)}%)`;
}

/** `12 rights to tier 0 that come and go` */
export function comingText(count: number): string {
  return count === 1 ? '1 right to tier 0 that comes and goes' : `${counted(count, 'right')} to tier 0 that come and go`;
}

/** `renewed or had again 6 times, 2 of them with no approval of its own` */
export function renewalsText({ renewals, renewalsUnapproved }: Pick<DeFactoStanding, 'renewals' | 'renewalsUnapproved'>): string {
  if (renewals === 0) return 'never renewed';
  const loose = renewalsUnapproved === 0 ? '' : `, ${grouped(renewalsUnapproved)} of them with no approval of its own`;
  return `renewed or had again ${counted(renewals, 'time')}${loose}`;
}

/** `administer usable 40 to 41.5 h, had again 6 times, 2 of them without an approval`. */
export function deFactoText({ capability, usable, ...rest }: DeFactoStanding): string {
  return `${capability} usable ${boundedHours(usable)}, ${renewalsText(rest)}`;
}
