import type { LifeCycleEventType } from '../../../../../src/model/life-cycle.ts';
import type { AuditEntry } from './schema.ts';
import { changed, detail } from './told-by.ts';

/**
 * What the decision of an access review that is applied was: a denial, or that the access is kept. `undefined`: which
 * it was is not told.
 */
export function decisionIn(entry: AuditEntry): LifeCycleEventType | undefined {
  const words = [detail(entry, 'Decision', 'ReviewResult', 'DecisionType'), changed(entry, 'Decision', 'ReviewResult')?.now];
  for (const each of words) {
    const word = typeof each === 'string' ? each.trim().toLowerCase() : '';
    if (word === 'deny' || word === 'denied') return 'review-denied';
    if (word === 'approve' || word === 'approved') return 'reviewed';
  }
  return undefined;
}
