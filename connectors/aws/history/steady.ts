import type { Grant, Link } from '../../../src/model/grant.ts';

/** What a trust policy says by itself, whoever else there is; `account`, `anyone`: it leaves it to the policies of principals. */
const leftToOthers: ReadonlySet<unknown> = new Set(['account', 'anyone']);
/** Links that one fact says by itself, beside trusts. */
const ofOneFact: ReadonlySet<string> = new Set(['assignment', 'entitlement', 'membership']);

/**
 * Whether an element is told as this very one for as long as the right is there, whatever else comes and goes. Not so:
 * - pools, and what goes through them: many that meet many are linked through a pool, few directly, so that one role more or less tells
 *   others' links in another way; some pools are named for all that is in them;
 * - ways by several permissions: which are told hangs on what else opens the same;
 * - links that rest on the holder's own policy, or on a trust that leaves it to that: they go through a pool as soon as it takes fewer;
 * - roles named by a pattern, because those of an account were not listed.
 */
export function isSteady(element: Grant | Link): boolean {
  if (element.escalation !== undefined) return false;
  if (element.type === 'grant') return !element.subject.startsWith('pool:');
  const { from, to, source, openness, detail } = element;
  if (from.startsWith('pool:') || to.startsWith('pool:') || to.includes('*')) return false;
  if (source.kind !== 'trust-policy') return ofOneFact.has(source.kind);
  return openness !== 'exact' || !leftToOthers.has(detail['principalForm']);
}
