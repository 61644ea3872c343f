import type { JsonObject } from '../../../src/base/json.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import type { LifeCycleEvent } from '../../../src/model/life-cycle.ts';
import { accountBoundary } from '../identity.ts';
import type { Meaning } from './meaning.ts';
import type { TrailRecord } from './record.ts';
import type { Place } from './subject.ts';
import { aboutOf } from './subject.ts';
import { cloudTrailEvents } from './surfaces.ts';
import { momentIn, told } from './told.ts';
import type { Doer } from './who.ts';

/** The canonical form of a record that means something for somebody's access. */
export function eventOf(record: TrailRecord, meaning: Meaning, place: Place, doer: Doer): LifeCycleEvent {
  const { type, what } = { ...meaning, ...meaning.unless?.(record) };
  const { subject, about } = aboutOf(record, meaning.whose, place, doer);
  const isBoundary = meaning.type === 'environment-deleted';
  const object = told(record, ...meaning.object);
  return {
    ...plain(record, doer),
    type,
    succeeded: hasSucceeded(record),
    subject,
    about,
    object,
    scope: scopeOf(record, isBoundary ? object : told(record, 'targetId')),
    until: type === 'used' ? momentIn(told(record, 'credentials.expiration')) : null,
    what,
    correlation: told(record, 'delegationRequestId'),
  };
}

/**
 * That somebody acted at all, whatever it was. `null`: services of AWS, and parties of which the record does not tell who they are.
 */
export function useOf(record: TrailRecord, doer: Doer): LifeCycleEvent | null {
  const { actor, by, key } = doer;
  if (actor === null || by === 'provider') return null;
  // AKIA… is a lasting key, ASIA… one of a session (IAM user guide, reference_identifiers.html)
  const isKey = key?.startsWith('AKIA') === true;
  return {
    ...plain(record, doer),
    id: `${record.eventID}#use`,
    type: 'used',
    succeeded: hasSucceeded(record),
    subject: actor,
    about: [],
    object: isKey ? key : null,
    scope: null,
    until: null,
    what: isKey ? 'credential' : 'session',
    correlation: null,
  };
}

type Plain = Omit<LifeCycleEvent, 'type' | 'succeeded' | 'subject' | 'about' | 'object' | 'scope' | 'until' | 'what' | 'correlation'>;

function plain(record: TrailRecord, { actor, actedBy, by }: Doer): Plain {
  return {
    id: record.eventID,
    at: record.eventTime,
    arrivedAt: null,
    actor,
    actedBy,
    by,
    from: null,
    outsideBroker: false,
    justification: null,
    ticket: null,
    activity: record.eventName,
    source: cloudTrailEvents.id,
    sourceKind: 'provider-log',
    region: record.awsRegion,
    raw: null,
  };
}

/** A refused call, a sign-in that failed, and an assignment of which the service said so are attempts and no more. */
function hasSucceeded({ errorCode, eventName, responseElements }: TrailRecord): boolean {
  if (errorCode !== null && errorCode !== '') return false;
  const answer: JsonObject = isJsonObject(responseElements) ? responseElements : {};
  if (eventName === 'ConsoleLogin') return answer['ConsoleLogin'] === 'Success';
  const status = [answer['accountAssignmentCreationStatus'], answer['accountAssignmentDeletionStatus']].find(isJsonObject);
  return status?.['status'] !== 'FAILED';
}

function scopeOf(record: TrailRecord, account: string | null): string | null {
  if (account === null || !/^\d{12}$/.test(account)) return null;
  const type = told(record, 'targetType');
  return type === null || type === 'AWS_ACCOUNT' ? accountBoundary(account) : null;
}
