import { rename, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sha256Hex } from '../base/bytes/hash.ts';
import type { Json } from '../base/json.ts';
import type { CaptureHead, CaptureWriter } from '../contract/capture.ts';
import type { PageId } from '../model/ids.ts';
import type { Page } from '../model/page.ts';
import { CaptureError, systemCode } from './errors.ts';
import { PlaceIndex } from './index-file.ts';
import type { PlaceTable } from './index-file.ts';
import { files, syncDirectory, writeDurably } from './layout.ts';
import { headTag, manifestText } from './manifest.ts';
import { openDirectory, readPages } from './reader.ts';
import type { StoredCapture } from './reader.ts';
import { captureIdOf, pageBytes, recordOf } from './record.ts';
import type { PageBytes } from './record.ts';

/** What a resumed capture had to let go: everything from the first record that is not whole. */
export interface Dropped {
  readonly file: string;
  readonly offset: number;
  readonly bytes: number;
  readonly why: string;
}

/** `each-page`: a page is on the disk when its `put` resolves. `at-seal`: when `seal` does; much faster for a file that can be read again. */
export type Durability = 'each-page' | 'at-seal';

/** A capture being made on disk. After a failed write every later call fails with that same error. */
export interface StoredWriter extends CaptureWriter {
  /** Of the unfinished folder; what `resumeCapture` takes. */
  readonly name: string;
  /** What its maker said it was for when it began. */
  readonly intent: Json;
  /** Pages held so far, kept ones of an earlier run included. */
  readonly count: number;
  /** Set on a resumed capture whose file ended in a torn record. */
  readonly dropped: Dropped | null;
  /** The pages held at the time of the call, in the order of their ids. */
  pages(): AsyncIterable<Page>;
  seal(head: CaptureHead): Promise<StoredCapture>;
  /** Leaves it, durable, to be resumed. */
  close(): Promise<void>;
  /** Removes it. */
  discard(): Promise<void>;
}

export interface OpenFile {
  readonly directory: string;
  readonly name: string;
  readonly handle: FileHandle;
  readonly intent: Json;
  readonly durable: Durability;
  /** Records kept, and where the next one goes. */
  readonly table: PlaceTable;
  readonly offset: number;
  readonly dropped: Dropped | null;
  /** Lets another process have it. */
  readonly unlock: () => Promise<void>;
}

interface Pending {
  readonly page: PageBytes;
  readonly record: Promise<Buffer>;
  readonly resolve: () => void;
  readonly reject: (error: CaptureError) => void;
}

// Bytes of pages accepted but not yet written, above which `put` waits although nothing has to be durable.
const IN_FLIGHT_BYTES = 32 * 1024 * 1024;
const BATCH_RECORDS = 64;

export function storedWriter(file: OpenFile): StoredWriter {
  return new DiskWriter(file);
}

class DiskWriter implements StoredWriter {
  readonly #file: OpenFile;
  readonly #table: PlaceTable;
  readonly #pending = new Map<PageId, Promise<void>>();
  readonly #queue: Pending[] = [];
  #running: Promise<void> | null = null;
  #inFlight = 0;
  #offset: number;
  #ended: 'sealed' | 'closed' | 'discarded' | null = null;
  #broken: CaptureError | null = null;
  #released = false;

  constructor(file: OpenFile) {
    this.#file = file;
    this.#table = file.table;
    this.#offset = file.offset;
  }

  get name(): string {
    return this.#file.name;
  }

  get intent(): Json {
    return this.#file.intent;
  }

  get dropped(): Dropped | null {
    return this.#file.dropped;
  }

  get count(): number {
    return this.#table.count + this.#pending.size;
  }

  async put(page: Omit<Page, 'id'>): Promise<Page> {
    this.#mustBeOpen('put a page into');
    // Before the first await, so that what the caller changes later is not captured.
    const made = pageBytes(page);
    const answer = made.page() ?? { id: made.id, envelope: page.envelope, body: page.body };
    if (this.#table.has(made.id)) return answer;
    const written = this.#pending.get(made.id) ?? this.#enqueue(made);
    if (this.#file.durable === 'each-page') await written;
    else if (this.#inFlight > IN_FLIGHT_BYTES) await this.#pending.values().next().value;
    return answer;
  }

  async *pages(): AsyncGenerator<Page, void, undefined> {
    this.#mustBeOpen('read');
    await this.#flush();
    yield* readPages(join(this.#file.directory, files.pages), new PlaceIndex(this.#table.bytes()));
  }

  async seal(head: CaptureHead): Promise<StoredCapture> {
    this.#mustBeOpen('seal');
    await this.#flush();
    this.#ended = 'sealed';
    const { directory } = this.#file;
    const id = captureIdOf(this.#table.ids());
    try {
      await this.#release();
      const index = this.#table.bytes();
      await writeDurably(join(directory, files.index), index);
      const manifest = {
        schema: 1,
        id,
        count: this.#table.count,
        head,
        pages: { bytes: this.#offset },
        index: { bytes: index.length, sha256: sha256Hex(index) },
      } as const;
      await writeDurably(join(directory, files.manifest), manifestText(manifest));
      await rm(join(directory, files.intent), { force: true });
      await this.#file.unlock();
      await syncDirectory(directory);
    } catch (cause) {
      throw this.#failed('seal', cause);
    }
    return this.#install(id, head);
  }

  async close(): Promise<void> {
    if (this.#ended !== null) return;
    this.#ended = 'closed';
    while (this.#running !== null) await this.#running;
    try {
      await this.#release();
      await this.#file.unlock();
    } catch (cause) {
      throw this.#failed('close', cause);
    }
    if (this.#broken !== null) throw this.#broken;
  }

  async discard(): Promise<void> {
    if (this.#ended === 'discarded' || (this.#ended === 'sealed' && this.#broken === null)) return;
    this.#ended = 'discarded';
    while (this.#running !== null) await this.#running;
    try {
      await this.#release();
      await this.#file.unlock();
      await rm(this.#file.directory, { recursive: true, force: true });
    } catch (cause) {
      throw this.#failed('remove', cause);
    }
  }

  /** Lets go of the file, what was written to it durable. */
  async #release(): Promise<void> {
    if (this.#released) return;
    this.#released = true;
    try {
      if (this.#offset !== this.#file.offset && this.#ended !== 'discarded') await this.#file.handle.sync();
    } finally {
      await this.#file.handle.close();
    }
  }

  #enqueue(page: PageBytes): Promise<void> {
    const record = recordOf(page);
    const written = new Promise<void>((resolve, reject) => this.#queue.push({ page, record, resolve, reject }));
    // A failure is kept in #broken and thrown by the next call; nobody may be waiting for this promise.
    written.catch(() => undefined);
    record.catch(() => undefined);
    this.#pending.set(page.id, written);
    this.#inFlight += page.bytes.length;
    this.#running ??= this.#run();
    return written;
  }

  /** Writes batches until the queue is empty. Never rejects. */
  async #run(): Promise<void> {
    while (this.#queue.length > 0) {
      const batch = this.#queue.splice(0, BATCH_RECORDS);
      try {
        const records = await Promise.all(batch.map((each) => each.record));
        await writeAll(this.#file.handle, Buffer.concat(records), this.#offset);
        if (this.#file.durable === 'each-page') await this.#file.handle.datasync();
        for (const [i, { page, resolve }] of batch.entries()) {
          const record = records[i] as Buffer;
          this.#table.add(page.id, record, this.#offset);
          this.#offset += record.length;
          this.#settle(page);
          resolve();
        }
      } catch (cause) {
        const error = this.#failed('write a page of', cause);
        for (const { page, reject } of [...batch, ...this.#queue.splice(0)]) {
          this.#settle(page);
          reject(error);
        }
      }
    }
    this.#running = null;
  }

  #settle(page: PageBytes): void {
    this.#pending.delete(page.id);
    this.#inFlight -= page.bytes.length;
  }

  async #flush(): Promise<void> {
    while (this.#running !== null) await this.#running;
    if (this.#broken !== null) throw this.#broken;
  }

  /** Gives the folder its final name. The same pages under the same head are one capture; under another head they are another. */
  async #install(id: string, head: CaptureHead): Promise<StoredCapture> {
    const parent = dirname(this.#file.directory);
    const tag = headTag(head);
    for (const name of [id, `${id}-${tag}`]) {
      const target = join(parent, name);
      if (!(await exists(target)) && (await renamed(this.#file.directory, target))) {
        await syncDirectory(parent);
        return openDirectory(target, name);
      }
      const there = await openDirectory(target, name);
      if (headTag(there.head) === tag) {
        await rm(this.#file.directory, { recursive: true, force: true });
        return there;
      }
    }
    throw new CaptureError('write-failed', `cannot seal the capture ${id}: ${join(parent, `${id}-${tag}`)} holds another head`, {
      file: parent,
    });
  }

  #mustBeOpen(what: string): void {
    if (this.#broken !== null) throw this.#broken;
    if (this.#ended !== null) throw new CaptureError('closed', `cannot ${what} the capture ${this.name}: it was ${this.#ended} before`);
  }

  #failed(what: string, cause: unknown): CaptureError {
    const file = this.#file.directory;
    this.#broken ??= new CaptureError('write-failed', `cannot ${what} the capture in ${file}: ${systemCode(cause)}`, {
      file,
      cause,
      hint: 'what was written before is kept and can be resumed',
    });
    return this.#broken;
  }
}

async function writeAll(handle: FileHandle, bytes: Buffer, offset: number): Promise<void> {
  let done = 0;
  while (done < bytes.length) done += (await handle.write(bytes, done, bytes.length - done, offset + done)).bytesWritten;
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw error;
  }
}

/** False when another process has put a folder of that name there meanwhile. */
async function renamed(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(systemCode(error)) && (await exists(to))) return false;
    throw error;
  }
}
