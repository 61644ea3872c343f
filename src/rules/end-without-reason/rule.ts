import { isNonEmpty } from '../../base/json.ts';
import { defineRule } from '../../contract/rule.ts';
import type { Ending } from '../../model/ending.ts';
import { accessText, endedText } from '../../model/ending-words.ts';
import type { EventSourceKind, LifeCycleEventType } from '../../model/life-cycle.ts';
import type { Observation } from '../../model/question.ts';
import type { View } from '../../model/view.ts';
import { daysAgo } from '../activation-examples.ts';
import { controls } from '../controls.ts';
import { assignment, gone, logged, records, removal, withoutHistory } from '../ending-examples.ts';
import { allowingKinds, answerEndings, endingNeeds, endingQuestions, findingOnEnding } from '../endings.ts';
import { recordsLack } from '../records.ts';
import { clear, noSettings } from '../shared.ts';

const log: readonly EventSourceKind[] = ['provider-log'];

const asked = { kinds: log, isAsked: (_: View, { ended }: Ending): boolean => ended !== null };

/** Entries that tell why something ended, or who ended it. */
const reasons: ReadonlySet<LifeCycleEventType> = new Set<LifeCycleEventType>([
  'revoked',
  'expired',
  'denied',
  'review-denied',
  'credential-revoked',
  'left',
  'moved',
  'incident',
  'signal',
  'task-ended',
  'environment-deleted',
  'account-disabled',
  'account-deleted',
  'policy-changed',
]);

export const rule = defineRule({
  id: 'end-without-reason',
  revision: 1,
  family: 'jit-integrity',
  title: 'Access ended, and nothing says who or why',
  why: 'Reads prove that this access is gone, and neither a log nor a request, a review or a personnel record tells of it. What ends for no known reason may come back for none; and a removal that the log of the provider does not know was made where that log does not look. Asked of each access that ended, where both kinds of records cover the time.',
  remedy:
    'Ask the owner of the access. Where the log should have told of it, find out why it did not: a trail that is off, a region that is left out, an entry that nobody reads.',
  verify: 'The record of it is imported or read, and the next analysis tells who ended the access or why.',
  controls: controls('PR.PS-04', 'AC-2', 'AC-2(7)', 'CA-7', 'CC6.2', 'CC6.3', 'CC7.2', 'A.5.18', 'A.8.15', 'PCI-10.2.1'),
  settings: noSettings,
  needs: endingNeeds,
  questions: (view) => endingQuestions(view, asked),
  answer: (view, question) => answerEndings(view, question, asked, (ending) => answerOf(view, ending)),
  examples: {
    fires: [
      records('gone, with the log and the broker read whole', [unexplained()], { sources: logged }),
      records('control of the directory is gone', [unexplained({ tierZero: true })], { sources: logged }),
    ],
    clear: [
      records('it was due', [gone()], { sources: logged }),
      records('the log tells who did it', [unexplained({ endedBy: { actor: 'ben', by: 'person' } })], { sources: logged }),
      records(
        'a record tells of it',
        [unexplained({ events: [{ source: 'entra:directory-audits', id: 'removal-1' }] })],
        { sources: logged },
        { lifeCycleEvents: [removal()] },
      ),
      records('its own end was over', [unexplained({ access: { ...assignment, until: daysAgo(5.5) } })], { sources: logged }),
    ],
    undetermined: [
      records('gone, and the log was not read', [unexplained()]),
      records('gone, and the log alone was read', [unexplained()], { sources: logged.slice(0, 1) }),
      withoutHistory(),
    ],
  },
});

function answerOf(view: View, ending: Ending): Observation {
  const { ended, boundary, tierZero } = ending;
  if (ended === null || isExplained(view, ending, ended.before)) return clear;
  const during = { boundary, from: ended.after, to: ended.before };
  const lacks = [...recordsLack(view, { kinds: log, ...during }), ...recordsLack(view, { kinds: allowingKinds, ...during })];
  if (isNonEmpty(lacks)) return { says: 'undetermined', because: lacks };
  return findingOnEnding(
    view,
    ending,
    tierZero ? 'medium' : 'low',
    `${accessText(ending)} is ${endedText(ending)}`,
    'the log of the provider and what allows access were read whole for that time, and neither tells who ended it or why',
  );
}

/** Something that it had to end for, an end of its own or of what allowed it that was over by then, or a record of who did it. */
function isExplained(view: View, { trigger, authorisedUntil, access, endedBy, events }: Ending, before: string): boolean {
  if (trigger !== null || [authorisedUntil, access.until].some((each) => each !== null && each <= before)) return true;
  if (endedBy !== null && (endedBy.actor !== null || endedBy.by !== 'unknown')) return true;
  return events.some((ref) => {
    const event = view.assured.event(ref.source, ref.id);
    if (event === undefined || !event.succeeded || !reasons.has(event.type) || event.at > before) return false;
    const isTold = event.actor !== null || event.actedBy.length > 0 || event.by !== 'unknown';
    return isTold || event.justification !== null || event.ticket !== null || event.sourceKind !== 'provider-log';
  });
}

function unexplained(over: Parameters<typeof gone>[0] = {}): ReturnType<typeof gone> {
  return gone({ trigger: null, due: null, lag: null, lateness: null, ...over });
}
