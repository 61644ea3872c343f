import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { displayWidth } from '../../src/base/text/width.ts';
import { memoryCapture } from '../../src/capture/archive.ts';
import { main } from '../../src/cli/main.ts';
import type { Terminal } from '../../src/cli/streams.ts';
import { wiring } from '../../src/cli/wiring.ts';
import type { HistoryStore } from '../../src/contract/store.ts';
import { isOfDemo, readDemo, runDemo, type DemoEstate } from '../../src/demo/demo.ts';
import { differences } from '../../src/demo/differences.ts';
import { readLedger } from '../../src/evidence/ledger/open.ts';
import { memoryEngine } from '../../src/history/memory/memory.ts';
import { openHistory } from '../../src/history/open.ts';
import { historyStore } from '../../src/history/store.ts';
import type { Pack } from '../../src/model/pack.ts';
import type { Report } from '../../src/model/report.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vestige-demo-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  vi.restoreAllMocks();
});

function terminal(cwd = folder): { terminal: Terminal; out: () => string; err: () => string } {
  const written = { out: '', err: '' };
  const into = (stream: 'out' | 'err'): Writable =>
    new Writable({
      write(chunk: Buffer, _, done) {
        written[stream] += chunk.toString();
        done();
      },
    });
  return {
    terminal: {
      stdout: into('out'),
      stderr: into('err'),
      width: 80,
      colour: false,
      environment: {},
      cwd,
      clock: () => Date.parse('2026-11-20T00:00:00.000Z'),
    },
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

/** Entries of a ledger by their kind. */
async function kindsIn(ledger: string): Promise<Record<string, number>> {
  const kinds: Record<string, number> = {};
  for await (const { leaf } of (await readLedger(ledger)).leaves()) kinds[leaf.kind] = (kinds[leaf.kind] ?? 0) + 1;
  return kinds;
}

/** From its heading to the next, or the end. */
function section(text: string, title: string): readonly string[] {
  const lines = text.trimEnd().split('\n');
  const start = lines.findIndex((line) => line.startsWith(`${title}  `));
  const length = lines.slice(start + 1).findIndex((line) => line === '');
  return start < 0 ? [] : lines.slice(start, length < 0 ? undefined : start + 1 + length);
}

describe('the demo', () => {
  let home: string;
  let first: { exit: number; out: string; err: string; sockets: number };
  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'vestige-demo-home-'));
    const connect = vi.spyOn(net.Socket.prototype, 'connect').mockImplementation(() => {
      throw new Error('the demo opened a socket');
    });
    const { terminal: shell, out, err } = terminal(home);
    const exit = await main(['demo'], shell);
    first = { exit, out: out(), err: err(), sockets: connect.mock.calls.length };
    vi.restoreAllMocks();
  }, 120_000);
  afterAll(() => {
    rmSync(home, { recursive: true, force: true });
  });

  it('tells its story, opens no socket and leaves a report in every format, a pack and a backlog', () => {
    expect(first, first.err).toMatchObject({ exit: 0, sockets: 0 });
    expect(first.out).toContain('ann.keller');
    expect(readdirSync(join(home, 'out', 'demo')).sort()).toEqual([
      ...['backlog.csv', 'backlog.json', 'backlog.md', 'evidence', 'ledger.vkey'],
      ...wiring.reporters.map(({ extension }) => `report.${extension}`).sort(),
    ]);
    expect(readdirSync(join(home, 'out', 'demo', 'evidence')).sort()).toEqual(['soc2-2026-10', 'soc2-2026-10.zip']);
    expect(statSync(join(home, '.vestige')).mode & 0o777).toBe(0o700);
  });

  it('fits 80 columns, and says of evidence, its check and the backlog a dozen lines each', () => {
    const widths = first.out.split('\n').map(displayWidth);
    expect(Math.max(...widths)).toBeLessThanOrEqual(80);
    expect(widths.length).toBeLessThan(700);
    for (const [title, says] of [
      ['EVIDENCE', 'integrity rests on management'],
      ['CHECKED', "the pack holds, by the ledger's key alone"],
      ['CHECKED', 'with one bit changed in csv/population.csv the pack does not hold: csv/population.csv'],
      ['BACKLOG', '1. Remove AdministratorAccess'],
    ] as const) {
      const lines = section(first.out, title);
      expect(lines.length, title).toBeGreaterThan(3);
      expect(lines.length, title).toBeLessThanOrEqual(12);
      expect(lines.map((line) => line.trim()).join(' ')).toContain(says);
    }
  });

  describe('keeps a ledger', () => {
    it('that tells each run, import and export, with a key of its own', async () => {
      const ledger = join(home, '.vestige', 'ledger');
      expect(await kindsIn(ledger)).toEqual({ begun: 1, 'run-intent': 4, 'run-end': 4, batch: 12, import: 3, population: 1, export: 1 });
      expect(statSync(join(ledger, 'key.pem')).mode & 0o777).toBe(0o600);
      let before = '';
      for await (const { leaf } of (await readLedger(ledger)).leaves()) {
        expect(leaf.at >= before).toBe(true);
        before = leaf.at;
      }
    });

    it('by whose key somebody else finds that the pack holds, and with which its owner can go on', async () => {
      const checked = terminal(home);
      const pack = join('out', 'demo', 'evidence', 'soc2-2026-10.zip');
      const exit = await main(['evidence', 'verify', pack, '--key', join('out', 'demo', 'ledger.vkey')], checked.terminal);
      expect(exit, checked.out()).toBe(0);
      expect(first.err).toContain(`evidence verify ${pack} --key out/demo/ledger.vkey`);
      const status = terminal(home);
      expect(await main(['ledger', 'status'], status.terminal)).toBe(0);
      expect(status.out()).toContain('no run is without an end');
    });

    it('of a configuration that stays with it: an export afterwards knows the same people', async () => {
      const own = terminal(home);
      const asked = ['evidence', 'export', '--period', '2026-10-01..2026-11-01', '--framework', 'soc2', '-o', 'own'];
      expect(await main(asked, own.terminal), own.err()).toBe(0);
      const told = (folder: string): unknown => {
        const pack = JSON.parse(readFileSync(join(home, folder, 'pack.json'), 'utf8')) as Pack;
        return { rows: pack.population.rows, unmatched: pack.population.reconciliation.unmatched, configuration: pack.run.configuration };
      };
      expect(told('own')).toEqual(told(join('out', 'demo', 'evidence', 'soc2-2026-10')));
    }, 60_000);
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
    const found = JSON.parse(readFileSync(join(home, 'out', 'demo', 'report.json'), 'utf8')) as { findings: { fingerprint: string }[] };
    const explained = terminal(home);
    expect(await main(['explain', found.findings[0]?.fingerprint.slice(0, 12) ?? ''], explained.terminal)).toBe(0);
    expect(explained.out()).toContain('Read from');
    expect(explained.out()).not.toContain('not at hand');
    const paths = terminal(home);
    expect(await main(['paths', '--to', 'administer', '--format', 'json'], paths.terminal)).toBe(0);
    const entries = JSON.parse(paths.out()) as { identity: string; persistence: string }[];
    expect(entries.find((entry) => entry.identity.endsWith('user/chidi.obi'))?.persistence).toBe('time-bound');
    expect(entries.find((entry) => entry.identity.endsWith('user/farah.aziz'))?.persistence).toBe('standing');
    const byName = terminal(home);
    expect(await main(['paths', '--from', 'freight-sync@', '--to', 'administer'], byName.terminal)).not.toBe(0);
    const ofTwo = terminal(home);
    expect(await main(['paths', '--from', 'sven.dahl@kestrel-freight.example'], ofTwo.terminal)).not.toBe(0);
    expect(ofTwo.err()).toContain('2 identities are called so');
    const named = terminal(home);
    expect(await main(['paths', '--from', 'noor.haddad@kestrel-freight.example', '--to', 'administer'], named.terminal)).toBe(0);
    expect(named.out()).toContain('administer on entra:');
    const again = terminal(home);
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

    it('is recorded and logged once, and asked afterwards', async () => {
      const [state, ledger] = [join(home, '.vestige'), join(home, '.vestige', 'ledger')];
      const kept = await runsOf(state);
      expect(kept).toHaveLength(4);
      const { export: exports = 0, population, ...logged } = await kindsIn(ledger);
      const second = terminal(home);
      expect(await main(['demo'], second.terminal), second.err()).toBe(0);
      expect(second.out()).toBe(first.out);
      expect(await runsOf(state)).toEqual(kept);
      expect(await kindsIn(ledger)).toMatchObject({ ...logged, export: exports + 1 });
      expect(population).toBeGreaterThan(0);
      const asked = terminal(home);
      expect(await main(['history', 'kai.brandt'], asked.terminal)).toBe(0);
      expect(asked.out().replace(/\s+/g, ' ')).toContain('a second read is wanted before it counts as gone');
    }, 60_000);

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
      expect(err()).not.toContain('ledger status');
      // Chance is in the ledger alone, and nothing of it is in what is said.
      expect(out()).toBe(first.out);
      expect(await runsOf(join(folder, '.vestige'))).toEqual(kept);
      expect(readdirSync(join(folder, '.vestige'))).not.toContain('ledger');
      expect(readdirSync(join(folder, '.vestige'))).not.toContain('vestige.yaml');
    }, 60_000);
  });
});
