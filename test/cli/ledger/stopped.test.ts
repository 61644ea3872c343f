import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { main } from '../../../src/cli/main.ts';
import { wiring } from '../../../src/cli/wiring.ts';
import type { Wiring } from '../../../src/cli/wiring.ts';
import { details } from '../history/estate.ts';
import { estateServer, estateWiring } from '../../support/live/estate.ts';
import { fakeTerminal } from '../../support/live/terminal.ts';
import { ledgerPlace } from './support.ts';

const { at, run, begin, bodies, kinds } = ledgerPlace();

/** Ctrl-C at the so manyth page that is mapped; by then the pages before are read whole. */
async function stoppedAt(page: number, args: readonly string[], given: Wiring): Promise<{ readonly exit: number; readonly err: string }> {
  const { terminal, err, interrupt } = fakeTerminal(at(''));
  let mapped = 0;
  const connectors = given.connectors.map((core) => ({
    ...core,
    map(...asked: Parameters<typeof core.map>) {
      if (++mapped === page) interrupt();
      return core.map(...asked);
    },
  }));
  const exit = await main(args, terminal, { ...given, connectors });
  return { exit, err: err().replace(/\s+/g, ' ') };
}

describe('Ctrl-C during the analysis', () => {
  it('of a capture is logged as what ended the run, and nothing is recorded', async () => {
    await begin();
    const capture = (await run(['capture', 'estate'])).out.trim();
    const { exit, err } = await stoppedAt(2, ['analyze', capture], estateWiring(estateServer()));
    expect([exit, err]).toEqual([2, expect.stringContaining('stopped by SIGINT')]);
    expect((await kinds()).slice(-2)).toEqual(['run-intent', 'run-abort']);
    expect((await bodies()).at(-1)).toMatchObject({ kind: 'run-abort', code: 'stopped', why: 'stopped by SIGINT' });
    const runs = (await run(['history', 'runs'])).out;
    expect(runs).not.toContain(capture.slice(0, 8));
    expect((await run(['analyze', capture])).exit).toBe(0);
    expect((await kinds()).at(-1)).toBe('run-end');
  });

  it('of files is, too', async () => {
    await begin();
    writeFileSync(at('admin.json'), details({ admin: true }));
    const args = ['analyze', '--aws-authorization-details', 'admin.json', '--read-at', '2026-11-20T06:00:00Z'];
    const { exit } = await stoppedAt(1, args, wiring);
    expect(exit).toBe(2);
    expect((await kinds()).slice(-2)).toEqual(['run-intent', 'run-abort']);
  });
});
