import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { endianness } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { RunError } from '../errors.ts';
import { SCHEMA, files, formerFile, type FileName } from './layout.ts';
import { columnsOf, type Columns } from './columns.ts';

export interface PartSum {
  readonly bytes: number;
  readonly crc: number;
}

/** `manifest.json`: this as JSON on one line, and its CRC-32 in decimal on the next. */
export interface Manifest {
  readonly schema: number;
  /** Byte order of the numbers in files of columns. */
  readonly order: 'LE' | 'BE';
  readonly files: Readonly<Record<string, PartSum>>;
}

/** The files of a finished analysis. Reads are synchronous, because lists of a report are gone through by code that cannot wait. */
export interface AnalysisFolder {
  readonly id: string;
  /** A whole file, held against the manifest. */
  whole(name: FileName): Buffer;
  columns(name: FileName): Columns;
  /** `length` bytes of a file of that length or more; whoever asks holds them against a sum of their own. */
  part(name: FileName, offset: number, length: number): Buffer;
  /** How long the manifest says the file is. */
  size(name: FileName): number;
  /** What is wrong with a file that was read. */
  damaged(name: FileName, seen: string, cause?: unknown): RunError;
}

/** Opens the analysis in `<state>/analyses/<id>`. Throws {@link RunError}; no file but the manifest is looked at here. */
export async function readAnalysis(state: string, id: string): Promise<AnalysisFolder> {
  const folder = join(state, 'analyses', id);
  return folderOf(id, folder, await manifestOf(folder, id));
}

async function manifestOf(folder: string, id: string): Promise<Manifest> {
  const file = join(folder, files.manifest);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw unreadable(id, file, cause);
    if (await isThere(join(folder, formerFile))) {
      throw old(id, `it was kept as ${formerFile} by an earlier version`);
    }
    throw new RunError('missing-part', `cannot open analysis ${id}: ${file} is not there`, { cause, hint: again });
  }
  const [said = '', sum = '', ...rest] = text.split('\n');
  if (sum !== String(crc32(said)) || rest.length !== 1 || rest[0] !== '') {
    throw new RunError('damaged-part', `cannot open analysis ${id}: ${file} is not as it was written`, { hint: again });
  }
  const manifest = JSON.parse(said) as Manifest;
  if (manifest.schema !== SCHEMA) throw old(id, `its schema is ${String(manifest.schema)}, this program knows ${SCHEMA}`);
  if (manifest.order !== endianness()) throw old(id, `its numbers are ${manifest.order}, those of this machine ${endianness()}`);
  return manifest;
}

function folderOf(id: string, folder: string, manifest: Manifest): AnalysisFolder {
  const summed = (name: FileName): PartSum => {
    const sum = manifest.files[name];
    if (sum !== undefined) return sum;
    throw new RunError('damaged-part', `cannot read analysis ${id}: its manifest names no ${name}`, { hint: again });
  };
  const damaged = (name: FileName, seen: string, cause?: unknown): RunError =>
    new RunError('damaged-part', `cannot read ${join(folder, name)} of analysis ${id}: ${seen}`, { cause, hint: again });

  /** The length is asked of every file that is opened: one that was cut must not pass because only its beginning is read. */
  function read(name: FileName, offset: number, length: number): Buffer {
    const path = join(folder, name);
    const { bytes } = summed(name);
    let file: number;
    try {
      file = openSync(path, 'r');
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw unreadable(id, path, cause);
      throw new RunError('missing-part', `cannot read analysis ${id}: ${path} is not there`, { cause, hint: again });
    }
    try {
      const { size } = fstatSync(file);
      if (size !== bytes) {
        throw new RunError('cut-part', `cannot read ${path} of analysis ${id}: it has ${size} bytes, it was written with ${bytes}`, {
          hint: again,
        });
      }
      const buffer = Buffer.allocUnsafeSlow(Math.max(0, Math.min(length, size - offset)));
      let filled = 0;
      while (filled < buffer.length) {
        const count = readSync(file, buffer, filled, buffer.length - filled, offset + filled);
        if (count === 0) throw damaged(name, `it ends at byte ${offset + filled}`);
        filled += count;
      }
      return buffer;
    } catch (cause) {
      throw cause instanceof RunError ? cause : unreadable(id, path, cause);
    } finally {
      closeSync(file);
    }
  }

  function whole(name: FileName): Buffer {
    const { bytes, crc } = summed(name);
    const content = read(name, 0, bytes);
    if (crc32(content) !== crc) throw damaged(name, 'its bytes are not those that were written');
    return content;
  }

  return {
    id,
    whole,
    columns(name) {
      const found = columnsOf(whole(name));
      if (typeof found === 'string') throw damaged(name, `it ${found}`);
      return found;
    },
    part: read,
    size: (name) => summed(name).bytes,
    damaged,
  };
}

const BLOCK = 1 << 22;

/** Whether this very content stands in the folder already, every byte of it. */
export async function isSameAndWhole(folder: string, manifest: Manifest): Promise<boolean> {
  try {
    const there = await manifestOf(folder, '');
    if (JSON.stringify(there) !== JSON.stringify(manifest)) return false;
    const opened = folderOf('', folder, there);
    return Object.entries(manifest.files).every(([name, { bytes, crc }]) => {
      let seen = 0;
      for (let at = 0; at < bytes; at += BLOCK) seen = crc32(opened.part(name as FileName, at, BLOCK), seen);
      return opened.part(name as FileName, 0, 0).length === 0 && seen === crc;
    });
  } catch (error) {
    if (error instanceof RunError) return false;
    throw error;
  }
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

const again = 'run `vestige analyze` on its capture again';

function old(id: string, seen: string): RunError {
  return new RunError('old-analysis', `cannot open analysis ${id}: ${seen}`, { hint: again });
}

function unreadable(id: string, file: string, cause: unknown): RunError {
  const code = (cause as NodeJS.ErrnoException).code ?? (cause instanceof Error ? cause.message : String(cause));
  return new RunError('bad-analysis', `cannot open analysis ${id}: cannot read ${file}: ${code}`, { cause, hint: again });
}
