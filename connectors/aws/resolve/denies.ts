import { denied } from '../rights/denied.ts';
import type { AppliedStatement, CompiledStatement, PolicyDocument } from '../rights/documents.ts';
import type { Right } from '../rights/rights.ts';
import type { Controls } from './controls.ts';
import { doubted } from './doubted.ts';
import { isServiceLinked } from './organization.ts';
import type { Requester } from './principals.ts';
import { denyNames } from './principals.ts';

/** A Deny that speaks to a requester. */
export interface Naming {
  readonly deny: CompiledStatement;
  /** Of the role's or resource's own policy, not of its account's organization. */
  readonly own: boolean;
  /** Why it may not be meant; `null` = it surely is. */
  readonly doubt: string | null;
}

/** Denies of the policy of a role or resource, and of the controls of its account, that name a requester or may name it. */
export function deniesNaming(document: PolicyDocument, controls: Controls, requester: Requester): readonly Naming[] {
  const out: Naming[] = [];
  const isExempt = requester.arn !== undefined && isServiceLinked(requester.arn);
  for (const one of [document, ...(isExempt ? [] : controls.denying)]) {
    const own = one === document;
    for (const deny of one.statements) {
      if (deny.effect !== 'Deny') continue;
      // one that is not understood is a caveat, whomever it names; the only principal of a resource control policy is everyone, services among them (orgs_manage_policies_rcps_syntax.html)
      const names = own && deny.unknown === null ? denyNames(deny, requester) : 'yes';
      if (names !== 'no') out.push({ deny, own, doubt: names === 'yes' ? null : names.doubt });
    }
  }
  return out;
}

/** Whom denies of these policies name, or leave out, one by one. */
export function toldApart(documents: Iterable<PolicyDocument>): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { statements } of documents) {
    for (const { effect, principals } of statements) {
      if (effect === 'Deny') for (const { value } of principals?.list ?? []) names.add(value);
    }
  }
  return names;
}

/**
 * What a Deny leaves of a right. Of one that may not name the requester: what escapes it in any case, and possibly all, as it may not
 * have to be escaped.
 */
export function escaped(right: Right, deny: AppliedStatement, doubt: string | null): readonly Right[] {
  if (doubt === null) return denied(right, deny);
  const { settled } = deny;
  const notes = [...settled.notes, { text: doubt, settled: 'outside' as const }];
  const unsure = { ...deny, settled: { ...settled, outside: true, byHolder: false, clause: null, notes } };
  return [...(settled.byHolder ? denied(right, deny) : []), ...denied(right, unsure)];
}

/** A right of those whom a principal element may or may not admit. */
export function doubtful(right: Right): Right {
  return doubted(right, ['whether this principal element admits the call is not documented']);
}
