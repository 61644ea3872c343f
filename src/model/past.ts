import type { Instant } from '../base/instant.ts';
import { betweenMinutes, minuteOf } from '../base/text/moment.ts';
import type { Finding } from './finding.ts';
import type { EndHow } from './history.ts';
import type { ReportHistory } from './report.ts';

/**
 * When something ended, and how that is known, in a reader's words; `to`: what it is called now. `judged otherwise` does not say that
 * anything happened. Minutes of UTC, rounded so that the end lies between them.
 */
export function endText(how: EndHow, after: Instant, before: Instant, to: string | null = null): string {
  const between = `between ${betweenMinutes(after, before)}`;
  switch (how) {
    case 'absent':
      return `gone ${between} (complete reads lack it)`;
    case 'changed':
      return `changed ${between}`;
    case 're-created':
      return `replaced ${between}: another one under the same name`;
    case 'renamed':
      return `renamed ${between}${to === null ? '' : `, now ${to}`}`;
    case 'restated':
      return `judged otherwise since ${minuteOf(before)}, by another version, mapping, configuration or rule: nothing is known to have happened`;
    case 'cleared':
      return `resolved ${between} (asked again with all it needs read)`;
  }
}

/** Whether no earlier run saw it. Of a first run nothing is new, for nothing is known of before. */
export function isNew({ seen }: Finding, history: ReportHistory | null): boolean {
  const previous = history?.previous ?? null;
  return seen !== null && previous !== null && seen.first > previous.to;
}

/** Whether it was resolved once, was not in the run before, and is here again. */
export function cameBack({ seen }: Finding, history: ReportHistory | null): boolean {
  const previous = history?.previous ?? null;
  return seen !== null && previous !== null && seen.reappeared > 0 && seen.since > previous.to && seen.first <= previous.to;
}
