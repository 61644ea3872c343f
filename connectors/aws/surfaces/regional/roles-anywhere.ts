import * as v from 'valibot';
import type { Json } from '../../../../src/base/json.ts';
import type { Mapped, Surface } from '../../../../src/contract/connector.ts';
import type { Task } from '../../../../src/model/page.ts';
import { notUnderstood, reading } from '../../../../src/contract/reading.ts';
import type { RevocationListFact, RolesAnywhereProfileFact, RolesAnywhereSubjectFact, TrustAnchorFact } from './facts.ts';
import { arnOf, inRegion, name, optional, tellEach, time } from './fields.ts';

/** Shapes: IAM Roles Anywhere API reference, TrustAnchorDetail, ProfileDetail, SubjectSummary, CrlDetail. */
export const rolesAnywhere: Surface = {
  id: 'aws:roles-anywhere',
  yields: ['provider', 'observation'],
  permission: 'rolesanywhere:ListTrustAnchors, rolesanywhere:ListProfiles, rolesanywhere:ListSubjects, rolesanywhere:ListCrls',
  ifUnread: 'whose certificates open roles through IAM Roles Anywhere, which roles, and who came with one',
  provesAbsence: { after: 60_000 },
  role: 'describes',
  service: 'rolesanywhere',
  follows: [],
};

const arn = arnOf('rolesanywhere');

const anchor = v.pipe(
  v.looseObject({
    trustAnchorArn: arn,
    name,
    enabled: v.boolean(),
    source: v.nullish(v.looseObject({ sourceType: optional })),
    createdAt: time,
  }),
  v.transform((given): TrustAnchorFact => ({
    type: 'trust-anchor',
    arn: given.trustAnchorArn,
    name: given.name,
    enabled: given.enabled,
    source: given.source?.sourceType ?? null,
    createdAt: given.createdAt,
  })),
);

const profile = v.pipe(
  v.looseObject({
    profileArn: arn,
    name,
    enabled: v.boolean(),
    roleArns: v.array(name),
    durationSeconds: v.nullish(v.number()),
    sessionPolicy: optional,
    managedPolicyArns: v.nullish(v.array(v.string())),
    createdAt: time,
  }),
  v.transform((given): RolesAnywhereProfileFact => ({
    type: 'roles-anywhere-profile',
    arn: given.profileArn,
    name: given.name,
    enabled: given.enabled,
    roles: given.roleArns,
    sessionSeconds: given.durationSeconds ?? null,
    narrowed: (given.sessionPolicy ?? '') !== '' || (given.managedPolicyArns ?? []).length > 0,
    createdAt: given.createdAt,
  })),
);

const subject = v.pipe(
  v.looseObject({ subjectArn: arn, x509Subject: name, enabled: v.boolean(), createdAt: time, lastSeenAt: time }),
  v.transform((given): RolesAnywhereSubjectFact => ({
    type: 'roles-anywhere-subject',
    arn: given.subjectArn,
    name: given.x509Subject,
    enabled: given.enabled,
    createdAt: given.createdAt,
    lastSeenAt: given.lastSeenAt,
  })),
);

const revocations = v.pipe(
  v.looseObject({ crlArn: arn, name, enabled: v.boolean(), trustAnchorArn: optional }),
  v.transform((given): RevocationListFact => ({
    type: 'revocation-list',
    arn: given.crlArn,
    name: given.name,
    enabled: given.enabled,
    trustAnchor: given.trustAnchorArn,
  })),
);

/** Maps a page of one of the four lists. */
export function mapRolesAnywhere(task: Task, body: Json): Mapped {
  const args = v.safeParse(inRegion, task.args);
  const into = reading(task);
  switch (args.success ? args.output.call : undefined) {
    case 'ListTrustAnchors':
      tellEach(into, body, 'trustAnchors', anchor, 'provider');
      return into;
    case 'ListProfiles':
      tellEach(into, body, 'profiles', profile, 'provider');
      return into;
    case 'ListSubjects':
      tellEach(into, body, 'subjects', subject, 'observation');
      return into;
    case 'ListCrls':
      tellEach(into, body, 'crls', revocations, 'observation');
      return into;
    default:
      return notUnderstood(task);
  }
}
