import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../../src/base/bytes/canonical.ts';
import { byKeys } from '../../../../src/base/order.ts';
import type { Json, JsonObject } from '../../../../src/base/json.ts';
import type { Grant, Link } from '../../../../src/model/grant.ts';
import { resolveAws } from '../../../../connectors/aws/resolve/resolve.ts';
import { accountFacts, factIndex } from './estate.ts';
import { AS_OF } from './cases.ts';
import { HOME } from './say.ts';

const action = fc.constantFrom(
  '*',
  'iam:*',
  'iam:CreateAccessKey',
  'iam:Put*Policy',
  's3:GetObject',
  'sts:AssumeRole',
  'ssm:Get*',
  'kms:*',
  'iam:?reate*',
);
const resource = fc.constantFrom(
  '*',
  `arn:aws:iam::${HOME}:user/*`,
  `arn:aws:iam::*:role/*`,
  `arn:aws:iam::${HOME}:role/r*`,
  'arn:aws:iam::*:user/${aws:username}',
  'arn:aws:s3:::b/*',
);
const condition = fc.constantFrom<Json>(
  { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
  { DateLessThan: { 'aws:CurrentTime': '2026-06-01T00:00:00Z' } },
  { StringEquals: { 'aws:PrincipalOrgID': ['o-a', 'o-b'] } },
  { StringEquals: { 'aws:username': ['ann', 'bob'] } },
);
const list = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(item, { minLength: 1, maxLength: 3 });
const statement = (effect: 'Allow' | 'Deny'): fc.Arbitrary<JsonObject> =>
  fc
    .record({ not: fc.boolean(), actions: list(action), resources: list(resource), condition: fc.option(condition, { nil: undefined }) })
    .map(({ not, actions, resources, condition: limit }) => ({
      Effect: effect,
      [not && effect === 'Allow' ? 'NotAction' : 'Action']: actions,
      Resource: resources,
      ...(limit === undefined ? {} : { Condition: limit }),
    }));
const document = fc.array(fc.oneof(statement('Allow'), statement('Deny')), { minLength: 1, maxLength: 5 });

const open = { Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: { AWS: HOME }, Action: 'sts:AssumeRole' } };

function factsOf(statements: readonly JsonObject[]): ReturnType<typeof accountFacts> {
  return accountFacts(HOME, {
    users: { ann: { inline: { p: { Version: '2012-10-17', Statement: statements } } } },
    roles: { r1: { trust: open }, r2: { trust: open } },
  });
}

function resolved(statements: readonly JsonObject[]): readonly (Grant | Link)[] {
  return [...resolveAws(factIndex(factsOf(statements)), AS_OF)].sort(byKeys((item) => item.key));
}
const bytes = (statements: readonly JsonObject[]): string => canonicalJson(resolved(statements) as unknown as Json);

function splitBy(element: 'Action' | 'Resource', statement: JsonObject): readonly JsonObject[] {
  const members = statement[element];
  if (statement['Effect'] !== 'Allow' || !Array.isArray(members)) return [statement];
  return members.map((one) => ({ ...statement, [element]: one as Json }));
}

describe('policy laws', () => {
  it('the order of statements changes nothing', () => {
    fc.assert(
      fc.property(document, (statements) => {
        expect(bytes([...statements].reverse())).toBe(bytes(statements));
      }),
    );
  });

  it('splitting the actions or resources of an allow over statements, and one member for a list, changes nothing', () => {
    fc.assert(
      fc.property(document, (statements) => {
        const split = statements.flatMap((each) => splitBy('Action', each)).flatMap((each) => splitBy('Resource', each));
        expect(bytes(split)).toBe(bytes(statements));
      }),
    );
  });

  it('recasing actions and condition keys changes nothing', () => {
    fc.assert(
      fc.property(document, (statements) => {
        const shout = (value: Json | undefined): Json | undefined =>
          Array.isArray(value) ? value.map((one) => String(one).toUpperCase()) : value;
        const recased = statements.map((each) => ({
          ...each,
          ...(each['Action'] === undefined ? {} : { Action: shout(each['Action']) }),
          ...(each['NotAction'] === undefined ? {} : { NotAction: shout(each['NotAction']) }),
          ...(each['Condition'] === undefined
            ? {}
            : { Condition: JSON.parse(JSON.stringify(each['Condition']).replaceAll('aws:', 'AWS:')) as Json }),
        }));
        expect(bytes(recased)).toBe(bytes(statements));
      }),
    );
  });

  it('a deny more never adds what was not reached before', () => {
    fc.assert(
      fc.property(document, statement('Deny'), (statements, deny) => {
        const before = resolved(statements).filter((item) => item.type === 'grant');
        for (const grant of resolved([...statements, deny])) {
          if (grant.type !== 'grant') continue;
          const covered = before.some((each) => each.capability === grant.capability || each.capability === 'administer');
          expect(covered, grant.key).toBe(true);
        }
      }),
    );
  });

  it('a deny of everything leaves nothing', () => {
    fc.assert(
      fc.property(document, (statements) => {
        const left = resolved([...statements, { Effect: 'Deny', Action: '*', Resource: '*' }]);
        expect(left.filter((item) => item.type === 'grant' || item.from.includes(':user/'))).toEqual([]);
      }),
    );
  });

  it('the order of facts changes no byte', () => {
    fc.assert(
      fc.property(document, fc.infiniteStream(fc.nat()), (statements, dice) => {
        const facts = factsOf(statements);
        const ranks = new Map(facts.map((fact) => [fact, dice.next().value as number] as const));
        const shuffled = [...facts].sort((a, b) => (ranks.get(a) ?? 0) - (ranks.get(b) ?? 0));
        const one = [...resolveAws(factIndex(shuffled), AS_OF)].sort(byKeys((item) => item.key));
        expect(canonicalJson(one as unknown as Json)).toBe(bytes(statements));
      }),
    );
  });
});
