import { describe, expect, it } from 'vitest';
import { isJsonObject, type Json } from '../../../src/base/json.ts';
import type { RecordKind } from '../../../src/model/history.ts';
import { dumpCapture, estateDetails, memoryStore, shuffled, told, type Recorded } from './dumps.ts';
import { configurationOf, everything, liveCapture, type Meddle } from './live.ts';

const nothingHappened = { began: 0, returned: 0, changed: 0, missing: 0, ended: 0 };

function happened({ facts, conclusions }: Recorded): unknown {
  return [facts, conclusions].map(({ began, returned, changed, missing, ended }) => ({ began, returned, changed, missing, ended }));
}

/** Lists of the answers that are sets, whatever order they come in. */
const sets = new Set([
  ...['UserDetailList', 'GroupDetailList', 'RoleDetailList', 'Policies', 'rows', 'Roles', 'Tags', 'GroupList', 'AttachedManagedPolicies'],
  ...[
    'AccessKeyMetadata',
    'VirtualMFADevices',
    'OpenIDConnectProviderList',
    'ClientIDList',
    'Accounts',
    'Users',
    'Groups',
    'GroupMemberships',
  ],
  ...[
    'AccountAssignments',
    'PermissionSets',
    'Grants',
    'Operations',
    'SecretList',
    'Keys',
    'profiles',
    'roleArns',
    'subjects',
    'Functions',
  ],
  ...['ServicesLastAccessed', 'AccountIds', 'DelegatedAdministrators', 'Targets', 'entitlements', 'applications', 'findings'],
]);

function backwards(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(backwards);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const inner = backwards(member as Json);
      return [name, sets.has(name) && Array.isArray(inner) ? [...(inner as readonly Json[])].reverse() : inner];
    }),
  );
}

/** Uses and looks that happened since. */
const passing = /"(LastUsedDate|LastAccessedDate|LastAuthenticated|lastSeenAt|lastResourceAnalyzedAt|analyzedAt|updatedAt)":"[^"]*"/g;

function later(body: Json, day: string): Json {
  const text = JSON.stringify(body).replace(passing, (_, name: string) => `"${name}":"${day}T00:00:00.000Z"`);
  return JSON.parse(text) as Json;
}

function reportUsed(body: Json, day: string): Json {
  if (!isJsonObject(body) || !Array.isArray(body['columns'])) return body;
  const columns = body['columns'] as readonly string[];
  const rows = (body['rows'] as readonly (readonly string[])[]).map((row) =>
    row.map((field, at) => (/last_used(_date)?$/.test(columns[at] ?? '') && /^\d{4}-/.test(field) ? `${day}T00:00:00+00:00` : field)),
  );
  return { ...body, rows };
}

describe('an estate that nobody changed', () => {
  it('has no history but its beginning, when live scans lie days apart, lists come the other way round and everything was used', async () => {
    const store = memoryStore();
    const configuration = configurationOf(everything);
    const whole: Meddle = () => undefined;
    const reversed =
      (day: string): Meddle =>
      (_at, _call, body) => ({ body: reportUsed(later(backwards(body), day), day) });
    const first = await told(store, await liveCapture('2026-11-01T00:00:00Z', whole), '2026-11-01T00:01:00.000Z', configuration);
    expect(first.recorded.facts.began).toBeGreaterThan(150);
    expect(first.recorded.conclusions.began).toBeGreaterThan(100);
    for (const [day, meddle] of [
      ['2026-11-04', reversed('2026-11-03')],
      ['2026-11-09', whole],
      ['2026-12-02', reversed('2026-12-01')],
    ] as const) {
      const { recorded, report } = await told(
        store,
        await liveCapture(`${day}T00:00:00Z`, meddle),
        '2026-11-01T00:01:00.000Z',
        configuration,
      );
      const changes: unknown[] = [];
      for await (const each of store.intervals({}))
        if (each.first.run === recorded.run || each.missing !== null || each.end !== null) changes.push(each);
      expect(changes).toEqual([]);
      expect(happened(recorded)).toEqual([nothingHappened, nothingHappened]);
      expect(report.history).toMatchObject({ began: 0, reappeared: 0, resolved: [], unconfirmed: [] });
    }
  });

  it.each([1, 2])('has no history but its beginning, when it comes in files whose lists are mixed (estate %i)', async (seed) => {
    const store = memoryStore();
    const details = estateDetails(seed, 14, 6);
    const days = ['2026-10-01T06:00:00.000Z', '2026-10-02T06:00:00.000Z', '2026-10-30T06:00:00.000Z'];
    for (const [at, day] of days.entries()) {
      const capture = await dumpCapture(shuffled(details, seed * 10 + at, day), day);
      // Judged as of one moment: that time went by is no change of a right.
      const { recorded } = await told(store, capture, '2026-10-31T00:00:00.000Z');
      if (at > 0) expect(happened(recorded)).toEqual([nothingHappened, nothingHappened]);
      else expect(recorded.facts.began + recorded.conclusions.began).toBeGreaterThan(120);
    }
  });

  it('does not take time going by for a change of what anyone may do', async () => {
    const store = memoryStore();
    const details = estateDetails(4, 15, 6);
    for (const day of ['2026-10-01T06:00:00.000Z', '2026-12-30T06:00:00.000Z']) await told(store, await dumpCapture(details, day), day);
    const kinds = new Set<RecordKind>();
    for await (const { kind, end, missing } of store.intervals({})) if (end !== null || missing !== null) kinds.add(kind);
    // What lies further back counts for more in a finding.
    expect([...kinds].filter((kind) => kind !== 'finding')).toEqual([]);
  });
});
