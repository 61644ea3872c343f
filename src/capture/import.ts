import { createHash } from 'node:crypto';
import { ImpossibleError, VestigeError } from '../base/errors.ts';
import type { Instant } from '../base/instant.ts';
import type { Json } from '../base/json.ts';
import { byKeys } from '../base/order.ts';
import type { CaptureHead, CaptureWriter } from '../contract/capture.ts';
import type { DumpFormat } from '../contract/connector.ts';
import type { Gap } from '../model/gap.ts';
import type { ConnectorId } from '../model/ids.ts';
import type { Task } from '../model/page.ts';
import { peek, unwrapped } from './dump-bytes.ts';
import { systemCode } from './errors.ts';
import { ImportError } from './import-error.ts';
import { looksLike } from './looks-like.ts';
import { TaskChains, taskForm } from './task-chains.ts';

export { ImportError } from './import-error.ts';
export type { ImportErrorCode } from './import-error.ts';

export interface ImportFile {
  readonly format: DumpFormat;
  /** What errors and gaps call it. */
  readonly name: string;
  /** Called twice, for hashing and for cutting, and must give the same bytes: a pipe will not do. */
  readonly open: () => AsyncIterable<Uint8Array>;
}

export interface ImportSource {
  readonly connector: ConnectorId;
  readonly mapping: number;
  readonly settings: Json;
  /** When the files were made, for pages that do not tell it themselves. Left out: not known. */
  readonly readAt?: Instant;
}

/**
 * Puts what dump files say into a capture and answers its head; sealing is the caller's. Files with the same bytes count once, and
 * the order of files changes nothing. A file that breaks off (torn gzip, cut JSON) keeps the pages before the break and leaves a
 * `malformed` gap in each boundary and surface met in it, naming file and place. Throws {@link ImportError} for a file of which
 * nothing can be used; the writer then holds a part and should be discarded.
 */
export async function importDumps(writer: CaptureWriter, files: readonly ImportFile[], source: ImportSource): Promise<CaptureHead> {
  const hashed = await distinct(files);
  const gaps = new Map<string, Gap>();
  const note = (gap: Gap): unknown => gaps.set(JSON.stringify(gapKeys.map((key) => key(gap))), gap);
  const chains = new TaskChains(writer, ({ task, cursor, raw }, error) => {
    const name = hashed.find((each) => each.sha256 === raw)?.name ?? 'a file';
    const { boundary, surface } = task;
    note({ boundary, surface, cause: 'malformed', detail: `cannot import the page ${cursor} of ${name}: ${error.message}` });
  });
  for (const [i, file] of hashed.entries()) {
    for (const gap of await importFile(file, source, chains)) note(gap);
    if (i < hashed.length - 1) chains.pack();
  }
  const roots = await chains.finish();
  const { connector, mapping, settings } = source;
  return {
    schema: 1,
    sources: [{ connector, mapping, settings, origin: 'dump', roots, gaps: [...gaps.values()].sort(byKeys(...gapKeys)) }],
    inputs: hashed
      .map((each) => ({ kind: each.format.id, sha256: each.sha256 }))
      .sort(
        byKeys(
          (each) => each.kind,
          (each) => each.sha256,
        ),
      ),
  };
}

const gapKeys = [
  (gap: Gap): string => gap.boundary,
  (gap: Gap): string => gap.surface,
  (gap: Gap): string => gap.cause,
  (gap: Gap): string => gap.detail,
  (gap: Gap): string => gap.subject ?? '',
];

interface HashedFile extends ImportFile {
  readonly sha256: string;
}

/** Each content once, by hash; of several names for it the least. All files are read before anything is written. */
async function distinct(files: readonly ImportFile[]): Promise<readonly HashedFile[]> {
  const byContent = new Map<string, HashedFile>();
  for (const file of files) {
    const hash = createHash('sha256');
    let size = 0;
    for await (const chunk of rawOf(file)) {
      hash.update(chunk);
      size += chunk.length;
    }
    if (size === 0) throw empty(file);
    const sha256 = hash.digest('hex');
    const key = `${sha256} ${file.format.id}`;
    const there = byContent.get(key);
    if (there === undefined || file.name < there.name) byContent.set(key, { ...file, sha256 });
  }
  return [...byContent.values()].sort(
    byKeys(
      (each) => each.sha256,
      (each) => each.format.id,
    ),
  );
}

async function* rawOf({ name, open }: ImportFile): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* open();
  } catch (cause) {
    throw new ImportError('unreadable', name, `it cannot be read: ${systemCode(cause)}`, { cause });
  }
}

/** Cuts one file. Answers the gaps it left. */
async function importFile(file: HashedFile, source: ImportSource, chains: TaskChains): Promise<readonly Gap[]> {
  const reading = new Reading(file);
  const gaps: Gap[] = [];
  const met = new Map<string, Pick<Gap, 'boundary' | 'surface'>>();
  const meet = ({ boundary, surface }: Pick<Task, 'boundary' | 'surface'>): unknown =>
    met.set(JSON.stringify([boundary, surface]), { boundary, surface });
  const ended = new Map<string, Task>();
  let seq = 0;
  let writing = false;
  try {
    for await (const part of file.format.cut(file.name, reading.bytes())) {
      if ('gap' in part) {
        gaps.push(part.gap);
        meet(part.gap);
        continue;
      }
      meet(part.task);
      if ('ended' in part) {
        chains.end(part.task, false);
        if (part.ended) ended.set(taskForm(part.task), part.task);
        continue;
      }
      const envelope = {
        connector: source.connector,
        mapping: source.mapping,
        task: part.task,
        cursor: `${file.sha256.slice(0, 16)}:${seq++}`,
        sentAt: null,
        receivedAt: null,
        providerDate: null,
        validAt: part.validAt ?? source.readAt ?? null,
        requestId: null,
        status: null,
        refused: null,
        raw: file.sha256,
      };
      writing = true;
      await chains.add({ envelope, body: part.body });
      writing = false;
    }
    reading.mustBeWhole();
  } catch (error) {
    if (writing) throw error;
    const failure = reading.failure ?? error;
    if (!isTheFilesFault(failure)) throw failure;
    if (met.size === 0) throw nothingOf(file, failure, reading.head);
    // Whatever the file said of ends, it says no more than it was read.
    const detail = failure instanceof ImportError ? failure.message : `cannot import all of ${file.name}: ${failure.message}`;
    for (const place of met.values()) gaps.push({ ...place, cause: 'malformed', detail });
    return gaps;
  }
  if (met.size === 0) throw nothingOf(file, null, reading.head);
  for (const task of ended.values()) chains.end(task, true);
  return gaps;
}

/** A file being read a second time; knows how far the format went and what stopped it, whatever the format makes of that. */
class Reading {
  readonly #file: HashedFile;
  /** The first bytes after unwrapping. */
  head: Uint8Array = new Uint8Array(0);
  failure: Error | null = null;
  #whole = false;

  constructor(file: HashedFile) {
    this.#file = file;
  }

  async *bytes(): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      const { head, all } = await peek(unwrapped(this.#file.name, this.#checked()), 512);
      this.head = head.subarray(0, 512);
      yield* all;
      this.#whole = true;
    } catch (error) {
      // The format sees an end, not the error: it gives what it has gathered, as it does for a file that was cut there.
      this.failure = error instanceof Error ? error : new ImportError('unreadable', this.#file.name, `it cannot be read: ${String(error)}`);
    }
  }

  /** A format that leaves off before the end has not read the file. */
  mustBeWhole(): void {
    if (this.failure !== null) throw this.failure;
    if (!this.#whole)
      throw new ImportError('not-understood', this.#file.name, `the format ${this.#file.format.id} left off before its end`);
  }

  async *#checked(): AsyncGenerator<Uint8Array, void, undefined> {
    const hash = createHash('sha256');
    for await (const chunk of rawOf(this.#file)) {
      hash.update(chunk);
      yield chunk;
    }
    if (hash.digest('hex') !== this.#file.sha256) {
      throw new ImportError('changed', this.#file.name, 'it did not have the same bytes when it was read again', {
        hint: 'give a file that is complete and at rest, not a pipe',
      });
    }
  }
}

/** What lies in the file's content. Our own mistakes and the disk's are no gap in what a file says. */
function isTheFilesFault(failure: unknown): failure is VestigeError {
  if (failure instanceof ImportError) return failure.code !== 'unreadable' && failure.code !== 'changed';
  return failure instanceof VestigeError && !(failure instanceof ImpossibleError);
}

function nothingOf(file: HashedFile, failure: VestigeError | null, head: Uint8Array): VestigeError {
  const looks = looksLike(head);
  if (failure instanceof ImportError && failure.code !== 'not-understood') return failure;
  if (failure?.code === 'empty') return empty(file, failure);
  const seen = failure === null ? `there is nothing of the format ${file.format.id} in it` : failure.message;
  return new ImportError('not-understood', file.name, looks === undefined ? seen : `${looks} (${seen})`, {
    cause: failure ?? undefined,
    hint: failure?.hint ?? `make it with: ${file.format.command}`,
  });
}

function empty(file: ImportFile, cause?: unknown): ImportError {
  return new ImportError('empty-file', file.name, 'it is empty', {
    cause,
    hint: `the command that made it failed perhaps; run it again: ${file.format.command}`,
  });
}
