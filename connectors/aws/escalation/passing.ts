import type { NonEmpty } from '../../../src/base/json.ts';
import type { EscalationMethod, Ingredient, PassedRole } from './method.ts';
import { method, on } from './method.ts';
import type { Thing } from './things.ts';

const pass: Ingredient = on('passed-role', 'iam:PassRole');
/** What a holder makes, and all that it needs to be allowed on it. */
export const make = (thing: Thing, first: string, ...more: readonly string[]): NonEmpty<Ingredient> => [
  on({ made: thing }, first),
  ...more.map((action) => on({ made: thing }, action)),
];

/** Who acts as a role that is handed over. */
type Service = Omit<PassedRole, 'handedIn'>;

/** A service to which roles are passed and that assumes them by one name. */
export function to(service: string, more: Partial<Service> = {}): Service {
  return { trusts: [service], passedTo: [service], inProfile: false, isNew: false, isNamed: false, ...more };
}

/** A way by which a role is handed to a service. `handedIn`: left out, the first action of the needs. */
export function passing(
  id: string,
  title: string,
  service: Service,
  needs: NonEmpty<Ingredient>,
  { handedIn, ...given }: Parameters<typeof method>[4] & { readonly handedIn?: string } = {},
): EscalationMethod {
  const exists = [
    `a role of the account trusts ${service.trusts.join(' or ')}`,
    ...(service.inProfile ? ['an instance profile holds the role'] : []),
    ...(given.exists ?? []),
  ];
  const passed: PassedRole = { ...service, handedIn: handedIn ?? needs[0].actions[0] };
  return method(id, 'passed-role', title, [pass, ...needs], { ...given, passed, exists });
}

export const instances = to('ec2.amazonaws.com', { inProfile: true });
export const tasks = to('ecs-tasks.amazonaws.com');
export const glue = to('glue.amazonaws.com');
