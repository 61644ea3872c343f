import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { demoState } from '../support/demo/state.ts';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vestige-evidence-cli-'));
  await demoState(join(folder, '.vestige'));
  // The demo keeps a ledger of its own; here it is exported from a state without one, until one is begun.
  rmSync(join(folder, '.vestige', 'ledger'), { recursive: true });
}, 120_000);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function run(...args: string[]): Promise<{ exit: number; out: string; err: string }> {
  const told = { out: '', err: '' };
  const into = (stream: 'out' | 'err'): Writable =>
    new Writable({
      write(chunk: Buffer, _, done) {
        told[stream] += chunk.toString();
        done();
      },
    });
  const clock = (): number => Date.parse('2026-11-20T00:00:00.000Z');
  const terminal = { stdout: into('out'), stderr: into('err'), width: 80, colour: false, environment: {}, cwd: folder, clock };
  return { exit: await main(args, terminal), ...told };
}

const asked = ['evidence', 'export', '--period', '2026-10-01..2026-11-01', '--framework', 'soc2'] as const;

describe('vestige evidence export', () => {
  it('tells in 80 columns what an auditor will ask, and where the pack lies', async () => {
    const { exit, out, err } = await run(...asked, '--zip', '--with-captures');
    expect(exit).toBe(0);
    expect(out).toContain('PACK  soc2, 2026-10-01 to 2026-11-01, as of 2026-11-02 00:00 UTC');
    expect(out).toMatch(/population +\d+ ends of access called for or shown/);
    expect(out).toMatch(/integrity +Nothing is signed or logged: integrity rests on management/);
    expect(out).toContain('out/evidence/soc2-2026-10-01..2026-11-01.zip');
    expect(out).not.toMatch(/compliant/i);
    expect(err).toContain('hint: `vestige ledger init`');
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    const place = join(folder, 'out/evidence/soc2-2026-10-01..2026-11-01');
    expect(readdirSync(place)).toEqual(
      expect.arrayContaining(['VERIFY.md', 'csv', 'evidence.xlsx', 'manifest.json', 'oscal', 'pack.json', 'report.html', 'report.pdf']),
    );
    const captures = readdirSync(join(place, 'captures'));
    // Of the runs within the period; that of September is not among them.
    expect(captures.length).toBe(3);
    for (const each of captures)
      expect(readdirSync(join(place, 'captures', each)).sort()).toEqual(['index.bin', 'manifest.json', 'pages.bin']);
    expect(statSync(join(place, 'pack.json')).mode & 0o077).toBe(0);
    expect(statSync(place).mode & 0o077).toBe(0);

    const again = await run(...asked);
    expect(again).toMatchObject({ exit: 2, out: '' });
    expect(again.err).toContain('a pack is never written over');
  });

  it('brings with captures what its findings are derived from again, by cores alone: no SDK and no driver is loaded', async () => {
    const { exit } = await run(...asked, '--with-captures', '-o', 'whole');
    expect(exit).toBe(0);
    const spy = `data:text/javascript,${encodeURIComponent(
      "import { registerHooks } from 'node:module'; registerHooks({ load: (url, context, next) => { process.stderr.write(`loaded ${url}\\n`); return next(url, context); } });",
    )}`;
    const program = join(import.meta.dirname, '../../bin/vestige-verify.js');
    const args = ['whole', '--unsigned', '--recompute', '--config', '.vestige/vestige.yaml'];
    const { stdout, stderr } = spawnSync(process.execPath, ['--import', spy, program, ...args], { cwd: folder, encoding: 'utf8' });
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(/of \d+ findings of the pack [1-9]\d+ were derived again from these captures alone/);
    const loaded = stderr.split('\n').filter((line) => line.startsWith('loaded '));
    expect(loaded.filter((line) => line.includes('/connectors/')).length).toBeGreaterThan(40);
    expect(
      loaded.filter((line) =>
        /node_modules\/(@aws-sdk|@smithy|@azure|@microsoft|@google-cloud|pg|kysely)\/|node:(sqlite|net|tls|https?|dns)/.test(line),
      ),
    ).toEqual([]);
  });

  it('makes, where no ledger was begun, a pack that says everywhere that it is unsigned, and of which a check says no more than that its hashes agree', async () => {
    const place = join(folder, 'unsigned');
    const made = await run(...asked, '-o', place, '--zip', '--sample', '4', '--nonce', 'of the auditor');
    expect(made).toMatchObject({ exit: 0, err: expect.stringContaining('hint: `vestige ledger init` begins a ledger') });
    expect(made.out.replaceAll(/\s+/g, ' ')).toContain('unsigned.zip; nothing in it is signed');
    const said = (file: string): string => readFileSync(join(place, file), 'utf8');
    for (const file of ['VERIFY.md', 'pack.json', 'oscal/assessment-results.json', 'csv/about.csv', 'report.html'])
      expect(said(file), file).toMatch(/integrity rests on management/i);
    const names = readdirSync(place, { recursive: true, encoding: 'utf8' });
    expect(names.filter((name) => /^(log|statements|proofs)|dsse|pages\.ndjson|logged\.ndjson/.test(name))).toEqual([]);

    for (const name of [place, `${place}.zip`]) {
      const checked = await run('evidence', 'verify', name, '--unsigned');
      expect(checked.exit).toBe(3);
      const text = checked.out.replaceAll(/\s+/g, ' ');
      expect(text).toMatch(
        /^ITS PARTS FIT EACH OTHER no more than that: it is unsigned, and anybody may have made it; integrity rests on management/,
      );
      const [, proven = ''] = /PROVEN(.*?)DERIVED AGAIN/i.exec(text) ?? [];
      expect(proven).toMatch(/every one of \d+ files is there/);
      expect(proven).not.toMatch(/signed|logged|log |entry|run/);
      expect(text).toContain('who made the pack: nobody whom you named signed it');
      expect(text).toContain('that nothing was left out or rewritten before the pack was made');
      expect(text).toContain('no log shows that its population was fixed before the nonce was known');
    }
    const key = 'example.com/revocation-log+d50476d5+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea';
    const held = await run('evidence', 'verify', place, '--key', key);
    expect(held).toMatchObject({ exit: 1, out: expect.stringContaining('[not-signed]') });
    writeFileSync(join(place, 'VERIFY.md'), said('VERIFY.md').replace('integrity rests', 'integrity stands'));
    expect(await run('evidence', 'verify', place, '--unsigned')).toMatchObject({ exit: 1, out: expect.stringContaining('[wrong-') });
  });

  it.each<[string, string[], string]>([
    ['a nonce without a sample', ['--nonce', 'x'], '--nonce goes with --sample'],
    ['a population and a sample of it', ['--population', '--sample', '3'], 'do not go together'],
    ['a sample of no size', ['--sample', '0'], 'no whole number'],
    ['a row without a reason', ['--sample', '3', '--replace', 'abc'], 'does not say which row and why'],
    ['a framework that there is not', ['--framework', 'sox'], 'Allowed choices'],
    ['a key that is not there', ['--pseudonymise', 'nothing'], 'cannot read the key'],
    ['a period that is none', ['--period', 'soon'], 'it is none'],
    ['a ledger that is required', ['--config', 'required.yaml'], 'requires one'],
  ])('refuses %s before anything is done', async (_, args, says) => {
    writeFileSync(join(folder, 'required.yaml'), 'ledger:\n  required: true\n');
    const { exit, err, out } = await run(...asked, '-o', 'refused', ...args);
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err.replaceAll(/\s+/g, ' ')).toContain(says);
    expect(existsSync(join(folder, 'refused'))).toBe(false);
  });

  it('keeps a key that others can read, or that can be guessed, from being used', async () => {
    for (const [name, bytes, mode, says] of [
      ['open', 32, 0o644, 'others than its owner can read it'],
      ['short', 31, 0o600, 'has 31 bytes'],
    ] as const) {
      writeFileSync(join(folder, name), Buffer.alloc(bytes, 1), { mode });
      const { exit, err } = await run(...asked, '-o', 'refused', '--pseudonymise', name);
      expect(exit).toBe(2);
      expect(err).toContain(says);
    }
  });
});
