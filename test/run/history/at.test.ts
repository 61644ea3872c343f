import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../src/base/bytes/canonical.ts';
import type { Json } from '../../../src/base/json.ts';
import { wiring } from '../../../src/cli/wiring.ts';
import type { HistoryStore } from '../../../src/contract/store.ts';
import type { Report } from '../../../src/model/report.ts';
import type { View } from '../../../src/model/view.ts';
import { estateAt, type At } from '../../../src/run/history/at.ts';
import type { Configuration } from '../../../src/run/configuration.ts';
import { keptGrant, keptLink } from '../../../src/run/history/conclusion-sightings.ts';
import { dumpCapture, estateDetails, memoryStore, plain, shuffled, told, type Told } from './dumps.ts';
import { configurationOf, everything, liveCapture } from './live.ts';

function at(store: HistoryStore, moment: string, configuration: Configuration = plain): Promise<At> {
  return estateAt({ store, connectors: wiring.connectors, configuration, at: moment });
}

function elements(view: View): readonly string[] {
  const grants = [...view.grants()].map((each) => `${each.key} ${canonicalJson(keptGrant(each))}`);
  const links = [...view.links()].map((each) => `${each.key} ${canonicalJson(keptLink(each))}`);
  return [...grants, ...links].sort();
}

/** What is found and what is left open, without the places where it is written. */
function findings({ findings, undetermined, totals, coverage }: Report): Json {
  return JSON.parse(
    JSON.stringify({
      findings: findings.map(({ evidence: _, seen: __, ...finding }) => finding),
      undetermined,
      totals,
      coverage: coverage.map(({ boundary, surface, status, cause, detail, facts }) => ({
        boundary,
        surface,
        status,
        cause,
        detail,
        facts,
      })),
    }),
  ) as Json;
}

function expectSame(there: At, { report, view }: Told): void {
  expect(elements(there.view)).toEqual(elements(view));
  expect(findings(there.report)).toEqual(findings(report));
  expect(there.report.findings.length).toBeGreaterThan(10);
}

describe('the estate at the moment of a run', () => {
  it('is what analysing that run said, of a live organization with every surface', async () => {
    const store = memoryStore();
    const configuration = configurationOf(everything);
    const runs: Told[] = [];
    for (const day of ['2026-11-22', '2026-12-05']) {
      const capture = await liveCapture(`${day}T00:00:00Z`);
      runs.push(await told(store, capture, (await lastOf(capture)) ?? '', configuration));
      expectSame(await at(store, 'latest', configuration), runs.at(-1) as Told);
    }
    expectSame(await at(store, 'previous', configuration), runs[0] as Told);
    expectSame(await at(store, (runs[0] as Told).recorded.run.slice(0, 12), configuration), runs[0] as Told);
  });

  it('is what analysing that run said, when things came and went since', async () => {
    const store = memoryStore();
    const days = [1, 2, 3, 4, 5].map((day) => `2026-10-0${day}T06:00:00.000Z`);
    for (const [n, day] of days.entries()) {
      const details = estateDetails(5, 14, 6);
      // One role less each day, and each role has one policy less for a day.
      details.RoleDetailList = details.RoleDetailList.slice(n);
      if (n === 2) for (const role of details.RoleDetailList) role.AttachedManagedPolicies = role.AttachedManagedPolicies.slice(1);
      const run = await told(store, await dumpCapture(shuffled(details, n, day), day), day);
      const there = await at(store, 'latest');
      expect(elements(there.view)).toEqual(elements(run.view));
      expect(findings(there.report)).toEqual(findings(run.report));
    }
    // What was shown later to have been gone by then is not there.
    const third = await at(store, days[2] ?? '');
    const gone = estateDetails(5, 14, 6).RoleDetailList.slice(0, 1);
    for (const { Arn } of gone) expect(third.view.identity(Arn)).toBeUndefined();
  });
});

describe('the estate at another moment', () => {
  it('tells what was read too long before, and leaves open what may have come since', async () => {
    const store = memoryStore();
    const day = '2026-10-01T06:00:00.000Z';
    const { report } = await told(store, await dumpCapture(estateDetails(5, 10, 6), day), day);
    const soon = await at(store, '2026-10-01T20:00:00Z');
    expect(soon.report.coverage.map(({ status }) => status)).toEqual(report.coverage.map(({ status }) => status));
    const late = await at(store, '2026-10-09T06:00:00Z');
    const line = late.report.coverage.find(({ surface }) => surface === 'aws:authorization-details');
    expect(line).toMatchObject({ status: 'partial', cause: 'stale' });
    expect(line?.detail).toContain('192 hours before');
    expect(late.oldest).toBe(day);
    expect(late.report.run).toMatchObject({ from: 'history', asOf: '2026-10-09T06:00:00.000Z', inputs: [{ kind: 'history' }] });
    const clear = ({ totals }: Report): number => totals.rules.reduce((sum, rule) => sum + rule.clear, 0);
    expect(clear(late.report)).toBeLessThan(clear(soon.report));
  });

  it('holds what a later run did not read for partly read, and keeps what it knows of it', async () => {
    const store = memoryStore();
    const configuration = configurationOf(everything);
    await told(store, await liveCapture('2026-11-01T00:00:00Z'), '2026-11-01T00:01:00.000Z', configuration);
    const refused = await liveCapture('2026-11-01T06:00:00Z', ({ task }) =>
      task.surface === 'aws:authorization-details' ? { refused: 'denied' } : undefined,
    );
    const { report, recorded } = await told(store, refused, '2026-11-01T06:01:00.000Z', configuration);
    expect(recorded.facts).toMatchObject({ ended: 0, missing: 0 });
    expect(report.totals.grants).toBeLessThan(40);
    const there = await at(store, 'latest', configuration);
    expect(
      there.report.coverage.filter(({ surface }) => surface === 'aws:authorization-details').map(({ status }) => status),
    ).not.toContain('complete');
    expect(there.report.totals.grants).toBeGreaterThan(50);
    expect(report.history?.resolved).toEqual([]);
    expect(report.history?.unconfirmed.length).toBeGreaterThan(5);
  });

  it('says of use after it that it does not tell of use before', async () => {
    const store = memoryStore();
    const role = (used: string): object => {
      const details = estateDetails(6, 3, 0);
      for (const each of details.RoleDetailList) each['RoleLastUsed'] = { LastUsedDate: used, Region: 'eu-west-1' };
      return details;
    };
    await told(store, await dumpCapture(role('2026-08-01T00:00:00Z'), '2026-09-01T06:00:00.000Z'), '2026-09-01T06:00:00.000Z');
    await told(store, await dumpCapture(role('2026-10-10T00:00:00Z'), '2026-10-11T06:00:00.000Z'), '2026-10-11T06:00:00.000Z');
    const used = async (moment: string): Promise<ReadonlySet<unknown>> => {
      const { view } = await at(store, moment);
      return new Set([...view.identities()].flatMap(({ id, kind }) => (kind === 'role' ? [view.usage(id)?.lastUsed] : [])));
    };
    expect(await used('latest')).toEqual(new Set(['2026-10-10T00:00:00.000Z']));
    expect(await used('2026-09-01T06:00:00Z')).toEqual(new Set(['2026-08-01T00:00:00.000Z']));
    expect(await used('2026-10-05T06:00:00Z')).toEqual(new Set(['unknown']));
  });

  it('refuses moments before the first run, and what names none', async () => {
    const store = memoryStore();
    await expect(at(store, 'latest')).rejects.toMatchObject({ code: 'no-history' });
    await told(store, await dumpCapture(estateDetails(6, 3, 0), '2026-09-01T06:00:00.000Z'), '2026-09-01T06:00:00.000Z');
    await expect(at(store, '2026-08-31')).rejects.toMatchObject({ code: 'unknown-run' });
    await expect(at(store, 'previous')).rejects.toMatchObject({ code: 'unknown-run' });
    await expect(at(store, 'yesterday')).rejects.toMatchObject({ code: 'bad-time' });
  });

  it('refuses runs of connectors that are not at hand', async () => {
    const store = memoryStore();
    await told(store, await dumpCapture(estateDetails(6, 3, 0), '2026-09-01T06:00:00.000Z'), '2026-09-01T06:00:00.000Z');
    const without = estateAt({ store, connectors: [], configuration: plain, at: 'latest' });
    await expect(without).rejects.toMatchObject({ code: 'unknown-connector' });
  });
});

async function lastOf(capture: Awaited<ReturnType<typeof liveCapture>>): Promise<string | null> {
  let last: string | null = null;
  for await (const { envelope } of capture.pages())
    if (envelope.receivedAt !== null && envelope.receivedAt > (last ?? '')) last = envelope.receivedAt;
  return last;
}
