import { describe, expect, it } from 'vitest';
import { viewOfSmallGraph } from '../../src/judge/small.ts';
import { createHash } from 'node:crypto';

const role = 'arn:aws:iam::111122223333:role/admin';
const center = 'aws:identity-center/ssoins-0123456789abcdef';
const idOf = (of: string): string => `arn:aws:identitystore:::group/${createHash('sha256').update(of).digest('hex').slice(0, 12)}`;

/** The ways into the role that groups of these names, by their ids, may assume. */
function waysOf(groups: Readonly<Record<string, string>>, from: readonly string[] = Object.keys(groups)): readonly string[] {
  const identities = Object.entries(groups).map(([id, name]) => ({ id, kind: 'group' as const, name, boundary: center }));
  return viewOfSmallGraph({
    name: 'groups',
    boundaries: [{ id: 'aws:111122223333' }, { id: center, kind: 'identity-center' }],
    identities: [{ id: role, kind: 'role' }, ...identities],
    links: from.map((each) => ({ from: each, to: role })),
  }).entry(role).ways;
}

describe('whom a way in names', () => {
  const [a, b, c] = [idOf('a'), idOf('b'), idOf('c')];

  it('is kind and name where the id is opaque', () => {
    expect(waysOf({ [a]: 'admins', [b]: 'ops' })).toEqual(['trusted by group admins', 'trusted by group ops']);
  });

  it('is the id as well where another has the same name, whether or not that one comes in', () => {
    expect(waysOf({ [a]: 'admins', [b]: 'admins', [c]: 'ops' }, [a, c])).toEqual([
      `trusted by group admins (${a})`,
      'trusted by group ops',
    ]);
    expect(waysOf({ [a]: 'admins', [b]: 'admins' })).toHaveLength(2);
  });

  it('is the id alone where it is an ARN of IAM, or nothing was told of it', () => {
    const user = 'arn:aws:iam::111122223333:user/ann';
    expect(waysOf({ [user]: 'Ann' })).toEqual([`trusted by ${user}`]);
    expect(waysOf({}, [a])).toEqual([`trusted by ${a}`]);
  });
});
