import { randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { endianness } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { isAlive } from '../../base/process-mark.ts';
import { SCHEMA, files, type FileName } from './layout.ts';
import type { Manifest, PartSum } from './read.ts';
import { isSameAndWhole } from './read.ts';

/** The folder of an analysis being written. Nobody sees it before `finish`. */
export interface AnalysisWriter {
  /** Writes a file whole. Texts become UTF-8. Called once for each name. */
  write(name: FileName, pieces: Iterable<string | Uint8Array>): Promise<void>;
  /** Makes it durable and gives it its id. One of the same id and content stays as it is; else it takes the other's place. */
  finish(id: string): Promise<void>;
  /** Takes away what was written. */
  discard(): Promise<void>;
}

/** Begins an analysis under `<state>/analyses`, folders made as needed. What killed runs left there goes. */
export async function writeAnalysis(state: string): Promise<AnalysisWriter> {
  const analyses = join(state, 'analyses');
  await mkdir(analyses, { recursive: true, mode: 0o700 });
  await chmod(analyses, 0o700);
  await sweep(analyses);
  const draft = join(analyses, `unfinished-${process.pid}-${randomBytes(4).toString('hex')}`);
  await mkdir(draft, { mode: 0o700 });
  const sums: Record<string, PartSum> = {};
  return {
    async write(name, pieces) {
      sums[name] = await writeFile(join(draft, name), pieces);
    },
    async finish(id) {
      const manifest: Manifest = { schema: SCHEMA, order: endianness(), files: sums };
      const text = JSON.stringify(manifest);
      await writeFile(join(draft, files.manifest), [`${text}\n${crc32(text)}\n`]);
      await syncFolder(draft);
      const place = join(analyses, id);
      if (await isSameAndWhole(place, manifest)) await rm(draft, { recursive: true });
      else await put(draft, place, analyses);
      await syncFolder(analyses);
      await writeLatest(analyses, id);
    },
    discard: () => rm(draft, { recursive: true, force: true }),
  };
}

/** What stood there is damaged, or was kept in an older form: it is moved away first, since a folder takes no other's place. */
async function put(draft: string, place: string, analyses: string): Promise<void> {
  const former = join(analyses, `unfinished-${process.pid}-${randomBytes(4).toString('hex')}`);
  await rename(place, former).catch(unlessMissing);
  await rename(draft, place);
  await rm(former, { recursive: true, force: true });
}

async function writeLatest(analyses: string, id: string): Promise<void> {
  const draft = join(analyses, `latest-${process.pid}-${randomBytes(4).toString('hex')}`);
  await writeFile(draft, [`${id}\n`]);
  await rename(draft, join(analyses, 'latest'));
  await syncFolder(analyses);
}

/** Drafts whose process is gone. */
async function sweep(analyses: string): Promise<void> {
  for (const name of await readdir(analyses)) {
    const pid = /^(?:unfinished|latest)-(\d+)-[0-9a-f]{8}$/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) await rm(join(analyses, name), { recursive: true, force: true });
  }
}

function unlessMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}

const CHUNK = 1 << 20;

/** In chunks, since a large part is longer than a string may be. Answers when the disk has it. */
async function writeFile(path: string, pieces: Iterable<string | Uint8Array>): Promise<PartSum> {
  const file = await open(path, 'wx', 0o600);
  let bytes = 0;
  let crc = 0;
  const put = async (chunk: Uint8Array): Promise<void> => {
    crc = crc32(chunk, crc);
    bytes += chunk.length;
    await writeWhole(file, chunk);
  };
  try {
    let waiting = '';
    for (const piece of pieces) {
      if (typeof piece === 'string') waiting += piece;
      if (waiting.length >= CHUNK || (typeof piece !== 'string' && waiting !== '')) {
        await put(Buffer.from(waiting, 'utf8'));
        waiting = '';
      }
      if (typeof piece !== 'string') await put(piece);
    }
    if (waiting !== '') await put(Buffer.from(waiting, 'utf8'));
    await file.sync();
  } finally {
    await file.close();
  }
  return { bytes, crc };
}

async function writeWhole(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let at = 0; at < chunk.length;) at += (await file.write(chunk, at)).bytesWritten;
}

/** Makes the names in a folder durable. Windows has no such call and keeps names with its journal. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
