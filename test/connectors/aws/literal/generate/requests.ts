import fc from 'fast-check';
import type { Json } from '../../../../../src/base/json.ts';
import { isMultivalued } from '../keys.ts';
import type { LiteralPrincipal, LiteralRequest } from '../request.ts';
import { callerOf } from '../request.ts';
import { givenNames } from './arns.ts';
import { simpleDomains, VARIABLE } from './keys.ts';
import type { Fields, Kind, Scene } from './statements.ts';
import { documentOf, everything, keysInPlay } from './statements.ts';

const A = '111111111111';
const X = '222222222222';
const PROVIDER = `arn:aws:iam::${A}:oidc-provider/idp`;

const scenes: readonly (readonly [number, Scene])[] = [
  [6, { action: 's3:GetObject', resource: 'arn:aws:s3:::b/a' }],
  [3, { action: 's3:GetObject', resource: 'arn:aws:s3:::b/ab' }],
  [1, { action: 's3:ListBucket', resource: 'arn:aws:s3:::b' }],
  [2, { action: 'iam:CreateAccessKey', resource: `arn:aws:iam::${A}:user/ann` }],
  [1, { action: 'iam:PassRole', resource: `arn:aws:iam::${A}:role/q` }],
  [1, { action: 'iam:PutRolePolicy', resource: `arn:aws:iam::${A}:role/aws-reserved/sso/q` }],
  [1, { action: 'iam:CreatePolicyVersion', resource: 'arn:aws:iam::aws:policy/p' }],
  [2, { action: 'ec2:DescribeInstances', resource: '*' }],
  [4, { action: 'kms:Decrypt', resource: `arn:aws:kms:eu-west-1:${A}:key/1` }],
  [1, { action: 'kms:RetireGrant', resource: `arn:aws:kms:eu-west-1:${A}:key/1` }],
  [1, { action: 'kms:CreateKey', resource: '*' }],
  [5, { action: 'sts:AssumeRole', resource: `arn:aws:iam::${A}:role/q` }],
  [1, { action: 'sts:TagSession', resource: `arn:aws:iam::${A}:role/r` }],
  [2, { action: 'sts:AssumeRoleWithWebIdentity', resource: `arn:aws:iam::${A}:role/q` }],
  [3, { action: 'sqs:SendMessage', resource: `arn:aws:sqs:eu-west-1:${A}:a` }],
  [1, { action: 'logs:GetLogEvents', resource: `arn:aws:logs:eu-west-1:${A}:log-group:g:log-stream:a` }],
  [1, { action: 'sts:SetSourceIdentity', resource: `arn:aws:iam::${A}:role/team/q` }],
  [1, { action: 'sts:GetFederationToken', resource: `arn:aws:sts::${A}:federated-user/f` }],
  [1, { action: 'kms:CreateAlias', resource: `arn:aws:kms:eu-west-1:${A}:alias/a` }],
  [1, { action: 's3:GetObject', resource: `arn:aws:s3:eu-west-1:${A}:accesspoint/a` }],
  [1, { action: 'apigateway:GET', resource: 'arn:aws:apigateway:eu-west-1::/restapis/a' }],
  [1, { action: 'dynamodb:GetItem', resource: `arn:aws:dynamodb:eu-west-1:${A}:table/a` }],
  [1, { action: 'sts:AssumeRoot', resource: `arn:aws:iam::${X}:root` }],
  [1, { action: 'sts:GetSessionToken', resource: '*' }],
  [1, { action: 'sts:GetCallerIdentity', resource: '*' }],
];

function weighted<T>(choices: readonly (readonly [number, T])[]): fc.Arbitrary<T> {
  return fc.oneof(...choices.map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })));
}
function maybe<T>(often: number, item: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: often, arbitrary: item }, { weight: 10 - often, arbitrary: fc.constant(undefined) });
}

function principalsOf(account: string): readonly (readonly [number, string | LiteralPrincipal])[] {
  const role = `arn:aws:iam::${account}:role/r`;
  const user = `arn:aws:iam::${account}:user/ann`;
  return [
    [6, user],
    [2, { type: 'user', arn: user, uid: 'AIDAQ', credential: 'long-term' }],
    [1, { type: 'user', arn: `arn:aws:iam::${account}:user/team/ann`, credential: 'session' }],
    [4, role],
    [3, { type: 'role', arn: role, sessionName: 's', uid: 'AROAQ' }],
    [3, `arn:aws:sts::${account}:assumed-role/r/s`],
    [1, { type: 'role', arn: `arn:aws:iam::${account}:role/aws-service-role/x.amazonaws.com/r` }],
    [4, { type: 'federated-user', arn: `arn:aws:sts::${account}:federated-user/f`, issuer: user }],
    [2, `arn:aws:iam::${account}:root`],
    [2, 'lambda.amazonaws.com'],
    [2, PROVIDER],
    [2, 'anonymous'],
  ];
}

/** How a resource's policy may name somebody. */
function naming(account: string, trust: boolean, caller: LiteralPrincipal): fc.Arbitrary<Fields> {
  const role = `arn:aws:iam::${account}:role/r`;
  const session = `arn:aws:sts::${account}:assumed-role/r/s`;
  const entries = fc.constantFrom(
    account,
    `arn:aws:iam::${account}:root`,
    `arn:aws:iam::${account}:user/ann`,
    role,
    session,
    `arn:aws:sts::${account}:assumed-role/r/t`,
    `arn:aws:sts::${account}:federated-user/f`,
    'AROAQ',
    'AIDAQ',
    'AROAGONE',
    `arn:aws:iam::${account}:role/r*`,
    '333333333333',
    '*',
  );
  const listed = fc.uniqueArray(entries, { minLength: 1, maxLength: 3 });
  const own = fc.constantFrom(...('arn' in caller ? [caller.arn] : ['*']), ...('issuer' in caller ? [caller.issuer, caller.issuer] : []));
  const named = fc.oneof(
    { weight: caller.type === 'federated-user' ? 15 : 4, arbitrary: own.map((AWS): Json => ({ AWS })) },
    { weight: 2, arbitrary: fc.constant<Json>('*') },
    { weight: 5, arbitrary: entries.map((AWS): Json => ({ AWS })) },
    { weight: 3, arbitrary: fc.constant<Json>({ AWS: session }) },
    { weight: 4, arbitrary: listed.map((AWS): Json => ({ AWS })) },
    { weight: 2, arbitrary: fc.constantFrom<Json>({ Service: 'lambda.amazonaws.com' }, { Service: ['ec2.amazonaws.com'], AWS: [role] }) },
    { weight: trust ? 4 : 1, arbitrary: fc.constantFrom<Json>({ Federated: PROVIDER }, { Federated: 'other' }) },
  );
  const left = fc
    .subarray(
      [account, role, session, `arn:aws:iam::${account}:user/ann`, `arn:aws:sts::${account}:federated-user/f`, 'AROAQ', '333333333333'],
      { minLength: 1 },
    )
    .chain((AWS) => fc.constantFrom<Json>({ AWS }, { AWS }, { AWS }, { AWS, Service: 'lambda.amazonaws.com', Federated: [PROVIDER] }));
  const Principal = named.map((each): Fields => ({ Principal: each }));
  if (trust) return Principal;
  const NotPrincipal = fc
    .tuple(left, fc.constantFrom({}, { Effect: 'Deny' }))
    .map(([each, effect]): Fields => ({ NotPrincipal: each, ...effect }));
  return fc.oneof({ weight: 7, arbitrary: Principal }, { weight: 3, arbitrary: NotPrincipal });
}

type Known = Pick<LiteralRequest, 'context' | 'unknownKeys'>;

/** Each key given, unknown, there but unknown, or absent; or nothing given at all. */
function contextOf(keys: readonly string[]): fc.Arbitrary<Known> {
  const states = fc.tuple(
    ...keys.map((key) => {
      const values = key === 'aws:username' ? givenNames : (simpleDomains.get(key.toLowerCase()) ?? []);
      const value = fc.constantFrom(...values);
      const given: fc.Arbitrary<string | string[]> = fc.oneof(
        { weight: isMultivalued(key.toLowerCase()) || key === VARIABLE ? 1 : 6, arbitrary: value },
        {
          weight: 1,
          arbitrary: fc.uniqueArray(
            value,
            isMultivalued(key.toLowerCase()) || key === VARIABLE ? { minLength: 2, maxLength: 3 } : { maxLength: 2 },
          ),
        },
      );
      return fc.oneof(
        { weight: 3, arbitrary: given.map((each) => ({ key, given: each })) },
        { weight: 4, arbitrary: fc.constantFrom(key, key, key, key.replace(/[^:/]+$/, '*')).map((unknown) => ({ key, unknown })) },
        { weight: 2, arbitrary: fc.constant({ key, unknown: { key: key.toUpperCase(), present: true as const } }) },
        { weight: 1, arbitrary: fc.constant({ key }) },
      );
    }),
  );
  const given = states.map((all): Known => ({
    context: Object.fromEntries(all.flatMap((each) => ('given' in each ? [[each.key, clockText(each.key, each.given)]] : []))),
    unknownKeys: all.flatMap((each) => ('unknown' in each ? [each.unknown] : [])),
  }));
  return fc.oneof({ weight: 3, arbitrary: given }, { weight: 1, arbitrary: fc.constant<Known>({}) });
}
function clockText(key: string, given: string | string[]): string | string[] {
  const date = (text: string): string => new Date(Number(text) * 1000).toISOString();
  if (key !== 'aws:CurrentTime') return given;
  return typeof given === 'string' ? date(given) : given.map(date);
}

const FULL: Json = { Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' } };

const ANYONE_TRUSTED: Json = { Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: '*', Action: '*' } };

interface Frame {
  readonly scene: Scene;
  readonly principal: string | LiteralPrincipal;
  readonly account: string;
  readonly keys: readonly string[];
}

function policiesOf({ scene, principal, account, keys }: Frame): fc.Arbitrary<LiteralRequest> {
  const caller = callerOf(principal);
  const trust = /^sts:(?:AssumeRole|TagSession|SetSourceIdentity)/.test(scene.action);
  const identity: Kind = { allows: 5 };
  const policy = documentOf(scene, keys, identity);
  const open = fc.oneof({ weight: 2, arbitrary: fc.constant(everything) }, { weight: 3, arbitrary: policy });
  const holds = ['user', 'role', 'federated-user'].includes(caller.type);
  const sessions = ['role', 'federated-user'].includes(caller.type);
  const takesPolicy = !/^iam:|^sts:AssumeRoot$/.test(scene.action) && scene.resource !== '*';
  const mandatory = trust || scene.action.startsWith('kms:') || !holds;
  const resourcePolicy = documentOf(scene, keys, { allows: 5, principal: naming(account, trust, caller), trust });
  const rcp = fc.array(documentOf(scene, keys, { allows: 1, principal: fc.constant({ Principal: '*' }) }), { maxLength: 1 });
  const node = fc.oneof(
    { weight: 4, arbitrary: fc.constant([everything]) },
    { weight: 2, arbitrary: fc.array(policy, { maxLength: 2 }) },
    { weight: 3, arbitrary: documentOf(scene, keys, { allows: 1 }).map((each) => [everything, each]) },
  );
  // a layer that is not looked at closely lets everything pass, so that the others decide
  const often = (weight: number, passing: Json | undefined, item: fc.Arbitrary<Json | undefined>): fc.Arbitrary<Json | undefined> =>
    fc.oneof({ weight: 10 - weight, arbitrary: fc.constant(passing) }, { weight, arbitrary: item });
  const list = (least: number, most: number): fc.Arbitrary<Json> => fc.array(open, { minLength: least, maxLength: most });
  const nothing = fc.constant(undefined);
  const opened = trust ? ANYONE_TRUSTED : FULL;
  return fc
    .record({
      known: contextOf(keys),
      principalTags: maybe(2, fc.constantFrom({}, { t: 'a' }, { T: 'ab', other: 'x' })),
      resourceAccount: maybe(scene.resource.startsWith('arn:aws:s3') ? 8 : 1, fc.constantFrom(A, A, A, X)),
      identityPolicies: holds ? often(7, [everything], list(0, 3)) : fc.constant([]),
      permissionsBoundary: holds ? often(3, undefined, open) : nothing,
      sessionPolicies: sessions ? often(3, caller.type === 'federated-user' ? [everything] : undefined, maybe(9, list(0, 2))) : nothing,
      resourcePolicy: takesPolicy
        ? often(
            mandatory ? 7 : caller.type === 'federated-user' ? 6 : 4,
            mandatory || account === X ? opened : undefined,
            maybe(9, resourcePolicy),
          )
        : nothing,
      serviceControlPolicies: often(2, undefined, fc.array(node, { maxLength: 3 })),
      resourceControlPolicies: often(
        2,
        undefined,
        fc.array(
          rcp.map((each) => [FULL, ...each]),
          { maxLength: 2 },
        ),
      ),
    })
    .map(({ known, ...drawn }) => ({
      principal,
      ...scene,
      ...known,
      identityPolicies: [],
      ...Object.fromEntries(Object.entries(drawn).filter(([, value]) => value !== undefined)),
    }));
}

/** Requests of all kinds of callers, with all kinds of policies. */
export const requests: fc.Arbitrary<LiteralRequest> = fc
  .record({
    scene: weighted(scenes),
    account: weighted([
      [4, A],
      [1, X],
    ]),
    keys: keysInPlay,
  })
  .chain((frame) => weighted(principalsOf(frame.account)).chain((principal) => policiesOf({ ...frame, principal })));
