import type { ProbeNear, ProbePlan } from '../../../../src/contract/connector.ts';
import type { Access } from '../../../../src/model/access.ts';
import type { AwsSettings } from '../../settings.ts';
import type { AccessSort } from '../sort.ts';
import { sortOf } from '../sort.ts';
import { credential } from './credentials.ts';
import type { Question } from './iam.ts';
import { attachment, groupMembership, inlinePolicy, trust, user } from './iam.ts';
import { directoryMembership, directoryUser, entitlement, permissionSet } from './identity-center.ts';
import { decide, tasksOf } from './look.ts';
import { kmsGrant, resourcePolicy } from './resources.ts';

type Settings = Pick<AwsSettings, 'identityCenterRegion'>;
type Ask = (access: Access, near: ProbeNear, settings: Settings) => Question | null;

const asks: Readonly<Record<AccessSort, Ask>> = {
  attachment,
  'inline-policy': inlinePolicy,
  'group-membership': groupMembership,
  trust,
  user,
  'resource-policy': resourcePolicy,
  'kms-grant': kmsGrant,
  'permission-set': permissionSet,
  entitlement: (access, _near, settings) => entitlement(access, settings),
  'directory-membership': (access, near, settings) => directoryMembership(access, { near, settings }),
  'directory-user': (access, near, settings) => directoryUser(access, { near, settings }),
  'access-key': credential,
  password: credential,
  certificate: credential,
  'ssh-key': credential,
  'api-key': credential,
};

const MINUTE_MS = 60_000;

/**
 * How long each system may still show what is gone. IAM and IAM Identity Center are eventually consistent and name no figure: a minute is more than
 * public tests saw (IAM User Guide, troubleshoot.html#troubleshoot_general_eventual-consistency). KMS: "several minutes" (Developer Guide,
 * accessing-kms.html#programming-eventual-consistency). Secrets Manager: five (API reference, ListSecrets).
 */
function spacing(sort: AccessSort): number {
  return sort === 'kms-grant' || sort === 'resource-policy' ? 5 * MINUTE_MS : MINUTE_MS;
}

/** Asks by id, with controls of the same service in the same breath; `null` where nothing of AWS tells it by id. */
export function awsProbe(access: Access, near: ProbeNear, settings: Settings): ProbePlan | null {
  const sort = sortOf(access);
  const question = sort === null ? null : asks[sort](access, near, settings);
  if (sort === null || question === null) return null;
  const { target, controls } = question;
  const first = target.first ?? target.task;
  const beside = tasksOf(controls).filter((task) => JSON.stringify(task) !== JSON.stringify(first));
  const words = [...new Set(controls.map(({ about }) => about))];
  return {
    target: [first],
    control: beside,
    controlText: words.length === 0 ? 'none is known' : words.join(', or else '),
    says: (pages) => decide(target, controls, pages),
    spacedByMs: spacing(sort),
  };
}
