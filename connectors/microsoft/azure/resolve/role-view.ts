import type { Evidence } from '../../../../src/model/fact.ts';
import type { BoundaryId } from '../../../../src/model/ids.ts';
import type { Permission } from '../facts.ts';
import type { Plane } from '../rbac/actions.ts';
import { roleGives } from '../rbac/actions.ts';
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
    const permissions = listed?.permissions ?? known?.permissions ?? null;
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
    };
  }
}
