import type { ToAppend } from '../../../src/contract/ledger.ts';

export const by = { name: 'ada', from: 'given' } as const;
export const at = '2026-11-22T10:00:00.000Z';

/** An entry that can be told from others. */
export function entry(number: number): ToAppend {
  return { at, of: null, body: { kind: 'prune', what: 'history', until: null, removed: number, ids: '0'.repeat(64), by } };
}

export function entries(from: number, count: number): readonly ToAppend[] {
  return Array.from({ length: count }, (_, i) => entry(from + i));
}
