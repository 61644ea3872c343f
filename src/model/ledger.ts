import type { Instant } from '../base/instant.ts';
import type { Json } from '../base/json.ts';
import type { ExceptionChange } from './exception.ts';
import type { BoundaryId, CaptureId, ConnectorId, SurfaceId } from './ids.ts';
import type { LifeCycleImport } from './life-cycle-import.ts';
import type { RunId } from './history.ts';
import type { Severity } from './question.ts';

export const leafKinds = [
  'begun',
  'run-intent',
  'run-end',
  'run-abort',
  'batch',
  'import',
  'exception',
  'population',
  'export',
  'prune',
  'key-change',
  'anchor',
] as const;
export type LeafKind = (typeof leafKinds)[number];

/**
 * What is public of an entry of the ledger: its bytes are the canonical JSON (RFC 8785) of this, at most 65,535. Nothing personal is in it: what
 * it says of people is in its body, which the leaf commits to and which can be erased while the leaf stays.
 */
export interface Leaf {
  readonly v: 1;
  readonly kind: LeafKind;
  /** By the clock of whoever wrote it: an outside time stamp bounds it, nothing else does. */
  readonly at: Instant;
  /** Index of the leaf it belongs to: of an end, an abort and a run's batches their intent; of an export its population; else `null`. */
  readonly of: number | null;
  /** Hex of SHA-256 over `vestige-leaf-body/v1`, a line feed, the 32 bytes of the salt and the canonical JSON of the body. */
  readonly body: string;
}

/** A leaf's body with what makes it unguessable. */
export interface SaltedBody {
  /** 32 random bytes, standard base64. */
  readonly salt: string;
  readonly body: Json;
}

/** Who did it, and how that is known. */
export interface Actor {
  readonly name: string;
  readonly from: 'given' | 'configuration' | 'system';
}

/** The newest mark of somebody outside: what was logged before it cannot be younger. */
export interface OutsideAnchor {
  readonly how: 'rfc3161' | 'cosignature';
  readonly size: number;
  /** Root of the tree of that size, standard base64. */
  readonly root: string;
  readonly at: Instant;
  /** The authority's or the witness's name. */
  readonly by: string;
  /** Hex of SHA-256 over the token, or the signature line. */
  readonly sha256: string;
}

export type RunCommand = 'scan' | 'capture' | 'analyze' | 'verify';
export const batchKinds = ['pages', 'findings', 'endings'] as const;
export type BatchKind = (typeof batchKinds)[number];

/** What each kind of leaf commits to. */
export type LeafBody =
  | { readonly kind: 'begun'; readonly origin: string; readonly vkey: string; readonly by: Actor; readonly program: string }
  | {
      /** Written before the first read. */
      readonly kind: 'run-intent';
      readonly command: RunCommand;
      /** 32 random bytes, hex: names the run before it has a capture. */
      readonly nonce: string;
      readonly by: Actor;
      readonly program: string;
      readonly configuration: string;
      /** What is going to be asked. `surfaces`: `null` = all; `settings`: SHA-256 of the connector's settings. */
      readonly scope: readonly {
        readonly connector: ConnectorId;
        readonly settings: string;
        readonly surfaces: readonly SurfaceId[] | null;
      }[];
      readonly anchor: OutsideAnchor | null;
    }
  | {
      readonly kind: 'run-end';
      readonly command: RunCommand;
      readonly nonce: string;
      readonly capture: CaptureId | null;
      readonly pages: number;
      /** As a history keeps it; `null`: it was not recorded. */
      readonly run: RunId | null;
      readonly asOf: Instant | null;
      readonly boundaries: readonly BoundaryId[];
      /** SHA-256 of the canonical report; `null`: nothing was analysed. */
      readonly report: string | null;
      readonly coverage: { readonly complete: number; readonly partial: number; readonly unread: number; readonly excluded: number };
      readonly findings: Readonly<Record<Severity, number>> | null;
      /** Revision of each rule that was asked. */
      readonly rules: readonly { readonly id: string; readonly revision: number }[];
      /** Leaves of the batches that were made of it. */
      readonly batches: readonly number[];
    }
  | { readonly kind: 'run-abort'; readonly nonce: string; readonly code: string; readonly why: string }
  | {
      /** Many things under one root: a Merkle tree (RFC 6962) over their salted hashes, in their order. */
      readonly kind: 'batch';
      readonly what: BatchKind;
      readonly count: number;
      /** Hex. */
      readonly root: string;
      /** Hex of SHA-256 over the signed envelope that tells the same. */
      readonly statement: string;
    }
  | {
      readonly kind: 'import';
      readonly import: Pick<
        LifeCycleImport,
        | 'id'
        | 'system'
        | 'sourceKind'
        | 'sha256'
        | 'name'
        | 'rows'
        | 'events'
        | 'badRows'
        | 'controlTotal'
        | 'covers'
        | 'extractedBy'
        | 'extractedAt'
      >;
      readonly by: Actor;
    }
  | {
      readonly kind: 'exception';
      readonly exception: string;
      readonly change: ExceptionChange;
      /** SHA-256 of the canonical version that is kept. */
      readonly version: string;
      readonly by: Actor;
    }
  | {
      /** Written before a sample is drawn from it. */
      readonly kind: 'population';
      readonly period: { readonly from: Instant; readonly to: Instant };
      readonly asOf: Instant;
      readonly size: number;
      /** Hex: a Merkle tree over the canonical JSON of its rows, in their order. */
      readonly root: string;
      readonly by: Actor;
    }
  | {
      readonly kind: 'export';
      readonly pack: string;
      readonly framework: string;
      readonly period: { readonly from: Instant; readonly to: Instant };
      /** SHA-256 of the pack's `pack.json`. */
      readonly content: string;
      readonly nonce: string | null;
      readonly sample: number | null;
      readonly by: Actor;
    }
  | {
      readonly kind: 'prune';
      readonly what: 'history' | 'captures' | 'bodies';
      readonly until: Instant | null;
      readonly removed: number;
      /** SHA-256 over the sorted ids of what was removed. */
      readonly ids: string;
      readonly by: Actor;
      /** Why; left out: it was not asked for. */
      readonly reason?: string;
    }
  | {
      readonly kind: 'key-change';
      readonly from: string;
      readonly to: string;
      readonly why: 'rotation' | 'compromise';
      /** Since when the former key is not to be trusted; only of a compromise. */
      readonly since: Instant | null;
      readonly by: Actor;
    }
  | { readonly kind: 'anchor'; readonly anchor: OutsideAnchor };

export type BodyOf<K extends LeafKind> = Extract<LeafBody, { readonly kind: K }>;
