import { describe, expect, it } from 'vitest';
import { copiesOf, followingOriginals, type OriginalsRead } from '../../src/graph/copies.ts';
import type { Identity } from '../../src/model/entity.ts';
import type { Grant, Link } from '../../src/model/grant.ts';
import { exactly } from '../../src/model/persistence.ts';
import { always } from '../../src/model/window.ts';

const TENANT = 'entra:t';
const CENTER = 'aws:identity-center/i';
const whole: OriginalsRead = { knowsMembers: () => true };
const unread: OriginalsRead = { knowsMembers: () => false };

function identity(id: string, boundary: string, kind: Identity['kind'], object: string | null): Identity {
  return {
    id,
    uid: null,
    kind,
    nature: 'unknown',
    natureReason: 'a test',
    name: id,
    boundary,
    createdAt: null,
    tags: {},
    providerManaged: false,
    enabled: true,
    ...(object === null ? {} : { handles: [{ kind: 'entra-object', value: object, immutable: true }] }),
  };
}

const identities = [
  identity('entra/t/g', TENANT, 'group', 'g'),
  identity('entra/t/u', TENANT, 'user', 'u'),
  identity('arn:g', CENTER, 'group', 'G'),
  identity('arn:u', CENTER, 'user', 'U'),
];
const persons = [{ id: 'person:arn:u', accounts: ['arn:u', 'entra/t/u'], because: [] }];
const copies = copiesOf(identities, persons);

function link(from: string, to: string, boundary: string, more: Partial<Link> = {}): Link {
  const key = `${from} ${to} ${more.bounds?.lo ?? ''}`;
  return {
    type: 'link',
    key,
    boundary,
    how: 'member-of',
    from,
    to,
    openness: 'exact',
    bounds: exactly('standing'),
    presence: 'certain',
    windows: always,
    endsBy: 'nothing',
    gate: 'none',
    because: ['listed'],
    conditions: [],
    caveats: [],
    source: { id: key, kind: 'membership', name: 'membership', boundary },
    evidence: [],
    detail: {},
    ...more,
  };
}

const copied = link('arn:u', 'arn:g', CENTER);
const until = Date.UTC(2026, 0, 2);
const activated = link('entra/t/u', 'entra/t/g', TENANT, {
  bounds: exactly('activated'),
  windows: [{ from: until - 3_600_000, until }],
  endsBy: 'provider',
  gate: 'approved',
});
const eligible = link('entra/t/u', 'entra/t/g', TENANT, { bounds: exactly('eligible'), gate: 'approved' });

function memberships(elements: Iterable<Grant | Link>, read = whole): readonly Link[] {
  return [...followingOriginals(elements, copies, read)].filter((each): each is Link => each.type === 'link' && each.to === 'arn:g');
}

function ofUser(elements: Iterable<Grant | Link>, read = whole): readonly Link[] {
  return memberships(elements, read).filter((each) => each.from === 'arn:u');
}

describe('copiesOf', () => {
  it('tells groups by the object they were made of, and accounts by the person', () => {
    expect(copies.map((each) => [each.copy, each.original, each.kind])).toEqual([
      ['arn:g', 'entra/t/g', 'group'],
      ['arn:u', 'entra/t/u', 'account'],
    ]);
  });

  it('takes no group for a copy whose original was not listed', () => {
    expect(copiesOf([identity('arn:g', CENTER, 'group', 'g')], [])).toEqual([]);
  });

  it('does not take a user and a group with one number for copies of each other', () => {
    expect(copiesOf([identity('entra/t/x', TENANT, 'user', 'x'), identity('arn:x', CENTER, 'group', 'x')], [])).toEqual([]);
  });
});

describe('followingOriginals', () => {
  it('leads from each original to its copy', () => {
    const made = [...followingOriginals([], copies, whole)];
    expect(made.map((each) => (each as Link).how)).toEqual(['member-of', 'federates']);
    expect(made.map((each) => (each as Link).from)).toEqual(['entra/t/g', 'entra/t/u']);
  });

  it('makes a copy as lasting as an activated original, whichever of them comes first', () => {
    for (const elements of [
      [copied, activated],
      [activated, copied],
    ]) {
      const [made, ...others] = ofUser(elements);
      expect(others).toEqual([]);
      expect(made?.bounds).toEqual(exactly('activated'));
      expect(made?.windows).toEqual(activated.windows);
      expect(made?.endsBy).toBe('automation');
      expect(made?.gate).toBe('approved');
    }
  });

  it('keeps a copy standing where the original stands', () => {
    const [made] = ofUser([copied, link('entra/t/u', 'entra/t/g', TENANT)]);
    expect(made?.bounds).toEqual(exactly('standing'));
    expect(made?.detail['originalGone']).toBeUndefined();
  });

  it('says that the original is gone, and keeps what is seen', () => {
    const [made] = ofUser([copied]);
    expect(made?.bounds).toEqual(exactly('standing'));
    expect(made?.detail['originalGone']).toBe(true);
  });

  it('counts a copy as left behind where the original could be switched on and is not', () => {
    const [made] = ofUser([copied, eligible]);
    expect(made?.bounds).toEqual(exactly('standing'));
    expect(made?.detail['originalGone']).toBe(true);
    expect(made?.because.at(-1)).toContain('is not switched on');
  });

  it('does not say that an original is gone which was not read', () => {
    const [made] = ofUser([copied], unread);
    expect(made?.detail['originalGone']).toBeUndefined();
    expect(made?.caveats).toHaveLength(1);
  });

  it('gives both where an original is activated and standing at once', () => {
    expect(ofUser([copied, activated, link('entra/t/u', 'entra/t/g', TENANT)]).map((each) => each.bounds.lo)).toEqual([
      'activated',
      'standing',
    ]);
  });

  it('leaves a member alone whose account was not joined', () => {
    const stranger = link('arn:stranger', 'arn:g', CENTER);
    const [made] = memberships([stranger]).filter((each) => each.from === 'arn:stranger');
    expect(made?.bounds).toEqual(exactly('standing'));
    expect(made?.caveats).toHaveLength(1);
    expect(made?.detail['originalGone']).toBeUndefined();
  });

  it('passes on everything where there is no copy', () => {
    const elements = [copied, activated];
    expect([...followingOriginals(elements, [], whole)]).toEqual(elements);
  });
});
