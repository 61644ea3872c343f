import type { Json } from '../../src/base/json.ts';
import type { Dice } from './dice.ts';

/** A node of the tree and the service control policies on it. */
export interface OrganizationNode {
  readonly id: string;
  readonly policies: readonly Json[];
}

export const ORGANIZATION = 'o-acme000001';

const fullAccess: Json = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

function deny(sid: string, action: string | readonly string[], condition?: Json): Json {
  return { Sid: sid, Effect: 'Deny', Action: action, Resource: '*', ...(condition === undefined ? {} : { Condition: condition }) };
}

function policy(...statements: readonly Json[]): Json {
  return { Version: '2012-10-17', Statement: statements };
}

const keepSecurityRoles: Json = {
  ArnNotLike: { 'aws:PrincipalArn': ['arn:aws:iam::*:role/security/*', 'arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com/*'] },
};

/** Guardrails as organizations write them: leaving, root users, audit, regions, security roles. */
const guardrails = {
  root: policy(
    deny('Leave', 'organizations:LeaveOrganization'),
    deny('Root', '*', { StringLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:root' } }),
  ),
  audit: policy(
    deny('Audit', [
      'cloudtrail:StopLogging',
      'cloudtrail:DeleteTrail',
      'config:DeleteConfigurationRecorder',
      'config:StopConfigurationRecorder',
    ]),
    deny('Detectors', ['guardduty:DeleteDetector', 'guardduty:UpdateDetector', 'securityhub:DisableSecurityHub'], keepSecurityRoles),
  ),
  regions: policy({
    Sid: 'Regions',
    Effect: 'Deny',
    NotAction: ['iam:*', 'sts:*', 'organizations:*', 'route53:*', 'cloudfront:*', 'support:*', 'budgets:*'],
    Resource: '*',
    Condition: { StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1', 'eu-central-1', 'us-east-1'] } },
  }),
  roles: policy({
    Sid: 'SecurityRoles',
    Effect: 'Deny',
    Action: ['iam:AttachRolePolicy', 'iam:DeleteRole*', 'iam:PutRole*', 'iam:UpdateAssumeRolePolicy', 'iam:UpdateRole'],
    Resource: 'arn:aws:iam::*:role/security/*',
    Condition: keepSecurityRoles,
  }),
  keys: policy(deny('NoUsers', ['iam:CreateUser', 'iam:CreateAccessKey', 'iam:CreateLoginProfile'], keepSecurityRoles)),
  sandbox: policy({
    Effect: 'Allow',
    Action: ['s3:*', 'lambda:*', 'ec2:*', 'iam:*', 'logs:*', 'dynamodb:*', 'sts:*', 'ssm:*', 'secretsmanager:*'],
    Resource: '*',
  }),
  mfa: policy(deny('Keys', 'kms:ScheduleKeyDeletion', { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } })),
} as const;

const top: OrganizationNode = { id: 'r-acme', policies: [fullAccess, guardrails.root] };
const units: readonly (readonly [OrganizationNode, number])[] = [
  [{ id: 'ou-prod', policies: [fullAccess, guardrails.audit, guardrails.regions] }, 5],
  [{ id: 'ou-work', policies: [fullAccess, guardrails.audit, guardrails.keys] }, 4],
  [{ id: 'ou-security', policies: [fullAccess, guardrails.roles] }, 1],
  [{ id: 'ou-sandbox', policies: [guardrails.sandbox] }, 2],
  [{ id: 'ou-bare', policies: [] }, 0.2],
];
const inner: OrganizationNode = { id: 'ou-prod-eu', policies: [fullAccess, guardrails.roles] };

/** The nodes from the root to the account. Nodes are the same objects for all accounts below them. */
export function pathOf(dice: Dice, account: string): readonly OrganizationNode[] {
  const name = dice.weighted(Object.fromEntries(units.map(([node, weight]) => [node.id, weight])));
  const unit = units.find(([node]) => node.id === name)?.[0] ?? top;
  const leaf: OrganizationNode = { id: account, policies: dice.chance(0.2) ? [fullAccess, guardrails.mfa] : [fullAccess] };
  return unit.id === 'ou-prod' && dice.chance(0.5) ? [top, unit, inner, leaf] : [top, unit, leaf];
}
