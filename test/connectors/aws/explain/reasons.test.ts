import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../src/base/json.ts';
import { explainAws } from '../../../../connectors/aws/explain/explain.ts';
import type { ExplainedReason } from '../../../../src/model/explained.ts';
import { factIndex, resourcePolicyFact } from '../resolve/estate.ts';
import type { HolderCase } from '../resolve/estate.ts';
import { AS_OF } from '../resolve/cases.ts';
import { HOME } from '../resolve/say.ts';
import { AWAY, allow, brief, deny, explainOnly, factsOf, full, grantOf, linkTo, organization, resolved, says } from './estates.ts';

const SECRET = `arn:aws:secretsmanager:eu-west-1:${HOME}:secret:db-abcdef`;
const KEYS = allow('iam:CreateAccessKey', `arn:aws:iam::${HOME}:user/app-*`, { Sid: 'Keys' });

function ofAnn(ann: HolderCase, ...more: readonly Json[]): readonly string[] {
  const facts = factsOf({
    [HOME]: { users: { ann: { ...ann, inline: { keys: says(KEYS), ...ann.inline } } }, policies: { limit: says(...more) } },
  });
  return brief(explainOnly(facts, grantOf('ann', 'mint-credential')));
}

describe('what a right rests on', () => {
  it('is told with the document, its statement and what that allows', () => {
    const explained = explainOnly(factsOf({ [HOME]: { users: { ann: { inline: { keys: says(deny('s3:*'), KEYS) } } } } }), grantOf('ann'));
    expect(explained.statements[0]).toMatchObject({
      says: 'allows',
      reason: 'allows',
      document: 'inline policy keys of user ann',
      attached: '',
      statement: 'statement 2, Sid Keys',
      text: KEYS,
      outcome: `allows iam:CreateAccessKey on arn:aws:iam::${HOME}:user/app-*`,
      conditions: [],
    });
    expect(explained.statements[0]?.evidence).toEqual([
      expect.objectContaining({ pointer: expect.stringMatching(/^\/policy\/\d+\/Document$/) as string }),
    ]);
    expect(explained.unread).toEqual([]);
  });

  it('names the group through which an attached policy comes, and every place that says so', () => {
    const account = {
      groups: { ops: { attached: ['AWS:Power'] } },
      users: { ann: { groups: ['ops'] } },
      policies: { 'AWS:Power': says(KEYS) },
    };
    const { statements } = explainOnly(factsOf({ [HOME]: account }), grantOf('ann'));
    expect(statements[0]).toMatchObject({
      document: 'AWS managed policy Power',
      attached: 'attached to group ops, of which user ann is a member',
    });
    expect(statements[0]?.evidence.map(({ pointer }) => pointer.split('/')[1])).toEqual(['membership', 'attachment', 'policy']);
  });

  it('says of each condition how it is settled, and by what', () => {
    const Condition = {
      StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij', 'iam:ResourceTag/team': 'a' },
      Bool: { 'aws:MultiFactorAuthPresent': 'true' },
      DateGreaterThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' },
    };
    const statement = allow('iam:CreateAccessKey', '*', { Condition });
    const { statements } = explainOnly(factsOf({ [HOME]: { users: { ann: { inline: { p: says(statement) } } } } }), grantOf('ann'));
    const notes = (statements[0]?.conditions ?? []).map(({ text, settled }) => `${settled}: ${text}`);
    expect(notes).toContain('by-holder: aws:MultiFactorAuthPresent Bool true');
    expect(notes.some((each) => /^outside: iam:ResourceTag\/team StringEquals a$/i.test(each))).toBe(true);
    expect(notes).toContain('decided: aws:PrincipalOrgID StringEquals o-abcdefghij: holds, as aws:PrincipalOrgID is o-abcdefghij');
    expect(
      notes.some((each) => each.startsWith('decided: aws:CurrentTime DateGreaterThan') && each.endsWith(': holds now, the clock decides')),
    ).toBe(true);
    expect(notes).toHaveLength(4);
  });

  it('of a policy that nobody listed is all that was not read', () => {
    const { statements, unread } = explainOnly(factsOf({ [HOME]: { users: { ann: { attached: ['gone'] } } } }), grantOf('ann'));
    expect(statements[0]).toMatchObject({ says: 'allows', reason: 'not-listed', statement: null });
    expect(unread).toEqual([`attached policy arn:aws:iam::${HOME}:policy/gone was not listed: it may deny it`]);
  });

  it('of a root user is what it is', () => {
    const { statements } = explainOnly(
      factsOf({ [HOME]: { root: true } }),
      (each) => each.type === 'grant' && each.subject.endsWith(':root'),
    );
    expect(statements[0]).toMatchObject({ says: 'allows', reason: 'by-nature', document: `root user of account ${HOME}` });
    expect(statements.filter(({ reason }) => reason === 'lets-through').map(({ attached }) => attached)).toEqual([
      'attached to root r-1',
      'attached to organizational unit ou-1',
      `attached to account ${HOME}`,
    ]);
  });
});

describe('a Deny that was looked at', () => {
  it.each<readonly [ExplainedReason, string, Json]>([
    ['other-resources', `is of other resources: arn:aws:iam::${HOME}:user/boss`, deny('iam:*', `arn:aws:iam::${HOME}:user/boss`)],
    [
      'takes-part',
      `denies iam:CreateAccessKey on part of it: arn:aws:iam::${HOME}:user/app-1`,
      deny('iam:*', `arn:aws:iam::${HOME}:user/app-1`),
    ],
    [
      'condition-false',
      'does not apply: aws:username StringEquals bob: does not hold, as aws:username is ann',
      deny('iam:*', '*', { StringEquals: { 'aws:username': 'bob' } }),
    ],
    [
      'holder-escapes',
      'denies iam:CreateAccessKey only in requests of another kind: the holder can ask so that it does not apply',
      deny('iam:*', '*', { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } }),
    ],
    [
      'may-apply',
      'denies iam:CreateAccessKey if its conditions hold, which is not told by what was read',
      deny('iam:*', '*', { StringEquals: { 'iam:ResourceTag/guarded': 'yes' } }),
    ],
    [
      'other-times',
      'denies iam:CreateAccessKey at other times only',
      deny('iam:*', '*', { DateGreaterThan: { 'aws:CurrentTime': '2090-01-01T00:00:00Z' } }),
    ],
    [
      'older-sessions',
      'denies iam:CreateAccessKey to sessions begun before a moment that has passed: a fresh one is not touched',
      deny('iam:*', '*', { DateLessThan: { 'aws:TokenIssueTime': '2020-01-01T00:00:00Z' } }),
    ],
    [
      'not-understood',
      'could not be understood (the condition operator "Sounds" is not known), so it may deny it',
      deny('iam:*', '*', { Sounds: { 'a:b': 'c' } }),
    ],
  ])('%s: %s', (reason, outcome, statement) => {
    // of a role, whose sessions always have an issue time, where a user's key has none
    const holder = { inline: { keys: says(KEYS), guard: says(statement) } };
    const isSession = reason === 'older-sessions';
    const facts = factsOf({ [HOME]: isSession ? { roles: { ann: holder } } : { users: { ann: holder } } });
    const picked = brief(
      explainOnly(facts, (each) => grantOf('ann', 'mint-credential')(each) && (reason !== 'other-times' || each.presence === 'certain')),
      'denies',
    );
    expect(picked).toEqual([`${reason} | inline policy guard of ${isSession ? 'role' : 'user'} ann | statement 1 | ${outcome}`]);
  });

  it('is not told where it speaks of other actions; of every action each takes something', () => {
    expect(ofAnn({ inline: { guard: says(deny('s3:*')) } }).filter((each) => each.includes('guard'))).toEqual([]);
    const facts = factsOf({ [HOME]: { users: { ann: { inline: { all: full, guard: says(deny('s3:*')) } } } } });
    expect(brief(explainOnly(facts, grantOf('ann', 'administer')), 'denies')).toEqual([
      'takes-part | inline policy guard of user ann | statement 1 | takes s3:* away, which leaves the rest',
    ]);
  });

  it('takes some actions of several, and says which', () => {
    const more = allow(['iam:CreateAccessKey', 'iam:CreateLoginProfile']);
    const facts = factsOf({ [HOME]: { users: { ann: { inline: { p: says(more), q: says(deny('iam:CreateLoginProfile')) } } } } });
    expect(brief(explainOnly(facts, grantOf('ann', 'mint-credential')), 'denies')).toEqual([
      'takes-part | inline policy q of user ann | statement 1 | takes iam:CreateLoginProfile away, which leaves the rest',
    ]);
  });
});

describe('what had to let it through', () => {
  it('is the permissions boundary, by the statement that does; or there is none', () => {
    const limited = ofAnn({ limit: 'limit' }, allow('s3:*'), allow('iam:Create*'));
    expect(limited).toContain('lets-through | managed policy limit | statement 2 | lets iam:CreateAccessKey through');
    const { statements } = explainOnly(factsOf({ [HOME]: { users: { ann: { inline: { keys: says(KEYS) } } } } }), grantOf('ann'));
    expect(statements).toContainEqual(
      expect.objectContaining({ reason: 'not-set', document: 'permissions boundary of user ann', outcome: 'there is none' }),
    );
  });

  it('is unread where the boundary was not listed', () => {
    const facts = factsOf({ [HOME]: { users: { ann: { limit: 'gone', inline: { keys: says(KEYS) } } } } });
    expect(explainOnly(facts, grantOf('ann')).unread).toEqual([
      `permissions boundary of user ann, arn:aws:iam::${HOME}:policy/gone: it was not listed`,
    ]);
  });

  it('is a policy of each node of the organization, and each Deny of them', () => {
    const guard = says(deny('iam:*', '*', { ArnNotLike: { 'aws:PrincipalArn': `arn:aws:iam::${HOME}:user/ann` } }));
    const facts = factsOf({ [HOME]: { users: { ann: { inline: { keys: says(KEYS) } } } } }, organization({ guard }));
    const { statements, unread } = explainOnly(facts, grantOf('ann'));
    expect(statements.filter(({ document }) => document === 'service control policy p-full').map(({ attached }) => attached)).toEqual([
      'attached to root r-1',
      'attached to organizational unit ou-1',
      `attached to account ${HOME}`,
    ]);
    expect(statements.find(({ document }) => document === 'service control policy guard')).toMatchObject({
      says: 'denies',
      reason: 'condition-false',
      outcome: `does not apply: aws:PrincipalArn ArnNotLike arn:aws:iam::${HOME}:user/ann: does not hold, as aws:PrincipalArn is arn:aws:iam::${HOME}:user/ann`,
    });
    expect(unread).toEqual([]);
  });

  it.each([
    [
      'exempt',
      'account 111111111111 is the management account of o-abcdefghij: they do not bind it',
      organization({}, { managementAccount: HOME }),
    ],
    ['not-set', 'organization o-abcdefghij has that type of policy switched off', organization({}, { enabled: [] })],
  ])('%s: %s', (reason, outcome, of) => {
    expect(HOME).toBe('111111111111');
    const { statements } = explainOnly(factsOf({ [HOME]: { users: { ann: { inline: { keys: says(KEYS) } } } } }, of), grantOf('ann'));
    expect(statements).toContainEqual(expect.objectContaining({ says: 'limits', reason, document: 'service control policies', outcome }));
  });

  it('is unread where the organization was not read, or one of its policies was not', () => {
    const account = { [HOME]: { users: { ann: { inline: { keys: says(KEYS) } } } } };
    const own = factsOf(account).filter(({ kind }) => kind !== 'limiter');
    expect(explainOnly(own, grantOf('ann')).unread).toEqual([`service control policies that may bind account ${HOME} were not read`]);
    const half = organization({ half: full }, { unread: ['half'] });
    expect(explainOnly(factsOf(account, half), grantOf('ann')).unread).toEqual([
      `service control policies of account ${HOME}: not all were read`,
    ]);
  });
});

describe('who is let in', () => {
  const trusting = (Principal: Json, ...more: readonly Json[]): Json =>
    says({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }, ...more);
  const assume = says(allow('sts:AssumeRole', `arn:aws:iam::${HOME}:role/deploy`));

  it('is told by both sides where the trust leaves it to the policies of the account', () => {
    const account = { users: { ann: { inline: { assume } } }, roles: { deploy: { trust: trusting({ AWS: HOME }) } } };
    const told = brief(explainOnly(factsOf({ [HOME]: account }), linkTo('deploy', '/ann')), 'allows');
    expect(told).toEqual([
      'allows | inline policy assume of user ann | statement 1 | allows sts:AssumeRole on role deploy',
      'allows | trust policy of role deploy | statement 1 | allows sts:AssumeRole on role deploy',
    ]);
  });

  it('leaves out statements and denies that mean others', () => {
    const others = { Effect: 'Deny', Principal: { AWS: `arn:aws:iam::${HOME}:user/bob` }, Action: 'sts:*' };
    const trust = trusting(
      { Service: 'ec2.amazonaws.com' },
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${HOME}:user/ann` }, Action: 'sts:AssumeRole' },
      others,
    );
    const told = explainOnly(factsOf({ [HOME]: { users: { ann: {} }, roles: { deploy: { trust } } } }), linkTo('deploy', '/ann'));
    expect(brief(told, 'allows')).toEqual(['allows | trust policy of role deploy | statement 2 | allows sts:AssumeRole on role deploy']);
    expect(brief(told, 'denies')).toEqual(['other-principals | trust policy of role deploy | statement 3 | is of other principals']);
  });

  it('is a service, or the subjects of an identity provider, whose conditions say who they are', () => {
    const provider = `arn:aws:iam::${HOME}:oidc-provider/token.actions.githubusercontent.com`;
    const Condition = { StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:acme/app:*' } };
    const trust = says(
      { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
      { Effect: 'Allow', Principal: { Federated: provider }, Action: 'sts:AssumeRoleWithWebIdentity', Condition },
    );
    const facts = factsOf({ [HOME]: { roles: { deploy: { trust } } } });
    expect(brief(explainOnly(facts, linkTo('deploy', 'ec2.amazonaws.com')), 'allows')).toEqual([
      'allows | trust policy of role deploy | statement 1 | allows sts:AssumeRole on role deploy',
    ]);
    const web = explainOnly(facts, (each) => linkTo('deploy')(each) && each.type === 'link' && each.how === 'federates');
    expect(brief(web, 'allows')).toEqual([
      'allows | trust policy of role deploy | statement 2 | allows sts:AssumeRoleWithWebIdentity on role deploy',
    ]);
    expect(web.statements[0]?.conditions).toEqual([
      { text: 'token.actions.githubusercontent.com:sub StringLike repo:acme/app:*: it says whom it lets in', settled: 'decided' },
    ]);
  });

  it('is told by the policy of a resource, and across accounts by the own ones too', () => {
    const policy = says({ Effect: 'Allow', Principal: { AWS: AWAY }, Action: 'secretsmanager:GetSecretValue', Resource: '*' });
    const away = { users: { cat: { inline: { p: says(allow('secretsmanager:*')) } } } };
    const facts = factsOf({ [HOME]: {}, [AWAY]: away }, undefined, [resourcePolicyFact(HOME, SECRET, policy)]);
    const meant = explainOnly(facts, (each) => grantOf('cat', 'read-secrets')(each) && each.source.kind === 'resource-policy');
    expect(brief(meant, 'allows')).toEqual([
      `allows | resource policy of ${SECRET} | statement 1 | allows secretsmanager:GetSecretValue on ${SECRET}`,
      `allows | inline policy p of user cat | statement 1 | allows secretsmanager:GetSecretValue on ${SECRET}`,
    ]);
  });

  it('is said to be unread where the trust policy was not', () => {
    const facts = factsOf({ [HOME]: { users: { ann: { inline: { assume } } }, roles: { deploy: { trust: trusting({ AWS: HOME }) } } } });
    const link = resolved(facts).find(linkTo('deploy', '/ann'));
    if (link === undefined) throw new Error('there is no such link');
    const left = factIndex(facts.filter(({ kind }) => kind !== 'trust'));
    expect(explainAws(left, link, AS_OF).unread).toContain('the trust policy of role deploy');
  });

  it('is told of who comes through a pool as if there were none', () => {
    const any = says(allow('sts:AssumeRole'));
    const trust = trusting({ AWS: HOME });
    const facts = factsOf({
      [HOME]: { users: { ann: { inline: { any } }, bob: { inline: { any } } }, roles: { a: { trust }, b: { trust } } },
    });
    const all = resolved(facts).filter((each) => each.type === 'link');
    const first = all.find((each) => each.from.endsWith('/ann') && each.to.startsWith('pool:'));
    const rest = all.find((each) => each.from === first?.to && each.to.endsWith('/b'));
    if (first === undefined || rest === undefined) throw new Error('there is no pool');
    const shown = { ...rest, from: first.from, source: first.source, key: `${first.key} + ${rest.key}` };
    expect(brief(explainAws(factIndex(facts), shown, AS_OF), 'allows')).toEqual([
      'allows | inline policy any of user ann | statement 1 | allows sts:AssumeRole on role b',
      'allows | trust policy of role b | statement 1 | allows sts:AssumeRole on role b',
    ]);
  });
});
