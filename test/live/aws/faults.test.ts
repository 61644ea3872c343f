import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../../src/model/report.ts';
import { outcomeOf } from '../../../src/run/outcome.ts';
import type { Scan } from '../../../src/run/scan.ts';
import { calmed, coverageOf, silentlyGone, vanished, type Calm } from '../support/compare.ts';
import { dealing, ending, passingFaults, stuck, suffer } from '../support/faults.ts';
import { recording, swapping } from '../support/swaps.ts';
import { installed } from '../support/install.ts';
import { motoNeeds } from '../support/moto.ts';
import { startOrganization, told, type Organization } from '../support/organization.ts';
import { question, type Meddler } from '../support/proxy.ts';

const needs = installed(motoNeeds);
const seeds = [1, 2, 3];

describe.runIf(needs !== undefined)('a live scan through a bad network', () => {
  let estate: Organization;
  let calm: Report;
  let quiet: Calm;

  beforeAll(async () => {
    if (needs === undefined) return;
    estate = await startOrganization(needs);
    // The first one uses the roles it enters by; from then on their last use is the same on every run.
    await estate.scan();
    quiet = await calmed(await scanned());
    calm = quiet.report;
  }, 240_000);

  afterAll(async () => {
    await estate?.stop();
  });

  async function scanned(meddler?: Meddler): Promise<Scan> {
    estate.proxy.begin(meddler);
    return estate.scan();
  }

  async function through(meddler?: Meddler): Promise<Report> {
    return (await scanned(meddler)).report;
  }

  it('gives the same report twice where nothing goes wrong', async () => {
    const again = await through();
    expect(told(again)).toEqual(told(calm));
    expect(coverageOf(again)).toEqual(coverageOf(calm));
    expect(told(calm).length).toBeGreaterThan(25);
  });

  it('would notice a finding that vanished in silence', () => {
    const [first] = calm.findings.filter((finding) => finding.family !== 'blind-spot' && finding.rule === 'standing-administrator');
    const poorer = { ...calm, findings: calm.findings.filter((finding) => finding !== first) };
    expect(silentlyGone(quiet, { ...quiet, report: poorer })).toEqual([`standing-administrator ${first?.subject.id ?? ''}`]);
  });

  it.each(seeds)('finds the same after throttling, failures, cuts and cut pages have passed (seed %i)', async (seed) => {
    const { meddler, dealt } = dealing({ seed, faults: passingFaults, share: 40, most: 2 });
    const report = await through(meddler);
    expect([...dealt.keys()].sort()).toEqual([...passingFaults].sort());
    expect(told(report)).toEqual(told(calm));
    expect(coverageOf(report)).toEqual(coverageOf(calm));
  });

  it('renews the session of each account that ends in mid-scan, once', async () => {
    const entered = Object.keys(estate.world.accounts).filter((account) => account !== estate.world.management);
    const { meddler, dealt } = ending(entered, 7);
    const report = await through(meddler);
    expect(told(report)).toEqual(told(calm));
    expect(coverageOf(report)).toEqual(coverageOf(calm));
    // A call or two may be under way when the first is refused.
    expect(dealt.get('expired')).toBeGreaterThanOrEqual(entered.length);
    const sessions = new Map<string, number>();
    for (const call of estate.proxy.calls.filter((each) => each.operation === 'AssumeRole')) {
      sessions.set(call.members, (sessions.get(call.members) ?? 0) + 1);
    }
    expect([...sessions.values()]).toEqual(entered.map(() => 2));
  });

  it('says so where the session it was started with ends for good', async () => {
    const { management } = estate.world;
    const report = await through((call, forward) =>
      call.account === management && call.service !== 'sts' && call.operation !== 'DescribeOrganization'
        ? suffer('expired', call, forward)
        : forward(),
    );
    const lines = report.coverage.filter((line) => line.cause === 'expired-credentials');
    expect(lines.map((line) => line.surface)).toContain('aws:organization');
    expect(lines.every((line) => /renew|expired/.test(line.detail ?? ''))).toBe(true);
    expect(outcomeOf(report, 'never').exit).toBe(3);
  });

  it.each(seeds)('is silent about nothing where pages of others stand for answers (seed %i)', async (seed) => {
    const { meddler, dealt } = dealing({ seed, faults: ['html-200', 'html-500'], share: 15, most: 1 });
    const other = await scanned(meddler);
    const { report } = other;
    expect([...dealt.values()].reduce((sum, each) => sum + each, 0)).toBeGreaterThan(5);
    expect(vanished(calm, report).length).toBeGreaterThan(0);
    expect(silentlyGone(quiet, other)).toEqual([]);
    expect(outcomeOf(report, 'never').exit).toBe(3);
    expect(told(await through())).toEqual(told(calm));
  });

  it.each([1, 2, 3, 4, 5])('is silent about nothing where answers to other questions stand for answers (seed %i)', async (seed) => {
    const recorded = recording();
    await scanned(recorded.meddler);
    const { meddler, swapped } = swapping(recorded, seed, 20);
    const other = await scanned(meddler);
    expect(swapped.size).toBeGreaterThan(5);
    const lines = other.report.coverage.filter((line) => line.cause === 'malformed' || line.detail?.includes('asked') === true);
    expect(lines.length).toBeGreaterThan(0);
    expect({ swapped: [...swapped], gone: silentlyGone(quiet, other) }).toMatchObject({ gone: [] });
  });

  it.each(['html-200', 'html-500', '500', 'cut-before', 'cut-inside', 'truncated', 'throttle'] as const)(
    'is silent about nothing where one account answers everything with %s for ever',
    async (fault) => {
      const { prod, security } = estate.world.names;
      const other = await scanned((call, forward) =>
        call.account === prod && call.service !== 'sts' ? suffer(fault, call, forward) : forward(),
      );
      const { report } = other;
      const lines = report.coverage.filter((line) => line.boundary === `aws:${prod}` && line.cause !== 'excluded');
      expect(lines.filter((line) => line.status === 'complete').map((line) => `${line.surface} ${line.detail ?? ''}`)).toEqual([]);
      expect(vanished(calm, report).length).toBeGreaterThan(5);
      expect(silentlyGone(quiet, other).filter((each) => !each.includes(`::${security}:`))).toEqual([]);
      // The others are read as ever.
      const elsewhere = (each: Report): readonly string[] =>
        coverageOf(each).filter((line) => !line.includes(`@aws:${prod} `) && !line.startsWith('aws:identity-center'));
      expect(elsewhere(report)).toEqual(elsewhere(calm));
    },
  );

  it('leaves open what those of one account reach in another that could not be read', async () => {
    const { prod, security } = estate.world.names;
    const other = await scanned((call, forward) =>
      call.account === prod && call.service !== 'sts' ? suffer('html-500', call, forward) : forward(),
    );
    // farah may become administrator of production by way of a role of her own account: nobody can say that she may not.
    expect(silentlyGone(quiet, other).filter((each) => each.includes(`::${security}:`))).toEqual([]);
  });

  it.each(['GetAccountAuthorizationDetails', 'ListRoles', 'ListAccounts', 'ListPermissionSets', 'ListSSHPublicKeys'])(
    'names the stuck marker of %s, and ends',
    async (operation) => {
      const other = await scanned(stuck(operation));
      const { report } = other;
      const asked = new Map<string, number>();
      for (const call of estate.proxy.calls.filter((each) => each.operation === operation)) {
        asked.set(question(call), (asked.get(question(call)) ?? 0) + 1);
      }
      expect(asked.size).toBeGreaterThan(1);
      expect([...asked].filter(([, times]) => times > 1)).toEqual([]);
      const before = new Set(coverageOf(calm));
      const worse = report.coverage.filter((line) => !before.has(`${line.surface}@${line.boundary} ${line.status} ${line.cause ?? ''}`));
      expect(worse.length).toBeGreaterThan(0);
      expect(
        worse.some((line) => /cursor|marker|token it was asked with/i.test(line.detail ?? '')),
        worse.map((line) => line.detail).join('\n'),
      ).toBe(true);
      expect(silentlyGone(quiet, other)).toEqual([]);
    },
  );
});
