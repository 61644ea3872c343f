import type { Instant } from '../base/instant.ts';
import type { Leaf, LeafBody, OutsideAnchor, SaltedBody } from '../model/ledger.ts';
import type { Signer } from './signer.ts';

export interface ToAppend {
  readonly at: Instant;
  readonly of: number | null;
  readonly body: LeafBody;
}

/** A key that signed, or signs, the ledger's checkpoints: from the tree of one size up to that of another. */
export interface LedgerKey {
  readonly vkey: string;
  /** SubjectPublicKeyInfo, DER, standard base64. */
  readonly spki: string;
  readonly from: number;
  /** `null`: it signs now. */
  readonly until: number | null;
  readonly why: 'rotation' | 'compromise' | null;
}

/** The ledger as it lies in its folder: what its checkpoint says, and nothing after it. Every method may throw a `LedgerError`. */
export interface LedgerReader {
  /** Without a secret: `.vestige/ledger`. */
  readonly place: string;
  readonly origin: string;
  readonly size: number;
  /** Standard base64. */
  readonly root: string;
  /** The signed note, with all its signature lines, verbatim. */
  readonly checkpoint: string;
  readonly keys: readonly LedgerKey[];
  /** From an index, up to another. */
  leaves(from?: number, to?: number): AsyncIterable<{ readonly index: number; readonly bytes: Uint8Array; readonly leaf: Leaf }>;
  /** `null`: it was erased. */
  body(index: number): Promise<SaltedBody | null>;
  /** Sibling of the leaf first; each standard base64. In the tree of a size, the checkpoint's where none is given. */
  inclusion(index: number, size?: number): Promise<readonly string[]>;
  consistency(from: number, to?: number): Promise<readonly string[]>;
  /** Files of `tile/` and `tile/entries/` that make up the tree of the checkpoint, as they lie. */
  tiles(): AsyncIterable<{ readonly path: string; readonly bytes: Uint8Array }>;
  /** A signed envelope by the hex of its SHA-256; `null`: it is not here. */
  statement(sha256: string): Promise<Uint8Array | null>;
  /** The secret that salts the items of a run's pages, by the index of its batch; `null`: it was erased. */
  secret(index: number): Promise<Uint8Array | null>;
  /** Outside marks, the oldest first, with the token or the signature lines as they came. */
  anchors(): Promise<readonly { readonly anchor: OutsideAnchor; readonly bytes: Uint8Array }[]>;
}

/** The one writer. What `append` answers is durable and under a signed checkpoint. */
export interface Ledger extends LedgerReader {
  readonly signer: Signer;
  /** All or none, in their order; answers their indexes. */
  append(entries: readonly ToAppend[]): Promise<readonly number[]>;
  /** Keeps an envelope; answers the hex of its SHA-256. */
  keepStatement(envelope: Uint8Array): Promise<string>;
  /** Keeps the secret of a batch that is about to be appended at an index. */
  keepSecret(index: number, secret: Uint8Array): Promise<void>;
  keepAnchor(anchor: OutsideAnchor, bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
}
