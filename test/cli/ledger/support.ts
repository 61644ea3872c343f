import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { main } from '../../../src/cli/main.ts';
import { readLedger } from '../../../src/evidence/ledger/open.ts';
import type { LeafBody } from '../../../src/model/ledger.ts';
import { estateServer, estateWiring, type Server } from '../../support/live/estate.ts';
import { fakeTerminal } from '../../support/live/terminal.ts';

export interface Ran {
  readonly exit: number;
  readonly out: string;
  /** As lines were before they were wrapped. */
  readonly err: string;
}

/** A folder of its own for each test, in which the program runs beside a small live source, and keeps a ledger once `begin` made one. */
export interface LedgerPlace {
  /** A path below the folder. */
  readonly at: (name: string) => string;
  /** A path below the ledger. */
  readonly here: (...path: readonly string[]) => string;
  readonly run: (args: readonly string[], server?: Server, environment?: Record<string, string>) => Promise<Ran>;
  readonly begin: (...more: readonly string[]) => Promise<Ran>;
  /** The first key of the ledger. */
  readonly vkey: () => string;
  /** What each entry says that was not erased. */
  readonly bodies: () => Promise<readonly LeafBody[]>;
  readonly kinds: () => Promise<readonly string[]>;
}

export function ledgerPlace(): LedgerPlace {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vestige-ledger-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const here = (...path: readonly string[]): string => join(folder, '.vestige/ledger', ...path);
  async function run(args: readonly string[], server: Server = estateServer(), environment: Record<string, string> = {}): Promise<Ran> {
    const { terminal, out, err } = fakeTerminal(folder, { environment });
    const exit = await main(args, terminal, estateWiring(server));
    return { exit, out: out(), err: err().replaceAll(`\n${' '.repeat(9)}`, ' ') };
  }
  async function bodies(): Promise<readonly LeafBody[]> {
    const ledger = await readLedger(here());
    const found: LeafBody[] = [];
    for (let index = 0; index < ledger.size; index++) {
      const salted = await ledger.body(index);
      if (salted !== null) found.push(salted.body as unknown as LeafBody);
    }
    return found;
  }
  return {
    at: (name) => join(folder, name),
    here,
    run,
    begin: (...more) => run(['ledger', 'init', '--origin', 'test.example/log', ...more]),
    vkey: () => (JSON.parse(readFileSync(here('ledger.json'), 'utf8')) as { keys: { vkey: string }[] }).keys[0]?.vkey ?? '',
    bodies,
    kinds: async () => (await bodies()).map(({ kind }) => kind),
  };
}
