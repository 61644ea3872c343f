import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { main } from '../../../src/cli/main.ts';
import { formatVkey } from '../../../src/evidence/log/vkey.ts';
import { witnessKey } from '../../evidence/support/witness.ts';
import { litewitness } from './litewitness.ts';
import { opensslAuthority } from './openssl-authority.ts';

/** A pack as a user makes it and an auditor gets it: `vkey`, `authority` and `witness` came another way. */
export interface RealPack {
  readonly folder: string;
  readonly zip: string;
  readonly vkey: string;
  /** Path of a PEM file. */
  readonly authority: string;
  readonly witness: string;
  readonly nonce: string;
}

/** Of `ledger.json`. */
interface Told {
  readonly origin: string;
  readonly keys: readonly { readonly vkey: string }[];
}

const nonce = 'what the auditor said on the telephone';

/**
 * Runs the demo in an empty folder and then, command by command, what a user would: its ledger is stamped by `openssl ts` and cosigned by litewitness, and a
 * pack exported. The clock stands at the day after the demo's last reading; those outside have their own.
 */
export async function realPack(home: string, witnessProgram: string): Promise<RealPack> {
  const vestige = async (...args: readonly string[]): Promise<void> => {
    const told = { out: '', err: '' };
    const into = (stream: 'out' | 'err'): Writable =>
      new Writable({
        write(chunk: Buffer, _, done) {
          told[stream] += chunk.toString();
          done();
        },
      });
    const clock = (): number => Date.parse('2026-11-02T06:00:00.000Z');
    const exit = await main(args, {
      ...{ stdout: into('out'), stderr: into('err'), width: 80, colour: false, environment: {}, cwd: home, clock },
    });
    // What the demo tells is held to its story by tests of its own: here it only has to leave a ledger.
    if (exit !== 0 && args[0] !== 'demo') throw new Error(`vestige ${args.join(' ')}: exit ${exit}\n${told.err}`);
  };
  await vestige('demo');
  const told = JSON.parse(readFileSync(join(home, '.vestige', 'ledger', 'ledger.json'), 'utf8')) as Told;
  const log = { origin: told.origin, vkey: told.keys[0]?.vkey ?? '' };
  const witness = await litewitness(witnessProgram, log);
  const authority = await opensslAuthority(join(home, 'authority'));
  try {
    const settings = {
      operator: 'Ida Quist',
      timestamp: { url: authority.url, caFile: authority.certificate },
      witnesses: [{ name: 'partner', url: witness.url, vkey: formatVkey(witnessKey()) }],
    };
    writeFileSync(join(home, 'vestige.yaml'), JSON.stringify({ ledger: settings }));
    await vestige('ledger', 'timestamp');
    await vestige('ledger', 'witness');
    const folder = join(home, 'given', 'pack');
    mkdirSync(join(home, 'given'));
    const asked = ['--period', '2026-10', '--framework', 'soc2', '--sample', '8', '--nonce', nonce];
    await vestige('evidence', 'export', ...asked, '--zip', '-o', folder);
    return { folder, zip: `${folder}.zip`, vkey: log.vkey, authority: authority.certificate, witness: formatVkey(witnessKey()), nonce };
  } finally {
    authority.close();
    witness.close();
  }
}
