import { isNonEmpty } from '../base/json.ts';
import type { NonEmpty } from '../base/json.ts';
import type { Need, SmallGraph, SmallLife } from '../contract/rule.ts';
import type { ExceptionMatcher, ExceptionStanding } from '../model/exception.ts';
import type { FactKind } from '../model/fact.ts';
import type { Gap } from '../model/gap.ts';
import type { Observation, Question, Ref } from '../model/question.ts';
import type { View } from '../model/view.ts';
import { historyLacks } from './records.ts';
import { clear } from './shared.ts';

/** Whose names owners and approvers are is known where identities were read. */
export const exceptionNeeds: NonEmpty<Need> = [{ kind: 'identity', where: 'all' }];

const matchable = [
  'identity',
  'credential',
  'policy',
  'attachment',
  'membership',
  'trust',
  'assignment',
] as const satisfies readonly FactKind[];

/** What findings that an exception may match are made from. */
export const matchNeeds: NonEmpty<Need> = [
  { kind: 'identity', where: 'all' },
  ...matchable.slice(1).map((kind): Need => ({ kind, where: 'all' })),
];

/** One for each exception; where no store was at hand, and none could be known, one for each boundary. */
export function* exceptionQuestions(view: View, isAsked: (standing: ExceptionStanding) => boolean): Iterable<Question> {
  if (view.assured.from === 'none') for (const { id } of view.boundaries) yield { subject: { type: 'boundary', id } };
  for (const standing of view.assured.exceptions)
    if (isAsked(standing)) yield { subject: { type: 'exception', id: standing.exception.id } };
}

/** Answers such a question. */
export function ofException(view: View, subject: Ref, answer: (standing: ExceptionStanding) => Observation): Observation {
  if (subject.type === 'boundary') {
    const lacks = historyLacks(view, subject.id);
    return isNonEmpty(lacks) ? { says: 'undetermined', because: lacks } : clear;
  }
  const standing = view.assured.exceptions.find(({ exception }) => subject.type === 'exception' && exception.id === subject.id);
  return standing === undefined ? clear : answer(standing);
}

/** What was not read where a finding that it matches might be. */
export function unreadFor(view: View, { exception }: ExceptionStanding): readonly Gap[] {
  const { boundary } = exception.matcher;
  const places = view.boundaries.filter(({ id }) => boundary === null || boundary.endsWith('*') || id === boundary);
  return places.flatMap(({ id }) => matchable.flatMap((kind) => view.gapsIn(kind, id)));
}

export function decisionText({ exception }: ExceptionStanding): string {
  const { owner, approver, reference } = exception;
  return `it is owned by ${owner === '' ? 'nobody' : owner} and was approved by ${approver === '' ? 'nobody' : approver}: ${reference}`;
}

/* Of examples. */

export const holder = 'arn:aws:iam::111122223333:user/break-glass-1';
export const noMatch: ExceptionMatcher = { rule: null, subject: null, boundary: null, capability: null, scope: null, fingerprint: null };
export const print = 'a'.repeat(64);

type SmallException = NonNullable<SmallLife['exceptions']>[number];

/** An estate in which somebody is, and an exception. */
export function accepted(name: string, given: Partial<SmallException>, more: Partial<SmallGraph> = {}): SmallGraph {
  const { exception, ...standing } = given;
  return {
    name,
    identities: [{ id: holder }],
    life: {
      exceptions: [{ ...standing, exception: { id: 'erp-key', matcher: { ...noMatch, subject: holder }, ...exception } }],
    },
    ...more,
  };
}

/** Nothing is known of exceptions. */
export function noStore(name: string): SmallGraph {
  return { name, identities: [{ id: holder }] };
}
