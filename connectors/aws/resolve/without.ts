import type { FactIndex, FactKind, FactOfKind } from '../../../src/model/fact.ts';
import type { FactKey } from '../../../src/model/ids.ts';
import type { AttachmentFact } from '../facts.ts';

/** Kinds of facts that can be left out; identities and what describes them stay. */
const sources: ReadonlySet<FactKind> = new Set(['policy', 'attachment', 'membership', 'trust', 'limiter', 'resource-policy', 'assignment']);

/**
 * The facts as they would be were those of some keys gone. An attachment goes with the policy it attaches: what was taken away is
 * not the same as what was not listed. One key may be that of several facts (a role's trust policy and its permissions boundary).
 */
export function leavingOut(facts: FactIndex, without: ReadonlySet<FactKey>): FactIndex {
  if (without.size === 0) return facts;
  function stays(fact: FactOfKind<FactKind>): boolean {
    if (!sources.has(fact.kind)) return true;
    if (without.has(fact.key)) return false;
    return fact.kind !== 'attachment' || !without.has((fact.value as unknown as AttachmentFact).policy);
  }
  return {
    *ofKind<K extends FactKind>(kind: K) {
      for (const fact of facts.ofKind(kind)) if (stays(fact)) yield fact;
    },
    find(kind, boundary, key) {
      const fact = facts.find(kind, boundary, key);
      return fact !== undefined && stays(fact) ? fact : undefined;
    },
    boundaries: facts.boundaries,
    size: facts.size,
  };
}
