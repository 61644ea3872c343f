import { readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { LongestDays } from '../assurance/exceptions.ts';
import type { DueDays } from '../run/backlog-settings.ts';
import type { Configuration } from '../run/configuration.ts';
import type { HistorySettings } from '../run/history-settings.ts';
import type { LedgerSettings } from '../run/ledger-settings.ts';
import { usualThreshold, type Threshold } from '../run/threshold.ts';
import type { RunWiring } from './run-wiring.ts';
import type { Terminal } from './streams.ts';
import { UsageError } from './usage.ts';
import { whyUnread } from './why-unread.ts';

export const configurationName = 'vestige.yaml';

/** Options that every command knows. */
export interface CommonOptions {
  readonly state: string;
  readonly config?: string;
  readonly quiet?: boolean;
}

/** `path` as the user meant it: from the folder the program was started in. */
export function userPath(terminal: Terminal, path: string): string {
  return isAbsolute(path) ? path : join(terminal.cwd, path);
}

/**
 * Reads the configuration file: the one named, or `vestige.yaml` where the program was started, or the one that the state folder brings, or
 * none. A named file that is not there is an error; the others may be absent. Environment variables enter only as a whole value `${env:NAME}`.
 */
export async function loadConfiguration(terminal: Terminal, wiring: RunWiring, options: CommonOptions): Promise<Configuration> {
  const [given, { readConfiguration }] = await Promise.all([givenConfiguration(terminal, options), import('../run/configuration.ts')]);
  return given === null ? readConfiguration({}, wiring) : readConfiguration(given.value, wiring, given.name);
}

/** The threshold of the configuration file. What it says of rules and connectors decides nothing about a saved analysis and is not looked into. */
export async function loadThreshold(terminal: Terminal, options: CommonOptions): Promise<Threshold> {
  const given = await givenConfiguration(terminal, options);
  if (given === null) return usualThreshold;
  const { readThreshold } = await import('../run/configuration.ts');
  return readThreshold(given.value, given.name);
}

/** What the configuration file says of history, for who asks it nothing else. */
export async function loadHistorySettings(terminal: Terminal, options: CommonOptions): Promise<HistorySettings> {
  const [given, { readHistorySettings }] = await Promise.all([givenConfiguration(terminal, options), import('../run/configuration.ts')]);
  return readHistorySettings(given?.value ?? {}, given?.name ?? configurationName);
}

/** What the configuration file says of the ledger, for who asks it nothing else. */
export async function loadLedgerSettings(terminal: Terminal, options: CommonOptions): Promise<LedgerSettings> {
  const [given, { readLedgerSettings }] = await Promise.all([givenConfiguration(terminal, options), import('../run/configuration.ts')]);
  return readLedgerSettings(given?.value ?? {}, given?.name ?? configurationName);
}

/** How long the configuration file lets exceptions last, for who asks it nothing else. */
export async function loadLongestDays(terminal: Terminal, options: CommonOptions): Promise<LongestDays> {
  const [given, { readLongestDays }] = await Promise.all([givenConfiguration(terminal, options), import('../run/configuration.ts')]);
  return readLongestDays(given?.value ?? {}, given?.name ?? configurationName);
}

/** By when the configuration file wants items of a backlog done, for who asks it nothing else. */
export async function loadDueDays(terminal: Terminal, options: CommonOptions): Promise<DueDays> {
  const [given, { readDueDays }] = await Promise.all([givenConfiguration(terminal, options), import('../run/configuration.ts')]);
  return readDueDays(given?.value ?? {}, given?.name ?? configurationName);
}

/** `null`: there is none, and none was named. */
async function givenConfiguration(
  terminal: Terminal,
  options: CommonOptions,
): Promise<{ readonly value: unknown; readonly name: string } | null> {
  for (const name of options.config === undefined ? [configurationName, join(options.state, configurationName)] : [options.config]) {
    let text: string;
    try {
      text = await readFile(userPath(terminal, name), 'utf8');
    } catch (cause) {
      // A state folder that is none says so itself, to whoever needs it.
      if (options.config === undefined && /^ENO(ENT|TDIR)$/.test((cause as NodeJS.ErrnoException).code ?? '')) continue;
      throw new UsageError(`cannot read the configuration file ${name}: ${whyUnread(cause)}`, { cause });
    }
    return { value: await parseYaml(text, name, terminal.environment), name };
  }
  return null;
}

async function parseYaml(text: string, name: string, environment: Terminal['environment']): Promise<unknown> {
  // Loaded only where there is a file: most of the program's start is loading.
  const { isScalar, LineCounter, parseDocument, visit } = await import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const [error] = document.errors;
  if (error !== undefined) {
    const { line, col } = lines.linePos(error.pos[0]);
    throw new UsageError(
      `cannot read ${name}: line ${line}, column ${col}: ${(error.message.split('\n')[0] ?? error.code).replace(/ at line \d+, column \d+:?$/, '')}`,
    );
  }
  visit(document, {
    Scalar(_, node) {
      if (!isScalar(node) || typeof node.value !== 'string') return;
      const variable = /^\$\{env:([A-Za-z_][A-Za-z0-9_]*)\}$/.exec(node.value)?.[1];
      if (variable === undefined) return;
      const value = environment[variable];
      if (value === undefined) {
        const { line } = lines.linePos(node.range?.[0] ?? 0);
        throw new UsageError(`cannot use ${name}: line ${line} names the environment variable ${variable}, which is not set`);
      }
      node.value = value;
    },
  });
  return document.toJS() as unknown;
}
