import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../src/base/json.ts';
import type { Link } from '../../../../src/model/grant.ts';
import { resolveAws } from '../../../../connectors/aws/resolve/resolve.ts';
import { AS_OF, resolveAccounts } from './cases.ts';
import type { AccountCase } from './estate.ts';
import { accountFacts, factIndex } from './estate.ts';
import { HOME } from './say.ts';

type Condition = Readonly<Record<string, Json>>;

const factor = (value: 'true' | 'false'): Condition => ({ Bool: { 'aws:MultiFactorAuthPresent': value } });
const external = (...ids: readonly string[]): Condition => ({ StringEquals: { 'sts:ExternalId': ids } });

function assumes(Condition: Condition = {}): Json {
  return { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*', Condition } };
}
function trusts(Principal: Json, Condition: Condition = {}): Json {
  return { Version: '2012-10-17', Statement: { Effect: 'Allow', Principal, Action: 'sts:AssumeRole', Condition } };
}

function linksOf(account: AccountCase): readonly Link[] {
  return [...resolveAws(factIndex(accountFacts(HOME, account)), AS_OF)].filter((each) => each.type === 'link');
}

/** `ann r`: ann may become r, directly or through a pool; with `?` where it is only possible. */
function ways(account: AccountCase): readonly string[] {
  const links = linksOf(account);
  const name = (id: string): string => id.slice(id.lastIndexOf('/') + 1);
  const found = links.flatMap((first) => {
    if (first.from.startsWith('pool:')) return [];
    const last = first.to.startsWith('pool:') ? links.filter((each) => each.from === first.to) : [first];
    return last.map((each) => `${name(first.from)} ${name(each.to)}${[first, each].every((one) => one.presence === 'certain') ? '' : '?'}`);
  });
  return [...new Set(found)].sort();
}

describe('who may assume any role through a pool', () => {
  const holders = {
    ann: { inline: { p: assumes() } },
    bob: { inline: { p: assumes(factor('true')) } },
    cat: { inline: { p: assumes(factor('false')) } },
  };

  it('becomes no role whose trust asks for the contrary of what its own policy asks', () => {
    const roles = {
      plain: { trust: trusts({ AWS: HOME }) },
      strong: { trust: trusts({ AWS: HOME }, factor('true')) },
      weak: { trust: trusts({ AWS: HOME }, factor('false')) },
      other: { trust: trusts({ AWS: HOME }, external('x')) },
    };
    expect(ways({ users: holders, roles })).toEqual(
      [
        'ann other',
        'ann plain',
        'ann strong',
        'ann weak',
        'bob other',
        'bob plain',
        'bob strong',
        'cat other',
        'cat plain',
        'cat weak',
      ].sort(),
    );
  });

  it('becomes none of the roles that let in any principal either, where a deny of its own stands against them', () => {
    const deny: Json = {
      Version: '2012-10-17',
      Statement: { Effect: 'Deny', Action: 'sts:AssumeRole', Resource: '*', Condition: factor('true') },
    };
    const only = { StringEquals: { 'aws:PrincipalAccount': HOME } };
    const roles = { plain: { trust: trusts('*', only) }, strong: { trust: trusts('*', { ...only, ...factor('true') }) } };
    expect(ways({ users: { ann: {}, bob: { inline: { deny } } }, roles })).toEqual(
      ['ann plain', 'ann strong', 'bob plain', 'plain strong', 'strong plain'].concat(['plain plain', 'strong strong']).sort(),
    );
  });

  it('is told with a number of links that grows with members and roles, not with their product', () => {
    const many = <T>(name: string, of: (at: number) => T): Readonly<Record<string, T>> =>
      Object.fromEntries(Array.from({ length: 40 }, (_none, at) => [`${name}${at}`, of(at)]));
    const users = many('user', (at) => ({ inline: { p: assumes(at % 2 === 0 ? factor('true') : external('a', `x${at}`)) } }));
    const roles = many('role', (at) => ({ trust: trusts({ AWS: HOME }, at % 2 === 0 ? factor('false') : external('a', `y${at % 4}`)) }));
    expect(linksOf({ users, roles }).length).toBeLessThan(4 * 80);
  });
});

describe('the right to impersonate', () => {
  const trusting = (Condition: Condition = {}) => ({ trust: trusts({ AWS: HOME }, Condition) });
  const ofAnn = (...roles: readonly ReturnType<typeof trusting>[]) =>
    resolveAccounts({
      [HOME]: { users: { ann: { inline: { p: assumes() } } }, roles: Object.fromEntries(roles.map((each, at) => [`r${at}`, each])) },
    }).flatMap((each) => (each.type === 'grant' ? [{ ...each, windows: each.windows.map(({ from, until }) => [from, until]) }] : []));
  const until = (day: string) => trusting({ DateLessThan: { 'aws:CurrentTime': `${day}T00:00:00Z` } });
  const inOrganization = trusting({ StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } });

  it('is certain only while two roles surely let it in', () => {
    expect(ofAnn(trusting())).toEqual([]);
    expect(ofAnn(trusting(), trusting(), inOrganization)).toMatchObject([{ capability: 'impersonate', presence: 'certain' }]);
    expect(ofAnn(trusting(), inOrganization)).toMatchObject([{ capability: 'impersonate', presence: 'possible' }]);
    expect(ofAnn(inOrganization, inOrganization)).toMatchObject([{ presence: 'possible' }]);
  });

  it('lasts as long as two roles are open', () => {
    const [june, july] = [Date.UTC(2026, 5, 1), Date.UTC(2026, 6, 1)];
    expect(ofAnn(trusting(), until('2026-06-01'))).toMatchObject([{ presence: 'certain', windows: [[null, june]] }]);
    expect(ofAnn(trusting(), until('2026-06-01'), until('2026-07-01'))).toMatchObject([{ presence: 'certain', windows: [[null, july]] }]);
    expect(ofAnn(inOrganization, until('2026-06-01'))).toMatchObject([{ presence: 'possible', windows: [[null, june]] }]);
  });
});
