import { AWAY, HOME } from './pool.ts';

/**
 * Concrete things of each kind in an account: those of the estate, and some nobody made yet, so that a pattern and a deny of one thing
 * leave another. `*` = the action takes none.
 */
const things: Readonly<Record<string, readonly string[]>> = {
  none: ['*'],
  user: ['ann', 'team/bob', 'cat', 'zed', 'team/new', 'blue/new', 'Team/new', 'BLUE/new', 'red/new', 'other/new'].map(
    (name) => `arn:aws:iam::{a}:user/${name}`,
  ),
  group: ['ops', 'dev', 'others'].map((name) => `arn:aws:iam::{a}:group/${name}`),
  role: ['r1', 'team/r2', 'r3', 'fresh', 'aws-service-role/x.amazonaws.com/AWSServiceRoleForX'].map(
    (name) => `arn:aws:iam::{a}:role/${name}`,
  ),
  policy: ['shared', 'fresh'].map((name) => `arn:aws:iam::{a}:policy/${name}`),
  'oidc-provider': ['arn:aws:iam::{a}:oidc-provider/token.actions.githubusercontent.com'],
  'saml-provider': ['arn:aws:iam::{a}:saml-provider/idp'],
  root: [`arn:aws:iam::${HOME}:root`, `arn:aws:iam::${AWAY}:root`],
  'sso-instance': ['arn:aws:sso:::instance/ssoins-1'],
  'identity-store': ['arn:aws:identitystore::{a}:identitystore/d-1'],
  organizations: ['arn:aws:organizations::{a}:policy/o-1/service_control_policy/p-1'],
  trail: ['arn:aws:cloudtrail:eu-west-1:{a}:trail/main', 'arn:aws:cloudtrail:eu-west-1:{a}:eventdatastore/e'],
  'config-recorder': ['arn:aws:config:eu-west-1:{a}:configuration-recorder/default/1'],
  detector: ['arn:aws:guardduty:eu-west-1:{a}:detector/1'],
  'security-hub': ['arn:aws:securityhub:eu-west-1:{a}:hub/default'],
  'log-group': ['arn:aws:logs:eu-west-1:{a}:log-group:audit'],
  secret: ['prod/db-abcdef', 'prod/other-abcdef', 'dev-abcdef'].map((name) => `arn:aws:secretsmanager:eu-west-1:{a}:secret:${name}`),
  parameter: ['arn:aws:ssm:eu-west-1:{a}:parameter/db'],
  function: ['arn:aws:lambda:eu-west-1:{a}:function:f', 'arn:aws:lambda:us-east-1:{a}:function:g'],
  instance: ['arn:aws:ec2:eu-west-1:{a}:instance/i-1'],
  stack: ['arn:aws:cloudformation:eu-west-1:{a}:stack/s/1'],
  key: ['arn:aws:kms:eu-west-1:{a}:key/1', 'arn:aws:kms:eu-west-1:{a}:key/other'],
  vault: ['arn:aws:backup:eu-west-1:{a}:backup-vault:v'],
  'recovery-point': ['arn:aws:backup:eu-west-1:{a}:recovery-point:1'],
  bucket: ['arn:aws:s3:::b', 'arn:aws:s3:::b-other', 'arn:aws:s3:::c'],
  object: ['arn:aws:s3:::b/x', 'arn:aws:s3:::b-other/x', 'arn:aws:s3:::c/x'],
  snapshot: ['arn:aws:ec2:eu-west-1::snapshot/snap-1'],
  'db-snapshot': ['arn:aws:rds:eu-west-1:{a}:snapshot:s'],
  'db-cluster': ['arn:aws:rds:eu-west-1:{a}:cluster:c'],
  'db-instance': ['arn:aws:rds:eu-west-1:{a}:db:d'],
  table: ['arn:aws:dynamodb:eu-west-1:{a}:table/t'],
};

export function thingsOf(target: string, account: string): readonly string[] {
  const known = things[target];
  if (known === undefined) throw new Error(`no concrete thing of kind ${target} is listed`);
  return known.map((each) => each.replace('{a}', account));
}

/** What no principal of the account may change, whatever its policies say. */
export function isUnchangeable(action: string, resource: string): boolean {
  return action.startsWith('iam:') && /:role\/(?:aws-service-role|aws-reserved)\//.test(resource);
}
