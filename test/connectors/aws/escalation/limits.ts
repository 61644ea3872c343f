import type { Json } from '../../../../src/base/json.ts';
import { allowAll, says } from './documents.ts';
import type { Variant } from './ingredients.ts';
import { leftWithout } from './ingredients.ts';
import type { Condition, Plan } from './plan.ts';
import { anotherThing, elsewhere, filledIn, FOREIGN, withPermission } from './plan.ts';

/** Settled by facts that no estate of these tests tells. */
const UNSETTLED: Condition = { StringEquals: { 'aws:PrincipalOrgID': 'o-zyxwvutsrq' } };

/** The holder can bring it about alone. */
const BY_HOLDER: Condition = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };

/** What holds for every method alike: how its rights are held, and what limits them. */
export function* underLimits(plan: Plan): Iterable<Variant> {
  yield* heldOtherwise(plan);
  yield* denied(plan);
  yield* bounded(plan);
  yield* guarded(plan);
  yield* ofOtherRoles(plan);
}

function* heldOtherwise(plan: Plan): Iterable<Variant> {
  yield { name: 'with each permission in a policy of its own', plan: { ...plan, held: 'apart' }, leaves: 'base' };
  yield { name: 'with each permission in a managed policy', plan: { ...plan, held: 'attached' }, leaves: 'base' };
  if (plan.holder === 'user')
    yield { name: 'with each permission from another group', plan: { ...plan, held: 'by-groups' }, leaves: 'base' };
  const written = (name: string, change: (action: string) => string): Variant => ({
    name: `with its permissions written ${name}`,
    plan: { ...plan, allows: plan.allows.map((each) => ({ ...each, action: change(each.action) })) },
    leaves: 'base',
  });
  yield written('in capitals', (action) => action.toUpperCase());
  yield written('as patterns', (action) => `${action.slice(0, -3)}*`);
  yield {
    name: 'with each permission on everything',
    plan: { ...plan, allows: plan.allows.map(({ action }) => ({ action, on: ['*'] })) },
    leaves: 'base',
  };
  yield {
    name: 'with each permission on a second factor',
    plan: { ...plan, allows: plan.allows.map((each) => ({ ...each, condition: BY_HOLDER })) },
    leaves: 'base',
  };
  const isEither = plan.method.holder === undefined;
  if (isEither) yield { name: 'where the holder is a role', plan: { ...plan, holder: 'role' }, leaves: 'base' };
}

function* denied(plan: Plan): Iterable<Variant> {
  const denying = (action: string, on: readonly string[]): Plan => ({ ...plan, denies: [{ action, on }] });
  for (const [at, permission] of plan.method.permissions.entries()) {
    const { action, on } = permission;
    yield { name: `with ${action} denied`, plan: denying(action, ['*']), leaves: leftWithout(plan, action) };
    if (!on.includes('*') && permission.every === undefined)
      yield { name: `with ${action} denied just there`, plan: denying(action, on), leaves: leftWithout(plan, action) };
    yield { name: `with ${action} denied in another account`, plan: denying(action, elsewhere(permission)), leaves: 'base' };
    const other = anotherThing(permission);
    if (other !== undefined) yield { name: `with ${action} denied on another thing`, plan: denying(action, other), leaves: 'base' };
    const unsure = withPermission(plan, at, (each) => ({ ...each, condition: UNSETTLED }));
    const leaves = leftWithout(plan, action);
    yield { name: `with ${action} on a condition nobody can settle`, plan: unsure, leaves: leaves === 'none' ? 'possible' : leaves };
  }
  for (const action of plan.method.also ?? []) yield { name: `with ${action} denied`, plan: denying(action, ['*']), leaves: 'possible' };
}

function* bounded(plan: Plan): Iterable<Variant> {
  const limited = (limit: Json): Plan => ({ ...plan, limit });
  const needed = [...plan.method.permissions.map(({ action }) => action), ...(plan.method.also ?? [])];
  const gainsItself = plan.method.target === undefined || (plan.method.target === 'group' && plan.holder === 'user');
  yield { name: 'with a boundary that allows everything', plan: limited(allowAll), leaves: 'base' };
  yield {
    name: 'with a boundary that allows the ingredients alone',
    plan: limited(says({ Effect: 'Allow', Action: needed, Resource: '*' })),
    // with every right within such a boundary it writes over the boundary too
    leaves: gainsItself && !needed.includes('iam:CreatePolicyVersion') ? 'none' : 'base',
  };
  for (const action of new Set(needed)) {
    const isAlso = plan.method.also?.includes(action) === true;
    yield {
      name: `with a boundary that leaves out ${action}`,
      plan: limited(says({ Effect: 'Allow', NotAction: action, Resource: '*' })),
      leaves: isAlso ? 'possible' : leftWithout(plan, action),
    };
  }
}

function* guarded(plan: Plan): Iterable<Variant> {
  yield { name: 'with service control policies that deny nothing', plan: { ...plan, guardrail: [] }, leaves: 'base' };
  yield { name: 'with service control policies that nobody read', plan: { ...plan, guardrail: 'unread' }, leaves: 'base' };
  for (const { action, on } of plan.method.permissions) {
    const denies = (Resource: readonly string[]): Json => ({
      Effect: 'Deny',
      Action: action,
      Resource: Resource.map((each) => filledIn(plan, each)),
    });
    yield {
      name: `with a service control policy that denies ${action}`,
      plan: { ...plan, guardrail: [denies(['*'])] },
      leaves: leftWithout(plan, action),
    };
    if (!on.includes('*'))
      yield {
        name: `with a service control policy that denies ${action} elsewhere`,
        plan: { ...plan, guardrail: [denies(elsewhere({ action, on: [...on] }))] },
        leaves: 'base',
      };
  }
}

function* ofOtherRoles(plan: Plan): Iterable<Variant> {
  const { method } = plan;
  if (method.target !== undefined && method.plain === undefined)
    yield { name: 'where what is taken over is in another account', plan: { ...plan, account: FOREIGN }, leaves: 'none' };
  if (method.target !== undefined && !method.permissions.some(({ on }) => on.some((each) => each.includes('{target}-'))))
    yield { name: 'where what is taken over has a path', plan: { ...plan, target: 'app/target' }, leaves: 'base' };
  const isChanged = method.permissions.some(({ action }) => action.startsWith('iam:') && action !== 'iam:CreatePolicyVersion');
  if (method.target !== 'role' || !isChanged || method.between === true) return;
  for (const target of ['aws-service-role/x.amazonaws.com/target', 'aws-reserved/sso.amazonaws.com/target'])
    yield { name: `where the role is ${target}`, plan: { ...plan, target }, leaves: 'none' };
}
