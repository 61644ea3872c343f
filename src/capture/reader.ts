import { open, readFile, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256Hex } from '../base/bytes/hash.ts';
import type { CaptureReader } from '../contract/capture.ts';
import type { PageId } from '../model/ids.ts';
import type { Page } from '../model/page.ts';
import { CaptureError, systemCode } from './errors.ts';
import { PlaceIndex } from './index-file.ts';
import { files, readAt, unreadable } from './layout.ts';
import { readManifest } from './manifest.ts';
import { HEADER_BYTES, captureIdOf, openRecord, pageOf, pagesMagic } from './record.ts';

/** A finished capture on disk. */
export interface StoredCapture extends CaptureReader {
  /** The folder's name; the id, with a tag of the head behind it where the same pages were captured before under another head. */
  readonly name: string;
  readonly directory: string;
  /** One page, verified, without reading the others; `undefined` where the capture has none of that id. Throws {@link CaptureError}. */
  page(id: PageId): Promise<Page | undefined>;
}

/**
 * Opens a finished capture. Manifest, index and capture id are verified here, each page when it is read; every byte of the three
 * files is covered by one of these checks. Throws {@link CaptureError} naming file and record.
 */
export async function openDirectory(directory: string, name: string): Promise<StoredCapture> {
  const manifestFile = join(directory, files.manifest);
  const manifest = readManifest(await contentOf(manifestFile, 'bad-manifest'), manifestFile);
  const id = name.slice(0, 64);
  if (manifest.id !== id) {
    throw new CaptureError('bad-manifest', `cannot open the capture: ${manifestFile} is of capture ${manifest.id}, not ${id}`, {
      file: manifestFile,
    });
  }
  const indexFile = join(directory, files.index);
  const badIndex = (seen: string): CaptureError =>
    new CaptureError('bad-index', `cannot open the capture ${name}: ${indexFile} ${seen}`, { file: indexFile });
  const bytes = await bytesOf(indexFile);
  if (bytes.length !== manifest.index.bytes || sha256Hex(bytes) !== manifest.index.sha256)
    throw badIndex('is not the one its manifest names');
  const index = new PlaceIndex(bytes);
  const fault = index.fault(manifest.pages.bytes, pagesMagic.length);
  if (fault !== null) throw badIndex(fault);
  if (index.count !== manifest.count) throw badIndex(`has ${index.count} pages, the manifest says ${manifest.count}`);
  if (captureIdOf(index.ids()) !== manifest.id) throw badIndex('has page ids that do not hash to the id of the capture');
  const pagesFile = join(directory, files.pages);
  const size = await sizeOf(pagesFile);
  if (size !== manifest.pages.bytes) {
    throw new CaptureError(
      size < manifest.pages.bytes ? 'missing-page' : 'corrupt-page',
      `cannot open the capture ${name}: ${pagesFile} has ${size} bytes, the manifest says ${manifest.pages.bytes}`,
      { file: pagesFile },
    );
  }
  return {
    id,
    name,
    directory,
    head: manifest.head,
    count: manifest.count,
    pages: () => readPages(pagesFile, index),
    page: (wanted) => readOne(pagesFile, index, wanted),
  };
}

async function readOne(file: string, index: PlaceIndex, id: PageId): Promise<Page | undefined> {
  const record = index.recordOf(id);
  if (record === undefined) return undefined;
  const handle = await openPages(file);
  try {
    return pageAt(file, index, record, await readRecord(handle, file, index, record));
  } finally {
    await handle.close();
  }
}

// How far reading and expanding run ahead of the caller.
const AHEAD_PAGES = 8;
const AHEAD_BYTES = 16 * 1024 * 1024;

/** The pages in the order of their ids, each verified. Memory: the pages read ahead. Throws {@link CaptureError}. */
export async function* readPages(file: string, index: PlaceIndex): AsyncGenerator<Page, void, undefined> {
  const handle = await openPages(file);
  const ahead: { readonly bytes: Promise<Buffer>; readonly size: number }[] = [];
  try {
    let next = 0;
    let waiting = 0;
    for (let record = 0; record < index.count; record++) {
      while (next < index.count && ahead.length < AHEAD_PAGES && (waiting < AHEAD_BYTES || ahead.length === 0)) {
        const size = index.at(next).plainLength;
        const bytes = readRecord(handle, file, index, next++);
        // Awaited below in its turn; until then a failure must not count as unhandled.
        bytes.catch(() => undefined);
        ahead.push({ bytes, size });
        waiting += size;
      }
      const first = ahead.shift();
      if (first === undefined) break;
      const bytes = await first.bytes;
      waiting -= first.size;
      yield pageAt(file, index, record, bytes);
    }
  } finally {
    await Promise.allSettled(ahead.map((each) => each.bytes));
    await handle.close();
  }
}

async function openPages(file: string): Promise<FileHandle> {
  const handle = await open(file, 'r').catch((cause: unknown) => {
    throw unreadable(file, cause);
  });
  try {
    if ((await readAt(handle, 0, pagesMagic.length)).equals(pagesMagic)) return handle;
    throw new CaptureError('corrupt-page', `cannot read ${file}: it does not begin as a file of pages does`, { file });
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** What verified bytes of a record say. */
function pageAt(file: string, index: PlaceIndex, record: number, bytes: Buffer): Page {
  const page = pageOf({ id: index.at(record).id, bytes });
  if (page !== undefined) return page;
  throw new CaptureError('corrupt-page', `cannot read page ${record} of ${file}: its bytes are no page of this schema`, { file, record });
}

async function readRecord(handle: FileHandle, file: string, index: PlaceIndex, record: number): Promise<Buffer> {
  const place = index.at(record);
  const length = HEADER_BYTES + place.storedLength;
  const bytes = await readAt(handle, place.offset, length).catch((cause: unknown) => {
    throw unreadable(file, cause);
  });
  if (bytes.length < length) {
    throw new CaptureError(
      'missing-page',
      `cannot read page ${record} (${place.id}) of ${file}: the file ends at byte ${place.offset + bytes.length}`,
      {
        file,
        record,
      },
    );
  }
  const opened = bytes.subarray(0, HEADER_BYTES).equals(place.header) ? await openRecord(bytes) : 'its header is not the one in the index';
  if (typeof opened !== 'string') return opened;
  throw new CaptureError('corrupt-page', `cannot read page ${record} (${place.id}) of ${file} at byte ${place.offset}: ${opened}`, {
    file,
    record,
  });
}

async function bytesOf(file: string): Promise<Buffer> {
  return readFile(file).catch((cause: unknown) => {
    throw unreadable(file, cause);
  });
}

async function contentOf(file: string, code: 'bad-manifest'): Promise<string> {
  const bytes = await bytesOf(file);
  const text = bytes.toString('utf8');
  // Decoding mends what is not UTF-8, so that changed bytes could pass: compare.
  if (!Buffer.from(text, 'utf8').equals(bytes)) throw new CaptureError(code, `cannot open the capture: ${file} is not UTF-8`, { file });
  return text;
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT')
      throw new CaptureError('missing-page', `cannot open the capture: ${file} is missing`, { file, cause });
    throw unreadable(file, cause);
  }
}
