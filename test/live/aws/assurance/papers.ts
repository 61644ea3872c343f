import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Act, Written } from './record.ts';
import { account } from './story.ts';

const mail = (name: string): string => `${name}@acme.example`;

/** Files as other systems export them, and what each of their rows comes to. */
export function writePapers(folder: string): readonly Written[] {
  writeFileSync(
    join(folder, 'leavers.csv'),
    [
      'Employee ID,Last Day of Work,Work Email',
      `10442,2023-03-02,${mail('lea')}`,
      `10443,2023-03-02,${mail('tom')}`,
      `10444,2023-03-02,${mail('nobody-here')}`,
      '',
    ].join('\n'),
  );
  const columns = ['Issue key', 'Reporter', 'Custom field (Beneficiary)', 'Custom field (Access)', 'Custom field (Approver)'];
  const asked = ['Custom field (Approved at)', 'Custom field (Access until)', 'Created', 'Resolution', 'Resolved'];
  const issue = (key: string, whose: string, until: string, resolved: string): string =>
    [
      ...[key, mail(whose), mail(whose), 'everything', mail('boss'), '28/Feb/23 11:00 AM', until, '28/Feb/23 9:30 AM'],
      ...(resolved === '' ? ['', ''] : ['Done', resolved]),
    ].join(',');
  writeFileSync(
    join(folder, 'tickets.csv'),
    [
      [...columns, ...asked].join(','),
      issue('ACC-1', 'jo', '', '02/Mar/23 8:00 AM'),
      issue('ACC-2', 'rita', '2023-03-02', ''),
      issue('ACC-3', 'ona', '2023-03-31', ''),
      '',
    ].join('\n'),
  );
  const grant = {
    request_id: 'P-1',
    user: mail('pam'),
    role: 'ops',
    status: 'approved',
    requested_at: '2023-03-02T07:40:00Z',
    approver: mail('boss'),
    approved_at: '2023-03-02T07:50:00Z',
    start: '2023-03-02T08:00:00Z',
    end: '2023-03-02T20:00:00Z',
  };
  writeFileSync(join(folder, 'grants.jsonl'), `${JSON.stringify(grant)}\n`);
  const written = (whose: string, what: string | null, at: string): Written => ({ whose, what, at: Date.parse(at) });
  return [
    written('lea', null, '2023-03-03T00:00:00Z'),
    written('tom', null, '2023-03-03T00:00:00Z'),
    written('jo', 'everything', '2023-03-02T08:00:00Z'),
    written('rita', 'everything', '2023-03-03T00:00:00Z'),
    written('ona', 'everything', '2023-04-01T00:00:00Z'),
    written('pam', 'ops', '2023-03-02T20:00:00Z'),
  ];
}

/** The role of a permission set of IAM Identity Center: its sessions have the person's name. */
const ROLE = 'AWSReservedSSO_Admin_0123456789abcdef';

/** What a trail would have written of a detachment, as the CloudTrail user guide shows such records; moto keeps none. */
export function writeTrail(folder: string, act: Act, user: string, policy: string): void {
  const record = {
    eventVersion: '1.08',
    userIdentity: {
      type: 'AssumedRole',
      principalId: 'AROABOSS00000000000AA:boss@acme.example',
      arn: `arn:aws:sts::${account}:assumed-role/${ROLE}/boss@acme.example`,
      accountId: account,
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: 'AROABOSS00000000000AA',
          arn: `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/${ROLE}`,
          accountId: account,
          userName: ROLE,
        },
      },
    },
    eventTime: `${new Date(act.from).toISOString().slice(0, 19)}Z`,
    eventSource: 'iam.amazonaws.com',
    eventName: 'DetachUserPolicy',
    awsRegion: 'us-east-1',
    sourceIPAddress: '192.0.2.1',
    requestParameters: { userName: user, policyArn: `arn:aws:iam::${account}:policy/${policy}` },
    responseElements: null,
    eventID: '2f7d1c5e-0000-4000-8000-000000000001',
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
  };
  writeFileSync(join(folder, 'trail.json'), JSON.stringify({ Records: [record] }));
}
