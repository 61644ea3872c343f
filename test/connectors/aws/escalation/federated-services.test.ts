import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../src/base/json.ts';
import type { Fact } from '../../../../src/model/fact.ts';
import { HOME } from '../resolve/say.ts';
import { letting, says, secretOf } from './documents.ts';
import { seen } from './judge.ts';
import { allow, small, sure } from './small.ts';

const POOLS = 'cognito-identity.amazonaws.com';
const runner = `arn:aws:iam::${HOME}:role/runner`;
const signIn = 'sts:AssumeRoleWithWebIdentity';
const ofPool = { StringEquals: { [`${POOLS}:aud`]: 'us-east-1:12345678-aaaa-bbbb-cccc-123456790abc' } };

function told(own: readonly Json[], trust: Json, profiles: readonly Fact[] | 'unread' = []): string {
  const roles = { runner: { inline: { own: says(allow('secretsmanager:GetSecretValue', secretOf(HOME))) }, trust } };
  const estate = small({ users: { ann: { inline: { own: says(...own) } } }, roles });
  const read = profiles === 'unread' ? { ...estate, unread: ['aws:roles-anywhere'] } : { ...estate, facts: [...estate.facts, ...profiles] };
  return sure(seen(read), 'read-secrets', secretOf(HOME));
}

// Amazon Cognito Developer Guide, role-trust-and-permissions.html
describe('a role that an identity pool may hand out', () => {
  const pass = allow('iam:PassRole', runner);
  const set = allow('cognito-identity:SetIdentityPoolRoles');
  const trust = letting({ Federated: POOLS }, ofPool, signIn);

  it('is possibly had by whoever sets the roles of pools and may pass it', () => {
    expect(told([pass, set], trust)).toBe('possible');
    expect(told([allow('iam:PassRole', '*'), set], trust)).toBe('possible');
  });

  it('is not had without one of the two', () => {
    expect(told([pass], trust)).toBe('none');
    expect(told([set], trust)).toBe('none');
    expect(told([allow('iam:PassRole', `${runner}-other`), set], trust)).toBe('none');
    const passed = (service: string): Json => ({ ...(pass as object), Condition: { StringEquals: { 'iam:PassedToService': service } } });
    expect(told([passed(POOLS), set], trust)).toBe('possible');
    expect(told([passed('lambda.amazonaws.com'), set], trust)).toBe('none');
  });

  it('is not had where its trust policy lets in no pool', () => {
    expect(told([pass, set], letting({ Federated: 'graph.facebook.com' }, undefined, signIn))).toBe('none');
    expect(told([pass, set], letting({ Service: 'lambda.amazonaws.com' }))).toBe('none');
  });
});

// IAM Roles Anywhere User Guide, trust-model.html
describe('a role that takes certificates', () => {
  const anywhere = (text: string, region = 'us-east-1', of = HOME): string => `arn:aws:rolesanywhere:${region}:${of}:${text}`;
  const made = [allow('iam:PassRole', runner), allow(['rolesanywhere:CreateTrustAnchor', 'rolesanywhere:CreateProfile'])];
  const changed = [
    allow('iam:PassRole', runner),
    allow('rolesanywhere:UpdateTrustAnchor', anywhere('trust-anchor/a')),
    allow('rolesanywhere:CreateProfile'),
  ];
  const of = (SourceArn: Json): Json => letting({ Service: 'rolesanywhere.amazonaws.com' }, { ArnLike: { 'aws:SourceArn': SourceArn } });

  const profileOf = (role: string, enabled = true): Fact => ({
    kind: 'provider',
    boundary: `aws:${HOME}`,
    surface: 'aws:roles-anywhere',
    key: anywhere('profile/p'),
    value: {
      type: 'roles-anywhere-profile',
      arn: anywhere('profile/p'),
      name: 'p',
      enabled,
      roles: [role],
      sessionSeconds: null,
      narrowed: false,
    },
    pages: [],
  });

  it('of any trust anchor takes those of a new one', () => {
    expect(told(made, letting({ Service: 'rolesanywhere.amazonaws.com' }))).toBe('certain');
    expect(told(made, of(anywhere('trust-anchor/*')))).toBe('certain');
    expect(told(made, of(anywhere('*', 'eu-west-1')))).toBe('certain');
    expect(told(made, of([anywhere('trust-anchor/a'), anywhere('trust-anchor/*', 'eu-west-1')]))).toBe('certain');
  });

  it('of one trust anchor takes those of no new one, and possibly those of that one when it is changed', () => {
    expect(told(made, of(anywhere('trust-anchor/a')))).toBe('none');
    expect(told(changed, of(anywhere('trust-anchor/a')))).toBe('possible');
  });

  it('that a profile names takes them of whoever makes or changes a trust anchor, and passes no role', () => {
    const anyone = letting({ Service: 'rolesanywhere.amazonaws.com' });
    const [create, update] = [
      allow('rolesanywhere:CreateTrustAnchor'),
      allow('rolesanywhere:UpdateTrustAnchor', anywhere('trust-anchor/a')),
    ];
    for (const profiles of [[profileOf(runner)], 'unread'] as const) {
      expect(told([create], anyone, profiles)).toBe('possible');
      expect(told([create], of(anywhere('trust-anchor/a')), profiles)).toBe('none');
      expect(told([update], of(anywhere('trust-anchor/a')), profiles)).toBe('possible');
      expect(told([create], letting({ Service: 'lambda.amazonaws.com' }), profiles)).toBe('none');
      expect(told([allow('rolesanywhere:CreateProfile')], anyone, profiles)).toBe('none');
    }
    for (const profiles of [[], [profileOf(`${runner}-other`)], [profileOf(runner, false)]])
      expect(told([create], anyone, profiles)).toBe('none');
  });

  it('of another account takes none', () => {
    expect(told(made, of(anywhere('trust-anchor/*', 'us-east-1', '999999999999')))).toBe('none');
    expect(told(changed, of(anywhere('trust-anchor/*', 'us-east-1', '999999999999')))).toBe('none');
  });
});
