import { hashJson, sha256Hex } from '../../base/bytes/hash.ts';
import type { Instant } from '../../base/instant.ts';
import type { Json } from '../../base/json.ts';
import { byCodeUnit } from '../../base/order.ts';
import type { KeptException } from '../../model/exception.ts';
import type { Actor, LeafBody } from '../../model/ledger.ts';
import type { LifeCycleImport } from '../../model/life-cycle-import.ts';

/** That a file of life-cycle records was imported, as the store has it. */
export function importAct(by: Actor, manifest: LifeCycleImport): LeafBody {
  const { id, system, sourceKind, sha256, name, rows, events, badRows, controlTotal, covers, extractedBy, extractedAt } = manifest;
  return {
    kind: 'import',
    import: { id, system, sourceKind, sha256, name, rows, events, badRows, controlTotal, covers, extractedBy, extractedAt },
    by,
  };
}

/** That an exception was approved, reviewed, tested or revoked. */
export function exceptionAct(by: Actor, kept: KeptException): LeafBody {
  return { kind: 'exception', exception: kept.exception.id, change: kept.change, version: hashJson(kept as unknown as Json), by };
}

/** That finished captures were removed, by their names. */
export function capturesPruned(by: Actor, until: Instant | null, names: readonly string[]): LeafBody {
  return { kind: 'prune', what: 'captures', until, removed: names.length, ids: hashOfIds(names), by };
}

/** That the history was pruned. `removed`: all records that went, whatever their kind; `ids`: what the store wrote down of them, hashed. */
export function historyPruned(by: Actor, until: Instant | null, removed: number, ids: string): LeafBody {
  return { kind: 'prune', what: 'history', until, removed, ids, by };
}

/** SHA-256 over ids in the order of their code units, each with a line feed after it. */
export function hashOfIds(ids: readonly string[]): string {
  return sha256Hex(
    [...ids]
      .sort(byCodeUnit)
      .map((id) => `${id}\n`)
      .join(''),
  );
}
