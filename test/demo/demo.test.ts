import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { memoryCapture } from '../../src/capture/archive.ts';
import { main } from '../../src/cli/main.ts';
import type { Terminal } from '../../src/cli/streams.ts';
import { wiring } from '../../src/cli/wiring.ts';
import { differences, runDemo } from '../../src/demo/demo.ts';

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
    const { report } = await runDemo(memoryCapture(), wiring.connectors, rules);
    expect(differences(report)).toEqual(['expected and not found: no-owner for deploy-bot']);
    const [finding] = report.findings;
    if (finding === undefined) throw new Error('the demo found nothing');
    const stray = { ...finding, subject: { ...finding.subject, name: 'bo.lindqvist' } };
    expect(differences({ ...report, findings: [...report.findings, stray] })).toContain('expected to be clean: bo.lindqvist');
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
    const again = terminal();
    expect(await main(['findings', '--severity', 'critical', '--format', 'csv'], again.terminal)).toBe(1);
    expect(again.out()).toContain('ann.keller');
    expect(again.out()).not.toContain('role-never-used,');
  });
});
