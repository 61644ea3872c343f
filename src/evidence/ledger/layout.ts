import { join } from 'node:path';
import { groupedPath } from '../log/tile.ts';

/*
 * <ledger>/                              0700, files 0600
 *   checkpoint                           the signed note: what is acknowledged, and nothing after it
 *   tile/…  tile/entries/…               C2SP tlog-tiles
 *   bodies/<x…/N>.json                   {"salt","body"} of leaf N as canonical JSON; {"erased":<leaf that says so>} where it was erased
 *   secrets/<x…/N>.bin                   32 bytes that salt the items of batch N; `erased <leaf>` LF where they were erased
 *   statements/<sha256>.json             signed envelopes
 *   anchors/<size>-<how>-<sha8>.json     {"anchor","bytes"}: marks from outside
 *   checkpoints/<size>                   signed notes that something refers to, as they were signed; never changed
 *   ledger.json                          origin, keys and where the signer is, without a secret
 *   lock/                                the one writer
 * A name that ends in `.new` is being written and means nothing.
 */
export const files = {
  checkpoint: 'checkpoint',
  settings: 'ledger.json',
  lock: 'lock',
  tiles: 'tile',
  bodies: 'bodies',
  secrets: 'secrets',
  statements: 'statements',
  anchors: 'anchors',
  checkpoints: 'checkpoints',
} as const;

export const NEW = '.new';

export function bodyPath(index: number): string {
  return join(files.bodies, `${groupedPath(index)}.json`);
}

export function secretPath(index: number): string {
  return join(files.secrets, `${groupedPath(index)}.bin`);
}

export function statementPath(sha256: string): string {
  return join(files.statements, `${sha256}.json`);
}

export function keptCheckpointPath(size: number): string {
  return join(files.checkpoints, String(size));
}

export function anchorPath(size: number, how: string, sha256: string): string {
  return join(files.anchors, `${size}-${how}-${sha256.slice(0, 8)}.json`);
}
