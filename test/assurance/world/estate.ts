import * as v from 'valibot';
import { assureInput } from '../../../src/run/assure/input.ts';
import type { AssureInput } from '../../../src/assurance/input.ts';
import { usualAssurance } from '../../../src/assurance/settings.ts';
import { instantOf } from '../../../src/base/instant.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import type { ConnectorCore } from '../../../src/contract/connector.ts';
import { memoryEngine } from '../../../src/history/memory/memory.ts';
import { historyStore } from '../../../src/history/store.ts';
import { viewOfSmallGraph } from '../../../src/judge/small.ts';
import type { Access, Linger } from '../../../src/model/access.ts';
import type { View } from '../../../src/model/view.ts';
import type { Plan } from './plan.ts';
import { scansOf, type Scan } from './reads.ts';
import { recordsOf, UNCERTAIN, type Records } from './records.ts';
import { accessOf, ACCOUNT, arnOf, capabilityOf, instant, MINUTE, objectOf, sourceOf, truthOf, type Truth } from './truth.ts';

const NOW = '2026-11-22T12:00:00.000Z';

export interface World {
  readonly plan: Plan;
  readonly truth: Truth;
  readonly scans: readonly Scan[];
  readonly records: Records;
}

export function worldOf(plan: Plan): World {
  const truth = truthOf(plan);
  return { plan, truth, scans: scansOf(plan, truth), records: recordsOf(plan, truth) };
}

/** How records of a world reach the store: in which order, and how often. */
export interface Way {
  readonly backwards?: true;
  readonly twice?: true;
}

/** All that endings are made from, as the store has it after the scans and imports of a world. */
export async function inputOf({ plan, truth, scans, records }: World, { backwards, twice }: Way = {}): Promise<AssureInput> {
  const store = historyStore(memoryEngine());
  const entries = backwards ? records.entries.toReversed() : records.entries;
  if (backwards) await store.append(entries, NOW);
  for (const { batch, conclusions } of scans) {
    for (let time = 0; time < (twice ? 2 : 1); time++) {
      await store.recordFacts(batch, NOW);
      await store.recordConclusions(conclusions, NOW);
    }
  }
  for (let time = 0; time < (twice ? 2 : 1); time++) await store.append(entries, NOW);
  const input = await assureInput({
    store,
    view: viewOf(truth, scans),
    connectors: [coreOf(plan)],
    settings: {
      ...usualAssurance,
      clockUncertaintyMs: UNCERTAIN,
      lingerAllowedMs: plan.lingerAllowed * MINUTE,
      allowed: plan.allowed.map((each, at) => ({
        from: at === 0 ? null : instant(1440),
        ms: each * MINUTE,
        boundaries: null,
        triggers: null,
        tierZero: null,
      })),
    },
  });
  await store.close();
  return input;
}

/** What the last scan saw, at the moment of the report. */
function viewOf({ asOf }: Truth, scans: readonly Scan[]): View {
  const last = scans.at(-1);
  const statuses = [
    ['identity', last?.plan.principals ?? 'unread'],
    ['attachment', last?.plan.attachments ?? 'unread'],
  ] as const;
  return viewOfSmallGraph({
    name: 'world',
    asOf: instantOf(asOf),
    boundaries: [{ id: ACCOUNT }],
    identities: (last?.accounts ?? []).map(({ who, uid }) => ({ id: arnOf(who), uid })),
    grants: (last?.shown ?? []).map(({ who, what }) => ({
      subject: arnOf(who),
      capability: capabilityOf(what),
      scope: ACCOUNT,
      source: { id: sourceOf(who, what), kind: 'attached-policy', name: objectOf(what), boundary: ACCOUNT },
    })),
    unread: statuses.flatMap(([kind, status]) => (status === 'complete' ? [] : [{ kind, status, cause: 'denied' as const }])),
  });
}

function coreOf(plan: Plan): ConnectorCore<unknown> {
  return {
    id: 'aws',
    mapping: 1,
    surfaces: [
      { id: 'aws:principals', yields: ['identity'], role: 'describes', permission: '', ifUnread: '', provesAbsence: 'yes' },
      { id: 'aws:attachments', yields: ['attachment'], role: 'grants', permission: '', ifUnread: '', provesAbsence: 'yes' },
    ],
    settings: v.unknown(),
    limits: [],
    roots: () => [],
    expects: () => [],
    map: () => ({ facts: [], gaps: [] }),
    resolve: () => [],
    accesses: ({ kind, value }): readonly Access[] => {
      if (kind !== 'attachment' || !isJsonObject(value)) return [];
      const { who, what, uid } = value;
      return [accessOf(Number(who), Number(what), typeof uid === 'string' ? uid : null)];
    },
    lingers: () => plan.lingers.map(lingerOf),
  };
}

function lingerOf(longest: number | null, at: number): Linger {
  return {
    what: `session ${at}`,
    longestMs: longest === null ? null : longest * MINUTE,
    source: 'a document',
    midSession: 'on-command',
    cutBy: ['session-revoked'],
  };
}
