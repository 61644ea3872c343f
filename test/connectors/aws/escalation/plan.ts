import type { Json } from '../../../../src/base/json.ts';
import { HOME } from '../resolve/say.ts';
import type { Method, Permission } from './cases.ts';

export type Condition = Readonly<Record<string, Readonly<Record<string, Json>>>>;
export interface Statement {
  readonly action: string;
  readonly on: readonly string[];
  readonly condition?: Condition;
}

/** What of an estate a variant may change. A plan as {@link planOf} makes it has every ingredient of its method. */
export interface Plan {
  readonly method: Method;
  readonly holder: 'user' | 'role';
  readonly allows: readonly Statement[];
  readonly denies: readonly Statement[];
  /** Where the holder has its permissions: all in one policy, each in its own, each in a managed one, or each in a group's. */
  readonly held: 'together' | 'apart' | 'attached' | 'by-groups';
  readonly services: readonly string[];
  readonly trustCondition: Condition;
  readonly letsIn: boolean;
  readonly profile: 'of-target' | 'of-another' | 'none';
  readonly workload: 'there' | 'unusable' | 'untold' | 'absent' | 'unread' | 'seen-of-some' | 'of-another' | 'of-nobody';
  readonly between: 'whole' | 'may-not-assume' | 'is-not-let-in';
  readonly member: boolean;
  readonly attached: boolean;
  readonly broaderVersion: boolean;
  readonly keys: number;
  readonly password: boolean;
  readonly isReportRead: boolean;
  /** The account of what is taken over. */
  readonly account: string;
  readonly target: string;
  /** What the target may do: read a secret, or write its own policies. */
  readonly privilege: 'secret' | 'own-policies';
  /** The permissions boundary of the holder. */
  readonly limit: Json | undefined;
  /** What the service control policies of its account deny; `unread`: nobody read them; undefined: the account is in no organization. */
  readonly guardrail: readonly Json[] | 'unread' | undefined;
}

export function planOf(method: Method): Plan {
  return {
    method,
    holder: method.holder ?? 'user',
    allows: method.permissions,
    denies: [],
    held: 'together',
    services: [...(method.services ?? []), ...(method.alsoTrusted ?? [])],
    trustCondition: {},
    letsIn: method.letsIn === true,
    profile: method.profile === true || method.alsoProfile === true || method.workload?.profile === true ? 'of-target' : 'none',
    workload: method.workload === undefined ? 'absent' : 'there',
    between: 'whole',
    member: method.member === true,
    attached: method.attached !== undefined,
    broaderVersion: method.broaderVersion === true,
    keys: method.keysAre ?? method.keys ?? 0,
    password: method.password === true,
    isReportRead: true,
    account: HOME,
    target: 'target',
    privilege: 'secret',
    limit: undefined,
    guardrail: undefined,
  };
}

/** The same with permission `at` changed; undefined takes it away. */
export function withPermission(plan: Plan, at: number, change: (permission: Statement) => Statement | undefined): Plan {
  return { ...plan, allows: plan.allows.flatMap((each, place) => (place === at ? (change(each) ?? []) : each)) };
}

export const FOREIGN = '222222222222';
const NOWHERE = '999999999999';

/** The same kind of thing in an account that nothing is in. */
export function elsewhere({ action, on }: Permission): readonly string[] {
  const service = action.slice(0, action.indexOf(':'));
  return on.map((each) => (each.includes('{a}') ? each.replaceAll('{a}', NOWHERE) : `arn:aws:${service}:us-east-1:${NOWHERE}:other/thing`));
}

/** Another thing of that kind in the same account; undefined where the permission names none. */
export function anotherThing({ on }: Permission): readonly string[] | undefined {
  if (!on.some((each) => each.includes('{a}')) || on.some((each) => each.endsWith('*'))) return undefined;
  return on.map((each) => `${each}-other`);
}

export function filledIn(plan: Plan, resource: string): string {
  return resource.replaceAll('{a}', plan.account).replaceAll('{target}', plan.target);
}

export function documentOf(plan: Plan, statements: readonly (Statement & { readonly effect?: 'Deny' })[]): Json {
  return {
    Version: '2012-10-17',
    Statement: statements.map(({ action, on, condition, effect = 'Allow' }) => ({
      Effect: effect,
      Action: action,
      Resource: on.map((each) => filledIn(plan, each)),
      ...(condition === undefined ? {} : { Condition: condition }),
    })),
  };
}
