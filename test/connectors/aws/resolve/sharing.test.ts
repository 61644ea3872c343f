import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalJson } from '../../../../src/base/bytes/canonical.ts';
import type { Json } from '../../../../src/base/json.ts';
import type { Fact } from '../../../../src/model/fact.ts';
import type { Grant } from '../../../../src/model/grant.ts';
import { escalationMethods } from '../../../../connectors/aws/escalation/table.ts';
import { resolveAws } from '../../../../connectors/aws/resolve/resolve.ts';
import { runs } from '../../../support/runs.ts';
import { drawn, estateOf } from '../oracle/estates.ts';
import { AWAY, HOME } from '../oracle/pool.ts';
import { AS_OF } from './cases.ts';
import type { HolderCase } from './estate.ts';
import { accountFacts, factIndex, organizationFacts } from './estate.ts';

/** Methods that give somebody else any right, and act as it: they, and whether one that is made tells it in their place, depend on who else is there. */
const throughOthers = new Set(escalationMethods.flatMap(({ id, family }) => (/^(?:boosted|made)-/.test(family) ? [id] : [])));

/** Grants of one subject that it does not have as somebody else, sorted. */
function grantsOf(facts: readonly Fact[], subject: string): readonly string[] {
  return [...resolveAws(factIndex(facts), AS_OF)]
    .filter((item): item is Grant => item.type === 'grant' && item.subject === subject)
    .filter(({ escalation }) => escalation === undefined || !throughOthers.has(escalation))
    .map((grant) => canonicalJson(grant as unknown as Json))
    .sort();
}

function isPrincipal(fact: Fact): boolean {
  return fact.kind === 'identity' && (fact.value.kind === 'user' || fact.value.kind === 'role');
}

it('tells the same of a holder whoever else is there', () => {
  fc.assert(
    fc.property(drawn('any'), (given) => {
      const { accounts, organization } = estateOf(given);
      const facts = [
        ...Object.entries(accounts).flatMap(([id, each]) => accountFacts(id, each)),
        ...(organization === undefined ? [] : organizationFacts(organization)),
      ];
      for (const { key } of facts.filter(isPrincipal)) {
        const alone = facts.filter((fact) => !isPrincipal(fact) || fact.key === key);
        expect(grantsOf(facts, key), key).toEqual(grantsOf(alone, key));
      }
    }),
    { numRuns: runs(40, 4_000) },
  );
});

const says = (Action: string, Resource: Json, Condition: Json = {}): Json => ({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action, Resource, Condition },
});

it('keeps apart holders of one policy whose tags or names it puts into its resources', () => {
  const policies = {
    named: says('s3:GetObject', 'arn:aws:s3:::${aws:PrincipalTag/team}-${aws:PrincipalTag/stage}/*'),
    own: says('s3:PutObject', 'arn:aws:s3:::homes/${aws:username}/*'),
  };
  const holder = (team: string, stage: string): HolderCase => ({ attached: ['named', 'own'], tags: { team, stage } });
  const users = { ann: holder('a|b', 'c'), bob: holder('a', 'b|c'), cat: holder('a', 'b') };
  const facts = accountFacts(HOME, { policies, users, roles: { r: holder('a', 'b') } });
  const scopes = (arn: string): readonly string[] => grantsOf(facts, arn).map((text) => (JSON.parse(text) as Grant).scope);
  expect(scopes(`arn:aws:iam::${HOME}:user/ann`)).toEqual(['arn:aws:s3:::a|b-c/*', 'arn:aws:s3:::homes/ann/*']);
  expect(scopes(`arn:aws:iam::${HOME}:user/bob`)).toEqual(['arn:aws:s3:::a-b|c/*', 'arn:aws:s3:::homes/bob/*']);
  expect(scopes(`arn:aws:iam::${HOME}:user/cat`)).toEqual(['arn:aws:s3:::a-b/*', 'arn:aws:s3:::homes/cat/*']);
  expect(scopes(`arn:aws:iam::${HOME}:role/r`)).toEqual(['arn:aws:s3:::a-b/*']);
});

it('keeps apart holders of one policy whose tags, names or unique ids it asks for', () => {
  const policies = {
    tag: says('s3:GetObject', '*', { StringEquals: { 'aws:PrincipalTag/team': 'blue' } }),
    name: says('s3:PutObject', '*', { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:*/bob' } }),
    id: says('iam:CreateAccessKey', '*', { StringLike: { 'aws:userid': 'AROAONEXXXXXXXXX:*' } }),
  };
  const attached = ['tag', 'name', 'id'];
  const facts = accountFacts(HOME, {
    policies,
    users: { ann: { attached, tags: { team: 'blue' } }, bob: { attached } },
    roles: { one: { attached, uid: 'AROAONEXXXXXXXXX' }, bob: { attached, tags: { Team: 'blue' } } },
  });
  const capabilities = (arn: string): readonly string[] => grantsOf(facts, arn).map((text) => (JSON.parse(text) as Grant).capability);
  expect(capabilities(`arn:aws:iam::${HOME}:user/ann`)).toEqual(['read-data', 'write-data']);
  expect(capabilities(`arn:aws:iam::${HOME}:user/bob`)).toEqual([]);
  expect(capabilities(`arn:aws:iam::${HOME}:role/one`)).toEqual(['mint-credential', 'write-data']);
  expect(capabilities(`arn:aws:iam::${HOME}:role/bob`)).toEqual(['read-data']);
});

it('keeps apart holders of one policy whose own denies, permissions boundaries or unlisted policies differ', () => {
  const deny = (Resource: string): Json => ({ Statement: { Effect: 'Deny', Action: 's3:*', Resource } });
  const policies = {
    shared: says('s3:GetObject', ['arn:aws:s3:::a/*', 'arn:aws:s3:::b/*']),
    a: says('s3:*', 'arn:aws:s3:::a/*'),
    b: says('s3:*', 'arn:aws:s3:::b/*'),
  };
  const attached = ['shared'];
  const facts = accountFacts(HOME, {
    policies,
    users: {
      ann: { attached, inline: { p: deny('arn:aws:s3:::a/*') } },
      bob: { attached, inline: { p: deny('arn:aws:s3:::b/*') } },
      cat: { attached, limit: 'a' },
      dan: { attached, limit: 'b' },
      eve: { attached: ['shared', 'gone'] },
      fay: { attached: ['shared', 'lost'] },
      gus: { attached },
    },
  });
  const reads = (name: string): readonly (readonly string[])[] =>
    grantsOf(facts, `arn:aws:iam::${HOME}:user/${name}`)
      .map((text) => JSON.parse(text) as Grant)
      .filter((grant) => grant.capability === 'read-data')
      .map(({ scope, caveats }) => [
        scope,
        ...caveats.filter((each) => each.includes('not listed')).map((each) => each.replace(/^.*\//, '')),
      ]);
  const [a, b] = ['arn:aws:s3:::a/*', 'arn:aws:s3:::b/*'];
  expect(reads('ann')).toEqual([[b]]);
  expect(reads('bob')).toEqual([[a]]);
  expect(reads('cat')).toEqual([[a]]);
  expect(reads('dan')).toEqual([[b]]);
  expect(reads('eve')).toEqual([
    [a, 'gone was not listed'],
    [b, 'gone was not listed'],
  ]);
  expect(reads('fay')).toEqual([
    [a, 'lost was not listed'],
    [b, 'lost was not listed'],
  ]);
  expect(reads('gus')).toEqual([[a], [b]]);
});

it('gives the right to impersonate roles of another account to whom it is allowed, and to nobody else', () => {
  const policies = {
    abroad: says('sts:AssumeRole', 'arn:aws:iam::*:role/*', { StringEquals: { 'aws:ResourceAccount': AWAY } }),
    idle: says('sts:GetAccessKeyInfo', '*'),
    never: says('s3:GetObject', '*', { StringEquals: { 'aws:PrincipalAccount': AWAY } }),
  };
  const trust = { Statement: { Effect: 'Allow', Principal: { AWS: HOME }, Action: 'sts:AssumeRole' } };
  const away = accountFacts(AWAY, { roles: { one: { trust }, two: { trust } } });
  for (const names of [
    ['ann', 'bob'],
    ['bob', 'ann'],
  ]) {
    const users = Object.fromEntries(names.map((name) => [name, { attached: name === 'ann' ? ['abroad'] : ['idle', 'never'] }]));
    const facts = [...accountFacts(HOME, { policies, users }), ...away];
    expect(grantsOf(facts, `arn:aws:iam::${HOME}:user/bob`)).toEqual([]);
    expect(grantsOf(facts, `arn:aws:iam::${HOME}:user/ann`).map((text) => (JSON.parse(text) as Grant).capability)).toEqual(['impersonate']);
  }
});
