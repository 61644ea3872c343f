import type { Instant } from '../../../src/base/instant.ts';
import { parseInstant } from '../../../src/base/instant.ts';
import { impossible } from '../../../src/base/errors.ts';
import type { Json } from '../../../src/base/json.ts';
import { byCodeUnit } from '../../../src/base/order.ts';
import type { FactIndex } from '../../../src/model/fact.ts';
import type { Grant, Link } from '../../../src/model/grant.ts';
import type { BoundaryId, EntityId, FactKey, SurfaceId } from '../../../src/model/ids.ts';
import type { PolicyDocument } from '../rights/documents.ts';
import { PolicyDocuments } from '../rights/documents.ts';
import { allResources, includes } from '../rights/resources.ts';
import type { Right } from '../rights/rights.ts';
import { bothAt } from '../rights/together.ts';
import { admitAll } from './admit.ts';
import { directRights } from './direct.ts';
import type { OpenRole, OpenRoles } from './open-roles.ts';
import { RoleIndex } from './open-roles.ts';
import { assumeLinks, Assumers, impersonation } from './assume.ts';
import { opens } from './opens.ts';
import { Beyond } from './beyond.ts';
import { beyondLinks } from './beyond-links.ts';
import { UserCredentials } from './escalate/credentials.ts';
import { escalations } from './escalate/escalate.ts';
import { groupJoins } from './escalate/groups.ts';
import { askedActions } from './escalate/needs.ts';
import type { Assuming, Holdings } from './escalate/search.ts';
import type { Estate, Principal } from './estate.ts';
import { readEstate } from './estate.ts';
import { ofFactor } from './factors.ts';
import { grantsOf, unlistedGrant } from './grants.ts';
import { People } from './identity-center.ts';
import type { PolicyHeld } from './held.ts';
import { rootGrants } from './root.ts';
import { pooled } from './pools.ts';
import { principalsOf } from './principals-of.ts';
import type { Candidate } from './links.ts';
import { linksOf, roleLinks } from './links.ts';
import type { GrantTemplate } from './strongest.ts';
import { joined, strongest } from './strongest.ts';
import { kmsGrants } from './kms-grants.ts';
import { resourceGrants } from './resource-grants.ts';
import { certificateLinks } from './roles-anywhere.ts';
import { asksForTags, onRole } from './tagged.ts';
import type { PolicyTemplate } from './template-of.ts';
import { Templates } from './templates.ts';
import { leavingOut } from './without.ts';

/** Allows everything; what it gives a principal is what that principal could give itself. */
const EVERYTHING = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

/**
 * Effective grants and links of every AWS account read: own, attached, group and resource policies in their default versions, less
 * what denies, permissions boundaries and the policies of the organization take away, and who may assume which role.
 *
 * A grant is an upper bound in one respect: a session policy is passed at call time and can only narrow one session, so it is in no
 * configuration and is not counted. Policies of the organization that were not read are caveats. `without` leaves out facts by key
 * (policies, attachments, memberships, trusts, limiters), to tell what would remain. `unread`: accounts whose roles were not read whole;
 * left out, those of which nothing was listed. The order of what comes out is not defined; it comes as it is asked for, and none of it is kept.
 */
export function* resolveAws(
  given: FactIndex,
  asOf: Instant,
  _settings?: unknown,
  without: ReadonlySet<FactKey> = new Set(),
  unread?: ReadonlySet<BoundaryId>,
  isRead: (surface: SurfaceId, boundary: BoundaryId) => boolean = () => false,
): Iterable<Grant | Link> {
  const facts = leavingOut(given, without);
  const now = parseInstant(asOf) ?? impossible(`resolve was asked for a time that is none: ${JSON.stringify(asOf)}`);
  const documents = new PolicyDocuments(askedActions());
  const estate = readEstate(facts, documents, now);
  const beyond = new Beyond(estate, facts, unread);
  const templates = new Templates([...new Set([...estate.accounts, ...beyond.entered])].sort(byCodeUnit), estate.organizations);
  const assumers = new Assumers();
  const compile = (document: Json): PolicyDocument => documents.compile(document, 'identity');
  const everything = compile(EVERYTHING);
  const memberOf = (principal: Principal): readonly EntityId[] => estate.memberOf(principal);
  const holdings: Holdings = { estate, facts, templates, everything, compile, memberOf, isRead };
  const credentials = new UserCredentials(holdings);
  const joins = groupJoins(holdings, credentials);
  const principals = [...estate.principals.values(), ...joins.members];
  const allowed = givenBy(principals, templates);
  for (const { principal, held, assume } of allowed) assumers.add(principal, held, assume);
  const admitted = admitAll(estate, assumers, templates, now);
  const [own, abroad] = [indexed(admitted.own), indexed(admitted.abroad)];
  yield* rootGrants(estate, templates, documents, now);
  yield* principalGrants(estate, allowed, own, abroad);
  yield* resourceGrants(estate, templates, now);
  yield* kmsGrants(facts, estate);
  yield* certificateLinks(facts, estate, now);
  const people = new People(estate, facts, given);
  const free = [...admitted.free].map(([account, roles]) => freeLinks(estate, templates, account, roles));
  const { candidates, rest } = together(
    admitted.candidates,
    free.flatMap(({ alone }) => alone),
  );
  const trusts = roleLinks(candidates);
  yield* people.settled(trusts);
  yield* people.mayBeEntitled(trusts, beyond);
  yield* people.links();
  for (const account of assumers.accounts()) {
    yield* linksOf([
      ...assumeLinks(assumers.of(account), own.get(account) ?? new RoleIndex(), false),
      ...assumeLinks(assumers.of(account), abroad.get(account) ?? new RoleIndex(), true),
      ...beyondLinks(assumers.of(account), beyond),
    ]);
  }
  const gained = escalations(
    {
      ...holdings,
      trusts: admitted.candidates,
      served: admitted.served,
      own: admitted.own,
      abroad: admitted.abroad,
      free: admitted.free,
      memberOf: (principal) => joins.groups.get(principal.id) ?? memberOf(principal),
      assumingOf: (principal) => assumingOf(principal, templates),
    },
    credentials,
    principals,
  );
  yield* linksOf(joins.candidates);
  for (const { grants, candidates } of gained) {
    yield* grants;
    yield* linksOf(candidates);
  }
  for (const { pooled } of free) yield* linksOf(pooled);
  yield* linksOf(rest);
}

/**
 * With those of the others that are of the same principal and role, which are settled with them: a trust may name whom it lets in as anyone too. All of
 * a role come together.
 */
function together(
  candidates: readonly Candidate[],
  others: readonly Candidate[],
): { readonly candidates: readonly Candidate[]; readonly rest: readonly Candidate[] } {
  if (others.length === 0) return { candidates, rest: others };
  const partiesOf = ({ from, to }: Candidate): string => `${from} ${to}`;
  const parties = new Set(others.map(partiesOf));
  const met = new Set(candidates.map(partiesOf).filter((each) => parties.has(each)));
  const byRole = new Map<string, Candidate[]>();
  for (const each of [...candidates, ...others.filter((other) => met.has(partiesOf(other)))]) {
    const its = byRole.get(each.to);
    if (its === undefined) byRole.set(each.to, [each]);
    else its.push(each);
  }
  return { candidates: [...byRole.values()].flat(), rest: others.filter((other) => !met.has(partiesOf(other))) };
}

/** Policies of a principal that allow it to assume a role. */
function assumingOf(principal: Principal, templates: Templates): readonly Assuming[] {
  const all: Assuming[] = [];
  for (const held of principal.held) {
    if (held.document?.allows === false) continue;
    const rights = templates.assumeOf(held, principal);
    if (rights.length > 0) all.push({ held, rights });
  }
  return all;
}

/** What one policy gives a principal. */
interface Given {
  readonly principal: Principal;
  readonly held: PolicyHeld;
  /** `null`: nobody listed it. */
  readonly template: PolicyTemplate | null;
  readonly assume: readonly Right[];
}

/** Most policies give nothing privileged, and are not told. */
function givenBy(principals: Iterable<Principal>, templates: Templates): readonly Given[] {
  const all: Given[] = [];
  for (const principal of principals) {
    for (const held of principal.held) {
      const { document } = held;
      if (document?.allows === false) continue;
      const { template, assume } = templates.givenOf(held, principal);
      if (template === null || template.grants.length > 0 || assume.length > 0) all.push({ principal, held, template, assume });
    }
  }
  return all;
}

type Indexed = ReadonlyMap<string, RoleIndex>;

function indexed(roles: OpenRoles): Indexed {
  return new Map([...roles].map(([account, each]) => [account, new RoleIndex(each)] as const));
}

function* principalGrants(estate: Estate, given: readonly Given[], own: Indexed, abroad: Indexed): Iterable<Grant> {
  const whole = new Map<PolicyTemplate, readonly GrantTemplate[]>();
  for (const { principal, held, template, assume } of given) {
    if (template === null) {
      yield unlistedGrant(principal, held);
      continue;
    }
    // what is assumed differs by account where somebody asks who owns a role
    const isShared = assume === template.assume;
    let grants = isShared ? whole.get(template) : undefined;
    if (grants === undefined) {
      const open = [own, abroad].flatMap((each) => each.get(principal.account) ?? []);
      const more = assume.flatMap((right) => impersonation(right, principal, open));
      grants = more.length === 0 ? template.grants : strongest(joined([...template.grants, ...more]));
      if (isShared) whole.set(template, grants);
    }
    yield* grantsOf(principal, held, grants, estate.guards);
  }
}

/** Every principal of an account to the roles that let in anyone: through a pool, but for those whose own limits differ by role. */
function freeLinks(
  estate: Estate,
  templates: Templates,
  account: string,
  roles: ReadonlyMap<string, readonly OpenRole[]>,
): { readonly pooled: readonly Candidate[]; readonly alone: readonly Candidate[] } {
  const pool = `pool:aws:${account}:any-principal`;
  const first = [...roles].sort((a, b) => byCodeUnit(a[0], b[0]))[0]?.[1][0] ?? impossible(`no role of account ${account} lets in anyone`);
  const members: { readonly principal: Principal; readonly right: Right }[] = [];
  const alone: Candidate[] = [];
  for (const principal of principalsOf(estate, account)) {
    for (const its of directRights(principal, templates, 'other')) {
      const right = ofFactor(principal.caller, its);
      const open = right.resources === allResources ? undefined : [...roles].filter(([role]) => includes(right.resources, role));
      const isAlike = (open === undefined || open.length === roles.size) && !asksForTags(right.demands);
      if (isAlike) members.push({ principal, right });
      else for (const [, entries] of open ?? roles) for (const entry of entries) alone.push(...byOwnRight(principal, right, entry));
    }
  }
  const shared = pooled(pool, members, [...roles.values()].flat(), ({ principal }, name, right) =>
    membership(principal, right, name, first),
  );
  return { pooled: [...shared], alone };
}

function* byOwnRight(principal: Principal, right: Right, role: OpenRole): Iterable<Candidate> {
  for (const both of onRole(right, role.trust, principal).flatMap((own) => bothAt(role.trust.role, own, role.right))) {
    yield { ...opens(principal.id, role), right: both, caveats: principal.place.services.caveats };
  }
}

function membership(principal: Principal, right: Right, pool: string, role: OpenRole): Candidate {
  return {
    ...opens(pool, role),
    from: principal.id,
    to: pool,
    boundary: principal.boundary,
    right,
    source: {
      id: `${pool}|trust`,
      kind: 'trust-policy',
      name: 'trust policies that let in any principal of the account',
      boundary: principal.boundary,
    },
    because: ['a trust policy of the account lets in any of its principals'],
    caveats: principal.place.services.caveats,
  };
}
