import * as v from 'valibot';
import type { Json } from '../../../../src/base/json.ts';
import { isJsonObject } from '../../../../src/base/json.ts';
import type { Mapped, Surface } from '../../../../src/contract/connector.ts';
import type { ServiceUsage } from '../../../../src/model/entity.ts';
import type { Task } from '../../../../src/model/page.ts';
import { boundaryOf, parseIamArn } from '../../identity.ts';
import { allAbout, isAsked } from '../asked.ts';
import { elements, errorName, lost, notUnderstood, reading } from '../../../../src/contract/reading.ts';
import { name, optional, time } from './fields.ts';

/**
 * When a user or role last used each service that its own policies allow; attempts that were denied count too. It lags up to four hours
 * and is kept 400 days (IAM API reference, GenerateServiceLastAccessedDetails), so that a use is missing proves nothing that is older.
 */
export const serviceLastAccessed: Surface = {
  id: 'aws:service-last-accessed',
  yields: ['service-usage'],
  permission: 'iam:GenerateServiceLastAccessedDetails, iam:GetServiceLastAccessedDetails',
  ifUnread: 'whether users and roles still use the services that their privilege is in',
  provesAbsence: 'no',
  role: 'describes',
  service: 'iam',
  follows: ['aws:authorization-details'],
};

/** IAM keeps at least this much, less only in a Region that is younger (access_policies_last-accessed.html, tracking period). */
const LOOK_BACK_DAYS = 400;

const args = v.strictObject({ arn: v.string() });
const used = v.looseObject({
  ServiceNamespace: v.pipe(v.string(), v.regex(/^[a-z0-9-]+$/, 'no namespace of a service')),
  LastAuthenticated: time,
  LastAuthenticatedEntity: optional,
});
const failure = v.looseObject({ Message: name, Code: name });

/** Whether both are users or roles, and two. Names are unique without their paths; what else may be told, such as a session, is not held. */
function isAnother(told: string | null, asked: string): boolean {
  const [one, other] = [told ?? '', asked].map((arn) => {
    const parsed = parseIamArn(arn);
    const kind = /^(user|role)\//.exec(parsed?.resource ?? '')?.[1];
    return kind === undefined ? undefined : `${parsed?.account ?? ''} ${kind} ${arn.slice(arn.lastIndexOf('/') + 1)}`;
  });
  return one !== undefined && other !== undefined && one !== other;
}

/** Maps a page of what a finished job says of one user or role. A service is listed without a time where it was not used. */
export function mapServiceLastAccessed(task: Task, body: Json): Mapped {
  const asked = v.safeParse(args, task.args);
  if (!asked.success) return notUnderstood(task);
  const { arn } = asked.output;
  const into = reading(task);
  if (boundaryOf(arn) !== task.boundary) {
    lost(into, `${arn} is no user or role of the account that was asked, ${task.boundary}`, '', arn);
    return into;
  }
  // deleted since the principals were listed: it uses nothing any more
  if (/^NoSuchEntity(Exception)?$/.test(errorName(body) ?? '')) return into;
  const status = isJsonObject(body) ? body['JobStatus'] : undefined;
  if (!isJsonObject(body) || status !== 'COMPLETED') {
    const why = v.safeParse(failure, isJsonObject(body) ? body['Error'] : undefined);
    const said = why.success ? `: ${why.output.Code}, ${why.output.Message}` : '';
    lost(into, `the job about ${arn} is ${typeof status === 'string' ? status : 'in no state that is known'}${said}`, '/JobStatus', arn);
    return into;
  }
  const { gaps } = into;
  const found = allAbout(elements(into, body, 'ServicesLastAccessed', used), ({ value: { LastAuthenticatedEntity: entity }, at }) => {
    // of a report about a user or role, that user or role itself
    return !isAnother(entity, arn) || isAsked(into, arn, entity, `${at}/LastAuthenticatedEntity`);
  });
  for (const { value, at } of found) {
    const service = value.ServiceNamespace;
    const usage: ServiceUsage = { identity: arn, service, lastUsed: value.LastAuthenticated ?? 'never', lookBackDays: LOOK_BACK_DAYS };
    into.facts.push({
      kind: 'service-usage',
      boundary: task.boundary,
      surface: task.surface,
      key: `${arn}|${service}`,
      value: usage,
      pointer: at,
    });
  }
  if (body['IsTruncated'] === true && typeof body['Marker'] !== 'string')
    lost(into, 'the answer says it is cut short and gives no marker to go on', '/IsTruncated');
  // all of a page is about one identity, and so is what it does not tell
  return { facts: into.facts, gaps: gaps.map((gap) => ({ ...gap, subject: arn })) };
}
