import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../src/base/json.ts';
import type { AccountCase, HolderCase } from '../resolve/estate.ts';
import { accountFacts } from '../resolve/estate.ts';
import { HOME } from '../resolve/say.ts';
import { allowAll, letting, says, secretOf } from './documents.ts';
import type { Elements, Seen } from './judge.ts';
import { resolved, seen } from './judge.ts';
import { allow, ann, small, sure } from './small.ts';

const OTHER = '222222222222';
const far = `arn:aws:iam::${OTHER}:role/far`;
const near = `arn:aws:iam::${HOME}:role/near`;
const cat = `arn:aws:iam::${HOME}:user/cat`;
const byService = letting({ Service: 'lambda.amazonaws.com' });
const readsSecret = says(allow('secretsmanager:GetSecretValue', secretOf(OTHER)));

function estate(own: HolderCase, trust: Json, more: AccountCase = {}): Parameters<typeof seen>[0] {
  const home = small({
    ...more,
    users: { ann: own, ...more.users },
    roles: { near: { inline: { own: says(allow('sts:AssumeRole', far)) }, trust: byService }, ...more.roles },
  });
  return { ...home, facts: [...home.facts, ...accountFacts(OTHER, { roles: { far: { inline: { readsSecret }, trust } } })] };
}

function told(all: Seen): string {
  return sure(all, 'read-secrets', secretOf(OTHER));
}

function reaching(own: Json, trust: Json, more?: AccountCase): string {
  return told(seen(estate({ inline: { own } }, trust, more)));
}

const ways = (elements: Elements): number =>
  elements.filter((each) => each.type === 'link' && each.from === ann && each.escalation !== undefined).length;

const giving = says(allow('iam:PutUserPolicy', ann));

describe.each([
  ['an administrator', allowAll],
  ['whoever may give itself any right', giving],
])('%s', (_who, own) => {
  it('comes into another account as a role of its own that is let in there', () => {
    expect(reaching(own, letting({ AWS: near }))).toBe('certain');
  });

  it('does not where the role there lets in nobody of its account', () => {
    expect(reaching(own, byService)).toBe('none');
    expect(ways(resolved(estate({ inline: { own } }, byService)))).toBe(0);
  });

  it('does not where the role that is let in is kept by AWS', () => {
    const kept = 'aws-reserved/res';
    const arn = `arn:aws:iam::${HOME}:role/${kept}`;
    const roles = { [kept]: { inline: { own: says(allow('sts:AssumeRole', far)) }, trust: byService } };
    expect(reaching(own, letting({ AWS: arn }), { roles })).toBe('none');
  });

  it('comes there as a user that is let in', () => {
    const users = { cat: { inline: { own: says(allow('sts:AssumeRole', far)) } } };
    expect(reaching(own, letting({ AWS: cat }), { users })).toBe('certain');
  });

  it('comes there by policies of its own where its account is let in', () => {
    expect(reaching(own, letting({ AWS: OTHER }))).toBe('none');
    expect(reaching(own, letting({ AWS: `arn:aws:iam::${HOME}:root` }))).toBe('certain');
  });

  it('comes there as the role that a condition on the whole account asks for', () => {
    const asking = letting({ AWS: `arn:aws:iam::${HOME}:root` }, { ArnEquals: { 'aws:PrincipalArn': near } });
    expect(reaching(own, asking)).toBe('certain');
  });

  it('gets no link to what the other account does not let in', () => {
    const roles = { idle: { inline: { own: says(allow('s3:GetObject')) }, trust: byService } };
    const to = resolved(estate({ inline: { own } }, letting({ AWS: near }), { roles })).flatMap((each) =>
      each.type === 'link' && each.from === ann ? [each.to] : [],
    );
    expect(to).toContain(near);
    expect(to).not.toContain(`arn:aws:iam::${HOME}:role/idle`);
  });
});

describe('many administrators and many roles that are let in elsewhere', () => {
  it('are told with links that grow with both, not with their product', () => {
    const names = Array.from({ length: 40 }, (_none, at) => String(at));
    const users = Object.fromEntries(names.map((at) => [`admin${at}`, { inline: { own: allowAll } }]));
    const roles = Object.fromEntries(
      names.map((at) => [`near${at}`, { inline: { own: says(allow('sts:AssumeRole', far)) }, trust: byService }]),
    );
    const lets = letting({ AWS: names.map((at) => `arn:aws:iam::${HOME}:role/near${at}`) });
    const all = resolved(estate({ inline: { own: allowAll } }, lets, { users, roles }));
    const links = all.filter((each) => each.type === 'link' && each.escalation === 'rewrite-role-trust');
    expect(links.length).toBeGreaterThanOrEqual(80);
    expect(links.length).toBeLessThan(100);
  });
});

describe('whoever may give itself any right under a permissions boundary', () => {
  it('comes into another account only where the boundary lets it', () => {
    const bounded = (...actions: string[]): string =>
      told(
        seen(
          estate({ inline: { own: giving }, limit: 'limit' }, letting({ AWS: near }), {
            policies: { limit: says(allow(['iam:PutUserPolicy', ...actions])) },
          }),
        ),
      );
    expect(bounded('iam:UpdateAssumeRolePolicy', 'sts:AssumeRole')).toBe('certain');
    expect(bounded('s3:*')).toBe('none');
  });
});
