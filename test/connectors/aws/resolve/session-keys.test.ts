import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../../src/base/bytes/canonical.ts';
import type { Json } from '../../../../src/base/json.ts';
import { resolveAws } from '../../../../connectors/aws/resolve/resolve.ts';
import type { AccountCase } from './estate.ts';
import { accountFacts, factIndex } from './estate.ts';
import { HOME } from './say.ts';

/*
 * What a session may carry is asked of the trust policy as its own action: IAM User Guide, id_session-tags.html and
 * id_credentials_temp_control-access_monitor.html. Without it the whole call fails.
 */

const OTHER = '222222222222';
const ann = `arn:aws:iam::${HOME}:user/ann`;
const statement = (Action: Json, Condition: Json = {}, Effect = 'Allow', Principal: Json = { AWS: ann }): Json => ({
  Effect,
  Principal,
  Action,
  Condition,
});

/** How sure it is that ann may assume the role. */
function sure(...statements: readonly Json[]): string {
  const trust: Json = { Version: '2012-10-17', Statement: statements };
  const all = [
    ...resolveAws(factIndex(accountFacts(HOME, { users: { ann: {} }, roles: { vault: { trust } } })), '2026-01-01T00:00:00.000Z'),
  ];
  const link = all.find((each) => each.type === 'link' && each.from === ann && each.how === 'can-assume');
  return link?.presence ?? 'none';
}

describe.each([
  ['a source identity', 'sts:SetSourceIdentity', { StringLike: { 'sts:SourceIdentity': '*' } }, { Null: { 'sts:SourceIdentity': 'true' } }],
  ['a tag', 'sts:TagSession', { StringEquals: { 'aws:RequestTag/team': 'blue' } }, { Null: { 'aws:RequestTag/team': 'true' } }],
  ['names of tags', 'sts:TagSession', { 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'team' } }, { Null: { 'aws:TagKeys': 'true' } }],
  [
    'tags that stay',
    'sts:TagSession',
    { 'ForAnyValue:StringEquals': { 'sts:TransitiveTagKeys': 'team' } },
    { Null: { 'sts:TransitiveTagKeys': 'true' } },
  ],
] as const)('a trust policy that asks for %s', (_name, setting, demanding, without) => {
  it('lets in whoever may set it', () => {
    expect(sure(statement(['sts:AssumeRole', setting], demanding))).toBe('certain');
    expect(sure(statement('sts:*', demanding))).toBe('certain');
    expect(sure(statement('sts:AssumeRole', demanding), statement(setting))).toBe('certain');
    expect(sure(statement(['sts:AssumeRole', setting]), statement('sts:AssumeRole', without, 'Deny'))).toBe('certain');
  });

  it('lets in nobody where nobody may', () => {
    expect(sure(statement('sts:AssumeRole', demanding))).toBe('none');
    expect(sure(statement('sts:AssumeRole'), statement('sts:AssumeRole', without, 'Deny'))).toBe('none');
  });

  it('lets in whoever brings none where it asks for that', () => {
    expect(sure(statement('sts:AssumeRole', without))).toBe('certain');
    expect(sure(statement('sts:AssumeRole'))).toBe('certain');
    expect(sure(statement('sts:AssumeRole'), statement('sts:AssumeRole', demanding, 'Deny'))).toBe('certain');
  });
});

describe.each([
  ['names a user of another account', OTHER, { AWS: `arn:aws:iam::${OTHER}:user/ann` }],
  ['leaves it to another account', OTHER, { AWS: `arn:aws:iam::${OTHER}:root` }],
  ['leaves it to its own account', HOME, { AWS: HOME }],
] as const)('a trust policy that %s', (_name, account, party) => {
  const role = `arn:aws:iam::${HOME}:role/vault`;
  const held = (action: Json, condition: Json = {}, Effect = 'Allow'): Json => ({
    Effect,
    Action: action,
    Resource: role,
    Condition: condition,
  });
  /** How sure it is that ann, with these statements in a policy of hers, may assume a role that asks for this. */
  function asked(actions: string | readonly string[], condition: Json, ...own: readonly Json[]): string {
    const trust: Json = { Version: '2012-10-17', Statement: [statement(actions, condition, 'Allow', party)] };
    const inline: Readonly<Record<string, Json>> = { own: { Version: '2012-10-17', Statement: own } };
    const estates = new Map<string, AccountCase>([
      [HOME, { roles: { vault: { trust } } }],
      [account, { ...(account === HOME ? { roles: { vault: { trust } } } : {}), users: { ann: { inline }, bob: { inline } } }],
    ]);
    const facts = [...estates].flatMap(([id, estate]) => accountFacts(id, estate));
    const links = [...resolveAws(factIndex(facts), '2026-01-01T00:00:00.000Z')].filter(
      (each) =>
        each.type === 'link' && each.from === `arn:aws:iam::${account}:user/ann` && (each.to === role || each.to.startsWith('pool:')),
    );
    const words = `its policies allow ${[actions].flat().at(-1) ?? ''} on it too`;
    if (links.length > 0 && canonicalJson(condition) !== '{}' && actions !== 'sts:*')
      expect(
        links.every(({ because }) => because.some((each) => each.startsWith(words))),
        words,
      ).toBe(true);
    return links.some(({ presence }) => presence === 'certain') ? 'certain' : (links[0]?.presence ?? 'none');
  }
  const identity = { StringLike: { 'sts:SourceIdentity': '*' } };
  const team = { StringEquals: { 'aws:RequestTag/team': 'blue' } };

  it.each([
    ['sts:SetSourceIdentity', identity],
    ['sts:SetSourceIdentity', { Null: { 'sts:SourceIdentity': 'false' } }],
    ['sts:TagSession', team],
    ['sts:TagSession', { 'ForAnyValue:StringEquals': { 'sts:TransitiveTagKeys': 'team' } }],
  ])('lets in whose own policies allow %s, where it asks for that', (setting, condition) => {
    const both = ['sts:AssumeRole', setting];
    expect(asked(both, condition, held('sts:AssumeRole'))).toBe('none');
    expect(asked(both, condition, held(both))).toBe('certain');
    expect(asked(both, condition, held('sts:AssumeRole'), held('sts:*'))).toBe('certain');
    expect(asked(both, condition, held('sts:*'), held(setting, {}, 'Deny'))).toBe('none');
    expect(asked(both, condition, held('sts:AssumeRole'), { ...(held(setting) as object), Resource: `${role}s` })).toBe('none');
    expect(asked(both, {}, held('sts:AssumeRole'))).toBe('certain');
  });

  it('lets in who may set what it asks for, and not something else', () => {
    const setting = (condition: Json): string => asked('sts:*', team, held('sts:AssumeRole'), held('sts:TagSession', condition));
    expect(setting({ StringEquals: { 'aws:RequestTag/team': ['blue', 'red'] } })).toBe('certain');
    expect(setting({ StringEquals: { 'aws:RequestTag/team': 'red' } })).toBe('none');
    expect(setting({ StringEquals: { 'aws:SourceVpce': 'vpce-1' } })).toBe('possible');
    expect(
      asked('sts:*', identity, held('sts:AssumeRole'), held('sts:SetSourceIdentity', { StringEquals: { 'sts:SourceIdentity': 'ann' } })),
    ).toBe('certain');
  });
});

it('an action that sets the other is none', () => {
  expect(sure(statement(['sts:AssumeRole', 'sts:TagSession'], { StringLike: { 'sts:SourceIdentity': '*' } }))).toBe('none');
});
