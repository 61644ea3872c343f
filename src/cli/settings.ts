import { readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { isScalar, LineCounter, parseDocument, visit } from 'yaml';
import { readConfiguration, type Configuration } from '../run/configuration.ts';
import type { Terminal } from './streams.ts';
import { UsageError } from './usage.ts';
import type { Wiring } from './wiring.ts';

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
 * Reads the configuration file: the one named, or `vestige.yaml` where the program was started, or none. A named file that is
 * not there is an error; the default one may be absent. Environment variables enter only as a whole value `${env:NAME}`.
 */
export async function loadConfiguration(terminal: Terminal, wiring: Wiring, options: CommonOptions): Promise<Configuration> {
  const name = options.config ?? configurationName;
  let text: string;
  try {
    text = await readFile(userPath(terminal, name), 'utf8');
  } catch (cause) {
    if (options.config === undefined && (cause as NodeJS.ErrnoException).code === 'ENOENT') return readConfiguration({}, wiring);
    throw new UsageError(`cannot read the configuration file ${name}: ${(cause as Error).message}`, { cause });
  }
  return readConfiguration(parseYaml(text, name, terminal.environment), wiring, name);
}

function parseYaml(text: string, name: string, environment: Terminal['environment']): unknown {
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
