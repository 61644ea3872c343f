import { describe, expect, it } from 'vitest';
import { escalationMethods } from '../../../../connectors/aws/escalation/table.ts';
import type { Json } from '../../../../src/base/json.ts';
import type { AccountCase, HolderCase } from '../resolve/estate.ts';
import { HOME } from '../resolve/say.ts';
import { says } from './documents.ts';
import type { Seen } from './judge.ts';
import { seen } from './judge.ts';
import { allow, small } from './small.ts';

/*
 * A deny of an identity policy counts as long as the policy is there (IAM User Guide, reference_policies_evaluation-logic_policy-eval-denyallow.html).
 */

const SECRET = `arn:aws:secretsmanager:us-east-1:${HOME}:secret:crown-AbCdEf`;
const READS = 'secretsmanager:GetSecretValue';
const arn = (rest: string): string => `arn:aws:iam::${HOME}:${rest}`;
const denying = (Action: Json = READS): Json => ({ Effect: 'Deny', Action, Resource: '*' });
const reading = allow(READS, SECRET);

/** How sure it is that somebody reads the secret, and by which methods. */
function told(all: Seen, who: string): string {
  const presence = all.view.reach(who, 'read-secrets', SECRET)?.presence ?? all.view.reach(who, 'administer', `aws:${HOME}`)?.presence;
  return presence ?? 'none';
}

interface Case {
  readonly method: string;
  readonly kind: 'user' | 'role';
  readonly on: string;
  /** Where the deny is. */
  readonly held: 'attached' | 'inline' | 'attached to its group' | 'inline in its group';
}

const cases: readonly Case[] = [
  { method: 'detach-own-user-policy', kind: 'user', on: 'user/ann', held: 'attached' },
  { method: 'detach-own-role-policy', kind: 'role', on: 'role/ann', held: 'attached' },
  { method: 'delete-own-user-policy', kind: 'user', on: 'user/ann', held: 'inline' },
  { method: 'delete-own-role-policy', kind: 'role', on: 'role/ann', held: 'inline' },
  { method: 'detach-own-group-policy', kind: 'user', on: 'group/ops', held: 'attached to its group' },
  { method: 'delete-own-group-policy', kind: 'user', on: 'group/ops', held: 'inline in its group' },
  { method: 'leave-group', kind: 'user', on: 'group/ops', held: 'attached to its group' },
];

interface Given {
  readonly on?: string;
  readonly held?: Case['held'];
  readonly condition?: Json;
  readonly denies?: Json;
  readonly more?: AccountCase['users'];
}

function seenOf({ method, kind, ...its }: Case, { on = its.on, held = its.held, condition, denies = denying() }: Given = {}): Seen {
  const [{ actions }] = escalationMethods.find(({ id }) => id === method)?.needs ?? expect.fail(`there is no method ${method}`);
  const act = { Effect: 'Allow', Action: actions[0], Resource: arn(on), ...(condition === undefined ? {} : { Condition: condition }) };
  const own = says(act, reading);
  const policies = { guard: says(denies), limit: says(allow('*')) };
  const where = (place: Case['held'], as: HolderCase): HolderCase => (held === place ? as : {});
  const ann: HolderCase = {
    ...where('attached', { attached: ['guard'] }),
    inline: { own, ...(held === 'inline' ? { guard: says(denies) } : {}) },
  };
  const ops: HolderCase = {
    ...where('attached to its group', { attached: ['guard'] }),
    ...where('inline in its group', { inline: { guard: says(denies) } }),
  };
  const given: AccountCase =
    kind === 'user'
      ? { policies, groups: { ops }, users: { ann: { ...ann, groups: ['ops'] } } }
      : { policies, roles: { ann: { ...ann, trust: says() } } };
  return seen(small(given));
}

it('has a case for each method that takes policies off', () => {
  const all = escalationMethods.filter(({ family }) => family === 'own-denies').map(({ id }) => id);
  expect(cases.map(({ method }) => method).sort()).toEqual([...all].sort());
});

describe.each(cases)('$method', (each) => {
  const who = arn(`${each.kind}/ann`);

  it('frees its holder of what the policy denied it, and names the method', () => {
    const all = seenOf(each);
    expect(told(all, who)).toBe('certain');
    const named = all.elements.filter((one) => one.escalation !== undefined);
    expect(named.map((one) => one.escalation)).toContain(each.method);
    for (const one of named) expect(one.evidence.length).toBeGreaterThan(0);
  });

  it('takes nothing off that is of somebody else, or held in another way', () => {
    expect(told(seenOf(each, { on: each.on.replace(/ann|ops/, 'other') }), who)).toBe('none');
    const elsewhere = cases
      .map(({ held }) => held)
      .filter((held) => held !== each.held && (each.kind === 'user' || !held.includes('group')));
    for (const held of new Set(elsewhere)) {
      const leaves = each.method === 'leave-group' && held.includes('group') ? 'certain' : 'none';
      expect(`${held} ${told(seenOf(each, { held }), who)}`).toBe(`${held} ${leaves}`);
    }
  });

  it('cannot be used where the policy denies the act itself', () => {
    expect(told(seenOf(each, { denies: denying(['iam:*', READS]) }), who)).toBe('none');
  });
});

describe('detaching that is allowed for some policies alone', () => {
  const each = cases[0] as Case;
  const only = (policy: string): string =>
    told(seenOf(each, { condition: { ArnEquals: { 'iam:PolicyARN': arn(policy) } } }), arn('user/ann'));

  it('frees its holder where the policy is one of them', () => {
    expect(only('policy/guard')).toBe('certain');
    expect(only('policy/other')).toBe('none');
  });
});

describe('what a holder may write over', () => {
  const way = (own: Json, more: HolderCase, policies: AccountCase['policies'] = {}): string => {
    const inline = { ...more.inline, own: says(own, allow('s3:ListAllMyBuckets')) };
    return told(seen(small({ policies, users: { ann: { ...more, inline } } })), arn('user/ann'));
  };

  // IAM API reference, API_PutUserPolicy.html: a policy of that name is replaced
  it('denies it nothing: an inline policy of its own', () => {
    const own = allow('iam:PutUserPolicy', arn('user/ann'));
    expect(way(own, { inline: { guard: says(denying()) } })).toBe('certain');
    expect(way(own, { inline: { guard: says(denying(['iam:*', READS])) } })).toBe('none');
  });

  // IAM API reference, API_CreatePolicyVersion.html
  it('denies it nothing: a policy that it writes a new version of', () => {
    const own = (policy: string): Json => allow('iam:CreatePolicyVersion', arn(policy));
    const policies = { guard: says(denying()) };
    expect(way(own('policy/guard'), { attached: ['guard'] }, policies)).toBe('certain');
    expect(way(own('policy/other'), { attached: ['guard'] }, policies)).toBe('none');
  });
});

describe('changes of its own rights that follow one another', () => {
  const of = (ann: HolderCase, policies: AccountCase['policies'] = {}): string =>
    told(seen(small({ policies, users: { ann } })), arn('user/ann'));

  it('take off what kept it from taking off the rest', () => {
    const own = says(allow(['iam:DetachUserPolicy', 'iam:DeleteUserPolicy'], arn('user/ann')), reading);
    const first = says(denying('iam:DetachUserPolicy'));
    expect(of({ inline: { own, first }, attached: ['guard'] }, { guard: says(denying()) })).toBe('certain');
    expect(of({ inline: { own }, attached: ['guard', 'first'] }, { guard: says(denying()), first })).toBe('none');
  });

  it('lift a permissions boundary by a right that it gives itself within it', () => {
    const own = says(allow('iam:PutUserPolicy', arn('user/ann')));
    const within = (...actions: readonly string[]): string =>
      of({ inline: { own }, limit: 'limit' }, { limit: says(allow(['iam:PutUserPolicy', ...actions], '*')) });
    expect(within('iam:DeleteUserPermissionsBoundary')).toBe('certain');
    expect(within('iam:GetUser')).toBe('none');
  });

  it('lose what a policy that they take off allowed', () => {
    const own = says(allow('iam:DetachUserPolicy', arn('user/ann')));
    expect(of({ inline: { own }, attached: ['mixed'] }, { mixed: says(reading, denying()) })).toBe('none');
    expect(of({ inline: { own, reads: says(reading) }, attached: ['mixed'] }, { mixed: says(reading, denying()) })).toBe('certain');
  });
});
