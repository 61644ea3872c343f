import type { LifeCycleEventType } from '../../../../../src/model/life-cycle.ts';
import type { AuditEntry } from './schema.ts';
import { changed, detail } from './told-by.ts';

/**
 * What the decision of an access review that is applied does: a denial takes the access away, an approval lets it go on. `undefined`: which
 * it was is not told.
 */
export function decisionIn(entry: AuditEntry): LifeCycleEventType | undefined {
  const words = [detail(entry, 'Decision', 'ReviewResult', 'DecisionType'), changed(entry, 'Decision', 'ReviewResult')?.now];
  for (const each of words) {
    const word = typeof each === 'string' ? each.trim().toLowerCase() : '';
    if (word === 'deny' || word === 'denied') return 'revoked';
    if (word === 'approve' || word === 'approved') return 'renewed';
  }
  return undefined;
}
