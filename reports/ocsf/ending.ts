import { accessText, dueText, endedText, latenessText, outcomeText } from '../../src/model/ending-words.ts';
import type { Ending } from '../../src/model/ending.ts';
import { epoch, eventLine, type Head, type Members } from './event.ts';
import { userOf, type Said } from './finding.ts';

/**
 * An access that ended as the activity that took it away: of a credential Entity Management (3004), of an account Account Change (3001), else
 * User Access Management (3005). Its `time` is the latest moment at which it can have ended, `start_time` the earliest. One that did not
 * end, or of which that is not known, is an IAM Analysis Finding (2008): nothing was done that an activity could tell.
 */
export function endingLine(ending: Ending, more: Members, said: Said): string {
  const isGone = ending.ended !== null && (ending.outcome === 'ended' || ending.outcome === 'lingering');
  return isGone ? revokedLine(ending, ending.ended, more, said) : openLine(ending, more, said);
}

type Activity = Pick<Head, 'kind' | 'activity' | 'activityName'>;

function activityOf({ kind }: Ending): Activity {
  if (kind === 'credential') return { kind: 'entityManagement', activity: 4, activityName: 'Delete' };
  if (kind === 'account') return { kind: 'accountChange', activity: 6, activityName: 'Delete' };
  return { kind: 'userAccess', activity: 2, activityName: 'Revoke Privileges' };
}

function revokedLine(ending: Ending, ended: NonNullable<Ending['ended']>, more: Members, { version }: Said): string {
  const user = userOfEnding(ending);
  const { access, endedBy, capabilities } = ending;
  const what: Readonly<Record<string, Members>> = {
    entityManagement: { entity: { uid: access.id, name: access.name, type: access.kind, user } },
    accountChange: { user },
    userAccess: {
      user,
      privileges: [access.name, ...capabilities.map(({ capability, scope }) => `${capability} on ${scope}`)],
      resources: [{ uid: access.scope ?? ending.boundary, type: 'scope' }],
    },
  };
  const activity = activityOf(ending);
  return eventLine(
    {
      ...activity,
      severity: 'informational',
      uid: ending.id,
      at: ended.before,
      version,
      message: `${accessText(ending)} of ${ending.subjectName}: ${endedText(ending)}`,
      status: [1, 'Success'],
    },
    {
      ...what[activity.kind],
      actor: endedBy === null ? undefined : actorOf(endedBy),
      start_time: epoch(ended.after),
      end_time: epoch(ended.before),
      status_detail: latenessText(ending) || undefined,
    },
    { ending, ...more },
  );
}

function actorOf({ actor, by }: NonNullable<Ending['endedBy']>): Members | undefined {
  if (actor !== null) return { user: { name: actor } };
  return by === 'unknown' ? undefined : { invoked_by: by };
}

function openLine(ending: Ending, more: Members, { at, version }: Said): string {
  const { outcome, tierZero } = ending;
  const grave = tierZero ? 'critical' : 'high';
  const severity = outcome === 'not-due' ? 'informational' : outcome === 'undetermined' || outcome === 'lingering' ? 'unknown' : grave;
  const title = `${outcomeText(outcome)}: ${accessText(ending)} of ${ending.subjectName}`;
  return eventLine(
    {
      kind: 'iamAnalysis',
      activity: 1,
      activityName: 'Create',
      severity,
      uid: ending.id,
      at,
      version,
      message: title,
      status: outcome === 'undetermined' ? [99, 'Undetermined'] : [1, 'New'],
    },
    {
      finding_info: {
        uid: ending.id,
        title,
        types: [`revocation/${outcome}`],
        desc: [dueText(ending, at), latenessText(ending), ...ending.because].filter((text) => text !== '').join('; '),
        first_seen_time: epoch(ending.firstSeen),
        last_seen_time: epoch(ending.lastSeen),
      },
      permission_analysis_results: [
        { granted_privileges: [ending.access.name], policy: { uid: ending.access.id, name: ending.access.name, type: ending.access.kind } },
      ],
      user: userOfEnding(ending),
      resources: [{ uid: ending.access.scope ?? ending.boundary, type: 'scope' }],
    },
    { ending, ...more },
  );
}

function userOfEnding({ subject, subjectName, nature }: Ending): Members | undefined {
  return userOf({ id: subject, name: subjectName, nature, kind: 'user' });
}
