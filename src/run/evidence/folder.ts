import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, lstat, mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { impossible } from '../../base/errors.ts';
import { byKeys } from '../../base/order.ts';
import { EvidenceError } from './errors.ts';

/** A file of a pack as its manifest has it. */
export interface ListedFile {
  /** Within the pack, with `/`. */
  readonly path: string;
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** What writing a pack needs of a disk. Handed in, so that a test may be a disk that fails. */
export interface PackDisk {
  mkdir(path: string): Promise<void>;
  /** A new file, 0600, durable when its promise resolves. */
  write(path: string, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  exists(path: string): Promise<boolean>;
}

export const nodeDisk: PackDisk = {
  async mkdir(path) {
    await mkdir(path, { recursive: true, mode: 0o700 });
  },
  async write(path, chunks) {
    const file = await open(path, 'wx', 0o600);
    try {
      for await (const chunk of chunks) await file.writeFile(chunk);
      await file.sync();
    } finally {
      await file.close();
    }
  },
  rename,
  remove: (path) => rm(path, { recursive: true, force: true }),
  exists: (path) =>
    lstat(path).then(
      () => true,
      (error: unknown) => {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
        throw error;
      },
    ),
};

/** A pack being written: nothing stands in its place until all of it does. */
export interface PackFolder {
  /** Where it is until it is finished. */
  readonly draft: string;
  add(path: string, content: string | Uint8Array): Promise<ListedFile>;
  /** A copy of a file, which is not held in memory. */
  copy(path: string, from: string): Promise<ListedFile>;
  /** Those added so far, by path. */
  files(): readonly ListedFile[];
  /** Puts it, and what belongs beside it, in their places: all or none. */
  finish(beside?: readonly { readonly draft: string; readonly target: string }[]): Promise<void>;
  abandon(): Promise<void>;
}

/** Begins one. Throws {@link EvidenceError} `exists` where something is in its place, `write-failed` where the disk fails. */
export async function packFolder(target: string, disk: PackDisk = nodeDisk): Promise<PackFolder> {
  await mustBeFree(target, disk);
  const draft = join(dirname(target), `.${basename(target)}.${randomBytes(4).toString('hex')}`);
  await writing(target, () => disk.mkdir(draft));
  const listed = new Map<string, ListedFile>();
  const made = new Set<string>();

  async function put(path: string, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<ListedFile> {
    if (listed.has(path) || !/^[\w.-]+(\/[\w.-]+)*$/.test(path) || path.split('/').includes('..'))
      impossible(`a pack cannot hold a file ${JSON.stringify(path)}, or holds it already`);
    const folder = dirname(join(draft, path));
    const seen = { hash: createHash('sha256'), bytes: 0 };
    await writing(target, async () => {
      if (!made.has(folder)) await disk.mkdir(folder);
      made.add(folder);
      await disk.write(join(draft, path), measured(chunks, seen));
    });
    const file = { path, bytes: seen.bytes, sha256: seen.hash.digest('hex') };
    listed.set(path, file);
    return file;
  }

  return {
    draft,
    add: (path, content) => put(path, [typeof content === 'string' ? Buffer.from(content, 'utf8') : content]),
    copy: (path, from) => put(path, createReadStream(from)),
    files: () => [...listed.values()].sort(byKeys(({ path }) => path)),
    async finish(beside = []) {
      const done: string[] = [];
      try {
        for (const each of [{ draft, target }, ...beside]) {
          await mustBeFree(each.target, disk);
          await writing(each.target, () => disk.rename(each.draft, each.target));
          done.push(each.target);
        }
      } catch (error) {
        for (const path of done) await disk.remove(path);
        throw error;
      }
    },
    abandon: () => disk.remove(draft),
  };
}

/** Throws `exists`. */
export async function mustBeFree(target: string, disk: PackDisk = nodeDisk): Promise<void> {
  if (!(await writing(target, () => disk.exists(target)))) return;
  throw new EvidenceError('exists', `cannot write the pack to ${target}: something is there, and a pack is never written over`, {
    hint: 'name another place with --output, or move that away',
  });
}

/** The folder above may be anybody's; what is in it is the owner's alone. */
export async function folderAbove(target: string): Promise<void> {
  await writing(target, async () => {
    const made = await mkdir(dirname(target), { recursive: true });
    if (made !== undefined) await chmod(dirname(target), 0o700);
  });
}

async function* measured(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  seen: { readonly hash: ReturnType<typeof createHash>; bytes: number },
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of chunks) {
    seen.hash.update(chunk);
    seen.bytes += chunk.length;
    yield chunk;
  }
}

/** Work on a disk for a pack. Trouble of the disk is thrown as `write-failed`; whoever calls takes away what was begun. */
export async function writing<T>(target: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === undefined || !/^E[A-Z]+$/.test(code)) throw cause;
    throw new EvidenceError('write-failed', `cannot write the pack ${target}: ${(cause as Error).message}; nothing of it was left there`, {
      cause,
    });
  }
}
