import { beforeAll, describe, expect, it } from 'vitest';
import { fewestOf, sum, type Fewest } from '../../../bench/tenant/fewest.ts';
import { plantedFaults } from '../../../bench/tenant/planted.ts';
import { configurationFor, cores, scan } from '../../../bench/tenant/scan.ts';
import { serviceOf } from '../../../bench/tenant/service.ts';
import type { Tally } from '../../../bench/tenant/tally.ts';
import { sizeFor, tenantOf, type Tenant } from '../../../bench/tenant/tenant.ts';
import { senderWithin, WITHIN } from '../../../bench/tenant/within.ts';
import { memoryCapture } from '../../../src/capture/archive.ts';
import type { CaptureReader } from '../../../src/contract/capture.ts';
import type { Report } from '../../../src/model/report.ts';
import { analyze } from '../../../src/run/analyze.ts';

const now = Date.parse('2026-11-22T12:00:00Z');

interface Captured {
  readonly tenant: Tenant;
  readonly tally: Tally;
  readonly capture: CaptureReader;
}

async function captured(users: number, seed: number): Promise<Captured> {
  const tenant = tenantOf(sizeFor(users, seed), now);
  const service = serviceOf(tenant);
  const { capture } = await scan(tenant, configurationFor(tenant), memoryCapture(), WITHIN, senderWithin(service));
  return { tenant, tally: service.tally(), capture };
}

async function reportOn({ tenant, capture }: Captured): Promise<Report> {
  const { report } = await analyze({ capture, connectors: cores, configuration: configurationFor(tenant), clock: () => now });
  return report;
}

function found(report: Report, rule: string): number {
  return report.totals.rules.find((each) => each.rule === rule)?.findings ?? 0;
}

describe('a generated tenant of 500 people, with subscriptions', () => {
  let at: Captured & { readonly fewest: Fewest; readonly report: Report };
  beforeAll(async () => {
    const once = await captured(500, 7);
    at = { ...once, fewest: fewestOf(once.tenant), report: await reportOn(once) };
  });

  it('is asked each question once, nothing else, and never too fast', () => {
    expect(at.tally).toMatchObject({ repeated: [], unknown: [], throttled: 0 });
  });

  it('is asked for every list as few times as its pages allow', () => {
    const { $batch, ...alone } = at.tally.alone;
    // one question that may go with others and comes alone is a request of its own
    const named = new Set([...at.fewest.alone.keys()].filter((each) => each !== '$batch' && !at.fewest.batched.has(each)));
    expect(Object.fromEntries(Object.entries(alone).filter(([name]) => named.has(name)))).toEqual(
      Object.fromEntries([...at.fewest.alone].filter(([name]) => named.has(name))),
    );
    expect($batch).toBeGreaterThan(0);
  });

  it('is asked about each object as few times as there are such objects, twenty to a request', () => {
    const { alone, batched } = at.fewest;
    for (const [name, least] of batched) {
      expect([name, (at.tally.batched[name] ?? 0) + (at.tally.alone[name] ?? 0)]).toEqual([name, least + (alone.get(name) ?? 0)]);
    }
    // stages, and the two versions of the interface, each leave a batch that is not full
    expect(at.tally.alone['$batch'] ?? 0).toBeLessThanOrEqual(Math.ceil(sum(batched) / 20) + 10);
  });

  it('is read whole', () => {
    const open = at.report.coverage.filter(({ status }) => status !== 'complete');
    expect(open.map(({ surface, status }) => `${surface} ${status}`)).toEqual(['entra:access-reviews excluded']);
  });

  it('shows every fault that was planted, and no other of its sort', () => {
    const planted = plantedFaults(at.tenant);
    expect(Object.fromEntries(Object.keys(planted).map((rule) => [rule, found(at.report, rule)]))).toEqual(planted);
  });

  it('is captured the same from the same seed', async () => {
    expect((await captured(500, 7)).capture.id).toBe(at.capture.id);
  });

  it('shows them in another tenant too', async () => {
    const other = await captured(500, 8);
    expect(other.capture.id).not.toBe(at.capture.id);
    const planted = plantedFaults(other.tenant);
    const report = await reportOn(other);
    expect(Object.fromEntries(Object.keys(planted).map((rule) => [rule, found(report, rule)]))).toEqual(planted);
  });
});

describe('the service of a generated tenant', () => {
  const root = 'https://tenant.example';
  const audits = `${root}/v1.0/auditLogs/directoryAudits?$filter=loggedByService eq 'PIM'`;
  const service = () => serviceOf(tenantOf(sizeFor(500), now));

  it('refuses who asks for reports too fast, says when to come again, and answers then', () => {
    const { respond, tally } = service();
    const asked = Array.from({ length: 6 }, (_, at) => respond({ method: 'GET', url: `${audits}&$top=${at + 20}`, now: now + at }));
    expect(asked.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
    expect(asked[5]?.headers['retry-after']).toBe('10');
    expect(respond({ method: 'GET', url: `${audits}&$top=25`, now: now + 10_010 }).status).toBe(200);
    expect(tally()).toMatchObject({ throttled: 1, repeated: [] });
  });

  it('refuses parts of a batch each by itself', () => {
    const { respond } = service();
    const requests = Array.from({ length: 7 }, (_, at) => ({
      id: String(at),
      url: `${audits.slice(`${root}/v1.0`.length)}&$top=${at + 20}`,
    }));
    const { status, body } = respond({ method: 'POST', url: `${root}/v1.0/$batch`, body: { requests }, now });
    const parts = (body as { readonly responses: readonly { readonly status: number }[] }).responses;
    expect([status, parts.filter((each) => each.status === 429).length]).toEqual([200, 2]);
  });

  it('keeps a count for each subscription, and counts what is asked twice or is not there', () => {
    const { respond, tally } = service();
    const tenant = tenantOf(sizeFor(500), now);
    const listed = (subscription: number): string =>
      `${root}/subscriptions/${tenant.idOf('subscription', subscription)}/providers/Microsoft.KeyVault/vaults?api-version=2022-07-01`;
    const statuses = Array.from({ length: 251 }, () => respond({ method: 'GET', url: listed(0), now }).status);
    expect(statuses.lastIndexOf(200)).toBe(249);
    expect(respond({ method: 'GET', url: listed(1), now }).status).toBe(200);
    expect(respond({ method: 'GET', url: `${root}/v1.0/devices`, now }).status).toBe(404);
    expect(tally().unknown).toEqual(['/v1.0/devices']);
    expect(tally().repeated.map(([, times]) => times)).toEqual([250]);
  });
});
