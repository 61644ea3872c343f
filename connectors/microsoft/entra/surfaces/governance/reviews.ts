import { instantIn } from '../../../../../src/base/instant.ts';
import type { Json } from '../../../../../src/base/json.ts';
import type { Mapped } from '../../../../../src/contract/connector.ts';
import type { Reading } from '../../../../../src/contract/reading.ts';
import { elements, lost, notUnderstood, reading } from '../../../../../src/contract/reading.ts';
import type { EntityId } from '../../../../../src/model/ids.ts';
import type { LifeCycleEvent } from '../../../../../src/model/life-cycle.ts';
import type { Task } from '../../../../../src/model/page.ts';
import { reviewSpanOf } from '../../../log-span.ts';
import { isGuid, lastSegment } from '../../../ids.ts';
import type { AccessReviewFact, AccessReviewInstanceFact } from '../../facts.ts';
import { arg, missing, objectIn, tell } from '../../graph-page.ts';
import type { ReviewDecision } from './schema.ts';
import { accessReview, accessReviewInstance, reviewDecision } from './schema.ts';

/** The definitions of access reviews, the times one of them was held, and what was decided at one of those. */
export function mapAccessReviews(task: Task, body: Json): Mapped {
  switch (arg(task.args, 'call')) {
    case 'AccessReviews':
      return definitions(task, body);
    case 'AccessReviewInstances':
      return instances(task, body);
    case 'AccessReviewDecisions':
      return decisions(task, body);
    default:
      return notUnderstood(task);
  }
}

function definitions(task: Task, body: Json): Mapped {
  const into = reading(task);
  for (const { value, at } of elements(into, body, 'value', accessReview)) {
    const fact: AccessReviewFact = {
      type: 'access-review',
      id: value.id,
      name: value.displayName ?? null,
      status: value.status ?? null,
      scopeQuery: value.scope?.query ?? null,
      autoApply: value.settings?.autoApplyDecisionsEnabled ?? null,
      createdAt: value.createdDateTime ?? null,
    };
    tell(into, 'observation', `review|${fact.id}`, fact, at);
  }
  return into;
}

function instances(task: Task, body: Json): Mapped {
  const into = reading(task);
  const review = arg(task.args, 'review');
  for (const { value, at } of elements(into, body, 'value', accessReviewInstance)) {
    const fact: AccessReviewInstanceFact = { type: 'access-review-instance', id: value.id, review, status: value.status };
    tell(into, 'observation', `review-instance|${review}|${fact.id}`, fact, at);
  }
  // each review tells the same span: the surface tells of it whole where the ledger holds it to be complete, and nowhere else
  const { boundary, surface } = task;
  const span = reviewSpanOf(surface, arg(task.args, 'asked'));
  if (span !== undefined)
    into.facts.push({ kind: 'review-span', boundary, surface, key: `${span.from}|${span.to}`, value: span, pointer: '/value' });
  return into;
}

/**
 * What reviewers decided, in the words of the life cycle: kept, or not. A denial ends what allowed the access; that it is taken away is another
 * matter, and nothing but the access itself shows it. What nobody decided, or nobody knew, says nothing.
 */
function decisions(task: Task, body: Json): Mapped {
  const into = reading(task);
  const instance = arg(task.args, 'instance');
  for (const { value, at } of elements(into, body, 'value', reviewDecision)) {
    if (value.accessReviewId !== instance) {
      lost(into, `a decision of ${value.accessReviewId} answers for ${instance}`, `${at}/accessReviewId`);
      continue;
    }
    const type = typeOf(into, value, at);
    if (type === null) continue;
    const event = eventOf(into, value, type, at);
    if (event === undefined) continue;
    const { boundary, surface } = task;
    into.facts.push({ kind: 'life-cycle-event', boundary, surface, key: event.id, value: event, pointer: at });
  }
  return into;
}

/** https://learn.microsoft.com/graph/api/resources/accessreviewinstancedecisionitem, `decision` */
function typeOf(into: Reading, { decision }: ReviewDecision, at: string): 'reviewed' | 'review-denied' | null {
  switch (decision.toLowerCase()) {
    case 'approve':
      return 'reviewed';
    case 'deny':
      return 'review-denied';
    case 'notreviewed':
    case 'dontknow':
      return null;
    default:
      missing(into, 'unsupported', `${JSON.stringify(decision)} is no decision that is known`, `${at}/decision`);
      return null;
  }
}

const NOBODY = '00000000-0000-0000-0000-000000000000';

function eventOf(into: Reading, value: ReviewDecision, type: LifeCycleEvent['type'], at: string): LifeCycleEvent | undefined {
  const subject = objectOf(into, value.principal?.id, value.principalLink);
  const about = aboutOf(into, value);
  const when = value.reviewedDateTime ?? instantIn(value.appliedDateTime ?? '') ?? null;
  if (subject === null || about === null || when === null) {
    const what = subject === null ? 'whom it is about' : about === null ? 'what it is about' : 'when it was made';
    missing(into, 'unsupported', `decision ${value.id} does not tell ${what}`, at);
    return undefined;
  }
  const by = value.reviewedBy?.id?.toLowerCase() ?? NOBODY;
  return {
    id: value.id.toLowerCase(),
    type,
    at: when,
    arrivedAt: null,
    succeeded: true,
    subject,
    about: [],
    actor: by === NOBODY ? null : objectIn(into, by),
    actedBy: [],
    by: by === NOBODY ? 'provider' : 'person',
    object: about.object,
    scope: null,
    from: null,
    until: null,
    what: about.what,
    outsideBroker: false,
    correlation: value.accessReviewId,
    justification: value.justification === '' ? null : (value.justification ?? null),
    ticket: null,
    activity: `${value.decision}${value.applyResult === null || value.applyResult === undefined ? '' : `, ${value.applyResult}`}`,
    source: into.task.surface,
    sourceKind: 'review',
    region: null,
    raw: null,
  };
}

function objectOf(into: Reading, id: string | null | undefined, link: string | null | undefined): EntityId | null {
  const told = [id ?? '', lastSegment(link ?? '')].find(isGuid);
  return told === undefined ? null : objectIn(into, told);
}

/** Of what the decision is: a group, an application, a role, an access package. https://learn.microsoft.com/graph/api/resources/accessreviewinstancedecisionitemresource */
function aboutOf(into: Reading, { resource, resourceLink }: ReviewDecision): Pick<LifeCycleEvent, 'object' | 'what'> | null {
  if (resource?.accessPackageId !== null && resource?.accessPackageId !== undefined)
    return { object: resource.accessPackageId.toLowerCase(), what: 'assignment' };
  const sort = `${resource?.type ?? ''} ${resource?.['@odata.type'] ?? ''} ${resourceLink ?? ''}`.toLowerCase();
  const object = objectOf(into, resource?.id, resourceLink);
  if (object === null) return null;
  if (sort.includes('group')) return { object, what: 'membership' };
  if (sort.includes('serviceprincipal')) return { object, what: 'assignment' };
  // a role goes by the id of its definition, which is no object of the directory
  return sort.includes('role') ? { object: lastSegment(object), what: 'assignment' } : null;
}
