import type { Instant } from '../../src/base/instant.ts';
import { othersText } from '../../src/model/gap.ts';
import type { Finding, Subject, Undetermined } from '../../src/model/finding.ts';
import type { PastFinding } from '../../src/model/history.ts';
import { epoch, epochOf, eventLine, type Members } from './event.ts';

/** When events are said, and by which version. */
export interface Said {
  readonly at: Instant;
  readonly version: string;
}

const NEW = [1, 'New'] as const;
const IN_PROGRESS = [2, 'In Progress'] as const;
const SUPPRESSED = [3, 'Suppressed'] as const;
const RESOLVED = [4, 'Resolved'] as const;

/**
 * IAM Analysis Finding (2008). `New` where no run before saw it, or none was kept; `In Progress` where one did; `Suppressed` where an
 * exception moves it aside.
 */
export function findingLine(finding: Finding, exception: Members | null, { at, version }: Said): string {
  const { seen } = finding;
  const isKnown = seen !== null && (seen.runs > 1 || seen.reappeared > 0);
  return eventLine(
    {
      kind: 'iamAnalysis',
      activity: isKnown ? 2 : 1,
      activityName: isKnown ? 'Update' : 'Create',
      severity: finding.severity,
      uid: finding.fingerprint,
      at,
      version,
      message: `${finding.title}: ${finding.subject.name}`,
      status: exception !== null ? SUPPRESSED : isKnown ? IN_PROGRESS : NEW,
    },
    {
      finding_info: {
        ...info(finding.fingerprint, finding.title, `${finding.family}/${finding.rule}`, finding.rule),
        desc: finding.reasons.join('; '),
        first_seen_time: epochOf(seen?.first ?? null),
        last_seen_time: epochOf(seen?.last ?? null),
      },
      ...analysis(finding),
      user: userOf(finding.subject),
      resources: resourcesOf(finding),
      remediation: { desc: [finding.remediation.summary, ...finding.remediation.commands, finding.remediation.verify].join('\n') },
    },
    exception === null ? { finding } : { finding, ...exception },
  );
}

/** A question without an answer, so that what was not read does not look like what is in order. */
export function undeterminedLine(each: Undetermined, index: number, { at, version }: Said): string {
  const uid = `undetermined|${each.rule}|${each.subject.id}|${each.capability ?? ''}|${each.scope ?? ''}|${index}`;
  const because = each.because.map((gap) => `${gap.surface} in ${gap.boundary}${othersText(gap)}, ${gap.cause}: ${gap.detail}`);
  return eventLine(
    {
      kind: 'iamAnalysis',
      activity: 1,
      activityName: 'Create',
      severity: 'unknown',
      uid,
      at,
      version,
      message: `${each.rule} could not be determined: ${each.subject.name}`,
      status: [99, 'Undetermined'],
    },
    {
      finding_info: {
        ...info(uid, `${each.rule} could not be determined`, `undetermined/${each.rule}`, each.rule),
        desc: because.join('; '),
      },
      permission_analysis_results: [{ granted_privileges: each.capability === null ? [] : [each.capability] }],
      user: userOf(each.subject),
      resources: resourcesOf({ ...each, object: null }),
    },
    { undetermined: each },
  );
}

/** A finding of an earlier run that this one lacks: `Resolved` where that was shown, else what it wants. */
export function pastLine(past: PastFinding, isResolved: boolean, { at, version }: Said): string {
  return eventLine(
    {
      kind: 'iamAnalysis',
      activity: isResolved ? 3 : 2,
      activityName: isResolved ? 'Close' : 'Update',
      severity: past.severity,
      uid: past.fingerprint,
      at,
      version,
      message: `${past.rule} ${isResolved ? 'is resolved' : 'is not found any more, without proof that it is resolved'}: ${past.subject}`,
      status: isResolved ? RESOLVED : [99, 'Unconfirmed'],
    },
    {
      finding_info: { ...info(past.fingerprint, past.rule, past.rule, past.rule), first_seen_time: epoch(past.first) },
      permission_analysis_results: [{ granted_privileges: past.capability === null ? [] : [past.capability] }],
      user: { uid: past.subject },
    },
    isResolved ? { resolved: past } : { unconfirmed: past },
  );
}

function info(uid: string, title: string, type: string, rule: string): Members {
  return { uid, title, types: [type], analytic: { uid: rule, name: rule, type_id: 1, type: 'Rule' } };
}

/** What a credential does, or what a right gives: OCSF wants one of the two. */
function analysis({ object, capability, rootCause, seen }: Finding): Members {
  if (object?.type === 'credential') {
    return {
      identity_activity_metrics: {
        first_seen_time: epochOf(seen?.first ?? null),
        last_seen_time: epochOf(seen?.last ?? null),
        programmatic_credentials: [{ uid: object.id, type: object.name }],
      },
    };
  }
  return {
    permission_analysis_results: [
      {
        granted_privileges: capability === null ? [] : [capability],
        policy: { uid: rootCause.id, name: rootCause.name, type: rootCause.kind },
      },
    ],
  };
}

const userTypes = { human: [1, 'User'], 'non-human': [4, 'Service'], unknown: [0, 'Unknown'] } as const;

export function userOf({ id, name, nature, kind }: Pick<Subject, 'id' | 'name' | 'nature' | 'kind'>): Members | undefined {
  if (kind === 'boundary' || kind === 'surface' || kind === 'exception') return undefined;
  const [typeId, type] = userTypes[nature];
  return { uid: id, name, type_id: typeId, type };
}

function resourcesOf({ scope, object, subject }: Pick<Finding, 'scope' | 'object' | 'subject'>): Members[] | undefined {
  const isPlace = userOf(subject) === undefined;
  const all: Members[] = [
    ...(isPlace ? [{ uid: subject.id, name: subject.name, type: subject.kind }] : []),
    ...(scope === null ? [] : [{ uid: scope, type: 'scope' }]),
    ...(object === null ? [] : [{ uid: object.id, name: object.name, type: object.type }]),
  ];
  return all.length === 0 ? undefined : all;
}
