import { describe, expect, it } from 'vitest';
import { terraformOf } from '../../../src/run/backlog/terraform.ts';
import { readStateFile } from '../../../src/run/backlog/terraform-state.ts';

const role = 'arn:aws:iam::111122223333:role/deploy';
const admin = 'arn:aws:iam::aws:policy/AdministratorAccess';
const secret = 'hunter2';

const resources = [
  { mode: 'managed', type: 'aws_iam_role', name: 'deploy', instances: [{ attributes: { arn: role, name: 'deploy', id: 'deploy' } }] },
  {
    ...{ mode: 'managed', type: 'aws_iam_role_policy_attachment', name: 'all', module: 'module.ci' },
    instances: [
      { index_key: 'deploy', attributes: { role: 'deploy', policy_arn: admin, id: 'deploy-2020' } },
      { index_key: 'other', attributes: { role: 'other', policy_arn: admin, id: 'other-2020' } },
    ],
  },
  {
    mode: 'managed',
    type: 'aws_iam_role_policy',
    name: 'inline',
    instances: [{ attributes: { role: 'deploy', name: 'ledger', policy: '{}' } }],
  },
  { mode: 'data', type: 'aws_iam_role', name: 'seen', instances: [{ attributes: { arn: role } }] },
  {
    ...{ mode: 'managed', type: 'azuread_application_password', name: 'p' },
    instances: [
      {
        attributes: { key_id: '5d9d2a2e-0000-4000-8000-000000000001', value: secret },
        sensitive_attributes: [[{ type: 'get_attr', value: 'value' }]],
      },
    ],
  },
];
const state = (all: readonly unknown[] = resources): string => JSON.stringify({ version: 4, terraform_version: '1.13.0', resources: all });
const told = (id: string, text = state()) => terraformOf({ rootCause: { id, kind: '', name: '' } }, readStateFile(text, 'x'), null);

describe('a state file', () => {
  it.each([
    [`${role}|${admin}`, 'module.ci.aws_iam_role_policy_attachment.all["deploy"]', /remove/],
    [`${role}|inline|ledger`, 'aws_iam_role_policy.inline', /remove/],
    [`${role}|trust`, 'aws_iam_role.deploy', /assume_role_policy/],
    [role, 'aws_iam_role.deploy', /remove/],
    ['entra/t/app#5d9d2a2e-0000-4000-8000-000000000001', 'azuread_application_password.p', /remove/],
  ])('names where %s is managed', (id, address, text) => {
    expect(told(id)).toEqual([{ address, file: null, text: expect.stringMatching(text) as string }]);
  });

  it.each([
    ['a role of the same name elsewhere', `arn:aws:iam::999988887777:role/deploy|${admin}`],
    ['a user of that name', `arn:aws:iam::111122223333:user/deploy|${admin}`],
    ['another policy', `${role}|arn:aws:iam::aws:policy/ReadOnlyAccess`],
    ['another inline policy', `${role}|inline|other`],
    ['another secret', 'entra/t/app#5d9d2a2e-0000-4000-8000-000000000002'],
  ])('is not taken to manage %s', (_, id) => {
    expect(told(id)).toEqual([]);
  });

  it('says nothing by names alone where it does not show its account, or shows two', () => {
    const without = resources.filter(({ type }) => type !== 'aws_iam_role');
    expect(told(`${role}|${admin}`, state(without))).toEqual([]);
    const other = { ...resources[0], name: 'two', instances: [{ attributes: { arn: 'arn:aws:iam::999988887777:role/x' } }] };
    expect(told(`${role}|${admin}`, state([...resources, other]))).toEqual([]);
  });

  it('keeps nothing of a value that may be secret', () => {
    expect(JSON.stringify(readStateFile(state(), 'x'))).not.toContain(secret);
  });
});

it('reads what `terraform show -json` prints, with modules', () => {
  const child = {
    ...{
      address: 'module.ci',
      resources: [
        { address: 'module.ci.aws_iam_role_policy_attachment.all', mode: 'managed', type: 'aws_iam_role_policy_attachment', name: 'all' },
      ],
    },
  };
  const [attachment] = child.resources;
  const text = JSON.stringify({
    format_version: '1.0',
    values: {
      root_module: {
        resources: [
          {
            address: 'aws_iam_role.deploy',
            mode: 'managed',
            type: 'aws_iam_role',
            values: { arn: role, name: 'deploy' },
            sensitive_values: { name: true },
          },
        ],
        child_modules: [{ ...child, resources: [{ ...attachment, values: { role: 'deploy', policy_arn: admin } }] }],
      },
    },
  });
  expect(told(`${role}|${admin}`, text).map(({ address }) => address)).toEqual(['module.ci.aws_iam_role_policy_attachment.all']);
  expect(readStateFile(text, 'x')[0]?.attributes).toEqual({ arn: role });
});

it.each([
  '',
  '[]',
  '{}',
  '{"version":3}',
  '{"format_version":"2.0"}',
  '{"version":4,"resources":{}}',
  '{"version":4,"resources":[1]}',
  '{"version":4,"resources":[{"mode":"managed"}]}',
])('refuses %j', (text) => {
  let code: unknown;
  try {
    readStateFile(text, 'x');
  } catch (error) {
    code = (error as { code?: unknown }).code;
  }
  expect(code).toBe('bad-state-file');
});
