import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../src/base/json.ts';
import type { AccountCase, HolderCase } from '../resolve/estate.ts';
import { HOME } from '../resolve/say.ts';
import { allowAll, letting, says, secretOf } from './documents.ts';
import { readMethods } from './cases.ts';
import type { Seen } from './judge.ts';
import { resolved, seen, seenOf } from './judge.ts';
import type { Plan } from './plan.ts';
import { planOf } from './plan.ts';
import { ACCOUNT, allow, ann, small, sure } from './small.ts';

describe('a permissions boundary of its own that a holder may lift', () => {
  // IAM API reference, API_DeleteUserPermissionsBoundary.html and API_PutUserPermissionsBoundary.html
  const bounded = (own: Json, allowed: Json): Seen =>
    seen(small({ policies: { limit: says(allowed) }, users: { ann: { inline: { own: says(own) }, limit: 'limit' } } }));
  const lifts = ['iam:DeleteUserPermissionsBoundary', 'iam:PutUserPermissionsBoundary'];

  it.each(lifts)('limits nothing where both allow %s', (action) => {
    expect(sure(bounded(allow('*'), allow(action, ann)))).toBe('certain');
  });

  it.each(lifts)('limits where it leaves out %s', (action) => {
    expect(sure(bounded(allow('*'), { Effect: 'Allow', NotAction: ['iam:*', 'sts:*', action], Resource: '*' }))).toBe('none');
  });

  it.each(lifts)('limits where %s is allowed for somebody else alone', (action) => {
    expect(sure(bounded(allow('*'), allow(action, `arn:aws:iam::${HOME}:user/bob`)))).toBe('none');
  });

  it.each(lifts)('gives no more than the policies below it: %s', (action) => {
    expect(sure(bounded(allow([action, 's3:GetObject']), allow(action, ann)))).toBe('none');
  });
});

describe('policies of its own under a limit that stays', () => {
  const own = (more: HolderCase, policies: Readonly<Record<string, Json>> = {}): Seen =>
    seen(small({ policies, users: { ann: { inline: { own: says(allow('iam:PutUserPolicy', ann)) }, ...more } } }));

  it('give everything without one', () => {
    expect(sure(own({}))).toBe('certain');
  });

  it('give what a boundary allows', () => {
    const limit = says(allow(['iam:PutUserPolicy', 'secretsmanager:GetSecretValue']));
    const all = own({ limit: 'limit' }, { limit });
    expect(sure(all)).toBe('none');
    const reached = all.view.reachesOf(ann).filter(({ capability }) => capability === 'read-secrets');
    expect(reached).not.toEqual([]);
    expect(reached.every((each) => each.presence === 'certain')).toBe(true);
  });
});

describe('a role that a holder may give any right', () => {
  const role = `arn:aws:iam::${HOME}:role/runner`;
  const own = says(allow(['iam:AttachRolePolicy', 'sts:AssumeRole'], role));
  const boosted = (limit: Json): Seen =>
    seen(
      small({
        policies: { limit },
        users: { ann: { inline: { own } } },
        roles: { runner: { trust: letting({ AWS: HOME }), limit: 'limit' } },
      }),
    );

  it('stays within its own boundary', () => {
    expect(sure(boosted(allowAll))).toBe('certain');
    expect(sure(boosted(says(allow('s3:*'))))).toBe('none');
  });
});

describe('whoever may write policies of its own', () => {
  const plan = planOf(readMethods().find(({ id }) => id === 'iam-007') ?? expect.fail('there is no such method'));
  const told = (given: Plan): readonly string[] => {
    const all = seenOf(given);
    const reached = all.view.reachesOf(all.estate.holder).filter(({ scope }) => !scope.endsWith(':user/holder'));
    return reached.map(({ capability, scope, presence, bounds }) => `${capability} ${scope} ${presence} ${bounds.lo} ${bounds.hi}`);
  };
  const deny = (Action: Json, Condition?: Json): Json => ({
    Effect: 'Deny',
    Action,
    Resource: '*',
    ...(Condition === undefined ? {} : { Condition }),
  });
  const guardrails: readonly (readonly [string, readonly Json[]])[] = [
    ['nothing', []],
    ['secrets', [deny('secretsmanager:*')]],
    ['storage and keys', [deny(['s3:*', 'kms:*'])]],
    ['users and roles, but for its own policies', [{ Effect: 'Deny', NotAction: ['iam:PutUserPolicy', 's3:*'], Resource: '*' }]],
    ['everything without a second factor', [deny('*', { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } })]],
  ];

  it.each(guardrails)('gets what a policy that allows everything gives, where %s is denied', (_name, guardrail) => {
    const all = told({ ...plan, guardrail, allows: [{ action: '*', on: ['*'] }] });
    expect(all.length).toBeGreaterThan(0);
    expect(told({ ...plan, guardrail })).toEqual(all);
  });
});

describe('many holders and many roles', () => {
  const many = <T>(name: string, of: (at: number) => T): Readonly<Record<string, T>> =>
    Object.fromEntries(Array.from({ length: 30 }, (_none, at) => [`${name}${at}`, of(at)]));
  const secret = (at: number): string => `${secretOf(HOME)}${at}`;
  const account: AccountCase = {
    users: {
      ...many('user', () => ({ inline: { own: says(allow(['iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction'])) } })),
      ann: { inline: { own: says(allow(['iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction'])) } },
    },
    roles: many('role', (at) => ({
      inline: { own: says(allow('secretsmanager:GetSecretValue', secret(at))) },
      trust: letting({ Service: 'lambda.amazonaws.com' }),
    })),
  };
  const all = seen(small(account));

  it('are told with a number of links that grows with both, not with their product', () => {
    expect(all.elements.filter((each) => each.escalation !== undefined).length).toBeGreaterThanOrEqual(60);
    expect(all.elements.filter((each) => each.type === 'link').length).toBeLessThan(4 * 61);
  });

  it('reach each role all the same', () => {
    for (let at = 0; at < 30; at++) expect(sure(all, 'read-secrets', secret(at)), String(at)).toBe('certain');
  });
});

describe('a way of three methods', () => {
  const role = `arn:aws:iam::${HOME}:role/runner`;
  const cat = `arn:aws:iam::${HOME}:user/cat`;
  const until = Date.UTC(2026, 0, 15);
  const soon = { DateLessThan: { 'aws:CurrentTime': new Date(until).toISOString() } };
  const start = ['codebuild:CreateProject', 'codebuild:StartBuild'];
  const mints = (Condition?: Json): Json => ({
    Effect: 'Allow',
    Action: 'iam:CreateAccessKey',
    Resource: cat,
    ...(Condition === undefined ? {} : { Condition }),
  });
  const leading = (minting: Json): Seen => {
    const account: AccountCase = {
      users: {
        ann: { inline: { own: says(allow('iam:PassRole', role), allow(start)) } },
        cat: { inline: { own: says(allow('iam:AttachUserPolicy', cat)) } },
      },
      roles: { runner: { inline: { own: says(minting) }, trust: letting({ Service: 'codebuild.amazonaws.com' }) } },
    };
    return seen(small(account));
  };
  const escalations = ({ view }: Seen): number => {
    const path = view.path(ann, 'administer', ACCOUNT);
    return path === undefined ? 0 : [...path.links, path.grant].filter((each) => each.escalation !== undefined).length;
  };

  it('ends with every right, told in its three steps', () => {
    const all = leading(mints());
    expect(sure(all)).toBe('certain');
    expect(escalations(all)).toBe(3);
  });

  it('lasts as long as its least step', () => {
    const reach = leading(mints(soon)).view.reach(ann, 'administer', ACCOUNT);
    expect(reach).toMatchObject({ bounds: { lo: 'time-bound', hi: 'time-bound' }, windows: [{ from: null, until }] });
  });
});

describe('an administrator', () => {
  it('gets no further elements, as they would say nothing more', () => {
    const role = { inline: { own: says(allow('secretsmanager:GetSecretValue')) }, trust: letting({ Service: 'lambda.amazonaws.com' }) };
    const ways = resolved(small({ users: { ann: { inline: { own: allowAll } } }, roles: { role } }));
    expect(ways.filter((each) => each.escalation !== undefined && (each.type === 'link' ? each.from : each.subject) === ann)).toEqual([]);
    expect(sure(seen(small({ users: { ann: { inline: { own: allowAll } } }, roles: { role } })))).toBe('certain');
  });
});

describe('an identity provider whose certificates a holder may change', () => {
  // IAM API reference, API_UpdateSAMLProvider.html: the metadata hold the keys that assertions are checked with
  const provider = `arn:aws:iam::${HOME}:saml-provider/directory`;
  const audience = { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } };
  const role = (Principal: Json): AccountCase['roles'] => ({
    role: {
      inline: { own: says(allow('secretsmanager:GetSecretValue', secretOf(HOME))) },
      trust: letting(Principal, audience, 'sts:AssumeRoleWithSAML'),
    },
  });
  const reached = (own: Json, trusted: string): string =>
    sure(
      seen(small({ users: { ann: { inline: { own: says(own) } } }, roles: role({ Federated: trusted }) ?? {} })),
      'read-secrets',
      secretOf(HOME),
    );

  it('lets it in where a role trusts that provider', () => {
    expect(reached(allow('iam:UpdateSAMLProvider', provider), provider)).toBe('certain');
  });

  it('does not where it may change another, or the role trusts another', () => {
    expect(reached(allow('iam:UpdateSAMLProvider', `${provider}-other`), provider)).toBe('none');
    expect(reached(allow('iam:UpdateSAMLProvider', provider), `${provider}-other`)).toBe('none');
  });
});
