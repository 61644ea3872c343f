import fc from 'fast-check';
import type { Json } from '../../../../../src/base/json.ts';
import { operatorOf } from '../condition.ts';
import { isMultivalued } from '../keys.ts';
import { COMPARED, keySpecs, objectPatterns, VARIABLE, variablePatterns } from './keys.ts';

/* Statements about one action on one resource: most speak of it, some nearly. */

export type Fields = Readonly<Record<string, Json>>;
export type Effect = 'Allow' | 'Deny';

export interface Scene {
  readonly action: string;
  readonly resource: string;
}

/** One value bare, or a list. */
function some<T>(item: fc.Arbitrary<T>, most = 2): fc.Arbitrary<T | T[]> {
  return fc.oneof({ weight: 2, arbitrary: item }, { weight: 1, arbitrary: fc.array(item, { minLength: 1, maxLength: most }) });
}
function weighted<T>(...choices: readonly (readonly [number, fc.Arbitrary<T>])[]): fc.Arbitrary<T> {
  return fc.oneof(...choices.map(([weight, arbitrary]) => ({ weight, arbitrary })));
}

function actionPatterns({ action }: Scene): fc.Arbitrary<string> {
  const [service = '', name = ''] = action.split(':');
  const near = [
    '*',
    '*:*',
    `${service}:*`,
    action,
    action.toUpperCase(),
    `${service}:${name.slice(0, 3)}*`,
    `${service}:?${name.slice(1)}`,
  ];
  return weighted(
    [8, fc.constantFrom(...near)],
    [2, fc.constantFrom('ec2:*', 'ec2:*', 'ec2*', `${service}:X*`, `${action}s`, 'x:?', `${service[0] ?? ''}*:*`)],
  );
}
function narrowActions({ action }: Scene): fc.Arbitrary<string> {
  return weighted([1, fc.constant(`${action.split(':')[0] ?? ''}:*`)], [4, fc.constantFrom('ec2:Run*', 'x:*', `${action}x`)]);
}

function resourcePatterns({ resource }: Scene): fc.Arbitrary<string> {
  if (resource === '*') return fc.constantFrom('*', '*', '**', 'arn:aws:s3:::b', 'arn:*');
  const [, partition = '', service = '', region = '', account = '', ...rest] = resource.split(':');
  const tail = rest.join(':');
  const head = `arn:${partition}:${service}:${region}:${account}:`;
  const near = [
    '*',
    resource,
    `${head}*`,
    `${head}${tail.slice(0, -1)}?`,
    `${head}${tail.slice(0, 1)}*`,
    `arn:${partition}:${service}*`,
    `arn:${partition}:${service}:*`,
    `arn:*:${service}:*:*:${tail}`,
    `arn:${partition}:${service}:*:${account}:${tail}`,
    `arn:${partition}:*:${tail}`,
    `arn:aws:${service.slice(0, 1)}*${tail.slice(-1)}`,
    `arn:aws:*${tail}`,
  ];
  // what a variable may be put in the place of is known for objects of bucket b only
  const objects = objectPatterns.map((pattern) => `arn:aws:s3:::b/${pattern}`);
  const variables = [...(service === 's3' ? objects : []), `${head}user/\${aws:username}`, 'arn:aws:${aws:PrincipalTag/t}:::b'];
  const far = [
    'arn:aws:s3:::c/*',
    `${head}x`,
    `${resource}/y`,
    `arn:aws-cn:${service}:${region}:${account}:${tail}`,
    resource.toUpperCase(),
    'b*',
  ];
  return weighted(
    [6, fc.constantFrom(...near)],
    [4, fc.constantFrom('*', resource)],
    [2, fc.constantFrom(...variables)],
    [1, fc.constantFrom(...far)],
  );
}

const qualifiers = ['ForAllValues:', 'ForAnyValue:'] as const;

/** The negated form where there is one. */
function negated(operator: string): string {
  const forms = [
    operator.replace('Equals', 'NotEquals'),
    operator.replace('Like', 'NotLike'),
    operator.replace('IpAddress', 'NotIpAddress'),
  ];
  return forms.find((each) => each !== operator && operatorOf(each) !== undefined) ?? operator;
}

/** Booleans and numbers as such. */
function asWritten(value: string): Json {
  if (value === 'true') return true;
  return /^\d$/.test(value) ? Number(value) : value;
}

function conditionOn(key: string): fc.Arbitrary<Fields> {
  const spec = keySpecs.find((each) => each.key === key);
  if (spec === undefined) throw new Error(`no key ${key}`);
  const operators = [...new Set(spec.comparisons.map((each) => each.operator))];
  const compared = fc.constantFrom(...operators).chain((operator) => {
    const values = spec.comparisons.filter((each) => each.operator === operator).map((each) => each.value);
    const text = key === COMPARED;
    const value = text
      ? weighted([3, fc.constantFrom(...values)], [2, fc.constantFrom(...variablePatterns, '${*}')])
      : fc.constantFrom(...values);
    return fc
      .record({
        not: fc.boolean(),
        ifExists: weighted([3, fc.constant('')], [1, fc.constant('IfExists')]),
        set: weighted([isMultivalued(key.toLowerCase()) ? 1 : 9, fc.constant('')], [1, fc.constantFrom(...qualifiers)]),
        values: weighted<string | string[]>([12, some(value)], [1, fc.constant([])]),
        spelled: fc.constantFrom(key, key, key.toUpperCase()),
        typed: fc.boolean(),
      })
      .map(({ not, ifExists, set, values: written, spelled, typed }) => ({
        [`${set}${not ? negated(operator) : operator}${ifExists}`]: {
          [spelled]: typed ? (Array.isArray(written) ? written.map(asWritten) : asWritten(written)) : written,
        },
      }));
  });
  return weighted<Fields>(
    [8, compared],
    [1, fc.constantFrom<Json>(true, 'false', 'true', 'false', 'x', ['TRUE', 'x']).map((value) => ({ Null: { [key]: value } }))],
  );
}

const derived = [
  'aws:PrincipalArn',
  'aws:PrincipalAccount',
  'aws:ResourceAccount',
  'aws:username',
  'aws:userid',
  'aws:PrincipalType',
  'aws:PrincipalIsAWSService',
];
const free = keySpecs.map((each) => each.key).filter((key) => !derived.includes(key));

const sometimes = [COMPARED, 'aws:RequestTag/k', 'aws:TagKeys', 'aws:TagKeys', 's3:max-keys', 's3:max-keys', VARIABLE];
/** Which keys the documents of one request ask for: few, so that they meet. */
export const keysInPlay: fc.Arbitrary<readonly string[]> = fc
  .tuple(
    weighted<string[]>(
      [6, fc.uniqueArray(fc.constantFrom(...free, ...sometimes), { minLength: 1, maxLength: 2 })],
      [1, fc.constant([VARIABLE, COMPARED])],
    ),
    weighted<string[]>([3, fc.constant([])], [1, fc.constantFrom(...derived).map((key) => [key])]),
  )
  .map((parts) => parts.flat());

/** Both, with the keys of an operator that is in both under it once. */
function merged(a: Fields, b: Fields): Fields {
  const keysOf = (operator: string): Fields => ({ ...(a[operator] as Fields | undefined), ...(b[operator] as Fields | undefined) });
  return Object.fromEntries(Object.keys({ ...a, ...b }).map((operator) => [operator, keysOf(operator)]));
}

function conditions(keys: readonly string[]): fc.Arbitrary<Fields | undefined> {
  const one = fc.constantFrom(...keys).chain(conditionOn);
  return weighted<Fields | undefined>(
    [3, fc.constant(undefined)],
    [6, one],
    [2, fc.tuple(one, one).map(([a, b]) => merged(a, b))],
    [1, fc.constant({})],
  );
}

/** What nobody can read in a statement that could be read otherwise. */
function spoil(statement: Fields, how: string): Json {
  const { Action: _, NotAction: __, ...withoutAction } = statement;
  switch (how) {
    case 'operator':
      return { ...statement, Condition: { StringMatches: { 's3:prefix': 'a' } } };
    case 'effect':
      return { ...statement, Effect: 'allow' };
    case 'both':
      return { ...statement, Action: 's3:*', NotAction: 'iam:*' };
    case 'action':
      return withoutAction;
    case 'values':
      return { ...statement, Condition: { StringEquals: { 's3:prefix': { a: 'b' } } } };
    case 'element':
      return { ...statement, Unless: 'sunday' };
    case 'twice':
      return { ...statement, effect: 'Allow', Effect: 'Allow' };
    case 'principal':
      return { ...statement, Principal: { AWS: '*' } };
    case 'canonical':
      return { ...statement, Principal: { CanonicalUser: '79a5', AWS: ['111111111111'] } };
    case 'kind':
      return { ...statement, Principal: { Cluster: 'c', AWS: ['111111111111'] } };
    case 'condition':
      return { ...statement, Condition: 'x' };
    default:
      return how;
  }
}

/** `principal`: of a resource's policy. `trust`: no resource is named. */
export interface Kind {
  readonly principal?: fc.Arbitrary<Fields>;
  readonly trust?: boolean;
  /** None of those that nobody can read. */
  readonly readable?: boolean;
  /** How many Allows for one Deny. */
  readonly allows: number;
}

export function statementOf(scene: Scene, keys: readonly string[], kind: Kind): fc.Arbitrary<Json> {
  const action = weighted<Fields>(
    [8, some(actionPatterns(scene)).map((Action) => ({ Action }))],
    [1, some(narrowActions(scene)).map((NotAction) => ({ NotAction }))],
  );
  const resource =
    kind.trust === true
      ? fc.constant({})
      : weighted<Fields>(
          [8, some(resourcePatterns(scene)).map((Resource) => ({ Resource }))],
          [1, some(resourcePatterns(scene)).map((NotResource) => ({ NotResource }))],
        );
  return fc
    .record({
      Effect: weighted<Effect>([kind.allows, fc.constant('Allow')], [1, fc.constant('Deny')]),
      action,
      resource,
      principal: kind.principal ?? fc.constant({}),
      Condition: conditions(keys),
      spoiled: weighted<string>(
        [60, fc.constant('')],
        [
          kind.readable === true ? 0 : 1,
          fc.constantFrom(
            'operator',
            'effect',
            'both',
            'action',
            'values',
            'condition',
            'element',
            'twice',
            'principal',
            'canonical',
            'kind',
          ),
        ],
      ),
      lower: weighted([12, fc.constant(false)], [1, fc.constant(true)]),
    })
    .map((drawn) => {
      const whole: Fields = {
        Effect: drawn.Effect,
        ...drawn.principal,
        ...drawn.action,
        ...drawn.resource,
        ...(drawn.Condition === undefined ? {} : { Condition: drawn.Condition }),
      };
      if (drawn.spoiled !== '') return spoil(whole, drawn.spoiled);
      return drawn.lower ? Object.fromEntries(Object.entries(whole).map(([name, value]) => [name.toLowerCase(), value])) : whole;
    });
}

export function documentOf(scene: Scene, keys: readonly string[], kind: Kind): fc.Arbitrary<Json> {
  return weighted<Json>(
    [
      80,
      fc
        .record({
          version: weighted<Fields>(
            [8, fc.constant({ Version: '2012-10-17' })],
            [1, fc.constantFrom({}, {}, { Version: '2008-10-17' }, { Version: '2008-10-17' }, { Version: '2010-10-17' })],
          ),
          Statement: some(statementOf(scene, keys, kind), 3),
        })
        .map(({ version, Statement }) => ({ ...version, Statement })),
    ],
    [1, fc.constantFrom<Json>(null, 'x', { Version: '2012-10-17' }, { Version: '2012-10-17', Statement: ['x'] })],
  );
}

/** A document that allows the scene whatever else is so. */
export const everything: Json = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };
