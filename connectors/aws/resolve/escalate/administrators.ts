import { signature } from '../../rights/dominance.ts';
import type { Principal } from '../estate.ts';
import type { PolicyTemplate } from '../template-of.ts';
import type { Templates } from '../templates.ts';

const whole = new WeakMap<PolicyTemplate, boolean>();

/** Whether a policy gives it its whole account, certainly and for ever: no method gives it more. */
export function isAdministrator(principal: Principal, templates: Templates): boolean {
  return principal.held.some(({ document }) => {
    if (document?.allows !== true) return false;
    const template = templates.of(document, principal);
    let known = whole.get(template);
    if (known === undefined) {
      known = template.grants.some(({ capability, scope, right }) => capability === 'administer' && scope === null && isPlain(right));
      whole.set(template, known);
    }
    return known;
  });
}

function isPlain(right: PolicyTemplate['grants'][number]['right']): boolean {
  return signature({ ...right, caveats: [] }) === '';
}
