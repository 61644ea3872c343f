import type { Dirent } from 'node:fs';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { byCodeUnit } from '../../base/order.ts';
import { Problems, type PackProblem } from '../../evidence/check/pack/problem.ts';
import { readZip, zipLimits } from '../../evidence/check/zip/read.ts';
import { UsageError } from '../usage.ts';

/** A pack as it lies: its files, and what is wrong with how it lies there. */
export interface PackAsItLies {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly problems: readonly PackProblem[];
}

/** More than this is not read into memory. */
const MOST_BYTES = zipLimits.bytes;

/** Reads a folder or a zip. What is neither a file nor a folder is told and not followed. Throws {@link UsageError} where it cannot be read at all. */
export async function readPack(path: string, shown: string): Promise<PackAsItLies> {
  try {
    const stat = await lstat(path);
    // The place itself may be a link: it is the user's own word.
    if (stat.isSymbolicLink() || stat.isDirectory()) return await readFolder(path);
    if (stat.size > MOST_BYTES)
      throw new UsageError(`cannot check ${shown}: it has ${stat.size} bytes, and at most ${MOST_BYTES} are read`, {
        hint: 'unpack it, and name the folder',
      });
    const { files, problems } = readZip(await readFile(path));
    return { files, problems: problems.all() };
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (cause instanceof UsageError || code === undefined || !/^E[A-Z]+$/.test(code)) throw cause;
    throw new UsageError(`cannot read the pack ${shown}: ${code === 'ENOENT' ? 'there is no such file or folder' : code}`, {
      cause,
      hint: 'name the folder of a pack, or its zip',
    });
  }
}

/** A file of a folder, or why it is not read. Nothing is opened before it is known to be a plain file: what a link or a pipe leads to is no part of a pack. */
async function readFolder(root: string): Promise<PackAsItLies> {
  const files = new Map<string, Uint8Array>();
  const problems = new Problems();
  const folders = [''];
  let [entries, bytes] = [0, 0];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of await entriesOf(root, folder, problems)) {
      if (++entries > zipLimits.entries) return tooMuch(problems, `${entries} files and folders`, `at most ${zipLimits.entries}`);
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (path.split('/').length > DEEPEST)
          problems.add('unsafe-path', path, '', `the pack has folders deeper than ${DEEPEST}: they were not read`);
        else folders.push(path);
        continue;
      }
      if (!entry.isFile()) {
        problems.add('unsafe-path', path, '', `${path} is neither a file nor a folder: it leads somewhere else and was not read`);
        continue;
      }
      const content = await readWithin(join(root, path), MOST_BYTES - bytes);
      if (content === 'too-large') return tooMuch(problems, `more than ${MOST_BYTES} bytes`, `at most ${MOST_BYTES} bytes`);
      if (content instanceof Uint8Array) {
        bytes += content.length;
        files.set(path, content);
      } else problems.add('missing-file', path, '', `${path} cannot be read (${content.code}): what it holds is not known`);
    }
  }
  return { files: new Map([...files].sort(([a], [b]) => byCodeUnit(a, b))), problems: problems.all() };
}

/** No folder of a pack is deeper than a capture's, or a tile of the largest log. */
const DEEPEST = 12;

function tooMuch(problems: Problems, seen: string, expected: string): PackAsItLies {
  problems.add('too-large', '', '', 'the pack holds more than is read', { seen, expected });
  return { files: new Map(), problems: problems.all() };
}

async function entriesOf(root: string, folder: string, problems: Problems): Promise<readonly Dirent[]> {
  try {
    return await readdir(join(root, folder), { withFileTypes: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // The pack itself cannot be read: that is for the caller to say.
    if (folder === '' || code === undefined) throw error;
    problems.add('missing-file', folder, '', `the folder ${folder} cannot be read (${code}): what it holds is not known`);
    return [];
  }
}

async function readWithin(path: string, most: number): Promise<Uint8Array | 'too-large' | { readonly code: string }> {
  try {
    // Asked again: what it is may have changed since the folder was listed.
    const stat = await lstat(path);
    if (!stat.isFile()) return { code: 'it is no file any more' };
    return stat.size > most ? 'too-large' : await readFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return { code };
  }
}
