import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../src/base/json.ts';
import type { Fact } from '../../../../src/model/fact.ts';
import { resolveAws } from '../../../../connectors/aws/resolve/resolve.ts';
import type { AccountCase, HolderCase } from './estate.ts';
import { accountFacts, factIndex, organizationFacts } from './estate.ts';
import { HOME } from './say.ts';

/*
 * Who can bring a second factor: IAM User Guide, id_credentials_mfa_configure-api-require.html and reference_policies_condition-keys.html.
 */

const MFA = 'aws:MultiFactorAuthPresent';
const demanding: Json = { Bool: { [MFA]: 'true' } };
const allow = (Action: Json, Condition: Json = {}, Resource: Json = '*'): Json => ({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action, Resource, Condition },
});
const trust = (Principal: Json, Condition: Json = {}, Action: Json = 'sts:AssumeRole'): Json => ({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Principal, Action, Condition },
});
const ofKind = (kind: string, name: string): string => `arn:aws:iam::${HOME}:${kind}/${name}`;
const page = { page: 'd'.repeat(64), pointer: '/x' };
const told = (kind: string, surface: string, key: string, value: unknown): Fact =>
  ({ kind, boundary: `aws:${HOME}`, surface, key, value, pages: [page] }) as unknown as Fact;

/** How sure each grant and link of somebody is, by what it leads to. */
function sure(account: AccountCase, who: string, more: readonly Fact[] = []): Readonly<Record<string, string>> {
  const all = [...resolveAws(factIndex([...accountFacts(HOME, account), ...more]), '2026-01-01T00:00:00.000Z')];
  const about: Record<string, string> = {};
  for (const each of all) {
    if (each.type === 'grant' && each.subject === who) about[each.capability] = each.presence;
    if (each.type !== 'link' || each.from !== who) continue;
    const ends = each.to.startsWith('pool:') ? all.flatMap((out) => (out.type === 'link' && out.from === each.to ? [out] : [])) : [each];
    for (const end of ends) {
      const name = `to ${end.to.split('/').at(-1) ?? ''}`;
      const presence = each.presence === 'certain' ? end.presence : each.presence;
      about[name] = about[name] === 'certain' ? 'certain' : presence;
    }
  }
  return about;
}
const role = ofKind('role', 'job');
const held = (Principal: Json, document: Json): Readonly<Record<string, string>> =>
  sure({ roles: { job: { inline: { own: document }, trust: trust(Principal) } } }, role);

describe('a role that asks for a second factor', () => {
  const wants = allow('*', demanding);

  it.each([
    ['a service', { Service: 'ec2.amazonaws.com' }],
    ['services', { Service: ['lambda.amazonaws.com', 'ec2.amazonaws.com'] }],
    ['an identity provider', { Federated: `arn:aws:iam::${HOME}:saml-provider/idp` }],
    ['a role', { AWS: ofKind('role', 'other') }],
  ] as const)('is possible only where its trust policy lets in %s alone', (_name, principal) => {
    expect(held(principal, wants)).toMatchObject({ administer: 'possible' });
    expect(held(principal, allow('*'))).toMatchObject({ administer: 'certain' });
  });

  it.each([
    ['its account', { AWS: HOME }],
    ['a user', { AWS: ofKind('user', 'ann') }],
    ['anyone', '*'],
    ['a service and a user', { Service: 'ec2.amazonaws.com', AWS: ofKind('user', 'ann') }],
  ] as const)('is met where it lets in %s', (_name, principal) => {
    expect(held(principal, wants)).toMatchObject({ administer: 'certain' });
  });

  it('is met where its trust policy was not read', () => {
    expect(sure({ roles: { job: { inline: { own: wants } } } }, role)).toMatchObject({ administer: 'certain' });
  });

  it('is told by what a request is without: the key is false in a session, and never absent', () => {
    const service = { Service: 'ec2.amazonaws.com' };
    expect(held(service, allow('*', { BoolIfExists: { [MFA]: 'true' } }))).toMatchObject({ administer: 'possible' });
    expect(held(service, allow('*', { Bool: { [MFA]: 'false' } }))).toMatchObject({ administer: 'certain' });
    expect(held(service, allow('*', { Null: { [MFA]: 'false' } }))).toMatchObject({ administer: 'certain' });
    expect(held(service, allow('*', { NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' } }))).toMatchObject({ administer: 'possible' });
  });
});

describe('a denial of what is done without a second factor', () => {
  const denying: Json = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: '*', Resource: '*' },
      { Effect: 'Deny', Action: '*', Resource: '*', Condition: { BoolIfExists: { [MFA]: 'false' } } },
    ],
  };

  it('leaves a role of a service what is possible only', () => {
    expect(held({ Service: 'ec2.amazonaws.com' }, denying)).toMatchObject({ administer: 'possible' });
    expect(held({ AWS: HOME }, denying)).toMatchObject({ administer: 'certain' });
  });

  it('does so as a policy of the organization', () => {
    const guarded = (Principal: Json): Readonly<Record<string, string>> =>
      sure(
        {
          roles: {
            job: { inline: { own: allow('*') }, trust: trust(Principal) },
            other: { inline: { own: allow('*') }, trust: trust({ AWS: HOME }) },
          },
        },
        role,
        organizationFacts({
          id: 'o-abcdefghij',
          managementAccount: '333333333333',
          accounts: { [HOME]: ['r-1'], '333333333333': ['r-1'] },
          policies: { 'p-full': denying },
          targets: { 'r-1': ['p-full'], [HOME]: ['p-full'] },
        }),
      );
    expect(guarded({ Service: 'ec2.amazonaws.com' })).toMatchObject({ administer: 'possible' });
    expect(guarded({ AWS: HOME })).toMatchObject({ administer: 'certain' });
  });
});

describe('a trust policy that asks for a second factor', () => {
  const may = allow('sts:AssumeRole');
  const roles = (Principal: Json, target: Json): AccountCase => ({
    users: { ann: { inline: { may } } },
    roles: {
      job: { inline: { may }, trust: trust(Principal) },
      vault: { inline: { own: allow('*') }, trust: target },
    },
  });
  const byAccount = trust({ AWS: HOME }, demanding);
  const byName = trust({ AWS: [role, ofKind('user', 'ann')] }, demanding);

  it.each([
    ['its account', byAccount],
    ['both by name', byName],
  ] as const)('and lets in %s, lets a session of a service possibly in, and a user surely', (_name, target) => {
    expect(sure(roles({ Service: 'ec2.amazonaws.com' }, target), role)).toMatchObject({ 'to vault': 'possible' });
    expect(sure(roles({ AWS: ofKind('user', 'ann') }, target), role)).toMatchObject({ 'to vault': 'certain' });
    expect(sure(roles({ Service: 'ec2.amazonaws.com' }, target), ofKind('user', 'ann'))).toMatchObject({ 'to vault': 'certain' });
  });

  it('and lets in anyone, lets a session of a service possibly in, and a user surely', () => {
    const anyone = roles({ Service: 'ec2.amazonaws.com' }, trust('*', demanding));
    expect(sure(anyone, role)).toMatchObject({ 'to vault': 'possible' });
    expect(sure(anyone, ofKind('user', 'ann'))).toMatchObject({ 'to vault': 'certain' });
  });

  it('tells whoever cannot bring one from the others in a pool too', () => {
    const given = roles({ Service: 'ec2.amazonaws.com' }, byAccount);
    const several: AccountCase = { ...given, roles: { ...given.roles, safe: { inline: { own: allow('*') }, trust: byAccount } } };
    expect(sure(several, role)).toEqual({ 'to vault': 'possible', 'to safe': 'possible', impersonate: 'possible' });
    expect(sure(several, ofKind('user', 'ann'))).toEqual({ 'to vault': 'certain', 'to safe': 'certain', impersonate: 'certain' });
  });
});

describe('a user of whom it was read that it has no device', () => {
  const ann = ofKind('user', 'ann');
  const password = (secondFactor: boolean | null): Fact => {
    const id = `${ann}#password`;
    const value = {
      id,
      identity: ann,
      kind: 'password',
      name: 'password',
      state: 'active',
      createdAt: null,
      rotatedAt: null,
      expiresAt: null,
      lastUsed: 'unknown',
      secondFactor,
    };
    return told('credential', 'aws:credential-report', id, value);
  };
  const list = (...ids: readonly string[]): Fact =>
    told('credential-detail', 'aws:mfa-devices', `list|mfa-devices|${ann}`, { type: 'list', of: 'mfa-devices', identity: ann, ids });
  const device = told('credential-detail', 'aws:mfa-devices', 'virtual-mfa-device|x', {
    type: 'virtual-mfa-device',
    serial: 'x',
    identity: ann,
  });
  const user = (own: HolderCase, ...more: readonly Fact[]): string | undefined => sure({ users: { ann: own } }, ann, more)['read-secrets'];
  const wants: HolderCase = { inline: { own: allow('secretsmanager:GetSecretValue', demanding) } };

  it.each([
    ['by the report', [password(false)]],
    ['by a list', [list()]],
  ] as const)('is asked for a second factor in vain, %s', (_name, facts) => {
    expect(user(wants, ...facts)).toBe('possible');
    expect(user({ inline: { own: allow('secretsmanager:GetSecretValue') } }, ...facts)).toBe('certain');
  });

  it('brings one where it has one, or nothing tells', () => {
    for (const facts of [[], [password(null)], [password(true)], [list('x')], [password(false), device], [password(false), list('x')]])
      expect(user(wants, ...facts)).toBe('certain');
  });

  it.each(['iam:EnableMFADevice', 'iam:*', 'iam:PutUserPolicy', 'iam:AddUserToGroup', '*'])('brings one where it may do %s', (action) => {
    expect(user({ inline: { ...wants.inline, more: allow(action, {}, ann) } }, password(false))).toBe('certain');
  });

  it('brings one where a policy of it was not listed', () => {
    expect(user({ ...wants, attached: ['unlisted'] }, password(false))).toBe('certain');
  });
});
