import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../../src/base/json.ts';
import type { Fact } from '../../../../src/model/fact.ts';
import type { Link } from '../../../../src/model/grant.ts';
import { resolveAws } from '../../../../connectors/aws/resolve/resolve.ts';
import { accountFacts, factIndex } from '../resolve/estate.ts';
import { HOME, say } from '../resolve/say.ts';

const ROLE = `arn:aws:iam::${HOME}:role/build`;
const anywhere = (kind: string, region = 'eu-west-1', of = HOME): string => `arn:aws:rolesanywhere:${region}:${of}:${kind}`;
const ANCHOR = anywhere('trust-anchor/a');
const OTHER = anywhere('trust-anchor/b');

function provider(value: JsonObject & { readonly arn: string }): Fact {
  const pages = [{ page: 'c'.repeat(64), pointer: `/${value.arn}` }];
  const boundary = `aws:${HOME}`;
  return { kind: 'provider', boundary, surface: 'aws:roles-anywhere', key: value.arn, value, pages } as unknown as Fact;
}
function anchor(arn: string, more: JsonObject = {}): Fact {
  return provider({ type: 'trust-anchor', arn, name: arn.slice(-1), enabled: true, source: null, createdAt: null, ...more });
}
function profile(more: JsonObject = {}, arn = anywhere('profile/p')): Fact {
  const value = { type: 'roles-anywhere-profile', arn, name: arn.slice(-1), enabled: true, roles: [ROLE], sessionSeconds: 3600 };
  return provider({ ...value, narrowed: false, createdAt: null, ...more });
}

function trusting(Condition: Json = {}, Service = 'rolesanywhere.amazonaws.com'): Json {
  const Action = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'];
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service }, Action, Condition }] };
}

function links(facts: readonly Fact[], trust: Json = trusting()): readonly Link[] {
  const all = resolveAws(factIndex([...accountFacts(HOME, { roles: { build: { trust } } }), ...facts]), '2026-01-01T00:00:00.000Z');
  return [...all].filter((each): each is Link => each.type === 'link' && each.how === 'federates');
}
const lines = (facts: readonly Fact[], trust?: Json): readonly string[] => links(facts, trust).map(say).sort();

describe('IAM Roles Anywhere opens a role', () => {
  const both = [anchor(ANCHOR), anchor(OTHER), profile()];

  it('to any certificate of any anchor of the account, where the trust asks for none in particular', () => {
    expect(lines(both)).toEqual([ANCHOR, OTHER].map((each) => `federated:${each}|* -> role/build boundary standing`));
    const [link] = links(both);
    expect(link?.because[1]).toBe('any certificate that trust anchor a believes will do');
    expect(link?.evidence.map((each) => each.pointer)).toEqual(expect.arrayContaining([`/${ANCHOR}`, `/${anywhere('profile/p')}`]));
    expect(link?.detail).toMatchObject({ issuer: ANCHOR, issuerPublic: false, subjectMatcher: '*', foreign: false });
  });

  it('to certificates of the anchor that the trust names, and of no other', () => {
    const only = [`federated:${ANCHOR}|* -> role/build boundary standing`];
    expect(lines(both, trusting({ ArnEquals: { 'aws:SourceArn': ANCHOR } }))).toEqual(only);
    expect(lines(both, trusting({ StringEquals: { 'aws:SourceAccount': HOME, 'aws:SourceArn': ANCHOR } }))).toEqual(only);
    expect(lines(both, trusting({ ArnNotLike: { 'aws:SourceArn': '*/b' } }))).toEqual(only);
    expect(lines(both, trusting({ StringEquals: { 'aws:SourceAccount': '222222222222' } }))).toEqual([]);
  });

  it('to a certificate whose subject the trust names', () => {
    const subject = (CN: string): Json =>
      trusting({ StringLike: { 'aws:PrincipalTag/x509Subject/CN': CN }, ArnEquals: { 'aws:SourceArn': ANCHOR } });
    expect(lines(both, subject('build-7'))).toEqual([`federated:${ANCHOR}|x509subject/cn=build-7 -> role/build exact standing`]);
    expect(lines(both, subject('build-*'))).toEqual([`federated:${ANCHOR}|x509subject/cn=build-* -> role/build boundary standing`]);
  });

  it('perhaps, under a condition that nothing read decides', () => {
    expect(lines([anchor(ANCHOR), profile()], trusting({ StringEquals: { 'aws:PrincipalTag/team': 'a' } }))).toEqual([
      `federated:${ANCHOR}|* -> role/build boundary standing possible {outside}`,
    ]);
  });

  it('not while anchor or profile is off, in another region or account, or names other roles', () => {
    expect(lines([anchor(ANCHOR, { enabled: false }), profile()])).toEqual([]);
    expect(lines([anchor(ANCHOR), profile({ enabled: false })])).toEqual([]);
    expect(lines([anchor(ANCHOR), profile({ roles: [] })])).toEqual([]);
    expect(lines([anchor(ANCHOR), profile({}, anywhere('profile/p', 'us-east-1'))])).toEqual([]);
    expect(lines([anchor(anywhere('trust-anchor/a', 'eu-west-1', '222222222222')), profile()])).toEqual([]);
    expect(lines(both, trusting({}, 'ec2.amazonaws.com'))).toEqual([]);
  });

  it('with what a profile leaves, unless another profile leaves it all', () => {
    const narrow = profile({ narrowed: true });
    expect(links([anchor(ANCHOR), narrow])[0]?.caveats.join()).toContain('policies of profile p');
    expect(links([anchor(ANCHOR), narrow, profile({}, anywhere('profile/q'))])[0]?.caveats.join()).not.toContain('policies of profile');
  });
});
