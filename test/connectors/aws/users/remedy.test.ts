import { expect, it } from 'vitest';
import { awsRemedy } from '../../../../connectors/aws/remedy.ts';
import { plainCredential } from '../../../../connectors/aws/surfaces/users/told.ts';
import type { CredentialKind } from '../../../../src/model/entity.ts';
import { ANN } from './support.ts';

const commands = (kind: CredentialKind, id: string, state: 'active' | 'inactive' = 'active'): readonly string[] =>
  awsRemedy({ ...plainCredential, id, identity: ANN, kind, name: id, state });

it.each([
  ['access-key', 'AKIA1', 'access-key', '--access-key-id'],
  ['certificate', 'C1', 'signing-certificate', '--certificate-id'],
  ['api-key', 'ACCA1', 'service-specific-credential', '--service-specific-credential-id'],
  ['ssh-key', 'APKA1', 'ssh-public-key', '--ssh-public-key-id'],
] as const)('takes away a %s by its id: off first, then gone', (kind, id, noun, option) => {
  expect(commands(kind, id)).toEqual([
    `aws iam update-${noun} --user-name ann --status Inactive ${option} ${id}`,
    '# when nothing has missed it',
    `aws iam delete-${noun} --user-name ann ${option} ${id}`,
  ]);
  expect(commands(kind, id, 'inactive')).toEqual([`aws iam delete-${noun} --user-name ann ${option} ${id}`]);
});

it('looks up what has no id of AWS’s', () => {
  expect(commands('access-key', `${ANN}#access-key-1`)[0]).toContain('aws iam list-access-keys');
});
