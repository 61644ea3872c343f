import { dirname } from 'node:path';
import type { Disk } from '../../../src/evidence/ledger/disk.ts';
import { LedgerError } from '../../../src/evidence/ledger/errors.ts';

interface Inode {
  bytes: Uint8Array;
  /** What a crash leaves of it. */
  durable: Uint8Array;
}
const FOLDER = 'folder';
type Named = Inode | typeof FOLDER;

/**
 * A disk that forgets: bytes are durable when `write` is done, names when their folder was synchronised, as POSIX has it and no more. It
 * stops at a step, as a process does that is killed; what a crash of the machine then leaves is drawn by lot.
 */
export class CrashDisk implements Disk {
  readonly #live = new Map<string, Named>();
  readonly #durable = new Map<string, Named>();
  steps = 0;
  /** The step at which everything stops; the one that fails once where `isOnce`. */
  stopAt = Number.POSITIVE_INFINITY;
  isOnce = false;

  constructor(root: string) {
    for (let at = root; at !== dirname(at); at = dirname(at)) {
      this.#live.set(at, FOLDER);
      this.#durable.set(at, FOLDER);
    }
  }

  /** After a fall of the machine: each name that was not synchronised is the old or the new one. */
  crashed(lot: () => number): CrashDisk {
    const after = new CrashDisk('/');
    const names = new Map<string, Named>();
    for (const path of new Set([...this.#live.keys(), ...this.#durable.keys()])) {
      const [now, then] = [this.#live.get(path), this.#durable.get(path)];
      const kept = now === then || lot() < 0.5 ? now : then;
      if (kept !== undefined) names.set(path, kept);
    }
    for (const [path, named] of names) {
      let isReached = true;
      for (let at = dirname(path); at !== dirname(at); at = dirname(at)) isReached &&= names.get(at) === FOLDER;
      if (!isReached) continue;
      const kept = named === FOLDER ? FOLDER : { bytes: named.durable, durable: named.durable };
      after.#live.set(path, kept);
      after.#durable.set(path, kept);
    }
    return after;
  }

  files(): ReadonlyMap<string, Uint8Array> {
    const files = new Map<string, Uint8Array>();
    for (const [path, named] of this.#live) if (named !== FOLDER) files.set(path, named.bytes);
    return files;
  }

  async read(path: string): Promise<Uint8Array | null> {
    const named = this.#live.get(path);
    return named === undefined || named === FOLDER ? null : named.bytes;
  }

  async list(folder: string): Promise<readonly string[]> {
    return this.#in(this.#live, folder).map((path) => path.slice(folder.length + 1));
  }

  async makeFolder(folder: string): Promise<readonly string[]> {
    const named: string[] = [];
    for (let at = folder; !this.#live.has(at); at = dirname(at)) named.push(at);
    if (named.length === 0) return [];
    this.#step(folder);
    for (const at of named) this.#live.set(at, FOLDER);
    return named.map((at) => dirname(at));
  }

  async write(path: string, bytes: Uint8Array): Promise<void> {
    const found = this.#live.get(path);
    const inode: Inode = found === undefined || found === FOLDER ? { bytes: new Uint8Array(0), durable: new Uint8Array(0) } : found;
    this.#live.set(path, inode);
    // A write that is cut off leaves the first half, and zeros where the rest should be.
    inode.bytes = inode.durable = Buffer.concat([bytes.subarray(0, bytes.length >> 1), Buffer.alloc(bytes.length - (bytes.length >> 1))]);
    this.#step(path);
    inode.bytes = inode.durable = Buffer.from(bytes);
  }

  async rename(from: string, to: string): Promise<void> {
    this.#step(to);
    this.#live.set(to, this.#live.get(from) ?? FOLDER);
    this.#live.delete(from);
  }

  async remove(path: string): Promise<void> {
    if (!this.#live.has(path)) return;
    this.#step(path);
    for (const each of [...this.#live.keys()]) if (each === path || each.startsWith(`${path}/`)) this.#live.delete(each);
  }

  async sync(folder: string): Promise<void> {
    this.#step(folder);
    for (const path of this.#in(this.#durable, folder)) this.#durable.delete(path);
    for (const path of this.#in(this.#live, folder)) this.#durable.set(path, this.#live.get(path) ?? FOLDER);
  }

  async lock(): Promise<() => Promise<void>> {
    return async () => undefined;
  }

  #in(names: ReadonlyMap<string, Named>, folder: string): string[] {
    return [...names.keys()].filter((path) => path !== folder && dirname(path) === folder);
  }

  #step(file: string): void {
    const step = this.steps++;
    if (step === this.stopAt || (!this.isOnce && step > this.stopAt))
      throw new LedgerError('write-failed', `stopped at step ${step}`, { file });
  }
}
