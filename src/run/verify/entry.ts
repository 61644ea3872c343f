import type { Json } from '../../base/json.ts';
import { byCodeUnit } from '../../base/order.ts';
import type { Access } from '../../model/access.ts';
import type { JournalEntry } from '../../model/history.ts';
import type { Verification } from '../../model/verification.ts';

/** A verification as a store keeps it, found by what it was asked about. */
export function probeEntry(verification: Verification, { id, subject, objects }: Access): JournalEntry {
  const { boundary, receivedAt } = verification;
  return {
    sort: 'probe',
    key: verification.id,
    boundary,
    at: receivedAt,
    names: [...new Set([id, subject, ...objects])].sort(byCodeUnit),
    value: verification as unknown as Json,
  };
}
