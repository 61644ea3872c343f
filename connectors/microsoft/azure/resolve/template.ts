import type { Capability } from '../../../../src/model/capability.ts';
import { capabilities } from '../../../../src/model/capability.ts';
import type { ConditionNote } from '../../../../src/model/grant.ts';
import type { BoundaryId, ScopeId } from '../../../../src/model/ids.ts';
import { ASSIGN_ROLES, delegationOf } from '../rbac/delegation.ts';
import { letsThrough } from '../rbac/condition/read.ts';
import type { Truth } from '../rbac/condition/evaluate.ts';
import { leastOf, mostOf } from '../rbac/condition/evaluate.ts';
import type { Plane } from '../rbac/actions.ts';
import { bothConditions } from '../rbac/actions.ts';
import { sortOf } from '../rbac/scopes.ts';
import type { CapabilityRow } from '../tables/capabilities.ts';
import { administratorNeeds, capabilityRows } from '../tables/capabilities.ts';
import type { DenyView } from './denies.ts';
import type { Estate } from './estate.ts';
import type { Held } from './holdings.ts';
import type { RoleView, RoleViews } from './role-view.ts';
import { Narrowed } from './narrowed.ts';
import type { Closed } from './closed.ts';
import { closedIn } from './closed.ts';
import type { Place } from './usable.ts';
import { isUsableAt } from './usable.ts';
import { Worths } from './worth.ts';

/** What a role at a sort of scope comes to: the same for all who have it there under the same condition and denials. */
export interface GrantTemplate {
  readonly capability: Capability;
  readonly presence: 'certain' | 'possible';
  readonly because: readonly string[];
  readonly conditions: readonly ConditionNote[];
  readonly escalation?: string;
}

export class Templates {
  readonly #estate: Estate;
  readonly #roles: RoleViews;
  readonly #closed: (scope: ScopeId) => Closed;
  readonly #narrowed: Narrowed;
  readonly #known = new Map<RoleView, Map<string, readonly GrantTemplate[]>>();
  readonly #worths: Worths;

  constructor(estate: Estate, roles: RoleViews) {
    this.#estate = estate;
    this.#roles = roles;
    this.#closed = closedIn(estate);
    this.#narrowed = new Narrowed(estate);
    this.#worths = new Worths(roles);
  }

  of(held: Held, denies: DenyView): readonly GrantTemplate[] {
    const sort = sortOf(held.scope);
    const role = this.#roles.of(held.role, held.boundary);
    let ofRole = this.#known.get(role);
    if (ofRole === undefined) this.#known.set(role, (ofRole = new Map<string, readonly GrantTemplate[]>()));
    const closed = this.#closed(held.scope);
    const key = `${sort}\n${closed.key}\n${denies.key}\n${held.condition ?? ''}`;
    let known = ofRole.get(key);
    if (known === undefined) ofRole.set(key, (known = this.#workOut(role, { sort, closed }, held, denies)));
    return known;
  }

  #workOut(role: RoleView, place: Place, { condition, boundary }: Held, denies: DenyView): readonly GrantTemplate[] {
    if (role.permissions === null) return [unlisted(role, denies)];
    const allows = (action: string, plane: Plane): Truth => allowed(role, condition, denies, action, plane);
    const all = [...administratorNeeds, ...capabilityRows.flatMap((row) => (row.plane === 'control' ? [row.action] : []))];
    if (all.every((each) => allows(each, 'control') === 'true'))
      return [template('administer', 'certain', [`${role.name} allows every action`, ...role.because])];
    const found = new Map<Capability, GrantTemplate>();
    const add = (each: GrantTemplate): void => {
      const known = found.get(each.capability);
      if (known === undefined || (known.presence === 'possible' && each.presence === 'certain')) found.set(each.capability, each);
    };
    const byCapability = new Map<Capability, { readonly row: CapabilityRow; readonly truth: Truth }[]>();
    for (const row of capabilityRows) {
      if (!isUsableAt(row, place)) continue;
      const narrowing = narrowingOf(role, condition, row);
      const truth = leastOf([allows(row.action, row.plane), this.#narrowed.truthOf(row.action, narrowing, boundary)]);
      if (truth === 'false') continue;
      if (row.action === ASSIGN_ROLES && narrowing !== null)
        for (const each of this.#delegated(narrowing, place, boundary, denies)) add(each);
      else byCapability.set(row.capability, [...(byCapability.get(row.capability) ?? []), { row, truth }]);
    }
    for (const [capability, rows] of byCapability) {
      const certain = rows.filter((each) => each.truth === 'true');
      const told = (certain.length > 0 ? certain : rows).map((each) => each.row.action);
      const why = [`${role.name} allows ${told.join(', ')}`, ...role.because];
      const narrowing = firstNarrowing(
        role,
        condition,
        rows.map(({ row }) => row),
      );
      add(certain.length > 0 ? template(capability, 'certain', why) : template(capability, 'possible', why, outside(narrowing, denies)));
    }
    if (found.size === 0)
      found.set('ordinary', template('ordinary', 'certain', [`${role.name} allows nothing that counts as privilege`, ...role.because]));
    return capabilities.flatMap((each) => found.get(each) ?? []);
  }

  /** The right to give roles, narrowed by a condition, is worth what may still be given with it. */
  #delegated(condition: string, place: Place, boundary: BoundaryId, denies: DenyView): readonly GrantTemplate[] {
    const { named, others, understood } = delegationOf(condition);
    if (!understood)
      return [
        template(
          'grant-privilege',
          'possible',
          ['it may give roles, under a condition that is not understood'],
          outside(condition, denies),
        ),
      ];
    const note: ConditionNote = { text: condition, settled: 'decided' };
    const all = new Map([...this.#estate.roleIds(boundary).map((id) => [id, others] as const), ...named]);
    const gained = new Map<Capability, GrantTemplate>();
    const isDoubted = denies.atScope(ASSIGN_ROLES, 'control') === 'maybe';
    const put = (capability: Capability, told: Truth, role: string, escalation?: string): void => {
      const truth = isDoubted && told === 'true' ? 'unknown' : told;
      if (truth === 'false' || gained.get(capability)?.presence === 'certain') return;
      const why = [`the condition on it lets it give ${role}`];
      const each =
        truth === 'true' ? template(capability, 'certain', why, [note]) : template(capability, 'possible', why, outside(condition, denies));
      gained.set(capability, escalation === undefined ? each : { ...each, escalation });
    };
    // of those that there are each is asked below
    if (others.atAll !== 'false' && !this.#narrowed.knowsRoles(boundary))
      put('grant-privilege', others.atAll, 'every role that it does not name');
    for (const [id, { atAll, toOthers }] of all) {
      if (atAll === 'false') continue;
      const role = this.#roles.of(id, boundary);
      const { capabilities: given, isKnown } = this.#worths.of(role, place, boundary);
      // a role with which more roles can be given stands for all that these give
      const more = mostOf([...givesMore].map((each) => given.get(each)));
      if (more !== 'false') put('grant-privilege', leastOf([atAll, more]), role.name);
      // a role that may be given to anybody may be given to oneself
      if (more !== 'true')
        for (const [each, truth] of given) if (!givesMore.has(each)) put(each, leastOf([toOthers, truth]), role.name, 'give-itself-role');
      if (!isKnown) put('grant-privilege', 'unknown', role.name);
    }
    const privilege = gained.get('grant-privilege');
    if (privilege?.presence === 'certain') return [privilege];
    return gained.size > 0
      ? [...gained.values()]
      : [template('ordinary', 'certain', ['the condition on it lets it give only roles without privilege'], [note])];
  }
}

/** Which condition narrows an action of somebody who has a role: that of the assignment, that of the role, or both. */
function narrowingOf(role: RoleView, condition: string | null, { action, plane }: Used): string | null {
  return bothConditions(condition, role.conditionUpon(action, plane));
}

/** The first condition that narrows one of these. */
export function firstNarrowing(role: RoleView, condition: string | null, used: readonly Used[]): string | null {
  for (const each of used) {
    const narrowing = narrowingOf(role, condition, each);
    if (narrowing !== null) return narrowing;
  }
  return null;
}

interface Used {
  readonly action: string;
  readonly plane: Plane;
}

/** Whoever may give a role of these may have any right given, to whomever the condition lets. */
const givesMore: ReadonlySet<Capability> = new Set(['administer', 'grant-privilege']);

/** Whether a role, its condition and what is denied let an action through at the whole scope. */
export function allowed(role: RoleView, condition: string | null, denies: DenyView, action: string, plane: Plane): Truth {
  if (!role.gives(action, plane)) return 'false';
  const denied = denies.atScope(action, plane);
  if (denied === 'yes') return 'false';
  // whom a condition lets give what is asked apart
  const narrowing = narrowingOf(role, condition, { action, plane });
  const through = narrowing === null || action === ASSIGN_ROLES ? conditionally(narrowing, action) : letsThrough(narrowing, action);
  if (through === 'false') return 'false';
  return denied === 'maybe' || role.permissions === null ? 'unknown' : through;
}

function conditionally(condition: string | null, action: string): Truth {
  if (condition === null) return 'true';
  return letsThrough(condition, action) === 'false' ? 'false' : 'unknown';
}

function unlisted(role: RoleView, denies: DenyView): GrantTemplate {
  const text = `role ${role.id} was not listed`;
  return template('administer', 'possible', [text], [{ text, settled: 'outside' }, ...outside(null, denies)]);
}

function outside(condition: string | null, denies: DenyView): readonly ConditionNote[] {
  if (condition !== null) return [{ text: condition, settled: 'outside' }];
  return denies.key === '' ? [] : [{ text: 'the condition of a deny assignment', settled: 'outside' }];
}

function template(
  capability: Capability,
  presence: GrantTemplate['presence'],
  because: readonly string[],
  conditions: readonly ConditionNote[] = [],
): GrantTemplate {
  return { capability, presence, because, conditions };
}
