import { parseInstant } from '../../../../src/base/instant.ts';
import type { Evidence } from '../../../../src/model/fact.ts';
import type { Source } from '../../../../src/model/grant.ts';
import type { BoundaryId, EntityId, FactKey, ScopeId } from '../../../../src/model/ids.ts';
import { isCovered } from '../../entra/resolve/covered.ts';
import { azureTenantBoundary } from '../../ids.ts';
import type { AzureAssignmentFact, AzureInstanceFact, AzureScheduleFact } from '../facts.ts';
import type { Estate, Of } from './estate.ts';
import type { Lasting } from './lasting.ts';
import { gateWords } from '../../gate-words.ts';
import { activated, activeSomehow, assigned, eligible, gateOf, maybeActivated, standing, throughUnreadGroup } from './lasting.ts';
import { inForce } from './in-force.ts';
import type { RoleRow } from './right.ts';
import { kindOfRight, rightOf, triple } from './right.ts';
import { isComing, isOver } from './status.ts';

/** A role that somebody has at a scope, by one row of what was read. */
export interface Held {
  readonly principal: EntityId;
  /** `null`: not told what sort of principal it is. */
  readonly principalType: string | null;
  readonly role: string;
  readonly scope: ScopeId;
  readonly boundary: BoundaryId;
  readonly lasting: Lasting;
  readonly because: readonly string[];
  readonly condition: string | null;
  readonly source: Pick<Source, 'id' | 'kind'>;
  /** Of the row that tells it: several rows of one source are elements of their own. */
  readonly row: FactKey;
  readonly evidence: readonly Evidence[];
}

type Row = Pick<Held, 'principal' | 'role' | 'scope'>;

/** Every role that somebody has or will have. What PIM says of an assignment goes before the assignment, which cannot tell how it came. */
export function holdings(estate: Estate, now: number): readonly Held[] {
  return [...new Holdings(estate, now).all()];
}

function sourceOf(row: RoleRow): Held['source'] {
  return { id: rightOf(row), kind: kindOfRight(row) };
}

class Holdings {
  readonly #estate: Estate;
  readonly #now: number;
  readonly #instances: readonly Of<AzureInstanceFact>[];
  readonly #assignments: ReadonlyMap<string, Of<AzureAssignmentFact>>;
  /** Who has what where by a role assignment. */
  readonly #rows: ReadonlySet<string>;
  /** Rows that PIM, or a longer listing, tells of: by the id of the assignment, and by who has what where. */
  readonly #told = { ids: new Set<string>(), assignment: new Set<string>(), eligibility: new Set<string>() };
  /** What PIM tells of role assignments, by the id of the assignment and by who has what where. */
  readonly #behind = new Map<string, Of<AzureInstanceFact>[]>();
  /** Who has a role at a scope by a row of its own, by role and scope. */
  readonly #owners = new Map<string, EntityId[]>();

  constructor(estate: Estate, now: number) {
    this.#estate = estate;
    this.#now = now;
    this.#instances = estate.of['role-instance'].filter(({ value }) => !isOver(value.status));
    this.#assignments = new Map(inForce(estate).map((each) => [each.value.id, each]));
    this.#rows = new Set([...this.#assignments.values()].map(({ value }) => triple(value)));
    for (const { value } of [...this.#instances.filter((each) => each.value.member === 'direct'), ...this.#assignments.values()]) {
      const at = `${value.role}|${value.scope}`;
      const owners = this.#owners.get(at);
      if (owners === undefined) this.#owners.set(at, [value.principal]);
      else owners.push(value.principal);
    }
  }

  *all(): Iterable<Held> {
    for (const each of this.#instances) if (!this.#isRepeated(each.value)) yield this.#ofInstance(each);
    for (const each of this.#estate.of['role-schedule']) {
      const held = this.#ofSchedule(each);
      if (held !== undefined) yield held;
    }
    for (const each of this.#assignments.values()) {
      const { value, evidence } = each;
      const behind = [...(this.#behind.get(value.id) ?? []), ...(this.#behind.get(triple(value)) ?? [])];
      // the service may fail to take away what has ended
      const isLeft = behind.length > 0 && !isCovered(this.#estate.saidAt(evidence) ?? this.#now, behind);
      const isTold = this.#told.ids.has(value.id) || this.#told.assignment.has(triple(value));
      if (isLeft || !isTold) yield this.#ofAssignment(each, isLeft);
    }
  }

  /** Inherited rows repeat one from above; a group's members are listed with what the group has. */
  #isRepeated(value: AzureInstanceFact): boolean {
    if (value.member === 'direct') return false;
    const groups = value.member === 'group' ? this.#estate.groupsOf(value.principal) : undefined;
    return this.#estate.tree.chain(value.scope).some((scope) => {
      const owners = this.#owners.get(`${value.role}|${scope}`) ?? [];
      return groups === undefined ? owners.includes(value.principal) : owners.some((each) => groups.has(each));
    });
  }

  #ofInstance(of: Of<AzureInstanceFact>): Held {
    const { value, boundary } = of;
    const { origin, scope, role, from, until } = value;
    if (origin !== null) this.#told.ids.add(origin);
    this.#told[value.of].add(triple(value));
    if (value.of === 'assignment') {
      for (const key of [triple(value), ...(origin === null ? [] : [origin])]) {
        const known = this.#behind.get(key);
        if (known === undefined) this.#behind.set(key, [of]);
        else known.push(of);
      }
    }
    const row = origin === null ? undefined : this.#assignments.get(origin);
    const gate = gateOf(this.#estate, boundary, scope, role);
    const [lasting, word] =
      value.of === 'eligibility'
        ? [eligible(gate, until === null ? null : from, until), 'eligible, to be switched on in PIM']
        : value.assignment === 'activated'
          ? [activated(gate, from, until), 'switched on in PIM']
          : value.assignment === 'assigned'
            ? [assigned(until === null ? null : from, until), 'PIM lists it as assigned']
            : [activeSomehow(from, until), 'PIM lists it as active and does not say how'];
    const unread = value.member === 'group';
    return {
      ...rowOf(of),
      principalType: value.principalType ?? row?.value.principalType ?? null,
      lasting: unread ? throughUnreadGroup(lasting) : lasting,
      because: [
        `${word}${endWords(until)}`,
        ...(value.of === 'eligibility' || value.assignment === 'activated' ? [this.#demands(gate.gatedBy)] : []),
        ...(unread ? ['it comes by a group whose membership was not read'] : []),
      ],
      condition: value.condition ?? row?.value.condition ?? null,
      source: sourceOf(value),
      row: of.key,
      evidence: [...of.evidence, ...(row?.evidence ?? [])],
    };
  }

  #demands(policy: string | undefined): string {
    return gateWords(policy === undefined ? undefined : this.#estate.policy(policy));
  }

  /**
   * One to come; or one of now, where neither instances nor role assignments tell of it. Beside a role assignment it proves nothing: the schedule may be of
   * another time than what is in force.
   */
  #ofSchedule(of: Of<AzureScheduleFact>): Held | undefined {
    const { value, boundary } = of;
    if (!isComing(value.status)) return undefined;
    const [from, until] = [parseInstant(value.from ?? ''), parseInstant(value.until ?? '')];
    const isFuture = from !== undefined && from > this.#now;
    if (!isFuture) {
      const surface = value.of === 'eligibility' ? 'eligibility-instances' : 'assignment-instances';
      if (value.of === 'assignment' && this.#rows.has(triple(value))) return undefined;
      const isOver = until !== undefined && until <= this.#now;
      if (isOver || this.#estate.isRead(surface, boundary) || this.#told[value.of].has(triple(value))) return undefined;
      this.#told[value.of].add(triple(value));
    }
    const gate = gateOf(this.#estate, boundary, value.scope, value.role);
    const start = isFuture || value.until !== null ? value.from : null;
    const lasting =
      value.of === 'eligibility'
        ? eligible(gate, start, value.until)
        : value.assignment === 'activated'
          ? activated(gate, start, value.until)
          : assigned(start, value.until);
    const word = value.of === 'eligibility' ? 'eligible' : 'assigned';
    return {
      ...rowOf(of),
      principalType: null,
      lasting,
      because: [
        `${word} by a schedule of PIM${isFuture ? ` from ${value.from ?? ''}` : ''}${endWords(value.until)}`,
        ...(value.of === 'eligibility' || value.assignment === 'activated' ? [this.#demands(gate.gatedBy)] : []),
      ],
      condition: null,
      source: sourceOf(value),
      row: of.key,
      evidence: of.evidence,
    };
  }

  #ofAssignment(of: Of<AzureAssignmentFact>, isLeft: boolean): Held {
    const [lasting, why] = isLeft ? left : this.#lastingOf(of);
    const { createdAt } = of.value;
    return {
      ...rowOf(of),
      principalType: of.value.principalType,
      lasting,
      because: isLeft ? [why] : [`assigned${createdAt === null ? '' : ` ${createdAt}`} without an end`, why],
      condition: of.value.condition,
      source: sourceOf(of.value),
      row: of.key,
      evidence: of.evidence,
    };
  }

  #lastingOf({ value, boundary }: Of<AzureAssignmentFact>): readonly [Lasting, string] {
    if (value.principalType?.toLowerCase() === 'serviceprincipal' || this.#estate.isServicePrincipal(value.principal))
      return [standing, 'service principals and managed identities are never switched on'];
    // https://learn.microsoft.com/azure/role-based-access-control/elevate-access-global-admin
    if (value.scope === azureTenantBoundary(value.principal.split('/')[1] ?? '')) return [standing, 'PIM does not govern the root scope'];
    if (this.#estate.isRead('assignment-instances', boundary)) return [standing, 'PIM lists no activation of it and no end'];
    if (this.#estate.hasPim(boundary) === false) return [standing, 'the tenant has no Privileged Identity Management'];
    return [maybeActivated, 'whether it was switched on in PIM was not read'];
  }
}

const left: readonly [Lasting, string] = [maybeActivated, 'still assigned after the end that PIM tells'];

function rowOf({ value, boundary }: Of<Row>): Row & { readonly boundary: BoundaryId } {
  return { principal: value.principal, role: value.role, scope: value.scope, boundary };
}

function endWords(until: string | null): string {
  return until === null ? ' without an end' : ` until ${until}`;
}
