import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../src/base/json.ts';
import { resolveAws } from '../../../../connectors/aws/resolve/resolve.ts';
import type { AccountCase } from './estate.ts';
import { accountFacts, factIndex } from './estate.ts';
import { HOME } from './say.ts';

/*
 * What a holder's own policies ask of the tags of the role or user that is asked for: IAM User Guide, tutorial_attribute-based-access-control.html
 * (roles assumed by tags that both have) and access_iam-tags.html (what may be done to users and roles by their tags).
 */

const AWAY = '222222222222';
const ann = `arn:aws:iam::${HOME}:user/ann`;
const letsIn = (AWS: string): Json => ({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole' },
});
const says = (...Statement: readonly Json[]): Json => ({ Version: '2012-10-17', Statement });

function presences(account: AccountCase, how: string, other: readonly [string, AccountCase][] = []): Record<string, string> {
  const facts = [accountFacts(HOME, account), ...other.map(([id, its]) => accountFacts(id, its))].flat();
  const all = [...resolveAws(factIndex(facts), '2026-01-01T00:00:00.000Z')];
  const found: Record<string, string> = {};
  const reach = (from: string, presence: string): void => {
    for (const each of all) {
      if (each.type !== 'link' || each.from !== from || each.how !== how) continue;
      const weaker = presence === 'certain' ? each.presence : presence;
      if (each.to.startsWith('pool:')) reach(each.to, weaker);
      else {
        const name = each.to.slice(each.to.lastIndexOf('/') + 1);
        if (found[name] !== 'certain') found[name] = weaker;
      }
    }
  };
  reach(ann, 'certain');
  return found;
}

const byTag = (condition: Json, Effect = 'Allow', Action: Json = 'sts:AssumeRole'): Json => ({
  Effect,
  Action,
  Resource: '*',
  Condition: condition,
});
const roles = (trust = letsIn(HOME)): NonNullable<AccountCase['roles']> => ({
  blue: { trust, tags: { Team: 'blue' } },
  red: { trust, tags: { team: 'red' } },
  plain: { trust },
});
const user = (may: Json, tags: Readonly<Record<string, string>> = {}): AccountCase => ({
  users: { ann: { inline: { may }, tags } },
  roles: roles(),
});

describe.each(['aws:ResourceTag/team', 'iam:ResourceTag/Team'])('a holder that may assume roles by %s', (key) => {
  it('assumes those that have the tag', () => {
    expect(presences(user(says(byTag({ StringEquals: { [key]: 'blue' } }))), 'can-assume')).toEqual({ blue: 'certain' });
    expect(presences(user(says(byTag({ StringNotEquals: { [key]: 'blue' } }))), 'can-assume')).toEqual({
      red: 'certain',
      plain: 'certain',
    });
    expect(presences(user(says(byTag({ Null: { [key]: 'true' } }))), 'can-assume')).toEqual({ plain: 'certain' });
  });

  it('assumes those that have the same as it has', () => {
    const same = says(byTag({ StringEquals: { [key]: '${aws:PrincipalTag/team}' } }));
    expect(presences(user(same, { team: 'red' }), 'can-assume')).toEqual({ red: 'certain' });
    expect(presences(user(same), 'can-assume')).toEqual({});
  });

  it('is denied those that have the tag', () => {
    const may = says({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' }, byTag({ StringEquals: { [key]: 'blue' } }, 'Deny'));
    expect(presences(user(may), 'can-assume')).toEqual({ red: 'certain', plain: 'certain' });
  });

  it('is asked for the rest of the condition too', () => {
    const may = says(byTag({ StringEquals: { [key]: 'blue', 'unknown:Key': 'x' } }));
    expect(presences(user(may), 'can-assume')).toEqual({ blue: 'possible' });
    const deny = byTag({ StringEquals: { [key]: 'blue', 'unknown:Key': 'x' } }, 'Deny');
    const both = says({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' }, deny);
    expect(presences(user(both), 'can-assume')).toEqual({ blue: 'possible', red: 'certain', plain: 'certain' });
  });

  it('is asked where a trust policy names it, and in another account', () => {
    const may = says(byTag({ StringEquals: { [key]: 'blue' } }));
    const away: AccountCase = { roles: roles(letsIn(ann)) };
    expect(presences({ users: { ann: { inline: { may } } } }, 'can-assume', [[AWAY, away]])).toEqual({ blue: 'certain' });
    const open: AccountCase = { roles: roles(letsIn(HOME)) };
    expect(presences({ users: { ann: { inline: { may } } } }, 'can-assume', [[AWAY, open]])).toEqual({ blue: 'certain' });
    const named = says(byTag({ StringEquals: { [key]: 'blue' } }, 'Deny'));
    const here: AccountCase = { users: { ann: { inline: { named } } }, roles: roles(letsIn(ann)) };
    expect(presences(here, 'can-assume')).toEqual({ red: 'certain', plain: 'certain' });
    const anyone: AccountCase = { users: { ann: { inline: { named } } }, roles: roles(letsIn('*')) };
    expect(presences(anyone, 'can-assume')).toEqual({ red: 'certain', plain: 'certain' });
  });

  it('is left open where the holder may tag roles itself, or the role was not listed', () => {
    const tags = { Effect: 'Allow', Action: 'iam:TagRole', Resource: '*' };
    const may = says(byTag({ StringEquals: { [key]: 'blue' } }), tags);
    expect(presences(user(may), 'can-assume')).toEqual({ blue: 'certain', red: 'possible', plain: 'possible' });
  });

  it('takes over users and roles that have the tag', () => {
    const users = { bob: { tags: { TEAM: 'blue' } }, eve: { tags: { team: 'red' } }, joe: {} };
    const mint = (may: Json): Record<string, string> =>
      presences({ users: { ann: { inline: { may } }, ...users }, roles: roles() }, 'can-mint');
    const keys = { Effect: 'Allow', Action: 'iam:CreateAccessKey', Resource: '*' };
    expect(mint(says(byTag({ StringEquals: { [key]: 'blue' } }, 'Allow', 'iam:CreateAccessKey')))).toEqual({ bob: 'certain' });
    expect(mint(says(keys, byTag({ StringEquals: { [key]: 'blue' } }, 'Deny', '*')))).toMatchObject({ eve: 'certain', joe: 'certain' });
    expect(mint(says(keys, byTag({ StringEquals: { [key]: 'blue' } }, 'Deny', '*')))).not.toHaveProperty('bob');
    const tagger = { Effect: 'Allow', Action: 'iam:Tag*', Resource: '*' };
    expect(mint(says(byTag({ StringEquals: { [key]: 'blue' } }, 'Allow', 'iam:CreateAccessKey'), tagger))).toMatchObject({
      bob: 'certain',
      eve: 'possible',
      joe: 'possible',
    });
    const trusts = says(byTag({ StringEquals: { [key]: 'blue' } }, 'Allow', ['iam:UpdateAssumeRolePolicy', 'sts:AssumeRole']));
    const taken = presences(
      { users: { ann: { inline: { may: trusts } } }, roles: roles(letsIn(`arn:aws:iam::${AWAY}:root`)) },
      'can-impersonate',
    );
    expect(taken).toEqual({ blue: 'certain' });
  });
});

/** How sure it is that the holder administers the account. */
function administers(account: AccountCase): string {
  const all = [...resolveAws(factIndex(accountFacts(HOME, account)), '2026-01-01T00:00:00.000Z')];
  const sure = all.flatMap((each) =>
    each.type === 'grant' && each.subject === ann && each.capability === 'administer' ? [each.presence] : [],
  );
  return sure.includes('certain') ? 'certain' : (sure[0] ?? 'none');
}

describe('a holder that may change its own rights by tags', () => {
  const equals = { StringEquals: { 'aws:ResourceTag/team': 'blue' } };
  const own = says(byTag(equals, 'Allow', 'iam:PutUserPolicy'));
  const guarded = says({ Effect: 'Allow', Action: 'iam:PutUserPolicy', Resource: '*' }, byTag(equals, 'Deny', '*'));
  const me = (may: Json, tags: Readonly<Record<string, string>>): AccountCase => ({ users: { ann: { inline: { may }, tags } } });

  it('may where it has the tag', () => {
    expect(administers(me(own, { team: 'blue' }))).toBe('certain');
    expect(administers(me(own, { team: 'red' }))).toBe('none');
    expect(administers(me(own, {}))).toBe('none');
  });

  it('may not where a deny is for the tag', () => {
    expect(administers(me(guarded, { team: 'blue' }))).toBe('none');
    expect(administers(me(guarded, {}))).toBe('certain');
  });

  it('is open where it may tag users', () => {
    const tagger = says(byTag(equals, 'Allow', 'iam:PutUserPolicy'), { Effect: 'Allow', Action: 'iam:TagUser', Resource: '*' });
    expect(administers(me(tagger, {}))).toBe('possible');
  });

  it('is told from others that hold the same policies', () => {
    const account: AccountCase = {
      users: {
        ann: { inline: { own }, tags: { team: 'red' } },
        bob: { inline: { own }, tags: { team: 'blue' } },
        eve: { inline: { own } },
      },
    };
    const all = [...resolveAws(factIndex(accountFacts(HOME, account)), '2026-01-01T00:00:00.000Z')];
    const who = all.flatMap((each) => (each.type === 'grant' && each.capability === 'administer' ? [each.subject] : []));
    expect(who.filter((each) => !each.endsWith('root'))).toEqual([`arn:aws:iam::${HOME}:user/bob`]);
  });

  it('gives users and roles any right by theirs', () => {
    const users = (tags: Readonly<Record<string, string>>, may: Json): AccountCase => ({
      users: { ann: { inline: { may } }, bob: { tags }, eve: {} },
    });
    const boost = says(byTag(equals, 'Allow', ['iam:AttachUserPolicy', 'iam:CreateAccessKey']));
    expect(administers(users({ team: 'blue' }, boost))).toBe('certain');
    expect(administers(users({ team: 'red' }, boost))).toBe('none');
    const but = says(
      { Effect: 'Allow', Action: ['iam:AttachUserPolicy', 'iam:CreateAccessKey'], Resource: `arn:aws:iam::${HOME}:user/bob` },
      byTag(equals, 'Deny', '*'),
    );
    expect(administers(users({ team: 'blue' }, but))).toBe('none');
    expect(administers(users({}, but))).toBe('certain');
    const trusts = says(byTag(equals, 'Allow', ['iam:AttachRolePolicy', 'iam:UpdateAssumeRolePolicy']));
    const trust = letsIn(`arn:aws:iam::${AWAY}:root`);
    const role = (tags: Readonly<Record<string, string>>): AccountCase => ({
      users: { ann: { inline: { trusts } } },
      roles: { r: { trust, tags }, other: { trust } },
    });
    expect(administers(role({ team: 'blue' }))).toBe('certain');
    expect(administers(role({}))).toBe('none');
  });
});

it('leaves open what is asked of the tags of a role that is passed, which IAM does not reliably look at', () => {
  const may = says(byTag({ StringEquals: { 'aws:ResourceTag/team': 'blue' } }, 'Allow', 'iam:PassRole'), {
    Effect: 'Allow',
    Action: ['lambda:CreateFunction', 'lambda:InvokeFunction'],
    Resource: '*',
  });
  const trust: Json = says({ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' });
  const found = presences({ users: { ann: { inline: { may } } }, roles: roles(trust) }, 'can-run-as');
  expect(found).toEqual({ blue: 'possible', red: 'possible', plain: 'possible' });
});
