import { describe, expect, it } from 'vitest';
import { evaluateAccess } from '../../../../connectors/aws/policy/index.ts';
import type { Json } from '../../../../src/base/json.ts';
import type { LiteralRequest } from './request.ts';
import { A, all, allow, ANN, ask, BUCKET, deny, doc, KEY, OBJECT, of, ROLE, say, SESSION, trusts, X } from './say.ts';

/*
 * Decisions the AWS documentation fixes, worked out by hand: A allowed, E explicitly denied, N implicitly denied, `? keys` depends.
 * IAM User Guide and AWS Organizations user guide, the pages the literal reading names.
 */

type Row = readonly [name: string, expected: string, request: LiteralRequest, domains?: Readonly<Record<string, readonly string[]>>];
function rows(title: string, table: readonly Row[]): void {
  describe(title, () => {
    it.each(table.map((row) => [...row] as const))('%s: %s', (_, expected, request, domains) =>
      expect(say(request, domains)).toBe(expected),
    );
    it.each(table.map((row) => [...row] as const))('%s: %s, by the evaluator', (_, expected, request) =>
      expect(said(request)).toBe(expected.startsWith('?') ? `? ${expected.slice(2).toLowerCase()}` : expected),
    );
  });
}

/** The evaluator's answer in the same words; the literal reading names keys in lower case. */
function said(request: LiteralRequest): string {
  const { decision, on } = evaluateAccess(request);
  const word = { allowed: 'A', 'explicitly-denied': 'E', 'implicitly-denied': 'N', depends: '?' }[decision];
  return on.length === 0 ? word : `${word} ${on.map((key) => key.toLowerCase()).join(', ')}`;
}

const iam = (name: string, resource = ANN): Partial<LiteralRequest> => ({ action: `iam:${name}`, resource });
const own = (version: string | undefined, pattern: string): Json => ({
  ...(version === undefined ? {} : { Version: version }),
  Statement: { Effect: 'Allow', Action: 'iam:*', Resource: pattern },
});
const VAR = `arn:aws:iam::${A}:user/\${aws:username}`;
const inRole: Partial<LiteralRequest> = { principal: { type: 'role', arn: ROLE, sessionName: 's' } };

rows('actions and resources', [
  ['no policies', 'N', ask({})],
  ['all on all', 'A', ask({}, all)],
  ['a Deny beats an Allow', 'E', ask({}, doc(allow('*'), deny('s3:GetObject')))],
  ['the case of an action', 'A', ask(iam('CreateUser'), doc(allow('IAM:createuser')))],
  ['no matching by prefix', 'N', ask({ action: 's3:GetObjectAcl' }, doc(allow('s3:GetObject')))],
  ['stars within a name', 'A', ask(iam('CreateAccessKey'), doc(allow('iam:*AccessKey*')))],
  [
    'NotAction allows the rest',
    'A',
    ask({ action: 'sts:AssumeRole', resource: ROLE, resourcePolicy: trusts({ AWS: A }) }, doc(allow({ NotAction: 'iam:*' }))),
  ],
  ['NotAction leaves out what it lists', 'N', ask(iam('PassRole', ROLE), doc(allow({ NotAction: 'iam:*' })))],
  ['Deny NotAction', 'E', ask({}, all, doc(deny({ NotAction: 'sts:*' })))],
  ['objects are not the bucket', 'N', ask({ action: 's3:ListBucket', resource: BUCKET }, doc(allow('*', `${BUCKET}/*`)))],
  ['a star takes slashes', 'A', ask({ resource: `${BUCKET}/1/2/t/x` }, doc(allow('*', `${BUCKET}/*/t/*`)))],
  ['a slash is a slash', 'N', ask({ resource: `${BUCKET}/t/x` }, doc(allow('*', `${BUCKET}/*/t/*`)))],
  ['no resource, and a specific ARN', 'N', ask({ action: 'ec2:DescribeInstances', resource: '*' }, doc(allow('*', BUCKET)))],
  ['no resource, and a Deny of an ARN', 'A', ask({ action: 'ec2:DescribeInstances', resource: '*' }, all, doc(deny('*', BUCKET)))],
  ['NotResource leaves out what it lists', 'N', ask(iam('GetUser'), doc(allow('*', { NotResource: ANN })))],
  ['NotResource allows the rest', 'A', ask(iam('GetUser', `arn:aws:iam::${A}:user/x`), doc(allow('*', { NotResource: ANN })))],
  ['a star in the middle of an early segment is open', '? doc:resource-wildcard', ask(iam('GetUser'), doc(allow('*', 'arn:aws:i*r/ann')))],
  ['a last star of a segment runs on', 'A', ask(iam('GetUser'), doc(allow('*', 'arn:aws:iam*')))],
]);

rows('variables', [
  ['without a version they are text', 'N', ask(iam('GetUser'), own(undefined, VAR))],
  ['the own user', 'A', ask(iam('GetUser'), own('2012-10-17', VAR))],
  ['another user', 'N', ask(iam('GetUser', `arn:aws:iam::${A}:user/bob`), own('2012-10-17', VAR))],
  [
    'a user with a path',
    'N',
    ask({ ...iam('GetUser', `arn:aws:iam::${A}:user/team/ann`), principal: `arn:aws:iam::${A}:user/team/ann` }, own('2012-10-17', VAR)),
  ],
  ['a role has no user name', 'N', ask({ ...iam('GetUser'), ...inRole }, own('2012-10-17', VAR))],
  ['a default', 'A', ask({ resource: `${BUCKET}/t-x` }, doc(allow('*', `${BUCKET}/t-\${aws:PrincipalTag/team, 'x'}`)))],
  ['a literal star', 'A', ask({ context: { 's3:prefix': '*' } }, doc(allow('*', '*', { StringLike: { 's3:prefix': '${*}' } })))],
  [
    'a literal star is no wildcard',
    'N',
    ask({ context: { 's3:prefix': 'a' } }, doc(allow('*', '*', { StringLike: { 's3:prefix': '${*}' } }))),
  ],
  [
    'Deny NotResource with an unresolved variable widens',
    'E',
    ask({ ...iam('GetUser'), ...inRole }, all, doc(deny('*', { NotResource: VAR }))),
  ],
]);

const when = (condition: Json, context: LiteralRequest['context'] = {}): LiteralRequest =>
  ask({ context: context }, doc(allow('*', '*', condition)));
const unless = (condition: Json, context: LiteralRequest['context'] = {}): LiteralRequest =>
  ask({ context: context }, all, doc(deny('*', '*', condition)));
const k = 'aws:RequestTag/k';
const keys = 'aws:TagKeys';
const mfa = 'aws:MultiFactorAuthPresent';
const issued = 'aws:TokenIssueTime';
rows('conditions', [
  ['StringEquals takes no wildcard', 'N', when({ StringEquals: { [k]: 'a*' } }, { [k]: 'ab' })],
  ['StringNotEquals, absent', 'E', unless({ StringNotEquals: { [k]: 'a' } })],
  ['StringNotEqualsIfExists, absent', 'E', unless({ StringNotEqualsIfExists: { [k]: 'a' } })],
  ['StringEqualsIfExists, absent', 'A', when({ StringEqualsIfExists: { [k]: 'a' } })],
  ['NOR', 'N', when({ StringNotEquals: { [k]: ['a', 'b'] } }, { [k]: 'a' })],
  ['operators AND', 'N', when({ StringEquals: { [k]: 'a' }, Bool: { 'aws:SecureTransport': 'true' } }, { [k]: 'a' })],
  ['ForAllValues, absent', 'A', when({ 'ForAllValues:StringEquals': { [keys]: 'a' } })],
  ['ForAnyValue IfExists, absent', 'N', when({ 'ForAnyValue:StringEqualsIfExists': { [keys]: 'a' } })],
  ['ForAnyValue negated', 'A', when({ 'ForAnyValue:StringNotEquals': { [keys]: 'a' } }, { [keys]: ['a', 'b'] })],
  ['ForAllValues negated', 'N', when({ 'ForAllValues:StringNotEquals': { [keys]: 'a' } }, { [keys]: ['a', 'b'] })],
  ['no set operator, Allow', 'N', when({ StringEquals: { [keys]: 'a' } }, { [keys]: ['a', 'b'] })],
  ['no set operator, Deny', '? doc:multivalued-key', unless({ StringEquals: { [keys]: 'a' } }, { [keys]: ['a', 'b'] })],
  ['ArnEquals is ArnLike', 'A', when({ ArnEquals: { 'aws:SourceArn': 'arn:aws:s3:::b*' } }, { 'aws:SourceArn': 'arn:aws:s3:::bc' })],
  [
    'ArnLike, colons elsewhere',
    'N',
    when({ ArnLike: { 'aws:SourceArn': 'arn:aws:s:*:1:f/*' } }, { 'aws:SourceArn': 'arn:aws:s:a:b:1:f/x' }),
  ],
  ['a date that is over', 'N', when({ DateLessThan: { 'aws:CurrentTime': '2020-01-01' } }, { 'aws:CurrentTime': '2026-01-01T00:00:00Z' })],
  ['epoch is ISO', 'A', when({ DateEquals: { 'aws:CurrentTime': '1767225600' } }, { 'aws:CurrentTime': '2026-01-01T00:00:00Z' })],
  ['IpAddress, absent', 'N', when({ IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } })],
  ['IpAddress', 'A', when({ IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }, { 'aws:SourceIp': '10.1.2.3' })],
  ['NotIpAddress, absent', 'E', unless({ NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' } })],
  ['Deny MFA false, long-term key', 'A', unless({ Bool: { [mfa]: 'false' } })],
  ['Deny IfExists MFA false, long-term key', 'E', unless({ BoolIfExists: { [mfa]: false } })],
  ['Allow IfExists MFA true, long-term key', 'A', when({ BoolIfExists: { [mfa]: 'true' } })],
  ['Deny old sessions, long-term key', 'A', unless({ DateLessThan: { [issued]: '2026-01-01' } })],
  ['Deny old sessions, an old one', 'E', unless({ DateLessThan: { [issued]: '2026-01-01' } }, { [issued]: '2025-01-01T00:00:00Z' })],
  ['Deny Null issue time, long-term key', 'E', unless({ Null: { [issued]: 'true' } })],
  ['what is no number, positive', 'N', when({ NumericLessThan: { [k]: '5' } }, { [k]: 'x' })],
  ['what is no number, negated', '? doc:unparseable-value', unless({ NumericNotEquals: { [k]: '5' } }, { [k]: 'x' })],
]);

const bucket = (principal: Json, action: Json = '*'): Json => doc(of(principal, allow(action, '*')));
const none = doc(allow('ec2:*'));
const federated: Partial<LiteralRequest> = {
  principal: { type: 'federated-user', arn: `arn:aws:sts::${A}:federated-user/f`, issuer: ANN },
};
rows('layers of one account', [
  ['a boundary that lacks it', 'N', ask({ permissionsBoundary: none }, all)],
  ['a bucket that names the user', 'A', ask({ permissionsBoundary: none, resourcePolicy: bucket({ AWS: ANN }) })],
  ['a bucket that names the role', 'N', ask({ ...inRole, permissionsBoundary: none, resourcePolicy: bucket({ AWS: ROLE }) })],
  ['a bucket that names the session', 'A', ask({ ...inRole, permissionsBoundary: none, resourcePolicy: bucket({ AWS: SESSION }) })],
  [
    'a bucket that names anyone who is the role',
    'A',
    ask({
      ...inRole,
      permissionsBoundary: none,
      resourcePolicy: doc(of('*', allow('*', '*', { ArnEquals: { 'aws:PrincipalArn': ROLE } }))),
    }),
  ],
  ['the role named, no boundary', 'A', ask({ ...inRole, resourcePolicy: bucket({ AWS: ROLE }) })],
  ['the role named, a narrow session', 'N', ask({ ...inRole, resourcePolicy: bucket({ AWS: ROLE }), sessionPolicies: [none] })],
  ['the session named, a narrow session', 'A', ask({ ...inRole, resourcePolicy: bucket({ AWS: SESSION }), sessionPolicies: [none] })],
  ['the account named', 'N', ask({ resourcePolicy: bucket({ AWS: A }) })],
  ['a boundary alone', 'N', ask({ permissionsBoundary: all })],
  ['federated without session policy', 'N', ask(federated, all)],
  ['federated with one', 'A', ask({ ...federated, sessionPolicies: [all] }, all)],
  ['a session policy alone', 'N', ask({ ...inRole, sessionPolicies: [all] })],
  ['the session named, its name unknown', '? principal:session-name', ask({ principal: ROLE, resourcePolicy: bucket({ AWS: SESSION }) })],
  [
    'a bucket of an account not told',
    '? resource:account',
    { principal: ANN, action: 's3:GetObject', resource: OBJECT, identityPolicies: [all] },
  ],
  ['Deny of the account', 'E', ask({ ...inRole, resourcePolicy: doc(of({ AWS: A }, deny('*'))) }, all)],
  [
    'NotPrincipal and a boundary',
    'E',
    ask(
      {
        ...inRole,
        permissionsBoundary: all,
        resourcePolicy: doc({ Effect: 'Deny', NotPrincipal: { AWS: [A, ROLE, SESSION] }, Action: '*', Resource: '*' }),
      },
      all,
    ),
  ],
  [
    'NotPrincipal without a parent',
    '? doc:not-principal-parents',
    ask({ resourcePolicy: doc({ Effect: 'Deny', NotPrincipal: { AWS: ANN }, Action: '*', Resource: '*' }) }, all),
  ],
]);

const away: Partial<LiteralRequest> = { resourceAccount: X };
const fullAccess = [all];
const linked = { type: 'role' as const, arn: `arn:aws:iam::${A}:role/aws-service-role/x.amazonaws.com/L` };
const root: Partial<LiteralRequest> = { principal: `arn:aws:iam::${A}:root` };
rows('other accounts and organizations', [
  ['the role named, nothing of its own', 'N', ask({ ...inRole, ...away, resourcePolicy: bucket({ AWS: ROLE }) })],
  ['its own, not named', 'N', ask({ ...inRole, ...away }, all)],
  ['both', 'A', ask({ ...inRole, ...away, resourcePolicy: bucket({ AWS: ROLE }) }, all)],
  [
    'the session named, a narrow boundary',
    'N',
    ask({ ...inRole, ...away, permissionsBoundary: none, resourcePolicy: bucket({ AWS: SESSION }) }, all),
  ],
  ['anyone, nothing of its own', 'N', ask({ ...away, resourcePolicy: bucket('*') })],
  ['a node without an Allow', 'N', ask({ serviceControlPolicies: [fullAccess, [], fullAccess] }, all)],
  ['SCP Deny and the root user', 'E', ask({ ...root, serviceControlPolicies: [[all, doc(deny('s3:*'))]] })],
  ['the root user of the management account', 'A', ask(root)],
  ['an OU that allows something else', 'N', ask({ serviceControlPolicies: [fullAccess, [none], fullAccess] }, all)],
  ['service-linked roles', 'A', ask({ principal: linked, serviceControlPolicies: [[doc(deny('*'))]] }, all)],
  [
    'RCP Deny, an outsider',
    'E',
    ask(
      {
        principal: `arn:aws:iam::${X}:user/o`,
        resourcePolicy: bucket('*'),
        resourceControlPolicies: [[bucket('*'), doc(of('*', deny('s3:*')))]],
      },
      all,
    ),
  ],
  [
    'RCP of a service that takes none',
    'A',
    ask({ action: 'ec2:RunInstances', resource: '*', resourceControlPolicies: [[doc(of('*', deny('*')))]] }, all),
  ],
  [
    'SCP Allow with a condition',
    '? aws:requesttag/k',
    ask({ unknownKeys: [k], serviceControlPolicies: [[doc(allow('*', '*', { StringEquals: { [k]: 'a' } }))]] }, all),
    { 'aws:requesttag/k': ['', 'a', 'b'] },
  ],
]);

const key: Partial<LiteralRequest> = { action: 'kms:Decrypt', resource: KEY };
const assume: Partial<LiteralRequest> = { action: 'sts:AssumeRole', resource: `arn:aws:iam::${A}:role/q` };
const provider = `arn:aws:iam::${A}:oidc-provider/token.actions.githubusercontent.com`;
const sub = 'token.actions.githubusercontent.com:sub';
const web = (value: string, condition: Json | undefined, action = 'sts:AssumeRoleWithWebIdentity'): LiteralRequest =>
  ask({
    ...assume,
    principal: provider,
    action: 'sts:AssumeRoleWithWebIdentity',
    context: { [sub]: value },
    resourcePolicy: trusts({ Federated: provider }, action, condition),
  });
const branch = 'repo:o/r:ref:refs/heads/main';
rows('keys and trust', [
  ['a key without a policy', 'N', ask(key, all)],
  ['a key that names others', 'N', ask({ ...key, resourcePolicy: bucket({ AWS: `arn:aws:iam::${A}:user/bob` }) }, all)],
  ['a key that names the account', 'A', ask({ ...key, resourcePolicy: bucket({ AWS: `arn:aws:iam::${A}:root` }) }, all)],
  ['a key that names the user', 'A', ask({ ...key, resourcePolicy: bucket({ AWS: ANN }) })],
  ['the root user, not named', 'N', ask({ ...key, ...root, resourcePolicy: bucket({ AWS: ANN }) })],
  ['trust in the account, nothing of its own', 'N', ask({ ...assume, resourcePolicy: trusts({ AWS: A }) })],
  ['trust in the user', 'A', ask({ ...assume, resourcePolicy: trusts({ AWS: ANN }) })],
  ['trust in the user, a narrow boundary', 'N', ask({ ...assume, permissionsBoundary: none, resourcePolicy: trusts({ AWS: ANN }) })],
  [
    'trust in anyone, a narrow boundary',
    '? doc:trust-past-boundary',
    ask({ ...assume, permissionsBoundary: none, resourcePolicy: trusts('*') }),
  ],
  ['trust in a service', 'N', ask({ ...assume, resourcePolicy: trusts({ Service: 'ec2.amazonaws.com' }) }, all)],
  ['no trust', 'N', ask(assume, all)],
  ['itself', 'N', ask({ ...inRole, ...assume, resource: ROLE, resourcePolicy: trusts({ AWS: `arn:aws:iam::${A}:role/o` }) }, all)],
  ['trust in who is gone', 'N', ask({ ...inRole, ...assume, resourcePolicy: trusts({ AWS: 'AROAQQQQQQQQQQQQQQQQQ' }) }, all)],
  [
    'trust by a condition on the ARN',
    'A',
    ask({ ...inRole, ...assume, resourcePolicy: trusts('*', 'sts:AssumeRole', { ArnEquals: { 'aws:PrincipalArn': ROLE } }) }),
  ],
  ['tags need their own action', 'N', ask({ ...assume, action: 'sts:TagSession', resourcePolicy: trusts({ AWS: ANN }) }, all)],
  ['a branch', 'A', web(branch, { StringLike: { [sub]: 'repo:o/r:*' } })],
  ['another organization', 'N', web('repo:o2/x:ref:refs/heads/main', { StringLike: { [sub]: 'repo:o/*' } })],
  ['any repository', 'A', web(branch, undefined)],
  ['the wrong action', 'N', web(branch, undefined, 'sts:AssumeRole')],
  [
    'an external id not sent',
    'N',
    ask({ ...assume, resourcePolicy: trusts({ AWS: ANN }, 'sts:AssumeRole', { StringEquals: { 'sts:ExternalId': 'x' } }) }),
  ],
  [
    'an external id not told',
    '? sts:externalid',
    ask({
      ...assume,
      unknownKeys: ['sts:ExternalId'],
      resourcePolicy: trusts({ AWS: ANN }, 'sts:AssumeRole', { StringEquals: { 'sts:ExternalId': 'x' } }),
    }),
    { 'sts:externalid': ['', 'x', 'y'] },
  ],
  ['a policy is not the role it is attached to', 'N', ask(iam('AttachRolePolicy', ROLE), doc(allow('*', `arn:aws:iam::${A}:policy/p`)))],
  ['a permission set', 'N', ask(iam('PutRolePolicy', `arn:aws:iam::${A}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_x_1`), all)],
  ['who one is', 'A', ask({ action: 'sts:GetCallerIdentity', resource: '*' }, doc(deny('*')))],
]);

const open: Partial<LiteralRequest> = { context: {}, unknownKeys: [{ key: k, present: true }] };
const three = { 'aws:requesttag/k': ['', 'a', 'b', 'c'] };
rows('unknown keys', [
  [
    'PassRole to a service not told',
    '? iam:passedtoservice',
    ask(
      { ...iam('PassRole', ROLE), unknownKeys: ['iam:PassedToService'] },
      doc(allow('iam:PassRole', '*', { StringEquals: { 'iam:PassedToService': 'ec2' } })),
    ),
    { 'iam:passedtoservice': ['', 'ec2', 'x'] },
  ],
  ['an unknown Deny and an Allow', '? aws:requesttag/k', ask(open, all, doc(deny('*', '*', { StringEquals: { [k]: 'a' } }))), three],
  ['an unknown Deny and no Allow', 'N', ask(open, doc(deny('*', '*', { StringEquals: { [k]: 'a' } }))), three],
  [
    'a value or any other',
    'A',
    ask(open, doc(allow('*', '*', { StringEquals: { [k]: 'a' } }), allow('*', '*', { StringNotEquals: { [k]: 'a' } }))),
    three,
  ],
  [
    'Allow a, Deny not a',
    '? aws:requesttag/k',
    ask(open, doc(allow('*', '*', { StringEquals: { [k]: 'a' } }), deny('*', '*', { StringNotEquals: { [k]: 'a' } }))),
    three,
  ],
  ['an unknown key beside a false one', 'A', ask(open, all, doc(deny('*', '*', { StringEquals: { [k]: 'a', 's3:prefix': 'x' } }))), three],
  ['a statement nobody understands', '? doc:unreadable-statement', ask({}, doc(allow('*', '*', { StringMatches: { [k]: 'a' } })))],
  [
    'a Deny nobody understands',
    '? doc:unreadable-statement',
    ask({}, all, doc({ Effect: 'Deny', Action: '*', Resource: '*', Condition: 'x' })),
  ],
]);

const assumeRoot: Partial<LiteralRequest> = { action: 'sts:AssumeRoot', resource: `arn:aws:iam::${X}:root` };
const ip = 'aws:SourceIp';
const flag = 'x:Flag';
rows('what the documentation leaves to a decision', [
  [
    'a key compared by Bool alone is true or false',
    'A',
    ask(
      { unknownKeys: [{ key: flag, present: true }] },
      doc(allow('*', '*', { Bool: { [flag]: 'true' } }), allow('*', '*', { Bool: { [flag]: false } })),
    ),
    { 'x:flag': ['true', 'false', '', 'y'] },
  ],
  [
    'a key compared as text as well may be any text',
    '? x:flag',
    ask(
      { unknownKeys: [{ key: flag, present: true }] },
      doc(
        allow('*', '*', { Bool: { [flag]: 'true' } }),
        allow('*', '*', { Bool: { [flag]: false } }),
        allow('*', '*', { StringEquals: { [flag]: 'z' } }),
      ),
    ),
    { 'x:flag': ['true', 'false', '', 'y', 'z'] },
  ],
  [
    'an unknown address is an address',
    '? aws:sourceip',
    ask({ unknownKeys: [ip] }, all, doc(deny('*', '*', { NotIpAddress: { [ip]: '10.0.0.0/8' } }))),
    { 'aws:sourceip': ['10.0.0.1', '192.0.2.1', 'x', ''] },
  ],
  [
    'one clock: the date tells the seconds',
    'A',
    when({ NumericEquals: { 'aws:EpochTime': '1767225600' } }, { 'aws:CurrentTime': '2026-01-01T00:00:00Z' }),
  ],
  [
    'one clock: the seconds tell the date',
    'A',
    when({ StringEquals: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } }, { 'aws:EpochTime': '1767225600' }),
  ],
  ['Null of neither true nor false', '? doc:unparseable-value', when({ Null: { [k]: 'maybe' } })],
  ['AssumeRoot', '? principal:organization-administrator', ask(assumeRoot, all)],
  ['AssumeRoot of an administrator', 'A', ask({ ...assumeRoot, context: { 'principal:organization-administrator': 'true' } }, all)],
  ['AssumeRoot by the root user', 'N', ask({ ...assumeRoot, ...root }, all)],
  ['a wildcard in a principal', '? doc:unreadable-statement', ask({ resourcePolicy: bucket({ AWS: `arn:aws:iam::${A}:user/*` }) })],
  ['an action without a colon', '? doc:unreadable-statement', ask({}, all, doc(deny('s3')))],
  ['a resource that is no ARN', '? doc:unreadable-statement', ask({}, all, doc(deny('*', 'b/*')))],
  ['an element nobody knows', '? doc:unreadable-statement', ask({}, doc({ ...allow('*'), Unless: 'sunday' }))],
  ['an element nobody knows, of an Allow beside another', 'A', ask({}, all, doc({ ...allow('*'), Unless: 'sunday' }))],
]);
