import type { Evidence } from '../../../../src/model/fact.ts';
import type { BoundaryId } from '../../../../src/model/ids.ts';
import type { Permission } from '../facts.ts';
import type { Plane } from '../rbac/actions.ts';
import { conditionUpon, roleGives } from '../rbac/actions.ts';
import { knownRoles } from '../tables/known-roles.ts';
import type { Estate } from './estate.ts';

/** A role as it is asked what it gives. */
export interface RoleView {
  readonly id: string;
  readonly name: string;
  /** `null`: nobody listed it, and it may give anything. */
  readonly permissions: readonly Permission[] | null;
  /** Words for what it rests on, where no definition of the tenant tells; empty where one does. */
  readonly because: readonly string[];
  /** Of its definition; empty where none was listed. */
  readonly evidence: readonly Evidence[];
  gives(action: string, plane: Plane): boolean;
  /** Under which condition of its definition it gives an action; `null`: under none. */
  conditionUpon(action: string, plane: Plane): string | null;
}

/** The roles of an estate, each seen once. */
export class RoleViews {
  readonly #estate: Estate;
  readonly #known = new Map<string, RoleView>();

  constructor(estate: Estate) {
    this.#estate = estate;
  }

  of(id: string, boundary: BoundaryId): RoleView {
    const key = `${this.#estate.tenantOf(boundary)}|${id}`;
    let known = this.#known.get(key);
    if (known === undefined) this.#known.set(key, (known = this.#view(id, boundary)));
    return known;
  }

  #view(id: string, boundary: BoundaryId): RoleView {
    const definition = this.#estate.role(id, boundary);
    const listed = definition?.value;
    const known = listed === undefined ? knownRoles.get(id) : undefined;
    const told = listed?.permissions ?? known?.permissions ?? null;
    const permissions = told === null || listed?.custom !== false ? told : withDocumented(id, told);
    const isNarrowed = permissions?.some((each) => typeof each.condition === 'string') === true;
    const answers = new Map<string, boolean>();
    return {
      id,
      name: listed?.name ?? known?.name ?? `role ${id}`,
      permissions,
      because:
        listed !== undefined
          ? []
          : [known === undefined ? `role ${id} was not listed` : 'what the role gives is known from Microsoft’s documentation'],
      evidence: definition?.evidence ?? [],
      gives(action, plane) {
        if (permissions === null) return true;
        const asked = `${plane} ${action}`;
        let answer = answers.get(asked);
        if (answer === undefined) answers.set(asked, (answer = roleGives(permissions, action, plane)));
        return answer;
      },
      conditionUpon: (action, plane) => (isNarrowed ? conditionUpon(permissions, action, plane) : null),
    };
  }
}

/** The permissions of a built-in role, narrowed as Microsoft documents it where what was read does not tell of conditions. */
function withDocumented(id: string, permissions: readonly Permission[]): readonly Permission[] {
  const [documented] = knownRoles.get(id)?.permissions ?? [];
  if (typeof documented?.condition !== 'string') return permissions;
  const { condition } = documented;
  return permissions.map((each) => (each.condition === undefined ? { ...each, condition } : each));
}
