import type { PolicyDocument } from '../../rights/documents.ts';
import { outlasts } from '../../rights/dominance.ts';
import type { Right } from '../../rights/rights.ts';
import { plainRight } from '../../rights/rights.ts';
import type { Principal } from '../estate.ts';
import type { PolicyTemplate } from '../template-of.ts';
import { givesAll } from '../strongest.ts';
import type { Templates } from '../templates.ts';

const wide = new WeakMap<PolicyDocument, boolean>();

/** Whether a statement of it allows every action, or all but some. Only such a one gives a whole account. */
export function isWide(document: PolicyDocument): boolean {
  let known = wide.get(document);
  if (known === undefined) {
    known = document.statements.some(({ effect, everyAction, actions }) => effect === 'Allow' && (everyAction || actions.except));
    wide.set(document, known);
  }
  return known;
}

const none: readonly Right[] = [];
const whole = new WeakMap<PolicyTemplate, readonly Right[]>();

/** The rights with which its policies give it its whole account; a method that gives no more says nothing new. */
export function wholeAccount(principal: Principal, templates: Templates): readonly Right[] {
  if (!principal.held.some(({ document }) => document?.allows === true && isWide(document))) return none;
  return principal.held.flatMap(({ document }) => {
    if (document?.allows !== true || !isWide(document)) return none;
    const template = templates.of(document, principal);
    let known = whole.get(template);
    if (known === undefined) {
      known = template.grants.flatMap((each) => (givesAll(each) ? [{ ...each.right, caveats: [] }] : []));
      whole.set(template, known);
    }
    return known;
  });
}

/** Whether a policy gives it its whole account, certainly and for ever. */
export function isAdministrator(principal: Principal, templates: Templates): boolean {
  return wholeAccount(principal, templates).some((right) => outlasts(right, plainRight));
}
