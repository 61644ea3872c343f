// What both scaffolds share: names, files that must not be there yet, and the alphabetical list line.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format, resolveConfig } from 'prettier';

export const root = join(import.meta.dirname, '..');

/** The id given on the command line, or the end of the program with what is wrong. */
export function idGiven(usage: string): string {
  const [id, ...more] = process.argv.slice(2);
  if (id === undefined || more.length > 0 || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) {
    process.stderr.write(`usage: ${usage}\nan id is kebab-case: lower-case letters, digits and single hyphens\n`);
    process.exit(2);
  }
  return id;
}

export function camelCase(id: string): string {
  return id.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** Writes new files; none is written when one of them exists. */
export async function writeNew(files: Readonly<Record<string, string>>): Promise<void> {
  const there = Object.keys(files).filter((file) => existsSync(join(root, file)));
  if (there.length > 0) {
    process.stderr.write(`nothing written: there is already ${there.join(', ')}\n`);
    process.exit(2);
  }
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    const path = join(root, file);
    writeFileSync(path, await format(text, { ...(await resolveConfig(path)), filepath: path }));
    process.stdout.write(`wrote ${file}\n`);
  }
}

/** Puts an import and a list line where the alphabet wants them. */
export function enlist(file: string, importLine: string, entry: string): void {
  const path = join(root, file);
  const lines = readFileSync(path, 'utf8').split('\n');
  const isImport = (line: string): boolean => line.startsWith('import {');
  lines.splice(placeOf(lines, importLine, isImport), 0, importLine);
  const isEntry = (line: string): boolean => /^ {2}\w[^:]*,$/.test(line);
  lines.splice(placeOf(lines, entry, isEntry), 0, entry);
  writeFileSync(path, lines.join('\n'));
  process.stdout.write(`listed in ${file}\n`);
}

/** Puts a line of a list of pairs, which loads what it names, where the alphabet wants it. */
export function enlistPair(file: string, entry: string): void {
  const path = join(root, file);
  const lines = readFileSync(path, 'utf8').split('\n');
  lines.splice(
    placeOf(lines, entry, (line) => line.startsWith("  ['")),
    0,
    entry,
  );
  writeFileSync(path, lines.join('\n'));
  process.stdout.write(`listed in ${file}\n`);
}

function placeOf(lines: readonly string[], line: string, alike: (line: string) => boolean): number {
  const after = lines.findIndex((each) => alike(each) && each > line);
  return after === -1 ? lines.findLastIndex(alike) + 1 : after;
}
