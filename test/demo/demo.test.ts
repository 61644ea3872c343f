import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { memoryCapture } from '../../src/capture/archive.ts';
import { main } from '../../src/cli/main.ts';
import type { Terminal } from '../../src/cli/streams.ts';
import { wiring } from '../../src/cli/wiring.ts';
import type { HistoryStore } from '../../src/contract/store.ts';
import { isOfDemo, readDemo, runDemo, type DemoEstate } from '../../src/demo/demo.ts';
import { differences } from '../../src/demo/differences.ts';
import { memoryEngine } from '../../src/history/memory/memory.ts';
import { openHistory } from '../../src/history/open.ts';
import { historyStore } from '../../src/history/store.ts';
import type { Report } from '../../src/model/report.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vestige-demo-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  vi.restoreAllMocks();
});

function terminal(): { terminal: Terminal; out: () => string; err: () => string } {
  const written = { out: '', err: '' };
  const into = (stream: 'out' | 'err'): Writable =>
    new Writable({
      write(chunk: Buffer, _, done) {
        written[stream] += chunk.toString();
        done();
      },
    });
  return {
    terminal: { stdout: into('out'), stderr: into('err'), width: 80, colour: false, environment: {}, cwd: folder, clock: () => 0 },
    out: () => written.out,
    err: () => written.err,
  };
}

async function told(estate: DemoEstate): Promise<{ report: Report; store: HistoryStore }> {
  const store = historyStore(memoryEngine());
  const { report } = await runDemo(estate, store);
  return { report, store };
}

/** A role of somebody's own account. */
const role = {
  Path: '/',
  RoleName: 'reader',
  RoleId: 'AROAOWNOWNOWNOWNOWN01',
  Arn: 'arn:aws:iam::555566667777:role/reader',
  CreateDate: '2026-01-01T00:00:00+00:00',
  AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] },
  InstanceProfileList: [],
  RolePolicyList: [],
  AttachedManagedPolicies: [],
  Tags: [],
};

/** Without when they were recorded. */
async function runsOf(state: string): Promise<readonly string[]> {
  const store = await openHistory({ state });
  try {
    return (await store.runs()).map(({ number, from, hash }) => `${number} ${from} ${hash}`);
  } finally {
    await store.close();
  }
}

describe('the demo', () => {
  it('tells its story, opens no socket and leaves a report in every format', async () => {
    const connect = vi.spyOn(net.Socket.prototype, 'connect').mockImplementation(() => {
      throw new Error('the demo opened a socket');
    });
    const { terminal: shell, out, err } = terminal();
    expect(await main(['demo'], shell), err()).toBe(0);
    expect(connect).not.toHaveBeenCalled();
    expect(out()).toContain('ann.keller');
    expect(readdirSync(join(folder, 'out', 'demo')).sort()).toEqual(['report.csv', 'report.html', 'report.json', 'report.txt']);
    expect(statSync(join(folder, '.vestige')).mode & 0o777).toBe(0o700);
  });

  it('notices a story that is not as expected', async () => {
    const rules = wiring.rules.filter((rule) => rule.id !== 'no-owner');
    const { report, store } = await told(await readDemo(memoryCapture, wiring.connectors, rules));
    expect(await differences(report, store)).toEqual([
      'expected and not found: no-owner for deploy-bot',
      'expected of history and not told: no-owner of deploy-bot: changed between 2026-09-30 and 2026-10-15',
      'expected of history and not told: no-owner of deploy-bot: changed between 2026-10-16 and 2026-11-01',
    ]);
    const [finding] = report.findings;
    if (finding === undefined) throw new Error('the demo found nothing');
    const stray = { ...finding, subject: { ...finding.subject, name: 'bo.lindqvist' } };
    expect(await differences({ ...report, findings: [...report.findings, stray] }, store)).toContain('expected to be clean: bo.lindqvist');
  });

  it('answers questions afterwards', async () => {
    await main(['demo', '-q'], terminal().terminal);
    const found = JSON.parse(readFileSync(join(folder, 'out', 'demo', 'report.json'), 'utf8')) as { findings: { fingerprint: string }[] };
    const explained = terminal();
    expect(await main(['explain', found.findings[0]?.fingerprint.slice(0, 12) ?? ''], explained.terminal)).toBe(0);
    expect(explained.out()).toContain('Read from');
    expect(explained.out()).not.toContain('not at hand');
    const paths = terminal();
    expect(await main(['paths', '--to', 'administer', '--format', 'json'], paths.terminal)).toBe(0);
    const entries = JSON.parse(paths.out()) as { identity: string; persistence: string }[];
    expect(entries.find((entry) => entry.identity.endsWith('user/chidi.obi'))?.persistence).toBe('time-bound');
    expect(entries.find((entry) => entry.identity.endsWith('user/farah.aziz'))?.persistence).toBe('standing');
    const byName = terminal();
    expect(await main(['paths', '--from', 'freight-sync@', '--to', 'administer'], byName.terminal)).not.toBe(0);
    const ofTwo = terminal();
    expect(await main(['paths', '--from', 'sven.dahl@kestrel-freight.example'], ofTwo.terminal)).not.toBe(0);
    expect(ofTwo.err()).toContain('2 identities are called so');
    const named = terminal();
    expect(await main(['paths', '--from', 'noor.haddad@kestrel-freight.example', '--to', 'administer'], named.terminal)).toBe(0);
    expect(named.out()).toContain('administer on entra:');
    const again = terminal();
    expect(await main(['findings', '--severity', 'critical', '--format', 'csv'], again.terminal)).toBe(1);
    expect(again.out()).toContain('ann.keller');
    expect(again.out()).not.toContain('role-never-used,');
  });

  describe('tells history', () => {
    it('of four days, the same to the byte every time', async () => {
      const estate = await readDemo(memoryCapture, wiring.connectors, wiring.rules);
      const [one, other] = [await told(estate), await told(await readDemo(memoryCapture, wiring.connectors, wiring.rules))];
      expect(await differences(one.report, one.store)).toEqual([]);
      expect(one.report.history).toMatchObject({ runs: 4, since: '2026-09-30T05:30:00.000Z', began: 23, reappeared: 1 });
      expect(other.report).toEqual(one.report);
    });

    it('and would notice that a day was not read', async () => {
      const estate = await readDemo(memoryCapture, wiring.connectors, wiring.rules);
      const without = (day: string): DemoEstate => ({ ...estate, reads: estate.reads.filter((read) => read.day !== day) });
      // Nobody confirms that she left.
      const third = await told(without('2026-10-16'));
      expect(await differences(third.report, third.store)).toEqual(
        expect.arrayContaining([
          'expected of history and not told: standing-administrator of deploy-bot: cleared between 2026-09-30 and 2026-10-16',
          'expected of the report and not told: standing-administrator of deploy-bot: came back',
        ]),
      );
      const fourth = await told(without('2026-11-01'));
      expect(await differences(fourth.report, fourth.store)).toContain(
        'expected of history and not told: identity of kai.brandt: missing since 2026-10-16',
      );
    });

    it('is recorded once, and asked afterwards', async () => {
      const first = terminal();
      expect(await main(['demo'], first.terminal), first.err()).toBe(0);
      const kept = await runsOf(join(folder, '.vestige'));
      expect(kept).toHaveLength(4);
      const second = terminal();
      expect(await main(['demo'], second.terminal), second.err()).toBe(0);
      expect(second.out()).toBe(first.out());
      expect(await runsOf(join(folder, '.vestige'))).toEqual(kept);
      const asked = terminal();
      expect(await main(['history', 'kai.brandt'], asked.terminal)).toBe(0);
      expect(asked.out().replace(/\s+/g, ' ')).toContain('a second read is wanted before it counts as gone');
    });

    it('and kept apart from what another version recorded of it, and from other captures', async () => {
      const estate = await readDemo(memoryCapture, wiring.connectors, wiring.rules);
      const runs = await (await told(estate)).store.runs();
      expect(runs.map((run) => isOfDemo(estate, run))).toEqual([true, true, true, true]);
      expect(runs.some((run) => isOfDemo(estate, { ...run, version: '0.0.1' }))).toBe(false);
      expect(runs.some((run) => isOfDemo(estate, { ...run, id: 'f'.repeat(64) }))).toBe(false);
    });

    it('and kept apart from what was really read', async () => {
      const own = join(folder, 'own.json');
      writeFileSync(
        own,
        JSON.stringify({ UserDetailList: [], GroupDetailList: [], RoleDetailList: [role], Policies: [], IsTruncated: false }),
      );
      const analysed = terminal();
      await main(['analyze', '--aws-authorization-details', own, '--read-at', '2026-08-01T00:00:00Z'], analysed.terminal);
      const kept = await runsOf(join(folder, '.vestige'));
      expect(kept, analysed.err()).toHaveLength(1);
      const { terminal: shell, out, err } = terminal();
      expect(await main(['demo'], shell), err()).toBe(0);
      expect(err()).toContain('the state folder holds other runs');
      expect(err()).not.toContain('history sven.dahl');
      expect(out()).toContain('came back');
      expect(await runsOf(join(folder, '.vestige'))).toEqual(kept);
    });
  });
});
