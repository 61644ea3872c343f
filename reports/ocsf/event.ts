import { impossible } from '../../src/base/errors.ts';
import { parseInstant, type Instant } from '../../src/base/instant.ts';
import { byCodeUnit } from '../../src/base/order.ts';
import { jsonQuoted } from '../../src/base/text/json-quoted.ts';
import type { Severity } from '../../src/model/question.ts';

/** The version of the OCSF schema that events are of. */
export const OCSF_VERSION = '1.8.0';

/** Classes of events that are written, by their ids. */
export const classes = {
  scan: { uid: 6007, name: 'Scan Activity' },
  accountChange: { uid: 3001, name: 'Account Change' },
  entityManagement: { uid: 3004, name: 'Entity Management' },
  userAccess: { uid: 3005, name: 'User Access Management' },
  compliance: { uid: 2003, name: 'Compliance Finding' },
  iamAnalysis: { uid: 2008, name: 'IAM Analysis Finding' },
} as const;

const categories: Readonly<Record<string, string>> = { 2: 'Findings', 3: 'Identity & Access Management', 6: 'Application Activity' };

/** An object of JSON; a member that is `undefined` is not there. */
export type Members = Readonly<Record<string, unknown>>;

/** What every event has to say. */
export interface Head {
  readonly kind: keyof typeof classes;
  readonly activity: number;
  readonly activityName: string;
  readonly severity: Severity | 'informational' | 'unknown';
  /** What the event is of: its own id. */
  readonly uid: string;
  readonly at: Instant;
  readonly version: string;
  readonly message: string;
  readonly status: readonly [id: number, name: string];
}

const severities: Readonly<Record<Head['severity'], readonly [number, string]>> = {
  unknown: [0, 'Unknown'],
  informational: [1, 'Informational'],
  low: [2, 'Low'],
  medium: [3, 'Medium'],
  high: [4, 'High'],
  critical: [5, 'Critical'],
};

/** One event as a line of NDJSON. `unmapped`: what OCSF has no attribute for, under our own names. */
export function eventLine(head: Head, members: Members, unmapped: Members): string {
  const { uid: classUid, name } = classes[head.kind];
  const category = Math.floor(classUid / 1000);
  const [severityId, severity] = severities[head.severity];
  const event = {
    activity_id: head.activity,
    activity_name: head.activityName,
    category_uid: category,
    category_name: categories[category],
    class_uid: classUid,
    class_name: name,
    type_uid: classUid * 100 + head.activity,
    type_name: `${name}: ${head.activityName}`,
    severity_id: severityId,
    severity,
    status_id: head.status[0],
    status: head.status[1],
    time: epoch(head.at),
    message: head.message,
    metadata: { version: OCSF_VERSION, uid: head.uid, product: { name: 'Vestige', vendor_name: 'Vestige', version: head.version } },
    ...members,
    unmapped,
  };
  return `${jsonText(event)}\n`;
}

/** Epoch milliseconds, as OCSF's `timestamp_t` is. */
export function epoch(at: Instant): number {
  return parseInstant(at) ?? impossible(`an event of OCSF is at ${JSON.stringify(at)}, which is no time`);
}

export function epochOf(at: Instant | null): number | undefined {
  return at === null ? undefined : epoch(at);
}

/** Members by code unit, so that the same value gives the same bytes however it was put together. */
function jsonText(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return jsonQuoted(value);
  if (typeof value === 'number') {
    return Number.isFinite(value) ? JSON.stringify(value) : impossible(`an event of OCSF holds the number ${value}, which JSON cannot say`);
  }
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`;
  if (typeof value !== 'object') return impossible(`an event of OCSF holds a ${typeof value}, which JSON cannot say`);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => byCodeUnit(a, b));
  return `{${members.map(([name, member]) => `${jsonQuoted(name)}:${jsonText(member)}`).join(',')}}`;
}
