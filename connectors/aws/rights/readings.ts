import type { Caller } from './caller.ts';
import type { AppliedStatement, PolicyDocument } from './documents.ts';
import { apply } from './documents.ts';
import { peculiarity } from './peculiar.ts';

/** Remembers how documents apply, for all callers that are alike to them. */
export class Readings {
  readonly #known = new Map<PolicyDocument, Map<string, readonly AppliedStatement[]>>();

  /** `kind`: one text for callers of one kind in one account who ask for the resources of one account. */
  of(document: PolicyDocument, effect: 'Allow' | 'Deny', caller: Caller, kind: string): readonly AppliedStatement[] {
    let known = this.#known.get(document);
    if (known === undefined) this.#known.set(document, (known = new Map<string, readonly AppliedStatement[]>()));
    const id = `${effect}|${kind}|${peculiarity(document, caller)}`;
    let applied = known.get(id);
    if (applied === undefined) known.set(id, (applied = apply(document, caller, effect)));
    return applied;
  }
}
