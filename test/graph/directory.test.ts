import { describe, expect, it } from 'vitest';
import type { SmallGraph } from '../../src/contract/rule.ts';
import { buildGraph } from '../../src/graph/build.ts';
import { openStoredGraph, storedGraph } from '../../src/graph/stored.ts';
import type { Told } from '../../src/graph/input.ts';
import { expandSmallGraph, viewOfSmallGraph } from '../../src/judge/small.ts';
import type { ActivationPolicy } from '../../src/model/activation-policy.ts';
import type { Identity } from '../../src/model/entity.ts';
import type { LifeCycleEvent } from '../../src/model/life-cycle.ts';
import { createView } from '../../src/paths/view.ts';

const T = 'entra:t-1';
const ann = 'entra/t-1/ann';
const gone = 'entra/t-1/gone';
const small: SmallGraph = {
  name: 'a directory',
  boundaries: [{ id: T }],
  identities: [{ id: ann, kind: 'user', name: 'Ann Example' }],
  grants: [
    { subject: ann, capability: 'administer', scope: T, gatedBy: 'p-1', gate: 'approved', bounds: { lo: 'eligible', hi: 'eligible' } },
    { subject: gone, capability: 'read-data', scope: T, boundary: T },
  ],
};

describe('an object of a directory that nobody listed', () => {
  it('was deleted where all of the directory was read, and leaves nothing open', () => {
    const view = viewOfSmallGraph(small);
    expect(view.identity(gone)).toMatchObject({ kind: 'directory-object', boundary: T, name: 'gone' });
    expect(view.dangling()).toEqual([]);
    expect(view.gapsIn('identity', T)).toEqual([]);
  });

  it('is missing where it was not', () => {
    const view = viewOfSmallGraph({ ...small, unread: [{ kind: 'identity', status: 'partial' }] });
    expect(view.dangling()).toEqual([expect.objectContaining({ boundary: T, subject: gone })]);
  });

  it('is still one, and of no boundary, where nothing of its directory was read', () => {
    const view = viewOfSmallGraph({ ...small, grants: [{ subject: 'entra/t-2/x', capability: 'read-data', scope: T, boundary: T }] });
    expect(view.identity('entra/t-2/x')).toMatchObject({ kind: 'directory-object', boundary: null });
    expect(view.dangling()).toEqual([]);
  });
});

describe('what a list and a recycle bin tell of one identity', () => {
  const [told] = expandSmallGraph(small).identities;
  const graphOf = (values: readonly Partial<Identity>[]) => {
    if (told === undefined) throw new Error('the small graph has an identity');
    const identities = values.map((each, at): Told<Identity> => ({ ...told, key: `${at}`, value: { ...told.value, ...each } }));
    return [identities, identities.toReversed()].map((all) => buildGraph({ ...expandSmallGraph(small), identities: all }).identities.at(0));
  };

  it('is alive where one of them found it alive', () => {
    for (const identity of graphOf([{ deletedAt: '2025-12-01T00:00:00.000Z' }, {}])) expect(identity).not.toHaveProperty('deletedAt');
    for (const identity of graphOf([{ deletedAt: '2025-12-01T00:00:00.000Z' }, { deletedAt: '2025-12-02T00:00:00.000Z' }])) {
      expect(identity).toMatchObject({ deletedAt: '2025-12-02T00:00:00.000Z' });
    }
  });

  it('has the handles that any of them told, each once', () => {
    const handle = { kind: 'employee-id', value: '7', immutable: false };
    const other = { kind: 'entra-object', value: 'ann', immutable: true };
    for (const identity of graphOf([{ handles: [other, handle] }, { handles: [handle] }, {}])) {
      expect(identity?.handles).toEqual([handle, other]);
    }
  });
});

describe('policies and entries of logs', () => {
  const policy = (over: Partial<ActivationPolicy>): NonNullable<SmallGraph['activationPolicies']>[number] => ({
    id: 'p-1',
    scope: T,
    ...over,
  });
  const event = (over: Partial<LifeCycleEvent>): NonNullable<SmallGraph['lifeCycleEvents']>[number] => ({
    id: 'e-1',
    type: 'activated',
    ...over,
  });

  it('are joined to what asks for less and allows more, in whatever order they came', () => {
    const strict = policy({
      gate: 'approved',
      secondFactor: true,
      longestActivationMs: 1000,
      allowsPermanentAssignment: false,
      approvers: [ann],
    });
    const lax = policy({
      gate: 'self',
      secondFactor: false,
      longestActivationMs: null,
      allowsPermanentAssignment: true,
      approvers: [gone],
    });
    for (const activationPolicies of [
      [strict, lax],
      [lax, strict],
    ]) {
      expect(viewOfSmallGraph({ ...small, activationPolicies }).activationPolicy('p-1')).toMatchObject({
        gate: 'self',
        secondFactor: false,
        longestActivationMs: null,
        allowsPermanentAssignment: true,
        approvers: [ann, gone],
      });
    }
  });

  it('of two boundaries with one id are two, sorted by time, and each boundary’s log begins with its own', () => {
    const boundaries = [{ id: T }, { id: 'entra:t-2' }];
    const identities = [...(small.identities ?? []), { id: 'entra/t-2/ben', kind: 'user' as const }];
    const view = viewOfSmallGraph({
      ...small,
      boundaries,
      identities,
      lifeCycleEvents: [
        event({ at: '2025-12-05T00:00:00.000Z', subject: ann }),
        event({ at: '2025-12-03T00:00:00.000Z', subject: 'entra/t-2/ben' }),
      ],
    });
    expect(view.lifeCycleEvents().map((each) => each.subject)).toEqual(['entra/t-2/ben', ann]);
    expect(view.lifeCycleEvents(ann)).toHaveLength(1);
    expect(view.lifeCycleEvent('e-1')?.subject).toBe('entra/t-2/ben');
    expect([view.logBegins(T), view.logBegins('entra:t-2'), view.logBegins('entra:t-3')]).toEqual([
      '2025-12-05T00:00:00.000Z',
      '2025-12-03T00:00:00.000Z',
      undefined,
    ]);
    expect(view.evidenceOf('life-cycle-event', 'e-1')).toHaveLength(2);
  });

  it('are told by a stored graph as they were', () => {
    const input = expandSmallGraph({ ...small, activationPolicies: [policy({})], lifeCycleEvents: [event({ subject: ann })] });
    const graph = buildGraph(input);
    const stored = openStoredGraph(Buffer.concat([...storedGraph(graph)]));
    const options = { asOf: '2026-01-01T00:00:00.000Z', maxTimeBoundMs: 0 };
    const [before, after] = [createView(graph, options), createView(stored, options)];
    expect([...after.activationPolicies()]).toEqual([...before.activationPolicies()]);
    expect(after.lifeCycleEvents()).toEqual(before.lifeCycleEvents());
    expect(after.evidenceOf('activation-policy', 'p-1')).toEqual([{ page: '0'.repeat(64), pointer: '/activationPolicies/0' }]);
    expect([...after.grants({ gated: true })].map((each) => [each.subject, each.gatedBy])).toEqual([[ann, 'p-1']]);
    expect(after.identity(ann)?.name).toBe('Ann Example');
  });
});
