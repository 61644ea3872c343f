import type { Outcome } from './cases.ts';
import type { Condition, Plan } from './plan.ts';
import { anotherThing, elsewhere, withPermission } from './plan.ts';

export interface Variant {
  readonly name: string;
  readonly plan: Plan;
  /** `base`: as sure as with every ingredient as it was. */
  readonly leaves: Outcome | 'base';
  /** A word that a caveat of the way has to hold. */
  readonly caveat?: string;
}

const UNTRUSTED = 'events.amazonaws.com';
const ELSEWHERE: Condition = { StringEquals: { 'aws:SourceAccount': '999999999999' } };
const PASSED = 'iam:PassedToService';

/** One variant for each ingredient of a method: the estate without it, or with it turned to something else. */
export function* withoutIngredients(plan: Plan): Iterable<Variant> {
  yield* withoutPermissions(plan);
  yield* withoutCommonName(plan);
  yield* withoutTrust(plan);
  yield* withoutWhatIsThere(plan);
  yield* ofTheTargetUser(plan);
}

/** What is left where a permission lacks. */
export function leftWithout({ method }: Plan, action: string): Outcome {
  return method.without?.[action] ?? 'none';
}

function* withoutPermissions(plan: Plan): Iterable<Variant> {
  for (const [at, permission] of plan.method.permissions.entries()) {
    const { action, on } = permission;
    const leaves = leftWithout(plan, action);
    const changed = (name: string, resources: readonly string[] | undefined): Variant => ({
      name,
      leaves,
      plan: withPermission(plan, at, (each) => (resources === undefined ? undefined : { ...each, on: resources })),
    });
    yield changed(`without ${action}`, undefined);
    yield changed(`with ${action} in another account alone`, elsewhere(permission));
    const other = anotherThing(permission);
    if (other !== undefined) yield changed(`with ${action} on another thing alone`, other);
    if (permission.every === true)
      for (const resource of on)
        yield changed(
          `with ${action}, but not on ${resource}`,
          on.filter((each) => each !== resource),
        );
  }
  const passing = plan.method.permissions.findIndex(({ action }) => action === 'iam:PassRole');
  const { passedTo } = plan.method;
  if (passing < 0 || passedTo === undefined) return;
  const unpassed = leftWithout(plan, 'iam:PassRole');
  const passedOnly = (service: string): Plan =>
    withPermission(plan, passing, (each) => ({ ...each, condition: { StringEquals: { [PASSED]: service } } }));
  yield { name: `passing to ${passedTo} alone`, plan: passedOnly(passedTo), leaves: 'base' };
  yield { name: 'passing to another service alone', plan: passedOnly(UNTRUSTED), leaves: unpassed };
  const likely = { StringLike: { [PASSED]: '*.amazonaws.com' } };
  yield { name: 'passing to any service', plan: withPermission(plan, passing, (each) => ({ ...each, condition: likely })), leaves: 'base' };
  const denied = (condition: Condition): Plan => ({ ...plan, denies: [{ action: 'iam:PassRole', on: ['*'], condition }] });
  yield { name: `with passing to ${passedTo} denied`, plan: denied({ StringEquals: { [PASSED]: passedTo } }), leaves: unpassed };
  yield {
    name: `with passing to others than ${passedTo} denied`,
    plan: denied({ StringNotEquals: { [PASSED]: passedTo } }),
    leaves: 'base',
  };
  yield { name: 'with passing to another service denied', plan: denied({ StringEquals: { [PASSED]: UNTRUSTED } }), leaves: 'base' };
}

/** What is made under one name cannot be started under another. */
function* withoutCommonName(plan: Plan): Iterable<Variant> {
  const named = plan.method.permissions.flatMap(({ on: [first = '*', ...more] }, at) =>
    more.length === 0 && /.\*$/.test(first) ? [{ first, at }] : [],
  );
  const shared = named.filter((each) => named.some((other) => other.at !== each.at && other.first === each.first));
  const [one, two] = shared;
  if (one === undefined || two === undefined) return;
  const narrowed = (at: number, given: Plan, name: string): Plan =>
    withPermission(given, at, (each) => ({ ...each, on: each.on.map((on) => on.replace(/\*$/, name)) }));
  const leaves = leftWithout(plan, plan.method.permissions[two.at]?.action ?? '');
  yield { name: 'with no name that all its permissions allow', plan: narrowed(two.at, narrowed(one.at, plan, 'red-*'), 'blue-*'), leaves };
  yield {
    name: 'with some names that all its permissions allow',
    plan: narrowed(two.at, narrowed(one.at, plan, 'red-*'), 'red-1*'),
    leaves: 'base',
  };
}

function* withoutTrust(plan: Plan): Iterable<Variant> {
  const { method } = plan;
  if (plan.services.length > 0) {
    yield { name: 'where the role trusts another service', plan: { ...plan, services: [UNTRUSTED] }, leaves: 'none' };
    yield { name: 'where the role trusts the service for another account', plan: { ...plan, trustCondition: ELSEWHERE }, leaves: 'none' };
    if (method.sourceAccount === true) {
      const trustCondition = { StringEquals: { 'aws:SourceAccount': plan.account } };
      yield { name: 'where the role trusts the service for its own account', plan: { ...plan, trustCondition }, leaves: 'reached' };
    }
  }
  if (plan.letsIn) yield { name: 'where the role does not let in its account', plan: { ...plan, letsIn: false }, leaves: 'none' };
  if (method.between === true) {
    yield { name: 'where the role between may not become the target', plan: { ...plan, between: 'may-not-assume' }, leaves: 'none' };
    yield { name: 'where the target does not let in the role between', plan: { ...plan, between: 'is-not-let-in' }, leaves: 'none' };
  }
}

function* withoutWhatIsThere(plan: Plan): Iterable<Variant> {
  const { method } = plan;
  if (method.profile === true) {
    yield { name: 'where no instance profile holds the role', plan: { ...plan, profile: 'none' }, leaves: 'none' };
    yield { name: 'where the instance profile holds another role', plan: { ...plan, profile: 'of-another' }, leaves: 'none' };
  }
  if (method.workload !== undefined) {
    const { kind, anyRole, reaches, roleless } = method.workload;
    const having = (workload: Plan['workload']): Plan => ({ ...plan, workload });
    yield { name: `where there is no ${kind}`, plan: having('absent'), leaves: 'none' };
    yield { name: `where the ${kind} runs as another role`, plan: having('of-another'), leaves: anyRole === true ? 'base' : 'none' };
    yield {
      name: `where the ${kind} runs as no role`,
      plan: having('of-nobody'),
      leaves: reaches === true || roleless === true ? 'base' : 'none',
    };
    yield { name: `where the ${kind} cannot be used`, plan: having('unusable'), leaves: 'none' };
    yield { name: `where it is not told whether the ${kind} can be used`, plan: having('untold'), leaves: 'reached' };
    yield { name: `where not every ${kind} was read, and this one was`, plan: having('seen-of-some'), leaves: 'base' };
    yield { name: `where nobody read of any ${kind}`, plan: having('unread'), leaves: 'possible' };
  }
  if (method.member === true) yield { name: 'where the holder is not in the group', plan: { ...plan, member: false }, leaves: 'none' };
  if (method.attached !== undefined) yield { name: 'where the policy is not attached', plan: { ...plan, attached: false }, leaves: 'none' };
  if (method.broaderVersion === true)
    yield { name: 'where no older version allows more', plan: { ...plan, broaderVersion: false }, leaves: 'none' };
}

function* ofTheTargetUser(plan: Plan): Iterable<Variant> {
  const { keys, keysAre, password } = plan.method;
  if (keys !== undefined) yield { name: 'where the user has two access keys', plan: { ...plan, keys: 2 }, leaves: 'none' };
  if (keysAre !== undefined) yield { name: 'where the user has one access key', plan: { ...plan, keys: 1 }, leaves: 'base' };
  if (password !== undefined)
    yield { name: `where the user has ${password ? 'no' : 'a'} password`, plan: { ...plan, password: !password }, leaves: 'none' };
  const name = 'where nobody read which credentials the user has';
  const unread = { ...plan, isReportRead: false };
  // what is needed may not be there; what must not be there is a limit, and a limit that nobody read is a caveat
  if (password === true) yield { name, plan: unread, leaves: 'possible' };
  if (password === false) yield { name, plan: unread, leaves: 'base', caveat: 'password' };
  if (keys !== undefined) yield { name, plan: unread, leaves: 'base', caveat: 'access key' };
  if (keysAre !== undefined) yield { name, plan: unread, leaves: 'base' };
}
