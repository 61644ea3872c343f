import { sha256Hex } from '../../base/bytes/hash.ts';
import type { ReadTransaction } from '../engine.ts';

const PORTION = 4_096;

/**
 * Names a journal by what it says: SHA-256 over a chain of portions of lines `[sort,key,hash]`, one for each version, by sort, key, version. Neither
 * when nor in what order entries came is in it; of one key the order of its versions is, for it decides which stands. `null`: there are none.
 */
export async function journalHash(transaction: ReadTransaction): Promise<string | null> {
  let chain: string | null = null;
  let lines: string[] = [];
  const close = (): void => {
    chain = sha256Hex(`${chain ?? ''}\n${lines.join('')}`);
    lines = [];
  };
  for await (const { sort, key, hash } of transaction.everyEntryHead()) {
    lines.push(`${JSON.stringify([sort, key, hash])}\n`);
    if (lines.length === PORTION) close();
  }
  if (lines.length > 0) close();
  return chain;
}
