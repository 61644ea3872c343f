import type { Json, JsonObject } from '../../../../../src/base/json.ts';
import { isJsonObject } from '../../../../../src/base/json.ts';
import type { Reading } from '../../../../../src/contract/reading.ts';
import { elements, lost } from '../../../../../src/contract/reading.ts';
import type { LifeCycleEvent } from '../../../../../src/model/life-cycle.ts';
import { directoryObject, isGuid, lastSegment } from '../../../ids.ts';
import { spanOf } from '../../../log-span.ts';
import { textArg } from '../common/asked.ts';
import { mapCalls } from '../common/listing.ts';
import { pushKnown } from '../common/push.ts';
import { placeOf } from '../common/where.ts';
import { actorNames, actorOf } from './actor.ts';
import type { Event } from './event.ts';
import { bodyOf, event, member, requestOf, textMember } from './event.ts';
import { toldBy, unsettled } from './operations.ts';
import { fromOf, untilOf } from './times.ts';

/** User Access Administrator: what elevated access gives, at the root (https://learn.microsoft.com/azure/role-based-access-control/elevate-access-global-admin). */
const ELEVATED = '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9';
const elevateAccess = 'microsoft.authorization/elevateaccess/action';

/**
 * Maps entries about who may do what. Of a request there are several: the first holds what was sent, the last what became of it. What the
 * others of the same page tell is taken for each; what none tells stays `null`.
 */
export const mapActivityLog = mapCalls({
  activity(into, body, { tenant, subscription }) {
    tellEntries(into, body, tenant, subscription);
    const span =
      isJsonObject(body) && Array.isArray(body['value']) && into.gaps.length === 0
        ? spanOf(into.task.surface, textArg(into.task.args, 'since') ?? '', textArg(into.task.args, 'to') ?? '')
        : undefined;
    // every page tells it: it stands where the ledger holds the surface to be complete
    if (span !== undefined) pushKnown(into, 'log-span', into.task.boundary, `${span.from}|${span.to}`, span, '/value');
  },
});

function tellEntries(into: Reading, body: Json, tenant: string, subscription: string | undefined): void {
  const found = elements(into, body, 'value', event);
  const sent = new Map<string, JsonObject>();
  const answered = new Map<string, JsonObject>();
  for (const { value } of found) {
    keep(sent, value, 'requestbody');
    keep(answered, value, 'responsebody');
  }
  for (const { value, at } of found) {
    const of = value.subscriptionId?.toLowerCase();
    if (subscription !== undefined && of !== undefined && of !== subscription) {
      lost(into, `entry ${value.eventDataId} is of subscription ${of}, ${subscription} was asked about`, `${at}/subscriptionId`);
      continue;
    }
    const request = requestOf(value);
    const bodies = { sent: sent.get(request), answered: answered.get(request) };
    const told = eventOf(value, bodies, tenant);
    if (told === undefined) lost(into, `entry ${value.eventDataId}: a request of a type not understood`, at);
    else if (told !== null) pushKnown(into, 'life-cycle-event', into.task.boundary, told.id, told, at);
  }
}

function keep(bodies: Map<string, JsonObject>, value: Event, which: 'requestbody' | 'responsebody'): void {
  const body = bodyOf(value, which);
  const request = requestOf(value);
  // entries may come in any order: of two that differ one is taken by what it says
  const known = bodies.get(request);
  if (body !== undefined && (known === undefined || JSON.stringify(body) > JSON.stringify(known))) bodies.set(request, body);
}

interface Bodies {
  readonly sent: JsonObject | undefined;
  readonly answered: JsonObject | undefined;
}

/** `null`: nothing of a right's life. `undefined`: not understood. */
function eventOf(value: Event, { sent, answered }: Bodies, tenant: string): LifeCycleEvent | null | undefined {
  const operation = value.operationName.value;
  const says = (name: string): string | null => textMember(sent, name) ?? textMember(answered, name);
  const isOpen = unsettled.has(value.status.value.toLowerCase());
  const told = toldBy(operation, says('requestType'), isOpen ? null : textMember(answered, 'status'));
  if (told === null || told === undefined) return told;
  const { actor, by, isBroker, oid } = actorOf(value, tenant);
  const isElevation = operation.toLowerCase() === elevateAccess;
  const principal = isElevation ? oid : says('principalId');
  const role = says('roleDefinitionId');
  const scope = isElevation ? '/' : (says('scope') ?? scopeOf(value));
  const ticket = member(sent, 'ticketInfo');
  return {
    id: value.eventDataId.toLowerCase(),
    type: isOpen ? 'requested' : told.type,
    at: value.eventTimestamp,
    arrivedAt: value.submissionTimestamp,
    succeeded: isOpen || /^succe/i.test(value.status.value),
    subject: principal !== null && isGuid(principal) ? directoryObject(tenant, principal) : null,
    about: [],
    actor,
    actedBy: actorNames(value),
    by,
    object: isElevation ? ELEVATED : role !== null ? lastSegment(role) : told.what === 'policy' ? objectOf(value) : null,
    scope: scope === null ? null : (placeOf(scope, tenant)?.scope ?? null),
    from: fromOf(sent, answered, value.eventTimestamp),
    until: untilOf(sent, answered, value.eventTimestamp),
    what: told.what,
    outsideBroker:
      told.what === 'assignment' &&
      told.type === 'granted' &&
      /\/(?:roleassignments\/write|elevateaccess\/action)$/i.test(operation) &&
      isBroker === false,
    correlation: value.correlationId,
    justification: says('justification'),
    ticket: isJsonObject(ticket) ? textMember(ticket, 'ticketNumber') : null,
    activity: operation,
    source: 'azure:activity-log',
    sourceKind: 'provider-log',
    region: null,
    raw: null,
  };
}

/** The scope that the thing acted on lies in: what stands before the provider in its id. */
function scopeOf({ authorization, resourceId }: Event): string | null {
  const path = authorization?.scope ?? resourceId;
  if (path === null) return null;
  const at = path.toLowerCase().lastIndexOf('/providers/microsoft.authorization/');
  return at < 0 ? path : at === 0 ? '/' : path.slice(0, at);
}

function objectOf({ authorization, resourceId }: Event): string | null {
  const path = resourceId ?? authorization?.scope ?? null;
  return path === null ? null : lastSegment(path);
}
