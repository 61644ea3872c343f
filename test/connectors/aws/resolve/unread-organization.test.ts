import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../src/base/json.ts';
import type { Link } from '../../../../src/model/grant.ts';
import { resolveAws } from '../../../../connectors/aws/resolve/resolve.ts';
import { accountFacts, factIndex, organizationFacts } from './estate.ts';
import { HOME } from './say.ts';

/*
 * Whom a trust in everyone lets in by organization: IAM User Guide, reference_policies_condition-keys.html. A request of an account that is in no
 * organization is without the key; anybody opens an account, and an organization over it.
 */

const MANAGEMENT = '333333333333';
const full: Json = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };
const organization = organizationFacts({
  id: 'o-abcdefghij',
  managementAccount: MANAGEMENT,
  accounts: { [HOME]: ['r-1'], [MANAGEMENT]: ['r-1'] },
  policies: { full },
  targets: { 'r-1': ['full'], [HOME]: ['full'] },
});

function links(Condition: Json, isRead = false): readonly Link[] {
  const trust: Json = { Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole', Condition } };
  const facts = [...accountFacts(HOME, { users: { ann: {} }, roles: { vault: { trust } } }), ...(isRead ? organization : [])];
  return [...resolveAws(factIndex(facts), '2026-01-01T00:00:00.000Z')].filter((each): each is Link => each.type === 'link');
}

const told = (Condition: Json, isRead = false): readonly string[] =>
  links(Condition, isRead)
    .filter(({ to, from }) => to.endsWith('vault') && !from.startsWith('pool:'))
    .map(({ from, openness, presence }) => `${from} ${openness} ${presence}`);
const asking = (operator: string, ...ids: readonly string[]): Json => ({ [operator]: { 'aws:PrincipalOrgID': ids } });

describe('a trust in everyone of an organization', () => {
  const unread = 'which accounts are in organization o-abcdefghij was not read';

  it('says what was not read of it', () => {
    const [link] = links(asking('StringEquals', 'o-abcdefghij')).filter(({ from }) => from.startsWith('organization:'));
    expect(link).toMatchObject({ presence: 'certain', openness: 'boundary' });
    expect(link?.caveats.join()).toContain(unread);
    const [read] = links(asking('StringEquals', 'o-abcdefghij'), true).filter(({ from }) => from.startsWith('organization:'));
    expect(read).toMatchObject({ presence: 'certain', openness: 'boundary' });
    expect(read?.caveats.join()).not.toContain(unread);
  });

  it('lets in principals of the account possibly where its organization was not read', () => {
    const inHome = (isRead: boolean, id = 'o-abcdefghij'): readonly string[] =>
      links(asking('StringEquals', id), isRead).flatMap(({ from, presence }) =>
        from === `pool:aws:${HOME}:any-principal` ? [presence] : [],
      );
    expect(inHome(false)).toEqual(['possible']);
    expect(inHome(true)).toEqual(['certain']);
    expect(inHome(true, 'o-other')).toEqual([]);
  });
});

describe('a trust in everyone that asks of the organization what anybody can have', () => {
  it('is one in anyone', () => {
    for (const isRead of [false, true]) {
      expect(told(asking('StringLike', 'o-*'), isRead)).toEqual(['anyone any certain']);
      expect(told(asking('StringLike', '*'), isRead)).toEqual(['anyone any certain']);
      expect(told(asking('StringNotEquals', 'o-abcdefghij'), isRead)).toEqual(['anyone any certain']);
      expect(told(asking('StringEqualsIfExists', 'o-abcdefghij'), isRead)).toEqual(['anyone any certain']);
      expect(told({ Null: { 'aws:PrincipalOrgID': 'true' } }, isRead)).toEqual(['anyone any certain']);
    }
  });

  it('is possibly one in anyone where some ids fit and which is not told', () => {
    expect(told(asking('StringLike', 'o-a*'))).toEqual(['anyone any possible']);
    expect(told(asking('StringLike', 'o-a*', 'o-abcdefghij'))).toEqual(['anyone any possible']);
  });

  it('is none where a Deny takes all but an organization', () => {
    const statements: Json = [
      { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' },
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 'sts:AssumeRole',
        Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } },
      },
    ];
    const facts = accountFacts(HOME, { roles: { vault: { trust: { Version: '2012-10-17', Statement: statements } } } });
    const all = [...resolveAws(factIndex(facts), '2026-01-01T00:00:00.000Z')];
    expect(all.flatMap((each) => (each.type === 'link' && each.from === 'anyone' ? [each.presence] : []))).toEqual(['possible']);
  });
});
