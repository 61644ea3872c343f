import { join } from 'node:path';
import * as v from 'valibot';
import { decodeBase64, decodeUtf8 } from '../../base/decode.ts';
import { sha256Hex } from '../../base/bytes/hash.ts';
import { byKeys } from '../../base/order.ts';
import type { LedgerKey, LedgerReader } from '../../contract/ledger.ts';
import type { Leaf, OutsideAnchor, SaltedBody } from '../../model/ledger.ts';
import { consistencyRanges, inclusionRanges, type Range } from '../log/ranges.ts';
import { TILE_WIDTH, tilePath, tilesOf } from '../log/tile.ts';
import type { Disk } from './disk.ts';
import { decoded, LedgerError } from './errors.ts';
import { files, NEW, secretPath, statementPath } from './layout.ts';
import { leafAt, leafOf, readBody, type LedgerState } from './state.ts';
import type { LedgerSettings } from './settings.ts';

const SECRET_BYTES = 32;

/** Reads what was there when it was opened, whatever is appended meanwhile. */
export class FolderReader implements LedgerReader {
  readonly place: string;
  protected readonly disk: Disk;
  protected state: LedgerState;

  constructor(disk: Disk, folder: string, state: LedgerState) {
    this.disk = disk;
    this.place = folder;
    this.state = state;
  }

  get settings(): LedgerSettings {
    return this.state.settings;
  }

  get origin(): string {
    return this.state.checkpoint.origin;
  }

  get size(): number {
    return this.state.tree.size;
  }

  get root(): string {
    return base64(this.state.checkpoint.root);
  }

  get checkpoint(): string {
    return this.state.note;
  }

  get keys(): readonly LedgerKey[] {
    return this.state.settings.keys;
  }

  async *leaves(from = 0, to = this.size): AsyncGenerator<{ readonly index: number; readonly bytes: Uint8Array; readonly leaf: Leaf }> {
    const { tree } = this.state;
    if (from < 0 || to > tree.size) throw this.#outside(`leaves ${from} to ${to}`);
    for (let index = from; index < to;) {
      const entries = await tree.bundle(Math.floor(index / TILE_WIDTH));
      for (const bytes of entries.slice(index % TILE_WIDTH, (index % TILE_WIDTH) + to - index)) {
        yield { index, bytes, leaf: leafOf(bytes, this.place, index) };
        index++;
      }
    }
  }

  async body(index: number): Promise<SaltedBody | null> {
    return readBody(this.disk, this.place, index, await this.#leaf(index));
  }

  async inclusion(index: number, size = this.size): Promise<readonly string[]> {
    if (!this.#has(size)) throw this.#outside(`a tree of ${size} leaves`);
    return this.#hashes(this.#ranges(() => inclusionRanges(index, size)));
  }

  async consistency(from: number, to = this.size): Promise<readonly string[]> {
    if (!this.#has(to)) throw this.#outside(`a tree of ${to} leaves`);
    return this.#hashes(this.#ranges(() => consistencyRanges(from, to)));
  }

  async *tiles(): AsyncGenerator<{ readonly path: string; readonly bytes: Uint8Array }> {
    const { tree } = this.state;
    for (const tile of tilesOf(tree.size)) yield { path: tilePath(tile), bytes: await tree.bytesOf(tile) };
  }

  async statement(sha256: string): Promise<Uint8Array | null> {
    if (!/^[0-9a-f]{64}$/.test(sha256)) return null;
    const file = join(this.place, statementPath(sha256));
    const bytes = await this.disk.read(file);
    if (bytes !== null && sha256Hex(bytes) !== sha256)
      throw new LedgerError('damaged', `cannot use the statement ${file}: its bytes have another hash`, { file });
    return bytes;
  }

  async secret(index: number): Promise<Uint8Array | null> {
    const file = join(this.place, secretPath(index));
    const bytes = await this.disk.read(file);
    if (bytes?.length === SECRET_BYTES) return bytes;
    if (bytes !== null && /^erased (0|[1-9]\d*)\n$/.test(Buffer.from(bytes).toString())) return null;
    throw new LedgerError(
      'missing-secret',
      `cannot read the secret of batch ${index}: ${file} ${bytes === null ? 'is not there' : 'is damaged'}`,
      {
        file,
        hint: 'bring it back from a backup; without it no item of the batch can be shown',
      },
    );
  }

  async anchors(): Promise<readonly { readonly anchor: OutsideAnchor; readonly bytes: Uint8Array }[]> {
    const found: { readonly anchor: OutsideAnchor; readonly bytes: Uint8Array }[] = [];
    for (const name of await this.disk.list(join(this.place, files.anchors)))
      if (!name.endsWith(NEW)) found.push(await this.#anchor(join(this.place, files.anchors, name)));
    return found.sort((a, b) => a.anchor.size - b.anchor.size || byAge(a.anchor, b.anchor));
  }

  /** A signed checkpoint that was kept, as it was signed; `null`: that of this size was not. */
  keptCheckpoint(size: number): Promise<Uint8Array | null> {
    return this.disk.read(join(this.place, files.checkpoints, String(size)));
  }

  /** Sizes whose signed checkpoints were kept, the smallest first. */
  async keptSizes(): Promise<readonly number[]> {
    const names = await this.disk.list(join(this.place, files.checkpoints));
    return names
      .filter((name) => /^(0|[1-9]\d*)$/.test(name))
      .map(Number)
      .sort((a, b) => a - b);
  }

  /** Standard base64 of the root that the tree had at a size. */
  async rootOf(size: number): Promise<string> {
    if (!this.#has(size)) throw this.#outside(`a tree of ${size} leaves`);
    return base64(await this.state.tree.hashOf({ from: 0, to: size }));
  }

  async #anchor(file: string): Promise<{ readonly anchor: OutsideAnchor; readonly bytes: Uint8Array }> {
    const text = decodeUtf8((await this.disk.read(file)) ?? new Uint8Array(0));
    const kept = v.safeParse(anchorFile, text);
    const bytes = kept.success ? decodeBase64(kept.output.bytes) : undefined;
    if (!kept.success || bytes === undefined || sha256Hex(bytes) !== kept.output.anchor.sha256)
      throw new LedgerError('bad-anchor', `cannot use the mark ${file}: it is not as it was kept`, { file });
    return { anchor: kept.output.anchor, bytes };
  }

  #leaf(index: number): Promise<Leaf> {
    if (!Number.isSafeInteger(index) || index < 0 || index >= this.size) throw this.#outside(`leaf ${index}`);
    return leafAt(this.state.tree, this.place, index);
  }

  #has(size: number): boolean {
    return Number.isSafeInteger(size) && size >= 0 && size <= this.size;
  }

  #ranges(ranges: () => readonly Range[]): readonly Range[] {
    return decoded('out-of-range', this.place, ranges);
  }

  async #hashes(ranges: readonly Range[]): Promise<readonly string[]> {
    const hashes: string[] = [];
    for (const range of ranges) hashes.push(base64(await this.state.tree.hashOf(range)));
    return hashes;
  }

  #outside(what: string): LedgerError {
    return new LedgerError('out-of-range', `cannot read ${what} of the ledger ${this.place}: it has ${this.size} leaves`, {
      file: this.place,
    });
  }
}

const byAge = byKeys<OutsideAnchor>(
  ({ at }) => at,
  ({ how }) => how,
  ({ sha256 }) => sha256,
);

const anchorFile = v.pipe(
  v.string(),
  v.parseJson(),
  v.strictObject({
    anchor: v.strictObject({
      how: v.picklist(['rfc3161', 'cosignature']),
      size: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
      root: v.string(),
      at: v.string(),
      by: v.string(),
      sha256: v.string(),
    }),
    bytes: v.string(),
  }),
);

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
