import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { awsRemedy } from '../../../connectors/aws/remedy.ts';
import { inlinePolicyKey } from '../../../connectors/aws/facts.ts';
import type { Credential, Identity } from '../../../src/model/entity.ts';
import type { Grant, Link } from '../../../src/model/grant.ts';
import { exactly } from '../../../src/model/persistence.ts';
import { always } from '../../../src/model/window.ts';
import { account, arn, boundary } from './support/estate.ts';
import { runs } from '../../support/runs.ts';

const ann = arn('user/people/ann');
const admin = 'arn:aws:iam::aws:policy/AdministratorAccess';

function grant(id: string, more: Partial<Grant> = {}): Grant {
  return {
    type: 'grant',
    key: id,
    boundary,
    bounds: exactly('standing'),
    presence: 'certain',
    windows: always,
    endsBy: 'nothing',
    gate: 'none',
    because: [],
    conditions: [],
    caveats: [],
    source: { id, kind: 'attached-policy', name: 'x', boundary },
    evidence: [],
    subject: ann,
    capability: 'administer',
    scope: boundary,
    through: [],
    ...more,
  };
}

function link(how: Link['how'], from: string, to: string, kind: string, id = to): Link {
  const { subject: _s, capability: _c, scope: _o, through: _t, ...authority } = grant(id);
  return { ...authority, type: 'link', how, from, to, openness: 'exact', detail: {}, source: { id, kind, name: 'x', boundary } };
}

function credential(kind: Credential['kind'], more: Partial<Credential> = {}): Credential {
  return {
    id: `${ann}#x`,
    identity: ann,
    kind,
    name: 'x',
    state: 'active',
    createdAt: null,
    rotatedAt: '2024-01-01T00:00:00.000Z',
    expiresAt: null,
    lastUsed: 'unknown',
    secondFactor: null,
    ...more,
  };
}

function identity(id: string): Identity {
  return {
    id,
    uid: null,
    kind: 'role',
    nature: 'unknown',
    natureReason: '',
    name: 'x',
    boundary,
    createdAt: null,
    tags: {},
    providerManaged: false,
    enabled: true,
  };
}

describe('commands that take a thing away', () => {
  it('detach a managed policy from whom it is attached to', () => {
    expect(awsRemedy(grant(`${ann}|${admin}`))).toEqual([`aws iam detach-user-policy --user-name ann --policy-arn ${admin}`]);
    const through = [{ how: 'member-of', from: ann, to: arn('group/g') }] as const;
    expect(awsRemedy(grant(`${arn('group/g')}|${admin}`, { through }))).toEqual([
      `aws iam detach-group-policy --group-name g --policy-arn ${admin}`,
    ]);
    expect(awsRemedy(grant(admin, { through }))).toEqual([`aws iam detach-group-policy --group-name g --policy-arn ${admin}`]);
  });
  it('delete an inline policy', () => {
    const role = arn('role/r');
    expect(awsRemedy(grant(`${role}|${inlinePolicyKey(role, 'my policy')}`, { subject: role }))).toEqual([
      "aws iam delete-role-policy --role-name r --policy-name 'my policy'",
    ]);
  });
  it('edit a trust policy, and end a membership', () => {
    const trust = awsRemedy(link('can-assume', ann, arn('role/r'), 'trust-policy'));
    expect(trust).toHaveLength(3);
    expect(trust[1]).toContain(ann);
    expect(trust.at(-1)).toBe('aws iam update-assume-role-policy --role-name r --policy-document file://trust-policy.json');
    expect(awsRemedy(link('member-of', ann, arn('group/g'), 'membership'))).toEqual([
      'aws iam remove-user-from-group --user-name ann --group-name g',
    ]);
    const membership = { id: `${ann}|${arn('group/g')}`, kind: 'membership', name: 'x', boundary };
    const through = [{ how: 'member-of', from: ann, to: arn('group/g') }] as const;
    expect(awsRemedy(grant('x', { source: membership, through }))).toEqual([
      'aws iam remove-user-from-group --user-name ann --group-name g',
    ]);
    expect(awsRemedy(link('can-assume', ann, 'pool:aws:111122223333:assume-any-role', 'trust-policy'))).toEqual([]);
  });
  it('turn a key off before deleting it, and only delete one that is off', () => {
    const active = awsRemedy(credential('access-key'));
    expect(active.filter((each) => each.startsWith('aws')).map((each) => each.split(' ')[2])).toEqual([
      'list-access-keys',
      'update-access-key',
      'delete-access-key',
    ]);
    expect(awsRemedy(credential('access-key', { state: 'inactive' })).join()).not.toContain('update-access-key');
    expect(awsRemedy(credential('certificate')).at(-1)).toBe('aws iam delete-signing-certificate --user-name ann --certificate-id "$ID"');
    expect(awsRemedy(credential('password'))).toEqual(['aws iam delete-login-profile --user-name ann']);
  });
  it("act as root for root's key and have none for its password", () => {
    expect(awsRemedy(credential('access-key', { identity: arn('root') })).join()).toContain(`assume-root --target-principal ${account}`);
    expect(awsRemedy(credential('password', { identity: arn('root') }))).toEqual([]);
  });
  it('are not offered for what AWS alone may change', () => {
    const sso = arn('role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef');
    expect(awsRemedy(grant(`${sso}|${admin}`, { subject: sso }))).toEqual([]);
    expect(awsRemedy(identity(sso))).toEqual([]);
    expect(awsRemedy(identity(arn('role/aws-service-role/x.amazonaws.com/L')))).toEqual([
      'aws iam delete-service-linked-role --role-name L',
    ]);
    expect(awsRemedy(identity('service:lambda.amazonaws.com'))).toEqual([]);
    expect(awsRemedy(identity(arn('role/r'))).at(-1)).toBe('aws iam delete-role --role-name r');
  });
  it('carry any name as one word that no shell and no AWS CLI reads as anything else', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.constantFrom("'; rm -rf ~ #", '$(id)', '`id`', '-x', '--profile=evil', 'a\nb', '!!', '~', '\u202e', 'file://etc'),
          fc.string({ unit: 'binary' }),
        ),
        (name) => {
          const [command] = awsRemedy(grant(`${ann}|${inlinePolicyKey(ann, name)}`));
          if (command === undefined) return;
          const words = execFileSync('/bin/sh', ['-c', `aws() { printf '%s\\0' "$@"; }; ${command}`], { encoding: 'utf8' }).split('\0');
          const [given, ...rest] = words.slice(4);
          const value = given === '--policy-name' ? rest[0] : given?.slice('--policy-name='.length);
          expect(words.slice(0, 4)).toEqual(['iam', 'delete-user-policy', '--user-name', 'ann']);
          expect(value).toBe(name);
          expect(given === '--policy-name' && name.startsWith('-')).toBe(false);
          expect(command).not.toContain('\n');
        },
      ),
      { numRuns: runs(60) },
    );
    expect(awsRemedy(grant(`${ann}|${inlinePolicyKey(ann, 'file:///etc/passwd')}`))).toEqual([]);
    expect(awsRemedy(grant(`${ann}|${inlinePolicyKey(ann, 'a\u001b[2J')}`))).toEqual([]);
  });
});
