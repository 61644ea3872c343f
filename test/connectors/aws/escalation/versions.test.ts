import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../src/base/json.ts';
import type { Fact } from '../../../../src/model/fact.ts';
import type { AccountCase } from '../resolve/estate.ts';
import { HOME } from '../resolve/say.ts';
import { says } from './documents.ts';
import type { Estate } from './estate.ts';
import { seen } from './judge.ts';
import { allow, ann, small, sure } from './small.ts';

/*
 * Only the default version of a managed policy counts, and whoever sets another one changes what it says at once (IAM User Guide,
 * access_policies_managed-versioning.html); so too where the policy is a permissions boundary (access_policies_boundaries.html).
 */

const policy = (name: string): string => `arn:aws:iam::${HOME}:policy/${name}`;
const denying = (Action: Json): Json => ({ Effect: 'Deny', Action, Resource: '*' });
const harmless = allow('s3:ListAllMyBuckets');

/** The account with older versions of some policies, which say these. */
function withOlder(account: AccountCase, older: Readonly<Record<string, readonly Json[]>>): Estate {
  const estate = small(account);
  const more = (fact: Fact): Fact => {
    const name = fact.key.slice(policy('').length);
    const documents = fact.kind === 'policy' && fact.key === policy(name) ? (older[name] ?? []) : [];
    if (documents.length === 0) return fact;
    const value = fact.value as { readonly [key: string]: Json; readonly versions: readonly { readonly [key: string]: Json }[] };
    const versions = documents.map((document, at) => ({ ...value.versions[0], id: `v${at + 10}`, isDefault: false, document }));
    return { ...fact, value: { ...value, versions: [...value.versions, ...versions] } } as Fact;
  };
  return { ...estate, facts: estate.facts.map(more) };
}

const administers = (account: AccountCase, older: Readonly<Record<string, readonly Json[]>> = {}): string =>
  sure(seen(withOlder(account, older)));

describe('an older version of a policy of its own', () => {
  const may = allow('iam:SetDefaultPolicyVersion', policy('p'));
  const holding: AccountCase = { policies: { p: says(may) }, users: { ann: { attached: ['p'] } } };
  const back = (...statements: readonly Json[]): string => administers(holding, { p: [says(...statements)] });

  it('gives what lets its holder give itself more', () => {
    expect(back(harmless)).toBe('none');
    expect(back(allow('iam:AttachUserPolicy', ann))).toBe('certain');
    expect(back(allow('iam:AttachUserPolicy', `${ann}e`))).toBe('none');
    expect(back(allow('iam:CreatePolicyVersion', policy('p')))).toBe('certain');
    expect(back(allow('iam:CreatePolicyVersion', policy('q')))).toBe('none');
  });

  it('leads to another that is brought back', () => {
    const account: AccountCase = {
      policies: { p: says(may), q: says(harmless) },
      users: { ann: { attached: ['p', 'q'] } },
    };
    const next = allow('iam:SetDefaultPolicyVersion', policy('q'));
    expect(administers(account, { p: [says(next)], q: [says(allow('*'))] })).toBe('certain');
    expect(administers(account, { p: [says(harmless)], q: [says(allow('*'))] })).toBe('none');
  });

  it('frees its holder of what the newer one denied', () => {
    const account: AccountCase = {
      policies: { p: says(denying('iam:Attach*'), may) },
      users: { ann: { attached: ['p'], inline: { own: says(allow('iam:AttachUserPolicy', ann)) } } },
    };
    expect(administers(account)).toBe('none');
    expect(administers(account, { p: [says(harmless)] })).toBe('certain');
    expect(administers(account, { p: [says(denying('iam:*'))] })).toBe('none');
  });

  it('is told with what is brought back', () => {
    const { elements } = seen(withOlder(holding, { p: [says(allow('iam:AttachUserPolicy', ann))] }));
    const told = elements.filter(({ escalation }) => escalation === 'older-version-of-own-policy');
    expect(told.some((each) => each.type === 'grant' && each.capability === 'administer')).toBe(true);
    for (const { evidence } of told) expect(evidence.length).toBeGreaterThan(0);
  });
});

describe.each(['user', 'role'] as const)('the permissions boundary of a %s that may', (kind) => {
  const bounded = (limit: readonly Json[], older: readonly Json[] = [], own: Json = allow('*'), name = 'limit'): string => {
    const held = { limit: name, inline: { own: says(own) } };
    const policies = name === 'limit' ? { limit: says(...limit) } : {};
    const estate = withOlder(
      kind === 'user' ? { policies, users: { ann: held } } : { policies, roles: { ann: { ...held, trust: says() } } },
      {
        limit: older,
      },
    );
    return sure(seen({ ...estate, holder: `arn:aws:iam::${HOME}:${kind}/ann` }));
  };
  const write = allow('iam:CreatePolicyVersion', policy('limit'));
  const restore = allow('iam:SetDefaultPolicyVersion', policy('limit'));

  it('write a new version of it limits it no more', () => {
    expect(bounded([harmless])).toBe('none');
    expect(bounded([write])).toBe('certain');
    expect(bounded([allow('iam:CreatePolicyVersion', policy('other'))])).toBe('none');
    expect(bounded([write], [], allow('iam:CreatePolicyVersion', policy('other')))).toBe('none');
    expect(bounded([allow('iam:*'), denying('iam:CreatePolicyVersion')], [], write)).toBe('none');
  });

  it('write one where it has room alone, or makes it', () => {
    const four = [harmless, harmless, harmless, harmless].map((each) => says(each));
    expect(bounded([write], four.slice(1))).toBe('certain');
    expect(bounded([write], four)).toBe('none');
    expect(bounded([write, allow('iam:DeletePolicyVersion', policy('limit'))], four)).toBe('certain');
  });

  it('bring back an older version of it limits it as that does', () => {
    expect(bounded([restore])).toBe('none');
    expect(bounded([restore], [says(allow('*'))])).toBe('certain');
    expect(bounded([restore], [says(allow('s3:*'))])).toBe('none');
    expect(bounded([restore], [says(allow('*'))], restore)).toBe('none');
    expect(bounded([restore], [says(write)])).toBe('certain');
  });
});

describe('a permissions boundary of AWS', () => {
  it('has no version that anybody writes', () => {
    const policies = { 'AWS:ReadOnlyAccess': says(allow('iam:CreatePolicyVersion')) };
    expect(administers({ policies, users: { ann: { limit: 'AWS:ReadOnlyAccess', inline: { own: says(allow('*')) } } } })).toBe('none');
  });
});
