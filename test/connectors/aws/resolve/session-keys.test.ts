import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../src/base/json.ts';
import { resolveAws } from '../../../../connectors/aws/resolve/resolve.ts';
import { accountFacts, factIndex } from './estate.ts';
import { HOME } from './say.ts';

/*
 * What a session may carry is asked of the trust policy as its own action: IAM User Guide, id_session-tags.html and
 * id_credentials_temp_control-access_monitor.html. Without it the whole call fails.
 */

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

it('an action that sets the other is none', () => {
  expect(sure(statement(['sts:AssumeRole', 'sts:TagSession'], { StringLike: { 'sts:SourceIdentity': '*' } }))).toBe('none');
});
