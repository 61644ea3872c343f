import { dirname, join } from 'node:path';
import type { Disk } from './disk.ts';
import { NEW } from './layout.ts';

const TOGETHER = 16;

/** Files that are made durable together: nothing may lean on them before {@link Writes.settle} is done. */
export class Writes {
  readonly #disk: Disk;
  readonly #folder: string;
  readonly #touched = new Set<string>();

  constructor(disk: Disk, folder: string) {
    this.#disk = disk;
    this.#folder = folder;
  }

  /** Files that nothing refers to yet, by their path in the ledger; some at a time, in no order. */
  async put(contents: readonly { readonly path: string; readonly bytes: Uint8Array }[]): Promise<void> {
    for (let at = 0; at < contents.length; at += TOGETHER)
      await allOf(contents.slice(at, at + TOGETHER).map(({ path, bytes }) => this.#write(join(this.#folder, path), bytes)));
  }

  /** A file in the place of another one that may be in use: at every moment it is wholly the one or wholly the other. */
  async replace(path: string, bytes: Uint8Array): Promise<void> {
    const whole = join(this.#folder, path);
    await this.#write(`${whole}${NEW}`, bytes);
    await this.#disk.rename(`${whole}${NEW}`, whole);
  }

  /** Makes the names of all that was put durable. */
  async settle(): Promise<void> {
    const folders = [...this.#touched];
    this.#touched.clear();
    await allOf(folders.map((folder) => this.#disk.sync(folder)));
  }

  async #write(path: string, bytes: Uint8Array): Promise<void> {
    const folder = dirname(path);
    for (const named of await this.#disk.makeFolder(folder)) this.#touched.add(named);
    this.#touched.add(folder);
    await this.#disk.write(path, bytes);
  }
}

/** Waits for all even where one fails, so that nothing is still being written when the trouble is told. */
async function allOf(work: readonly Promise<void>[]): Promise<void> {
  for (const each of await Promise.allSettled(work)) if (each.status === 'rejected') throw each.reason;
}
