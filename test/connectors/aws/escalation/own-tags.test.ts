import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../src/base/json.ts';
import type { HolderCase } from '../resolve/estate.ts';
import { organizationFacts } from '../resolve/estate.ts';
import { HOME } from '../resolve/say.ts';
import { says } from './documents.ts';
import type { Seen } from './judge.ts';
import { seen } from './judge.ts';
import { allow, small } from './small.ts';

/*
 * What policies ask of a principal's tags is asked of the tags that it has then (IAM User Guide, access_tags.html and
 * reference_policies_condition-keys.html, aws:PrincipalTag).
 */

const SECRET = `arn:aws:secretsmanager:us-east-1:${HOME}:secret:crown-AbCdEf`;
const where = (Action: Json, Condition: Json, Effect = 'Allow'): Json => ({ Effect, Action, Resource: '*', Condition });
const reads = (Condition: Json): Json => where('secretsmanager:GetSecretValue', Condition);
const blue: Json = { StringEquals: { 'aws:PrincipalTag/team': 'blue' } };

describe.each(['user', 'role'] as const)('a %s that may change its own tags', (kind) => {
  const who = `arn:aws:iam::${HOME}:${kind}/ann`;
  const [tag, untag] = kind === 'user' ? ['iam:TagUser', 'iam:UntagUser'] : ['iam:TagRole', 'iam:UntagRole'];
  const tagging = allow(tag, who);

  const seenWith = (statements: readonly Json[], more: HolderCase = {}, limit?: Json): Seen => {
    const ann = { ...more, inline: { own: says(...statements) }, ...(limit === undefined ? {} : { limit: 'limit' }) };
    const policies = limit === undefined ? {} : { limit };
    return seen(small(kind === 'user' ? { policies, users: { ann } } : { policies, roles: { ann: { ...ann, trust: says() } } }));
  };
  const told = (...given: Parameters<typeof seenWith>): string =>
    seenWith(...given).view.reach(who, 'read-secrets', SECRET.replace('crown-AbCdEf', '*'))?.presence ??
    seenWith(...given).view.reach(who, 'read-secrets', `aws:${HOME}`)?.presence ??
    'none';

  it('meets what its policies ask of them, by a method that names the permission', () => {
    expect(told([reads(blue)])).toBe('none');
    expect(told([tagging, reads(blue)])).toBe('certain');
    const named = seenWith([tagging, reads(blue)]).elements.filter(({ escalation }) => escalation === `tag-own-${kind}`);
    expect(named.length).toBeGreaterThan(0);
    for (const { because } of named) expect(because.some((each) => each.endsWith(`allows ${tag}`))).toBe(true);
  });

  it('escapes denies that ask for them, and a boundary that does', () => {
    const denied = where('secretsmanager:*', { StringNotEquals: { 'aws:PrincipalTag/team': 'blue' } }, 'Deny');
    const plain = allow('secretsmanager:GetSecretValue');
    expect(told([plain, denied])).toBe('none');
    expect(told([tagging, plain, denied])).toBe('certain');
    expect(told([tagging, plain], {}, says(reads(blue), tagging))).toBe('certain');
    expect(told([tagging, plain], {}, says(reads(blue)))).toBe('none');
  });

  it('meets it by the values alone that it may choose', () => {
    const only = (value: string): Json => ({ ...(tagging as object), Condition: { StringEquals: { 'aws:RequestTag/team': value } } });
    expect(told([only('blue'), reads(blue)])).toBe('certain');
    expect(told([only('red'), reads(blue)])).toBe('none');
    const keys = (key: string): Json => ({ ...(tagging as object), Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': key } } });
    expect(told([keys('team'), reads(blue)])).toBe('certain');
    expect(told([keys('cost'), reads(blue)])).toBe('none');
    const deny = where(tag, { StringEquals: { 'aws:RequestTag/team': 'blue' } }, 'Deny');
    expect(told([tagging, deny, reads(blue)])).toBe('none');
  });

  it('meets two demands on one tag at once only where one value does', () => {
    const red = where('secretsmanager:*', { StringEquals: { 'aws:PrincipalTag/team': 'blue' } }, 'Deny');
    expect(told([tagging, reads(blue), red])).toBe('none');
  });

  it('takes off a tag by another permission', () => {
    const without = reads({ Null: { 'aws:PrincipalTag/team': 'true' } });
    const tags = { team: 'red' };
    expect(told([tagging, without], { tags })).toBe('none');
    expect(told([allow(untag, who), without], { tags })).toBe('certain');
    expect(told([allow(untag, who), reads(blue)], { tags })).toBe('none');
  });

  it('may reach what is named after them', () => {
    const named: Json = {
      Effect: 'Allow',
      Action: 'secretsmanager:GetSecretValue',
      Resource: 'arn:aws:secretsmanager:*:*:secret:${aws:PrincipalTag/team}-*',
    };
    const reached = (...given: readonly Json[]): readonly string[] =>
      seenWith(given, { tags: { team: 'red' } })
        .view.reachesOf(who)
        .filter(({ capability, scope }) => capability === 'read-secrets' && !scope.includes('red'))
        .map(({ presence }) => presence);
    expect(reached(named)).toEqual([]);
    expect(reached(tagging, named)).toEqual(['possible']);
  });

  // orgs_manage_policies_scps_syntax.html: what a service control policy allows may hang on conditions
  it('meets what service control policies ask of them, those that allow and those that deny', () => {
    const act = kind === 'user' ? 'iam:PutUserPolicy' : 'iam:PutRolePolicy';
    const ruled = (own: readonly Json[], ...statements: readonly Json[]): string => {
      const { estate } = seenWith(own);
      const facts = organizationFacts({
        id: 'o-abcdefghij',
        managementAccount: '999999999999',
        accounts: { [HOME]: ['r-1'] },
        policies: { 'p-full': says(allow('*')), 'p-1': says(...statements) },
        targets: { 'r-1': ['p-full'], [HOME]: ['p-1'] },
      });
      return seen({ ...estate, facts: [...estate.facts, ...facts] }).view.reach(who, 'administer', `aws:${HOME}`)?.presence ?? 'none';
    };
    const either = [tagging, allow(act, who)];
    expect(ruled(either, where('*', blue))).toBe('none');
    expect(ruled(either, where('*', blue), allow(tag))).toBe('certain');
    expect(ruled(either.slice(1), where('*', blue), allow(tag))).toBe('none');
    expect(ruled(either, where('*', { StringEquals: { 'aws:PrincipalTag/team': 'blue', 'aws:PrincipalTag/cost': 'x' } }), allow(tag))).toBe(
      'certain',
    );
    const denied = (Action: Json): Json => where(Action, { StringNotEquals: { 'aws:PrincipalTag/team': 'blue' } }, 'Deny');
    expect(ruled(either, allow('*'), denied(act))).toBe('certain');
    expect(ruled(either, allow('*'), denied('*'))).toBe('none');
  });

  it('does no such thing where it may tag somebody else alone', () => {
    expect(told([allow(tag, `${who}-too`), reads(blue)])).toBe('none');
  });

  it('goes on to what it may do to itself then', () => {
    const put = kind === 'user' ? 'iam:PutUserPolicy' : 'iam:PutRolePolicy';
    const all = seenWith([tagging, where(put, blue)]);
    expect(all.view.reach(who, 'administer', `aws:${HOME}`)?.presence).toBe('certain');
    expect(seenWith([where(put, blue)]).view.reach(who, 'administer', `aws:${HOME}`)).toBeUndefined();
  });
});

describe('users of a group that may take tags off themselves', () => {
  it('are told apart by the tags that they have', () => {
    const own = says(allow('iam:UntagUser'), reads(blue));
    const groups = { dev: { inline: { own } } };
    const users = { ann: { groups: ['dev'], tags: { team: 'blue' } }, cat: { groups: ['dev'] } };
    const { view } = seen(small({ groups, users }));
    const reaches = (name: string): number =>
      view.reachesOf(`arn:aws:iam::${HOME}:user/${name}`).filter(({ capability }) => capability === 'read-secrets').length;
    expect([reaches('ann') > 0, reaches('cat') > 0]).toEqual([true, false]);
  });
});
