import { describe, expect, test } from 'vitest';
import { rule as noOwner } from '../../src/rules/no-owner/rule.ts';
import type { SmallGraph } from '../../src/contract/rule.ts';
import { ask, says } from './ask.ts';
import { ANN, ROLE } from './estate.ts';

const reserved = 'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_0123456789abcdef';
const tagged = (tags: Record<string, string>): SmallGraph => ({ name: 'a tagged role', identities: [{ id: ROLE, tags }] });

describe('owner tags', () => {
  test.each([
    ['Owner', 'a', 'clear'],
    ['OWNER', 'a', 'clear'],
    ['owner-email', 'a@example.com', 'clear'],
    ['Team', 'payments', 'clear'],
    ['owner', '', 'low'],
    ['owner', ' \t', 'low'],
    ['homeowner', 'a', 'low'],
    ['aws:cloudformation:stack-name', 'a', 'low'],
  ])('%j with value %j', (name, value, answer) => {
    expect(says(noOwner, tagged({ [name]: value }))).toBe(answer);
  });

  test('another blank tag does not hide the one that names an owner', () => {
    expect(says(noOwner, tagged({ owner: '', team: 'payments' }))).toBe('clear');
  });

  test('names are a setting, and replace the defaults', () => {
    expect(says(noOwner, tagged({ Verantwortlich: 'a' }), { ownerTags: ['verantwortlich'] })).toBe('clear');
    expect(says(noOwner, tagged({ owner: 'a' }), { ownerTags: ['verantwortlich'] })).toBe('low');
  });
});

describe('who is asked about', () => {
  const asked = (id: string, settings: unknown = {}): number =>
    ask(noOwner, { name: 'one', identities: [{ id }] }, settings).totals.questions;

  test.each([
    ['a user', ANN, 1],
    ['a role', ROLE, 1],
    ['a group', 'arn:aws:iam::111122223333:group/devs', 0],
    ['the root user', 'arn:aws:iam::111122223333:root', 0],
    ['a service', 'service:lambda.amazonaws.com', 0],
    ['a role of IAM Identity Center, whose owner is the permission set’s', reserved, 0],
    ['the same in another partition', reserved.replace('arn:aws:', 'arn:aws-us-gov:'), 0],
    ['a role that only looks like one of IAM Identity Center', 'arn:aws:iam::111122223333:role/AWSReservedSSO_Admin_0123456789abcdef', 1],
    ['a role with the reserved path further in', 'arn:aws:iam::111122223333:role/x/aws-reserved/y', 1],
  ])('%s', (_, id, questions) => {
    expect(asked(id)).toBe(questions);
  });

  test.each([
    ['*', ROLE, true],
    [ROLE, ROLE, true],
    [`${ROLE}x`, ROLE, false],
    ['arn:*role/imp*rt', ROLE, true],
    ['arn:*role/*x*rt', ROLE, false],
    ['*import*import', ROLE, false],
    ['arn:aws:iam::111122223333:role/import*import', ROLE, false],
  ])('the pattern %j for what is provisioned from elsewhere', (pattern, id, left) => {
    expect(asked(id, { provisioned: [pattern] })).toBe(left ? 0 : 1);
  });

  test('a pattern of many stars costs no time', () => {
    expect(asked(`arn:aws:iam::111122223333:role/${'a'.repeat(5000)}`, { provisioned: [`${'*a'.repeat(2000)}*b`] })).toBe(1);
  });

  test('kinds are a setting', () => {
    expect(asked(ANN, { kinds: ['role'] })).toBe(0);
  });
});

describe('tags nobody read', () => {
  test('of a role that only a trust names are undetermined', () => {
    const { totals, undetermined } = ask(noOwner, {
      name: 'named by a trust',
      identities: [{ id: ROLE, tags: { owner: 'a' } }],
      links: [{ from: `${ROLE}-hidden`, to: ROLE }],
    });
    expect(totals).toMatchObject({ questions: 2, findings: 0, clear: 1 });
    expect(undetermined[0]?.subject.id).toBe(`${ROLE}-hidden`);
  });

  test('of a user that only a credential names are undetermined', () => {
    expect(says(noOwner, { name: 'named by a key', credentials: [{ id: `${ANN}#access-key-1`, identity: ANN }] })).toBe('undetermined');
  });

  test('because of a fault in what was read of it are undetermined, whatever the rest says', () => {
    const gap = {
      boundary: 'aws:111122223333',
      surface: 'aws:identity',
      subject: ROLE,
      cause: 'malformed',
      detail: 'Tags is text',
    } as const;
    expect(says(noOwner, tagged({}), {}, [gap])).toBe('undetermined');
    const both = { ...tagged({}), identities: [{ id: ROLE }, { id: ANN }] };
    expect(ask(noOwner, both, {}, [{ ...gap, subject: ANN }])).toMatchObject({
      findings: [{ subject: { id: ROLE } }],
      undetermined: [{ subject: { id: ANN } }],
    });
  });

  test('are no matter of a policy that nobody listed', () => {
    const source = { id: 'p', kind: 'unlisted-policy', name: 'SyncAccess', boundary: 'aws:111122223333' };
    const grants = [{ subject: ROLE, capability: 'administer', presence: 'possible', source }] as const;
    expect(says(noOwner, { ...tagged({}), grants })).toBe('low');
    expect(says(noOwner, { ...tagged({ owner: 'a' }), grants })).toBe('clear');
  });

  test('a role of an account nobody read is not ours to ask about', () => {
    const links = [{ from: 'arn:aws:iam::999988887777:role/vendor', to: ROLE }];
    expect(ask(noOwner, { ...tagged({ owner: 'a' }), links }).totals.questions).toBe(1);
  });
});
