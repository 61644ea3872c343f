import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../src/base/json.ts';
import type { Fact } from '../../../../src/model/fact.ts';
import type { Link } from '../../../../src/model/grant.ts';
import { resolveAws } from '../../../../connectors/aws/resolve/resolve.ts';
import { AS_OF } from './cases.ts';
import type { AccountCase, OrganizationCase } from './estate.ts';
import { accountFacts, factIndex, organizationFacts } from './estate.ts';
import { HOME } from './say.ts';

const PROD = '444455556666';
const VENDOR = '999988887777';
const PARTLY = '333333333333';

type More = Readonly<Record<string, Json>>;

function policy(Effect: string, Resource: Json, more: More = {}): Json {
  return { Version: '2012-10-17', Statement: { Effect, Action: 'sts:AssumeRole', Resource, ...more } };
}
function assumes(Resource: Json, more: More = {}): Json {
  return policy('Allow', Resource, more);
}
function role(account: string, name: string): string {
  return `arn:aws:iam::${account}:role/${name}`;
}
function holding(...inline: readonly Json[]): AccountCase {
  return { users: { ann: { inline: Object.fromEntries(inline.map((each, at) => [`p${at}`, each])) } } };
}

/** What is known of an account that was entered: that it is there. */
function entered(...accounts: readonly string[]): readonly Fact[] {
  return accounts.flatMap((account) => accountFacts(account, {}));
}

function linksOf(home: AccountCase, more: readonly Fact[] = [], unread?: readonly string[]): readonly Link[] {
  const facts = factIndex([...accountFacts(HOME, home), ...more]);
  const short = unread === undefined ? undefined : new Set(unread.map((each) => `aws:${each}`));
  return [...resolveAws(facts, AS_OF, undefined, undefined, short)].filter((each) => each.type === 'link');
}

/** `ann 444455556666`: ann may reach what was not read of that account, directly or through a pool. */
function ways(...given: Parameters<typeof linksOf>): readonly string[] {
  const links = linksOf(...given);
  const short = (id: string): string => (id.startsWith('pool:') ? (id.split(':')[2] ?? id) : id.slice(id.lastIndexOf('/') + 1));
  const ends = links.filter((each) => each.to.endsWith(':unread'));
  return ends
    .flatMap((end) =>
      (end.from.startsWith('pool:') ? links.filter((each) => each.to === end.from) : [end]).map((each) => [each, end] as const),
    )
    .map(([first, end]) => `${short(first.from)} ${short(end.to)}${first.presence === 'possible' ? '' : ` ${first.presence}`}`)
    .sort();
}

describe('who may assume a role of an account that was not read', () => {
  it('leads there by one possible link, whatever number of its roles is named and by whatever number of policies', () => {
    const named = [role(PROD, 'deploy'), role(PROD, 'admin')];
    const [only, ...others] = linksOf(holding(assumes(named), assumes(role(PROD, '*')), assumes(role(PROD, 'x'))));
    expect(others).toEqual([]);
    expect(only).toMatchObject({
      from: `arn:aws:iam::${HOME}:user/ann`,
      to: `pool:aws:${PROD}:unread`,
      how: 'can-assume',
      boundary: `aws:${HOME}`,
      presence: 'possible',
      bounds: { lo: 'standing', hi: 'standing' },
      endsBy: 'nothing',
    });
    expect(only?.because.join()).toContain(PROD);
  });

  it('is classed as the right', () => {
    const until = { Condition: { DateLessThan: { 'aws:CurrentTime': '2027-01-01T00:00:00Z' } } };
    const [only, ...others] = linksOf(holding(assumes(role(PROD, 'admin'), until)));
    expect(others).toEqual([]);
    expect(only).toMatchObject({ presence: 'possible', bounds: { lo: 'time-bound', hi: 'time-bound' }, endsBy: 'provider' });
    // what lasts longer says it all
    expect(linksOf(holding(assumes(role(PROD, 'admin'), until), assumes(role(PROD, 'x'))))).toMatchObject([{ endsBy: 'nothing' }]);
  });

  it('counts an account nobody knows of where its number is written, and not for what leaves the account open', () => {
    expect(ways(holding(assumes(role(VENDOR, 'audit'))))).toEqual([`ann ${VENDOR}`]);
    expect(ways(holding(assumes(role(VENDOR, '*'))))).toEqual([`ann ${VENDOR}`]);
    expect(ways(holding(assumes('*')))).toEqual([]);
    expect(ways(holding(assumes(role('*', 'audit'))))).toEqual([]);
    expect(ways(holding(assumes(role('99998888777?', 'audit'))))).toEqual([]);
  });

  it.each([
    ['*', '*'],
    ['the roles of one name', role('*', 'audit')],
    ['an account in part open', role('4444*', 'audit')],
  ])('counts an account that was entered for %s', (_, resource) => {
    expect(ways(holding(assumes(resource)), entered(PROD))).toEqual([`ann ${PROD}`]);
  });

  it('leaves out an organization’s account that was not entered, unless it is named', () => {
    const told: OrganizationCase = {
      id: 'o-abcdefghij',
      managementAccount: HOME,
      accounts: { [PROD]: ['r-1'] },
      policies: {},
      targets: {},
    };
    expect(ways(holding(assumes('*')), organizationFacts(told))).toEqual([]);
    expect(ways(holding(assumes(role(PROD, 'audit'))), organizationFacts(told))).toEqual([`ann ${PROD}`]);
  });

  it('leaves out what nobody but a service assumes, what is no role, and what is in another partition', () => {
    expect(ways(holding(assumes(role(PROD, 'aws-service-role/x.amazonaws.com/X'))))).toEqual([]);
    expect(ways(holding(assumes(`arn:aws:iam::${PROD}:user/x`)))).toEqual([]);
    expect(ways(holding(assumes(`arn:aws-cn:iam::${PROD}:role/x`)))).toEqual([]);
  });

  it('is held back by a deny, a permissions boundary and service control policies', () => {
    const there = assumes(role(PROD, 'admin'));
    expect(ways(holding(there, policy('Deny', role(PROD, '*'))))).toEqual([]);
    expect(ways(holding(there, policy('Deny', role(PROD, 'other'))))).toEqual([`ann ${PROD}`]);
    expect(ways(holding(assumes('*'), policy('Deny', role(PROD, '*'))), entered(PROD))).toEqual([]);
    const limit = (document: Json): AccountCase => ({
      policies: { limit: document },
      users: { ann: { inline: { p: there }, limit: 'limit' } },
    });
    expect(ways(limit(assumes(role(VENDOR, '*'))))).toEqual([]);
    expect(ways(limit(assumes('*')))).toEqual([`ann ${PROD}`]);
    const organization: OrganizationCase = {
      id: 'o-abcdefghij',
      managementAccount: VENDOR,
      accounts: { [HOME]: ['r-1'] },
      policies: { full: assumes('*'), none: policy('Deny', role(PROD, '*')) },
      targets: { 'r-1': ['full'], [HOME]: ['full', 'none'] },
    };
    expect(ways(holding(there), organizationFacts(organization))).toEqual([]);
  });

  it('is decided by conditions on the account that owns the role, of every account named', () => {
    const owner = (account: string): More => ({ Condition: { StringEquals: { 'aws:ResourceAccount': account } } });
    expect(ways(holding(assumes('*', owner(PROD))))).toEqual([`ann ${PROD}`]);
    expect(ways(holding(assumes('*', owner(VENDOR))), entered(PROD))).toEqual([`ann ${VENDOR}`]);
    expect(ways(holding(assumes(role(PROD, 'x'), owner(PROD))))).toEqual([`ann ${PROD}`]);
    expect(ways(holding(assumes(role(PROD, 'x'), owner(VENDOR))))).toEqual([]);
    const inside = { Condition: { StringEquals: { 'aws:ResourceOrgID': 'o-abcdefghij' } } };
    expect(ways(holding(assumes('*', inside)), entered(PROD))).toEqual([`ann ${PROD}`]);
  });
});

describe('an account of which it is told how much was read', () => {
  const partly = accountFacts(PARTLY, { roles: { known: { trust: { Version: '2012-10-17', Statement: [] } }, blurred: {} } });

  it('read whole has no roles but those listed', () => {
    expect(ways(holding(assumes([role(PARTLY, 'gone'), '*'])), partly, [])).toEqual([]);
    expect(ways(holding(assumes([role(PARTLY, 'gone'), '*'])), entered(PROD), [])).toEqual([]);
  });

  it('read in part may have others, and of those listed the trusts that were read are known', () => {
    const said = (resource: string): readonly string[] => ways(holding(assumes(resource)), partly, [PARTLY]);
    expect(said(role(PARTLY, 'known'))).toEqual([]);
    expect(said(role(PARTLY, 'blurred'))).toEqual([`ann ${PARTLY}`]);
    expect(said(role(PARTLY, 'not-listed'))).toEqual([`ann ${PARTLY}`]);
    expect(said(role(PARTLY, 'k*'))).toEqual([`ann ${PARTLY}`]);
    expect(said('*')).toEqual([`ann ${PARTLY}`]);
  });

  it('of which nothing was read is known by the ledger alone, and an instance of Identity Center is none', () => {
    expect(ways(holding(assumes('*')), [], [PROD, 'identity-center/ssoins-1'])).toEqual([`ann ${PROD}`]);
    // of the own account too
    expect(ways(holding(assumes('*')), [], [HOME])).toEqual([`ann ${HOME}`]);
  });
});

it('makes elements that grow with holders and accounts, not with both at once', () => {
  const accounts = Array.from({ length: 200 }, (_, n) => String(500_000_000_000 + n));
  const names = Array.from({ length: 300 }, (_, n) => `u${n}`);
  const users = Object.fromEntries(names.map((name) => [name, { attached: ['all'] }]));
  const given = { policies: { all: assumes('*') }, users };
  expect(linksOf(given, entered(...accounts))).toHaveLength(500);
  expect(ways(given, entered(...accounts))).toHaveLength(60_000);
  const named = { policies: { all: assumes(accounts.map((each) => role(each, 'audit'))) }, users };
  expect(linksOf(named)).toHaveLength(500);
});

it('says the same in whatever order the facts come', () => {
  const home = holding(assumes(role(PROD, 'a')), assumes([role(PROD, 'b'), role(VENDOR, 'c')]), assumes('*'));
  const facts = [...accountFacts(HOME, home), ...entered(PARTLY)];
  const said = (all: readonly Fact[]): readonly string[] =>
    [...resolveAws(factIndex(all), AS_OF)].map((each) => JSON.stringify(each)).sort();
  expect(said(facts.toReversed())).toEqual(said(facts));
});
