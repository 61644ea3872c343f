import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { listCaptures, openCapture } from '../../capture/archive.ts';
import { byCodeUnit } from '../../base/order.ts';
import type { CaptureReader } from '../../contract/capture.ts';
import type { PageId } from '../../model/ids.ts';
import type { Page } from '../../model/page.ts';

/** A capture that can be asked for one page. */
export interface ShelvedCapture extends CaptureReader {
  /** Verified; `undefined`: it has none of that id. */
  page(id: PageId): Promise<Page | undefined>;
}

/** The finished captures there are. */
export interface Shelf {
  /** By what they are opened with, in a fixed order; the first 64 characters are the capture's id. */
  names(): Promise<readonly string[]>;
  open(name: string): Promise<ShelvedCapture>;
  /** Paths of the files that make it up, by their names, sorted. */
  filesOf(name: string): Promise<readonly { readonly name: string; readonly path: string }[]>;
}

/** Those of a state folder. Throw `CaptureError`. */
export function shelfOf(state: string): Shelf {
  return {
    names: async () => (await listCaptures(state)).map(({ name }) => name),
    open: (name) => openCapture(state, name),
    async filesOf(name) {
      const { directory } = await openCapture(state, name);
      return (await readdir(directory)).sort(byCodeUnit).map((each) => ({ name: each, path: join(directory, each) }));
    },
  };
}
