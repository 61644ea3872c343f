import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { canonicalJson } from '../../base/bytes/canonical.ts';
import { sha256Hex } from '../../base/bytes/hash.ts';
import { instantOf, parseInstant } from '../../base/instant.ts';
import type { Json } from '../../base/json.ts';
import type { Ledger, ToAppend } from '../../contract/ledger.ts';
import type { Signer } from '../../contract/signer.ts';
import type { OutsideAnchor } from '../../model/ledger.ts';
import { edgeRoot, grow, growBundles } from '../log/edge.ts';
import { commitment, leafBytes } from '../log/leaf.ts';
import { leafHash } from '../log/merkle.ts';
import { TILE_WIDTH, tilePath } from '../log/tile.ts';
import type { Disk } from './disk.ts';
import { Writes } from './durable.ts';
import { decoded, LedgerError } from './errors.ts';
import { anchorPath, bodyPath, files, keptCheckpointPath, secretPath, statementPath } from './layout.ts';
import { MOST_ENTRIES, removeLeftovers } from './leftovers.ts';
import { FolderReader } from './reader.ts';
import { settingsBytes, type LedgerSettings } from './settings.ts';
import { signedCheckpoint } from './sign.ts';
import { readState, type LedgerState } from './state.ts';

const SECRET_BYTES = 32;

/** 32 random bytes at each call. */
export type Salts = () => Uint8Array;
export const randomSalts: Salts = () => randomBytes(32);

interface Salted {
  readonly leaf: Uint8Array;
  readonly body: Uint8Array;
}

/** The one writer of a folder, while it holds the lock. */
export class FolderLedger extends FolderReader implements Ledger {
  #signer: Signer;
  readonly #salts: Salts;
  readonly #letGo: () => Promise<void>;
  #isClosed = false;
  #isDirty = false;
  /** The checkpoint of an append that may have failed. */
  #underWay = '';

  constructor(disk: Disk, folder: string, state: LedgerState, signer: Signer, salts: Salts, letGo: () => Promise<void>) {
    super(disk, folder, state);
    this.#signer = signer;
    this.#salts = salts;
    this.#letGo = letGo;
  }

  get signer(): Signer {
    return this.#signer;
  }

  async append(entries: readonly ToAppend[]): Promise<readonly number[]> {
    await this.#ready();
    return this.#append(entries, [this.#signer]);
  }

  /** The first leaf, before there is a checkpoint on the disk. */
  async begin(entry: ToAppend): Promise<void> {
    await this.#append([entry], [this.#signer]);
  }

  /** Appends under a checkpoint that both keys sign and that is kept; from then on the next one signs alone. */
  async handOver(entry: ToAppend, next: Signer, settings: LedgerSettings, after: (size: number) => LedgerSettings): Promise<number> {
    await this.#ready();
    await this.#replace(files.settings, settingsBytes(settings));
    const [index = 0] = await this.#append([entry], [this.#signer, next]);
    await this.#replace(keptCheckpointPath(index + 1), Buffer.from(this.checkpoint));
    await this.#replace(files.settings, settingsBytes(after(index + 1)));
    this.state = { ...this.state, settings: after(index + 1) };
    this.#signer = next;
    return index;
  }

  async keepStatement(envelope: Uint8Array): Promise<string> {
    await this.#ready();
    const sha256 = sha256Hex(envelope);
    await this.#replace(statementPath(sha256), envelope);
    return sha256;
  }

  async keepSecret(index: number, secret: Uint8Array): Promise<void> {
    await this.#ready();
    const file = join(this.place, secretPath(index));
    if (!Number.isSafeInteger(index) || index < this.size || index >= this.size + MOST_ENTRIES)
      throw new LedgerError('out-of-range', `cannot keep a secret for leaf ${index}: the next leaf is ${this.size}`, { file });
    if (secret.length !== SECRET_BYTES)
      throw new LedgerError(
        'bad-entry',
        `cannot keep a secret of ${secret.length} bytes for leaf ${index}: it has to have ${SECRET_BYTES}`,
        { file },
      );
    await this.#replace(secretPath(index), secret);
  }

  /**
   * Keeps a mark with the checkpoint that it is about: the one of now, or one that was kept with {@link keepCheckpoint}. Throws
   * `bad-anchor` for a mark on another root, and for one on a checkpoint that is no longer here.
   */
  async keepAnchor(anchor: OutsideAnchor, bytes: Uint8Array): Promise<void> {
    await this.#ready();
    const file = join(this.place, anchorPath(anchor.size, anchor.how, anchor.sha256));
    if (sha256Hex(bytes) !== anchor.sha256 || parseInstant(anchor.at) === undefined)
      throw new LedgerError('bad-anchor', `cannot keep the mark by ${anchor.by}: its hash or its time is not that of what came`, { file });
    if ((await this.rootOf(anchor.size)) !== anchor.root)
      throw new LedgerError('bad-anchor', `cannot keep the mark by ${anchor.by}: the tree of ${anchor.size} leaves has another root`, {
        file,
      });
    if (anchor.size === this.size) await this.keepCheckpoint();
    else if ((await this.keptCheckpoint(anchor.size)) === null)
      throw new LedgerError('bad-anchor', `cannot keep the mark by ${anchor.by}: the checkpoint of ${anchor.size} leaves was not kept`, {
        file,
        hint: 'keep the checkpoint before it is sent out',
      });
    const kept = { anchor, bytes: Buffer.from(bytes).toString('base64') };
    await this.#replace(anchorPath(anchor.size, anchor.how, anchor.sha256), Buffer.from(canonicalJson(kept as unknown as Json)));
  }

  /** Keeps the signed checkpoint of now, as it is, for good. */
  async keepCheckpoint(): Promise<void> {
    await this.#ready();
    if ((await this.keptCheckpoint(this.size)) === null) await this.#replace(keptCheckpointPath(this.size), Buffer.from(this.checkpoint));
  }

  /** Puts marks in the place of what is erased. Whoever calls has logged it before. */
  async overwrite(contents: readonly { readonly path: string; readonly bytes: Uint8Array }[]): Promise<void> {
    await this.#ready();
    for (const { path, bytes } of contents) await this.#replace(path, bytes);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#letGo();
  }

  /** What lies on the disk is read again before anything is added to it: somebody may have put another ledger there. */
  async #ready(): Promise<void> {
    if (this.#isClosed) throw new LedgerError('closed', `cannot write to the ledger ${this.place}: it was closed`, { file: this.place });
    const state = await readState(this.disk, this.place);
    if (state.note !== this.checkpoint && state.note === this.#underWay)
      throw new LedgerError(
        'write-failed',
        `cannot write to the ledger ${this.place}: the last append failed when its checkpoint was in place`,
        {
          file: join(this.place, files.checkpoint),
          hint: 'open the ledger again, and look whether what was appended is there',
        },
      );
    if (state.note !== this.checkpoint)
      throw new LedgerError('damaged', `cannot write to the ledger ${this.place}: its checkpoint was changed by somebody else`, {
        file: join(this.place, files.checkpoint),
      });
    if (this.#isDirty) await removeLeftovers(this.disk, this.place, state.tree.size);
    this.#isDirty = false;
    this.state = { ...state, settings: this.state.settings };
  }

  /*
   * Bodies and bundles, tiles from the leaves up, and only when the disk has all of them the checkpoint. A crash before that leaves files
   * that no checkpoint speaks of: those leaves were never acknowledged.
   */
  async #append(entries: readonly ToAppend[], signers: readonly Signer[]): Promise<readonly number[]> {
    if (entries.length === 0) return [];
    const { tree, checkpoint } = this.state;
    const salted = this.#salted(entries);
    const last = tree.size % TILE_WIDTH === 0 ? [] : await tree.bundle(Math.floor(tree.size / TILE_WIDTH));
    const leaves = salted.map(({ leaf }) => leaf);
    const { edge, tiles } = grow(tree.edge, leaves.map(leafHash));
    this.#isDirty = true;
    const writes = new Writes(this.disk, this.place);
    await writes.put(salted.map(({ body }, i) => ({ path: bodyPath(tree.size + i), bytes: body })));
    const written = [...growBundles(tree.size, last, leaves), ...tiles];
    await writes.put(written.map(({ tile, bytes }) => ({ path: tilePath(tile), bytes })));
    await writes.settle();
    const note = await signedCheckpoint(checkpoint.origin, edge.size, edgeRoot(edge), signers);
    this.#underWay = note;
    await this.#replace(files.checkpoint, Buffer.from(note));
    this.state = { ...(await readState(this.disk, this.place)), settings: this.state.settings };
    if (edge.size % TILE_WIDTH < entries.length) await removeLeftovers(this.disk, this.place, edge.size);
    this.#isDirty = false;
    return entries.map((_, i) => tree.size + i);
  }

  #salted(entries: readonly ToAppend[]): readonly Salted[] {
    const { size, place } = this;
    const whole = (at: string): boolean => instantOf(parseInstant(at) ?? 0) === at;
    if (entries.length > MOST_ENTRIES)
      throw new LedgerError('too-large', `cannot append ${entries.length} leaves at once: at most ${MOST_ENTRIES} are`, { file: place });
    return entries.map(({ at, of, body }, i) => {
      if (!whole(at) || (of !== null && !(Number.isSafeInteger(of) && of >= 0 && of < size + i)))
        throw new LedgerError('bad-entry', `cannot append leaf ${size + i}: it is of ${String(of)} at ${JSON.stringify(at)}`, {
          file: place,
        });
      const salt = this.#salts();
      const json = body as unknown as Json;
      const leaf = { v: 1, kind: body.kind, at, of, body: decoded('bad-entry', place, () => commitment(salt, json)) } as const;
      const kept = canonicalJson({ salt: Buffer.from(salt).toString('base64'), body: json });
      return { leaf: leafBytes(leaf), body: Buffer.from(kept) };
    });
  }

  async #replace(path: string, bytes: Uint8Array): Promise<void> {
    const writes = new Writes(this.disk, this.place);
    await writes.replace(path, bytes);
    await writes.settle();
  }
}
