import * as v from 'valibot';
import { isNonEmpty } from '../../base/json.ts';
import { minuteOf } from '../../base/text/moment.ts';
import { defineRule } from '../../contract/rule.ts';
import type { Authorisation, RequestCase } from '../../model/authorisation.ts';
import type { EntityId } from '../../model/ids.ts';
import type { LifeCycleEvent } from '../../model/life-cycle.ts';
import type { Gap } from '../../model/gap.ts';
import type { Observation } from '../../model/question.ts';
import { isSameId } from '../../model/same-id.ts';
import type { View } from '../../model/view.ts';
import { ann, ben, daysAgo, role } from '../activation-examples.ts';
import { controls } from '../controls.ts';
import { answerLack, lackQuestions, lookBackFrom, recordsLack } from '../records.ts';
import { entry, requested, withoutHistory, withoutRecords } from '../request-examples.ts';
import { msOf, requestDays, requestKinds } from '../requests.ts';
import { clear, count, nameOf, reachesTierZero, strings, undetermined } from '../shared.ts';

const MINUTE_MS = 60_000;

const begun = {
  ...entry('session-1', 'used', 1.5),
  actor: ann,
  what: 'session',
  source: 'log',
  sourceKind: 'provider-log',
  activity: 'AssumeRole',
  correlation: null,
} as const;

export const rule = defineRule({
  id: 'session-without-grant',
  revision: 1,
  family: 'jit-integrity',
  title: 'Session on a right that is given on request, with no request live',
  why: 'Where a right is given on request, each session on it goes with a request that was approved and not yet over. One that goes with none used a way that the process does not govern: a trust that stands beside it, or a grant nobody took back. Asked of each session that a provider’s log tells of and that was begun on a right somebody ever requested, or on one that is named.',
  remedy: 'Ask who began it and why, close the way that needed no request, and have the session’s right requested where it is needed.',
  verify: 'every session that the log tells of since then goes with a request that was live when it began',
  controls: controls('NHI9', 'PR.AA-05', 'AC-2(7)', 'AC-3', 'CA-7', 'ZTA-3', 'CC6.1', 'CC6.3', 'A.5.18', 'A.8.2', 'A.8.15', 'PCI-7.2.2'),
  settings: v.strictObject({
    days: requestDays,
    slackMinutes: count(
      5,
      'our own choice: brokers write a request down, and take it back, some minutes beside what the log tells',
      'minutes',
      'So long before a request begins and after it ends a session may begin',
    ),
    objects: strings(
      [],
      'our own choice: what somebody ever requested',
      'Rights that are given on request only, beside those that somebody ever requested',
      'list of ids or names',
    ),
  }),
  needs: [{ kind: 'identity', where: 'own' }],
  *questions(view, { days, objects }) {
    const from = lookBackFrom(view, days);
    for (const event of sessionsSince(view, from))
      if (isOnRequest(view, event, objects)) yield { subject: { type: 'life-cycle-event', id: event.id } };
    yield* lackQuestions(view, { kinds: requestKinds, from });
  },
  answer(view, { subject }, { days, slackMinutes }) {
    if (subject.type === 'boundary') return answerLack(view, subject.id, { kinds: requestKinds, from: lookBackFrom(view, days) });
    const event = view.assured.events.find(
      ({ id, type, sourceKind }) => id === subject.id && type === 'used' && sourceKind === 'provider-log',
    );
    return event === undefined ? clear : answer(view, event, slackMinutes * MINUTE_MS);
  },
  examples: {
    fires: [
      requested('a session a day after the request was over', { until: daysAgo(1.8) }, life(), { lifeCycleEvents: [begun] }),
      requested('somebody else than who asked', {}, life(), { lifeCycleEvents: [{ ...begun, subject: ben, actor: ben }] }),
      requested('the request was denied', { approvedAt: null, deniedAt: daysAgo(2) }, life(), { lifeCycleEvents: [begun] }),
    ],
    clear: [
      requested('the request is live', {}, life(), { lifeCycleEvents: [begun] }),
      requested(
        'a minute before the broker wrote it down',
        { from: daysAgo(1.5 - 1 / 1440), approvedAt: daysAgo(1.5 - 1 / 1440) },
        life(),
        {
          lifeCycleEvents: [begun],
        },
      ),
    ],
    undetermined: [
      requested('the log does not tell who began it', {}, life(), { lifeCycleEvents: [{ ...begun, subject: null, actor: null }] }),
      requested('a request that names no right was live', { asked: [] }, life(), {
        lifeCycleEvents: [begun],
        settings: { objects: [role] },
      }),
      withoutRecords('no records of requests were imported'),
      withoutHistory('no store was at hand'),
    ],
  },
});

function life() {
  return { sources: [{ source: 'broker', events: 1 }] };
}

/** Sessions that were begun, by the provider's own log. */
function sessionsSince({ assured }: View, from: string): readonly LifeCycleEvent[] {
  return assured.events.filter(
    ({ type, what, at, succeeded, object, sourceKind, by }) =>
      type === 'used' &&
      what === 'session' &&
      succeeded &&
      object !== null &&
      at >= from &&
      sourceKind === 'provider-log' &&
      by !== 'provider',
  );
}

const asked = new WeakMap<View['assured'], readonly string[]>();

function isOnRequest({ assured }: View, { object }: LifeCycleEvent, named: readonly string[]): boolean {
  let known = asked.get(assured);
  if (known === undefined) {
    known = [...new Set(assured.requests.flatMap((each) => each.asked.flatMap((one) => one.object ?? [])))];
    asked.set(assured, known);
  }
  return [...known, ...named].some((each) => isSame(each, object));
}

function isSame(name: string | null, object: string | null): boolean {
  return name !== null && object !== null && isSameId(name.toLowerCase(), object.toLowerCase());
}

function answer(view: View, event: LifeCycleEvent, slackMs: number): Observation {
  const { subject, object, at } = event;
  const ms = msOf(at) ?? Number.NaN;
  const boundary = (subject === null ? undefined : view.identity(subject)?.boundary) ?? view.boundaries[0]?.id ?? event.source;
  const open = (detail: string): Observation => {
    const gap: Gap = {
      boundary,
      surface: 'life-cycle:broker',
      cause: 'unsupported',
      detail: `session ${event.id} at ${minuteOf(at)}: ${detail}`,
    };
    return undetermined(gap);
  };
  if (subject === null) return open('the log does not tell who began it');
  const own = accountsOf(view, subject);
  const lives = view.assured.requests.filter((each) => each.subjects.some((one) => own.has(one)) && isLiveAt(each, ms, slackMs));
  if (lives.some((each) => each.asked.some((one) => isSame(one.object, object)))) return clear;
  if (view.assured.authorisations.some((each) => isAuthorised(each, own, object, ms, slackMs))) return clear;
  const vague = lives.find((each) => each.asked.every((one) => one.object === null));
  if (vague !== undefined) return open(`request ${vague.id} was live, and does not tell what it was for`);
  const lacks = recordsLack(view, { kinds: requestKinds, boundary, from: at, to: at });
  if (isNonEmpty(lacks)) return undetermined(...lacks);
  const isGrave = object !== null && (reachesTierZero(view, object) || reachesTierZero(view, subject));
  return {
    says: 'finding',
    severity: isGrave ? 'high' : 'medium',
    reasons: [
      `${nameOf(view, subject)} began a session on ${object ?? 'it'} at ${minuteOf(at)} ("${event.activity}"), and no request or approval of it was live`,
      ...(isGrave ? ['it leads to control of a whole boundary'] : []),
    ],
    witness: [
      { type: 'life-cycle-event', id: event.id },
      ...(view.identity(subject) === undefined ? [] : [{ type: 'identity', id: subject } as const]),
    ],
  };
}

function accountsOf(view: View, subject: EntityId): ReadonlySet<EntityId> {
  return new Set([subject, ...(view.personOf(subject)?.accounts ?? [])]);
}

function isLiveAt({ approvedAt, deniedAt, from, until, endedAt }: RequestCase, ms: number, slackMs: number): boolean {
  if (approvedAt === null || (deniedAt !== null && deniedAt >= approvedAt)) return false;
  const begins = Math.max(msOf(from) ?? -Infinity, msOf(approvedAt) ?? -Infinity);
  const ends = Math.min(msOf(until) ?? Infinity, msOf(endedAt) ?? Infinity);
  return begins - slackMs <= ms && ms <= ends + slackMs;
}

function isAuthorised(each: Authorisation, own: ReadonlySet<EntityId>, object: string | null, ms: number, slackMs: number): boolean {
  if (!each.subjects.some((one) => own.has(one))) return false;
  if (each.covers.objects !== null && !each.covers.objects.some((one) => isSame(one, object))) return false;
  return (msOf(each.from) ?? Infinity) - slackMs <= ms && ms <= (msOf(each.until) ?? Infinity) + slackMs;
}
