import { groupBy } from '../../../../src/base/group.ts';
import type { ActivationPolicy } from '../../../../src/model/activation-policy.ts';
import type { Evidence } from '../../../../src/model/fact.ts';
import type { Grant, Link } from '../../../../src/model/grant.ts';
import type { EntityId, ScopeId } from '../../../../src/model/ids.ts';
import { unreadBounds } from '../../../../src/model/persistence.ts';
import { always } from '../../../../src/model/window.ts';
import { isProvisioned } from '../schedule-status.ts';
import { powersOfActions } from '../tables/actions.ts';
import type { PowerId } from '../tables/powers.ts';
import { builtInRole, powersWithListed } from '../tables/roles.ts';
import type { Directory } from './directory.ts';
import { ancestryOf } from './ancestry.ts';
import { tripleOf } from './directory.ts';
import type { Ground } from './elements.ts';
import { grantOn, inOrder } from './elements.ts';
import { powersHeld } from './emit.ts';
import type { Lasting } from './lasting.ts';
import { activeSomehow, assignedFor, both, eligibleFor, gated, governed, loosened, msOf, standing } from './lasting.ts';
import { isCovered } from './covered.ts';
import type { Packages } from './packages.ts';
import { thingOf } from './packages.ts';
import type { Pools } from './pools.ts';
import { Readers } from './readers.ts';

/** One way in which somebody holds a role at a scope. */
export interface Holding {
  readonly principal: EntityId;
  readonly role: string;
  readonly scope: ScopeId;
  readonly kind: 'directory-role' | 'eligible-role';
  readonly lasting: Lasting;
  readonly evidence: readonly Evidence[];
  readonly provided: readonly string[];
}

const MUST_READ = 'it may read the directory, without which guests and service principals cannot use a role over a unit';
const MAY_NOT_READ = 'it may not read the directory, without which guests and service principals cannot use a role over a unit';

/** What every holding of a directory role comes to. */
export function* roleElements(directory: Directory, packages: Packages, pools: Pools, now: number): Iterable<Grant | Link> {
  const readers = new Readers(directory);
  for (const holding of joined([...holdings(directory, now)])) yield* elementsOf(directory, packages, pools, readers, holding, now);
}

/** What a role gives; `undefined` where nobody told: it is not defined in what was read, and no role that every tenant has. */
export function roleOf(directory: Directory, role: string): { readonly name: string; readonly powers: readonly PowerId[] } | undefined {
  const told = directory.definitions.get(role)?.value;
  const listed = told === undefined ? [] : powersOfActions(told.actions);
  if (told?.builtIn === false) return { name: told.name, powers: listed };
  const known = builtInRole(told?.templateId ?? role);
  if (known === undefined) return told === undefined ? undefined : { name: told.name, powers: listed };
  return { name: told?.name ?? known.name, powers: powersWithListed(known, listed) };
}

function* elementsOf(
  directory: Directory,
  packages: Packages,
  pools: Pools,
  readers: Readers,
  holding: Holding,
  now: number,
): Iterable<Grant | Link> {
  const { boundary, tenant } = directory;
  const { principal, role, scope, kind } = holding;
  const reads = pools.isUnit(scope) ? readers.reads(principal) : 'yes';
  const provided = [...holding.provided, ...(reads === 'later' || reads === 'untold' ? [MUST_READ] : [])];
  const definition = directory.definitions.get(role);
  const plain = governed(holding.lasting, policyFor(directory, role));
  // a package gives a role at the whole tenant
  const thing = thingOf({ gives: kind === 'eligible-role' ? kind : 'role', of: null, role: definition?.value.templateId ?? role });
  const packaged = scope === boundary ? packages.settled(principal, thing, plain, holding.evidence, now) : packages.asItIs(plain);
  const { lasting, caveats } = packaged;
  const known = roleOf(directory, role);
  const where = scope === boundary ? '' : ` at ${directory.units.get(scope)?.name ?? directory.identities.get(scope)?.name ?? scope}`;
  const ground: Ground = {
    boundary,
    source: { id: `${kind}|${tripleOf(holding)}`, kind, name: `${known?.name ?? role}${where}`, boundary },
    lasting,
    evidence: [...holding.evidence, ...packaged.evidence, ...(definition?.pages ?? [])],
    caveats,
    provided,
    ...(reads === 'no' ? { refuted: true, because: [MAY_NOT_READ] } : {}),
  };
  yield* packages.left(packaged, principal, ground);
  if (known !== undefined) {
    yield* powersHeld(pools, tenant, principal, known.powers, scope, ground);
    return;
  }
  const words = `role definition ${role} was not listed`;
  const unlisted: Lasting = { ...lasting, bounds: { lo: unreadBounds.lo, hi: lasting.bounds.hi }, because: [words, ...lasting.because] };
  yield grantOn({ ...ground, lasting: unlisted, provided: [...provided, words] }, principal, 'administer', scope, 'unlisted');
}

/** Rows that say the same of one holder, role and scope, as one whose windows are those of all. */
function joined(all: readonly Holding[]): Iterable<Holding> {
  const merged = new Map<string, Holding>();
  for (const each of all) {
    const key = `${each.kind}|${tripleOf(each)}|${each.lasting.form}`;
    const before = merged.get(key);
    if (before === undefined) {
      merged.set(key, each);
      continue;
    }
    const lasting = both(before.lasting, each.lasting);
    merged.set(key, { ...before, lasting, evidence: inOrder([...before.evidence, ...each.evidence]) });
  }
  return merged.values();
}

export function policyFor({ policies, tenant }: Directory, role: string): ActivationPolicy | undefined {
  return policies.get(`entra/${tenant}/policy/directory/${role}`);
}

function* holdings(directory: Directory, now: number): Iterable<Holding> {
  const direct = groupBy(
    directory.instances.filter(({ value }) => value.of === 'assignment' && value.member === 'direct'),
    ({ value }) => tripleOf(value),
  );
  const policyOf = (role: string): ActivationPolicy | undefined => policyFor(directory, role);
  const ancestors = ancestryOf(directory.before.memberships);
  const through = (principal: EntityId, role: string, scope: ScopeId): boolean =>
    [...ancestors(principal)].some((group) => directory.before.holders.has(tripleOf({ principal: group, role, scope })));

  for (const { value, pages } of directory.instances) {
    const { principal, role, scope } = value;
    const kind = value.of === 'assignment' ? 'directory-role' : 'eligible-role';
    const plain = value.of === 'assignment' ? assignedFor(value.assignment, value, now) : eligibleFor(value, policyOf(role), now);
    const lasting = value.assignment === 'activated' ? gated(plain, policyOf(role)) : plain;
    if (value.member === 'direct') yield { principal, role, scope, kind, lasting, evidence: pages, provided: [] };
    // the group's own row and the membership say it, where both were read
    else if (!through(principal, role, scope)) {
      const lo = value.of === 'eligibility' ? 'eligible' : 'activated';
      const because = 'through a group whose membership was not read';
      yield {
        principal,
        role,
        scope,
        kind,
        lasting: loosened(lasting, { lo, hi: lasting.bounds.hi }, because),
        evidence: pages,
        provided: [],
      };
    }
  }
  for (const { value, pages } of directory.assignments) {
    const known = direct.get(tripleOf(value)) ?? [];
    if (isCovered(directory.saidAt(pages) ?? now, known)) continue;
    const provided = value.condition === null ? [] : [`condition of the assignment: ${value.condition}`];
    const { principal, role, scope } = value;
    yield {
      principal,
      role,
      scope,
      kind: 'directory-role',
      lasting: assignedAlone(directory, principal, known.length > 0),
      evidence: pages,
      provided,
    };
  }
  const begun = new Set(directory.instances.map(({ value }) => `${value.of}|${tripleOf(value)}|${msOf(value.from) ?? ''}`));
  for (const { value, pages } of directory.schedules) {
    const from = msOf(value.from);
    if (from === null || from <= now || value.member !== 'direct' || !isProvisioned(value.status)) continue;
    if (begun.has(`${value.of}|${tripleOf(value)}|${from}`)) continue;
    const { principal, role, scope } = value;
    const kind = value.of === 'assignment' ? 'directory-role' : 'eligible-role';
    const lasting = value.of === 'assignment' ? assignedFor(value.assignment, value, now) : eligibleFor(value, policyOf(role), now);
    yield { principal, role, scope, kind, lasting: { ...lasting, form: `${lasting.form}-later` }, evidence: pages, provided: [] };
  }
}

/** In the list of assignments, where activated rights look like permanent ones, and among no instances. */
function assignedAlone(directory: Directory, principal: EntityId, ended: boolean): Lasting {
  if (directory.servicePrincipals.has(principal)) return standing(['service principals are given roles for good'], always);
  if (directory.hasPim === false) return standing(['the tenant has no Privileged Identity Management: nothing ends it'], always);
  if (!directory.isRead('role-assignment-instances'))
    return activeSomehow(['what Privileged Identity Management holds of it was not read']);
  if (ended) return activeSomehow(['still assigned after the end that Privileged Identity Management tells']);
  return activeSomehow(['it is not among the instances that Privileged Identity Management lists']);
}
