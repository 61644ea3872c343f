import { describe, expect, it } from 'vitest';
import { buildGraph, graphInputOf } from '../../src/graph/build.ts';
import type { GraphInput } from '../../src/graph/build.ts';
import { GraphError } from '../../src/graph/errors.ts';
import { nameForm } from '../../src/graph/names.ts';
import { expandSmallGraph, viewOfSmallGraph } from '../../src/judge/small.ts';
import type { FactIndex } from '../../src/model/fact.ts';
import type { Credential, Identity } from '../../src/model/entity.ts';
import { createView } from '../../src/paths/view.ts';

const A = 'aws:111122223333';
const alice = 'arn:aws:iam::111122223333:user/alice';
const admin = 'arn:aws:iam::111122223333:role/admin';
const asOf = '2026-01-01T00:00:00.000Z';

function viewOf(input: GraphInput) {
  return createView(buildGraph(input), { asOf, maxTimeBoundMs: 0 });
}
/** One more fact about an identity, from another page. */
function told(value: Partial<Identity> & { readonly id: string }, page: string): GraphInput['identities'][number] {
  const [plain] = expandSmallGraph({ name: 'one', identities: [value] }).identities;
  if (plain === undefined) throw new Error('no identity');
  return { ...plain, key: `${value.id}|${page}`, pages: [{ page, pointer: '/0' }] };
}

describe('the nature of a user', () => {
  const natureOf = (credentials: readonly (Partial<Credential> & { readonly id: string })[], unread = false) =>
    viewOfSmallGraph({
      name: 'nature',
      identities: [{ id: alice, nature: 'unknown' }],
      credentials: credentials.map((each) => ({ identity: alice, ...each })),
      unread: unread ? [{ kind: 'credential', status: 'partial' }] : [],
    }).identity(alice)?.nature;

  it('is human by an active password', () => {
    expect(natureOf([{ id: `${alice}#password` }, { id: `${alice}#access-key-1` }])).toBe('human');
    expect(natureOf([{ id: `${alice}#password` }], true)).toBe('human');
  });
  it('is non-human by keys alone, where a password would have been seen', () => {
    expect(natureOf([{ id: `${alice}#password`, state: 'inactive' }, { id: `${alice}#access-key-1` }])).toBe('non-human');
    expect(natureOf([{ id: `${alice}#access-key-1` }], true)).toBe('unknown');
  });
  it('is not changed by a key that opens one service only', () => {
    const service = { id: 'ACCA1', kind: 'api-key', opens: 'service' } as const;
    expect(natureOf([service, { id: `${alice}#access-key-1` }])).toBe('non-human');
    expect(natureOf([service, { id: `${alice}#password` }])).toBe('human');
    expect(natureOf([service])).toBe('unknown');
  });
  it('is settled whatever the user is called', () => {
    for (const name of ['user', 'unknown', 'human', 'use']) {
      const id = `arn:aws:iam::111122223333:user/${name}`;
      const view = viewOfSmallGraph({
        name: 'nature',
        identities: [{ id, nature: 'unknown' }],
        credentials: [{ id: `${id}#password`, identity: id }],
      });
      expect(view.identity(id)?.nature).toBe('human');
    }
  });
  it('stays unknown without an active credential', () => {
    expect(natureOf([])).toBe('unknown');
    expect(natureOf([{ id: `${alice}#access-key-1`, state: 'inactive' }])).toBe('unknown');
  });
});

describe('joining', () => {
  const empty = expandSmallGraph({ name: 'empty' });

  it('fills from one page what another leaves open, and keeps the evidence of both', () => {
    const input = { ...empty, identities: [told({ id: admin, uid: null, createdAt: asOf }, 'b'), told({ id: admin, uid: 'AROA1' }, 'a')] };
    const view = viewOf(input);
    expect(view.identity(admin)).toMatchObject({ uid: 'AROA1', createdAt: asOf });
    expect(view.evidenceOf('identity', admin).map((each) => each.page)).toEqual(['a', 'b']);
  });

  it('opens the whole identity with a credential of which one page tells more than one service', () => {
    const told = (opens: Partial<Credential>) =>
      expandSmallGraph({ name: 'one', credentials: [{ id: 'K', identity: alice, ...opens }] }).credentials;
    const opened = (...pages: readonly Partial<Credential>[]) =>
      viewOf({
        ...empty,
        credentials: pages.flatMap((each, at) => told(each).map((one) => ({ ...one, surface: `aws:${at}` }))),
      }).credential('K')?.opens;
    expect(opened({ opens: 'service' }, { opens: 'service' })).toBe('service');
    expect(opened({ opens: 'service' }, {})).toBeUndefined();
    expect(opened({}, { opens: 'service' })).toBeUndefined();
  });

  it('keeps the identity created last when two had one name, and says so', () => {
    const old = told({ id: admin, uid: 'AROA9', createdAt: '2024-01-01T00:00:00.000Z' }, 'a');
    const fresh = told({ id: admin, uid: 'AROA1', createdAt: '2025-01-01T00:00:00.000Z' }, 'b');
    for (const identities of [
      [old, fresh],
      [fresh, old],
    ]) {
      const view = viewOf({ ...empty, identities });
      expect(view.identity(admin)?.uid).toBe('AROA1');
      expect(view.gapsIn('identity', A, admin)).toMatchObject([{ cause: 'stale', subject: admin }]);
    }
  });

  it('joins an element that names an identity by its immutable id, unless the id matches nobody any more', () => {
    const small = (openness: 'exact' | 'none') =>
      viewOfSmallGraph({
        name: 'uid',
        identities: [{ id: alice, uid: 'AIDA1' }, { id: admin }],
        links: [{ from: 'AIDA1', to: admin, openness }],
        grants: [{ subject: admin, capability: 'administer' }],
      });
    expect(small('exact').reach(alice, 'administer', A)?.presence).toBe('certain');
    expect(small('none').reach(alice, 'administer', A)).toBeUndefined();
  });

  it('takes the latest use, and never only where every source says never', () => {
    const used = (...lastUsed: readonly string[]) =>
      viewOfSmallGraph({
        name: 'usage',
        identities: [{ id: alice }],
        usage: lastUsed.map((each) => ({ identity: alice, lastUsed: each })),
      }).usage(alice)?.lastUsed;
    expect(used('never', asOf, '2025-01-01T00:00:00.000Z', 'unknown')).toBe(asOf);
    expect(used('never', 'unknown')).toBe('unknown');
    expect(used('never', 'never')).toBe('never');
    expect(used()).toBeUndefined();
  });

  it('makes an identity of a name that only a credential tells of, and dangles it where the list of identities lacks it', () => {
    const root = 'arn:aws:iam::111122223333:root';
    const told = {
      name: 'root',
      credentials: [
        { id: `${root}#access-key-1`, identity: root },
        { id: `${alice}#password`, identity: alice },
      ],
    };
    const view = viewOfSmallGraph(told);
    expect(view.identity(root)).toMatchObject({ kind: 'root', boundary: A });
    expect(view.identity(alice)).toMatchObject({ kind: 'user', boundary: A });
    // A root user is always there; a user that a complete list of users lacks is a hole in that list.
    expect(view.dangling()).toMatchObject([{ subject: alice, cause: 'vanished' }]);
    expect(view.gapsIn('policy', A, alice)).toMatchObject([{ subject: alice, cause: 'vanished' }]);
    const alone = viewOfSmallGraph({ ...told, unread: [{ kind: 'identity' }] });
    expect(alone.dangling()).toEqual([]);
    expect(alone.gapsIn('identity', A, alice)).not.toEqual([]);
  });
});

describe('a broken connector', () => {
  it('is refused when two different elements have one key, and borne when the same one comes twice', () => {
    const input = expandSmallGraph({
      name: 'twice',
      identities: [{ id: alice }],
      grants: [{ subject: alice, capability: 'administer', key: 'k' }],
    });
    const [grant] = input.elements;
    if (grant === undefined) throw new Error('no grant');
    expect(buildGraph({ ...input, elements: [grant, { ...grant }] }).grants).toHaveLength(1);
    const build = () => buildGraph({ ...input, elements: [grant, { ...grant, presence: 'possible' }] });
    expect(build).toThrow(GraphError);
    expect(build).toThrow(expect.objectContaining({ code: 'duplicate-key' }));
  });
});

describe('the ledger', () => {
  const line = {
    ...expandSmallGraph({ name: 'lines' }).coverage[0],
    boundary: A,
    surface: 'aws:many',
    status: 'partial' as const,
    cause: 'malformed' as const,
  };
  const gap = { boundary: A, surface: 'aws:many', subject: alice, cause: 'malformed' as const, detail: 'item 3' };
  const surfaces = [{ id: 'aws:many', yields: ['policy' as const, 'identity' as const], role: 'grants' as const }];
  const empty = expandSmallGraph({ name: 'empty', identities: [{ id: alice }, { id: admin }] });
  const view = (status: 'partial' | 'unread', gaps: readonly (typeof gap)[]) =>
    viewOf({ ...empty, coverage: [{ ...line, status } as GraphInput['coverage'][number]], surfaces, gaps });

  it('holds a gap about one identity against that identity alone', () => {
    expect(view('partial', [gap]).gapsIn('policy', A, alice)).toEqual([gap]);
    expect(view('partial', [gap]).gapsIn('policy', A, admin)).toEqual([]);
    expect(view('partial', [gap]).gapsIn('policy', A)).toEqual([gap]);
  });
  it('holds a surface that was not read against everyone, whatever else is told of it', () => {
    expect(view('unread', [gap]).gapsIn('policy', A, admin)).toMatchObject([{ surface: 'aws:many', cause: 'malformed' }]);
    expect(view('partial', []).gapsIn('policy', A, admin)).toHaveLength(1);
  });
});

describe('the input made of facts', () => {
  it('is plain JSON in one order, and gives the same graph when read back', () => {
    const small = expandSmallGraph({
      name: 'facts',
      identities: [{ id: alice }, { id: admin }],
      grants: [{ subject: alice, capability: 'administer' }],
    });
    const byKind: Readonly<Record<string, readonly unknown[]>> = {
      boundary: small.boundaries,
      identity: small.identities,
      credential: small.credentials,
      usage: small.usage,
    };
    const facts = {
      *ofKind(kind: string) {
        yield* (byKind[kind] ?? []).toReversed();
      },
      find: () => undefined,
      boundaries: [A],
      size: 3,
    } as unknown as FactIndex;
    const input = graphInputOf(facts, facts.ofKind('credential'), small.elements, small.coverage, small.surfaces, small.gaps);
    const again = JSON.parse(JSON.stringify(input)) as GraphInput;
    expect(again).toEqual(input);
    expect(input.identities.map((each) => each.key)).toEqual([admin, alice]);
    expect([...viewOf(again).reaches()]).toEqual([...viewOf(small).reaches()]);
  });
});

describe('the name of a boundary', () => {
  const small = expandSmallGraph({ name: 'names', identities: [{ id: alice }] });
  const nameOf = (input: GraphInput): string | null | undefined => buildGraph(input).boundaries.find((each) => each.id === A)?.name;
  const B = 'aws:999988887777';
  const names = [
    { boundary: A, name: 'told by another' },
    { boundary: B, name: 'nothing else speaks of it' },
  ];

  it('is what its own facts tell, else what others do, and makes no boundary', () => {
    const unnamed = small.boundaries.map((each) => ({ ...each, value: { ...each.value, name: null } }));
    const named = small.boundaries.map((each) => ({ ...each, value: { ...each.value, name: 'its own' } }));
    expect(nameOf({ ...small, boundaries: unnamed, names })).toBe('told by another');
    expect(nameOf({ ...small, boundaries: [...unnamed, ...named], names })).toBe('its own');
    expect(nameOf({ ...small, boundaries: unnamed })).toBeNull();
    expect(buildGraph({ ...small, names }).boundaries.map((each) => each.id)).not.toContain(B);
  });
});

describe('the form of a name', () => {
  it.each([
    ['arn:aws:iam::111122223333:user/team/alice', { kind: 'user', boundary: A, name: 'alice' }],
    ['arn:aws-cn:iam::111122223333:root', { kind: 'root', boundary: A, name: 'root' }],
    ['arn:aws:sts::111122223333:assumed-role/admin/session', { kind: 'role', boundary: A, name: 'admin/session' }],
    ['service:lambda.amazonaws.com', { kind: 'service', boundary: null, name: 'lambda.amazonaws.com' }],
    ['federated:arn:aws:iam::111122223333:saml-provider/idp|*', { kind: 'federated', boundary: null }],
    ['pool:aws:111122223333:assume-any-role', { kind: 'pool', boundary: A, name: 'assume-any-role' }],
    ['anyone', { kind: 'external-party', boundary: null }],
    ['entra/t-1/o-2', { kind: 'directory-object', boundary: 'entra:t-1', name: 'o-2' }],
    ['entra/t-1', { kind: 'external-party', boundary: null, name: 't-1' }],
    ['pool:entra:t-1:administrators', { kind: 'pool', boundary: 'entra:t-1', name: 'administrators' }],
  ])('%s', (id, form) => {
    expect(nameForm(id)).toMatchObject(form);
  });
  it('tells nothing of any other text', () => {
    for (const id of ['AROAEXAMPLE', 'alice', 'arn:aws:s3:::bucket', 'arn:aws:iam::1:user/x', 'entra/', 'entra/t/policy/directory/r', ''])
      expect(nameForm(id)).toBeUndefined();
  });
});

describe('the ledger', () => {
  it('takes whatever was read of a boundary for proof that it is there', () => {
    const input = expandSmallGraph({ name: 'account', identities: [{ id: alice }] });
    const only = (status: 'complete' | 'unread') => {
      const coverage = input.coverage.slice(0, 1).map((line) => ({ ...line, surface: 'aws:users', status }));
      const surfaces = [{ id: 'aws:users', yields: ['identity'] as const, role: 'grants' as const }];
      return createView(buildGraph({ ...input, coverage, surfaces, gaps: [] }), { asOf: '2026-01-01T00:00:00.000Z', maxTimeBoundMs: 0 });
    };
    expect(only('complete').gapsIn('boundary', A)).toEqual([]);
    expect(only('unread').gapsIn('boundary', A)).not.toEqual([]);
    expect(only('complete').gapsIn('credential', A)).not.toEqual([]);
  });
});
