import * as v from 'valibot';
import { awsCore } from '../../../../connectors/aws/core.ts';
import type { ConnectorScenario } from '../../../contract/connector-suite.ts';
import { account, allow, arn, boundary, details, group, policy, report, reportTask, rootRow, row, role, trusting, user } from './estate.ts';

const settings = { partition: 'aws', surfaces: ['authorization-details', 'credential-report', 'role-settings'] };

export const pages = {
  caller: { Account: account, Arn: arn('user/auditor'), UserId: 'AIDAAUDITOR' },
  first: {
    ...details({
      users: [
        user('ann', {
          UserPolicyList: [{ PolicyName: 'in', PolicyDocument: allow('iam:*') }],
          GroupList: ['admins'],
          PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: arn('policy/limit') },
          Tags: [{ Key: 'owner', Value: 'team-a' }],
        }),
        user('bob'),
      ],
      groups: [
        group('admins', { AttachedManagedPolicies: [{ PolicyName: 'a', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }] }),
      ],
      policies: [policy('AdministratorAccess', { Arn: 'arn:aws:iam::aws:policy/AdministratorAccess' }), policy('limit')],
    }),
    IsTruncated: true,
    Marker: '1',
  },
  second: {
    ...details({
      roles: [
        role('ci', { AssumeRolePolicyDocument: trusting({ Federated: arn('oidc-provider/token.actions.githubusercontent.com') }) }),
        role('ops', {
          AssumeRolePolicyDocument: trusting({ AWS: arn('root') }),
          RoleLastUsed: {},
          InstanceProfileList: [{ InstanceProfileName: 'ops', Arn: arn('instance-profile/ops'), Path: '/', Roles: [] }],
        }),
      ],
    }),
    IsTruncated: false,
  },
  report: report(
    rootRow,
    row('ann', { password_enabled: 'true', mfa_active: 'true', password_last_changed: '2025-01-01T00:00:00+00:00' }),
    row('bob', { access_key_1_active: 'true', access_key_1_last_rotated: '2025-01-01T00:00:00+00:00' }),
  ),
  roles: {
    Roles: [
      { Arn: arn('role/ci'), RoleId: 'AROACI', MaxSessionDuration: 3600 },
      { Arn: arn('role/ops'), RoleId: 'AROAOPS', MaxSessionDuration: 43_200 },
    ],
    IsTruncated: false,
  },
};

const why = 'another scenario shows it';
const shown: readonly string[] = [
  'aws:account',
  'aws:authorization-details',
  'aws:caller-identity',
  'aws:credential-report',
  'aws:role-settings',
];

export function scenario(): ConnectorScenario {
  const [task] = awsCore.roots(v.parse(awsCore.settings, settings));
  if (task === undefined) throw new Error('there is no root task');
  const detailsTask = { boundary, surface: 'aws:authorization-details', args: {} };
  return {
    settings,
    pages: [
      { task, body: pages.caller },
      { task: detailsTask, body: pages.first },
      { task: detailsTask, body: pages.second },
      { task: reportTask, body: pages.report, validAt: '2026-11-01T00:00:00.000Z' },
      { task: { boundary, surface: 'aws:role-settings', args: {} }, body: pages.roles },
    ],
    notShown: awsCore.surfaces
      .filter(({ id }) => !shown.includes(id))
      .flatMap(({ id, yields }) => yields.map((kind) => ({ surface: id, kind, why }))),
  };
}
