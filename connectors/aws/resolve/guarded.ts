import { covers } from '../policy/glob.ts';
import type { Right } from '../rights/rights.ts';
import { bothOf, together } from '../rights/together.ts';
import type { Principal } from './estate.ts';
import type { Guard, Guards } from './guard.ts';
import { admittedBy, escaping } from './guard.ts';
import { uncontrolled } from './controls.ts';
import { denyNames, requesterOf } from './principals.ts';
import type { GrantTemplate } from './strongest.ts';
import { joined } from './strongest.ts';

/**
 * What policies of resources leave of grants over exactly those resources. Grants over more than one resource stay: a policy of one
 * of them says nothing of the rest.
 */
export function guarded(principal: Principal, templates: readonly GrantTemplate[], guards: Guards): readonly GrantTemplate[] {
  if (!templates.some(({ scope }) => scope !== null && guards.of(scope) !== undefined)) return templates;
  return joined(
    templates.flatMap((template) => {
      const guard = template.scope === null ? undefined : guards.of(template.scope);
      return guard === undefined ? [template] : template.rows.flatMap((row) => left(guard, principal, template, row));
    }),
  );
}

function left(guard: Guard, principal: Principal, template: GrantTemplate, row: number): readonly GrantTemplate[] {
  const at = guard.rows.find((each) => each.row === row && template.scope !== null && covers(each.universe, template.scope));
  // what a principal of another account gets of the resource is told by the resource's policy
  if (at === undefined || guard.account !== principal.account) return [{ ...template, rows: [row] }];
  const requester = requesterOf(principal);
  const right: Right = { ...template.right, resources: { include: [template.scope ?? '*'], exclude: [] } };
  // the controls of its account are among the limits that the right has passed
  const policy: Guard = { ...guard, controls: uncontrolled };
  const rights = guard.mandatory
    ? delegated(policy, principal, right, at)
    : escaping(policy, right, at, principal.caller, requester).flatMap(together);
  return rights.map((each) => ({ ...template, right: each, rows: [row] }));
}

/** A key's policy must let in the account, or the principal itself, for a policy of the principal's to count. */
function delegated(guard: Guard, principal: Principal, right: Right, at: Guard['rows'][number]): readonly Right[] {
  const requester = requesterOf(principal);
  return guard.document.statements
    .filter((each) => each.effect === 'Allow' && denyNames(each, requester) !== 'no')
    .flatMap((each) => admittedBy(guard, each, at, principal.caller, requester))
    .flatMap((theirs) => bothOf(right, theirs));
}
