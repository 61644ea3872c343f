import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { instantOf } from '../../../src/base/instant.ts';
import type { HistoryStore } from '../../../src/contract/store.ts';
import { openHistory } from '../../../src/history/open.ts';
import { factKinds } from '../../../src/model/fact.ts';
import type { Interval, RecordKind } from '../../../src/model/history.ts';
import { diff, type Diff } from '../../../src/run/history/diff.ts';
import { memoryStore } from '../../run/history/dumps.ts';
import { runs } from '../../support/runs.ts';
import { someOf } from '../../support/some-cases.ts';
import { estate } from './faults/estate.ts';
import { analyzed, began, captured, type Meddler, type Sight } from './faults/scan.ts';
import { objectId, subscriptionId } from './world/identifiers.ts';
import type { WorldInput } from './world/description.ts';

/* Scans of one world, one after the other: what the second may not read any more has not gone, and what has gone is told as gone. */

/** Between two scans: longer than what a provider may need to show a change, and the activations of the day last. Milliseconds. */
const STEP = 20 * 60_000;
const at = (step: number): number => began + step * STEP;

type FactRecord = Exclude<RecordKind, 'grant' | 'link' | 'finding'>;
const kinds = factKinds.filter((kind): kind is FactRecord => kind !== 'usage' && kind !== 'service-usage');

let first: Sight;
let last: Sight;
beforeAll(async () => {
  first = await captured(estate, {}, at(0));
  last = await captured(estate, {}, at(3));
});

async function record(store: HistoryStore, sight: Sight, step: number): Promise<void> {
  const recording = { store, now: () => 0 };
  const { recorded } = await analyzed(sight, { asOf: instantOf(at(step) + STEP / 2), recording });
  if (recorded?.how !== 'recorded') throw recorded?.how === 'failed' ? recorded.error : new Error('the run was not recorded');
}

async function all(store: HistoryStore): Promise<readonly Interval[]> {
  const found: Interval[] = [];
  for await (const each of store.intervals({})) found.push(each);
  return found;
}

async function since(store: HistoryStore): Promise<Diff> {
  const [begin] = await store.runs();
  return diff(store, begin?.to ?? '', 'latest', { kinds });
}

const namesOf = (entries: Diff['ended']): readonly string[] =>
  entries.map(({ before, after }) => `${(before ?? after)?.kind ?? ''} ${(before ?? after)?.key ?? ''}`);

/** By name, and what would be wrong: sentences, none where all is well. */
async function lostAndFound(store: HistoryStore, less: (step: number) => Promise<Sight>): Promise<readonly string[]> {
  const wrong: string[] = [];
  await record(store, first, 0);
  for (const step of [1, 2]) await record(store, await less(step), step);
  const without = await since(store);
  for (const each of (await all(store)).filter(({ end }) => end?.how === 'absent' || end?.how === 'cleared')) {
    wrong.push(`ended as ${each.end?.how ?? ''}: ${each.kind} ${each.key}`);
  }
  for (const each of namesOf(without.ended)) wrong.push(`diff says that it ended: ${each}`);
  for (const each of namesOf(without.missing)) wrong.push(`diff says that it is missing: ${each}`);
  if (without.notCompared.length === 0) wrong.push('diff names nothing that was not read');
  await record(store, last, 3);
  const again = await since(store);
  for (const list of ['began', 'appeared', 'returned', 'changed', 'ended', 'missing'] as const) {
    for (const each of namesOf(again[list])) wrong.push(`with the rights back diff says ${list}: ${each}`);
  }
  return wrong;
}

const refusable = [
  'organization',
  'role-definitions',
  'role-assignments',
  'role-assignment-instances',
  'role-assignment-schedules',
  'role-eligibility-instances',
  'role-eligibility-schedules',
  'policies',
  'users',
  'groups',
  'group-members',
  'group-owners',
  'group-assignment-instances',
  'group-eligibility-instances',
  'applications',
  'service-principals',
  'app-role-assignments',
  'consents',
  'partners',
  'administrative-units',
  'unit-members',
  'deleted-users',
  'package-assignments',
  'access-package',
  'audit-log',
  'subscriptions',
  'management-groups',
  'azure-role-assignments',
  'azure-role-definitions',
  'deny-assignments',
  'resource-graph',
  'key-vaults',
  'managed-identities',
  'identity-federated-credentials',
  'lighthouse',
  'azure-policies',
  'own-permissions',
] as const;

function refusing(route: string): (step: number) => Promise<Sight> {
  const world: WorldInput = { ...estate, refuse: { [route]: 'denied' } };
  return (step) => captured(world, {}, at(step));
}

type Row = Readonly<Record<string, unknown>>;

/** What the services do with what the caller may not read: they leave it out, and say nothing. */
function hiding(text: string, calls: RegExp = /./): Meddler {
  return {
    one({ answer, call }) {
      const body = answer.body as Row;
      if (answer.status !== 200 || !calls.test(call.name)) return undefined;
      const list = call.service === 'resource-graph' ? 'data' : 'value';
      const rows = body[list];
      if (!Array.isArray(rows)) return undefined;
      const kept = (rows as readonly Row[]).filter((each) => !JSON.stringify(each).toLowerCase().includes(text));
      return kept.length === rows.length ? undefined : { body: { ...body, [list]: kept } };
    },
  };
}

/** What a list leaves out is missing, and nothing proves that it is gone. */
const isOfList = /^diff says that it is missing: (boundary subscription|observation (subscription|index)\|)/;

/**
 * Asked for by its id, an object is told in fewer words than in the list of its kind: an identity of which one list was refused is then told
 * otherwise, and as before when the right is back.
 */
const isRetold = /^with the rights back diff says changed: identity /;

describe('a right that was lost between two scans', () => {
  it('ends nothing, whichever it is, and what was there goes on when it is back', { timeout: 900_000 }, async () => {
    await someOf(refusable, runs(4, 120), async (route) => {
      const wrong = await lostAndFound(memoryStore(), refusing(route));
      const told = ['users', 'service-principals'].includes(route) ? wrong.filter((each) => !isRetold.test(each)) : wrong;
      expect({ route, wrong: told }).toEqual({ route, wrong: [] });
    });
  });

  it('ends nothing in a database either', async () => {
    const state = mkdtempSync(join(tmpdir(), 'vestige-rights-'));
    const store = await openHistory({ state });
    try {
      expect(await lostAndFound(store, refusing('role-assignment-instances'))).toEqual([]);
    } finally {
      await store.close();
      rmSync(state, { recursive: true });
    }
  });

  it('ends nothing where a subscription is left out without an error', async () => {
    // management groups are told whole or not at all: who may read them inherits that right below
    const meddle = hiding(subscriptionId('lab'), /^(?!descendants$)/);
    const wrong = await lostAndFound(memoryStore(), (step) => captured(estate, meddle, at(step)));
    expect(wrong.filter((each) => !isOfList.test(each))).toEqual([]);
    expect(wrong.filter((each) => isOfList.test(each)).length).toBeGreaterThan(0);
  });
});

describe('what has gone', () => {
  const gone: WorldInput = {
    ...estate,
    users: without(estate.users, 'eve'),
    groups: { ...estate.groups, admins: { ...estate.groups?.['admins'], members: ['inner'] } },
  };

  it('has ended once two reads with every right lack it', async () => {
    const store = memoryStore();
    await record(store, first, 0);
    await record(store, await captured(gone, {}, at(1)), 1);
    const once = (await all(store)).filter((each) => each.end?.how === 'absent');
    await record(store, await captured(gone, {}, at(2)), 2);
    const twice = (await all(store)).filter((each) => each.end?.how === 'absent' && each.key.includes(objectId('eve')));
    expect(once).toEqual([]);
    expect(new Set(twice.map(({ kind }) => kind))).toEqual(new Set(['identity', 'membership']));
    expect(namesOf((await since(store)).ended).filter((each) => !each.includes(objectId('eve')))).toEqual([]);
  });

  it('has not ended by a list that cannot prove it', async () => {
    const store = memoryStore();
    const less: WorldInput = {
      ...estate,
      apps: { ...estate.apps, deployer: { ...estate.apps?.['deployer'], permissions: ['Mail.ReadWrite'] } },
    };
    await record(store, first, 0);
    for (const step of [1, 2]) await record(store, await captured(less, {}, at(step)), step);
    expect((await all(store)).filter((each) => each.end?.how === 'absent')).toEqual([]);
    const missing = (await all(store)).filter((each) => each.missing !== null && each.kind === 'attachment');
    expect(missing.map((each) => each.missing?.wants)).toEqual(['a surface that proves absence']);
  });
});

function without<V>(all: Readonly<Record<string, V>> | undefined, name: string): Record<string, V> {
  return Object.fromEntries(Object.entries(all ?? {}).filter(([each]) => each !== name));
}
