import type { Grant, Link } from '../../../../src/model/grant.ts';
import type { CapabilityRow } from '../../../../connectors/aws/resolve/capabilities.ts';
import { capabilityRows } from '../../../../connectors/aws/resolve/capabilities.ts';
import { resolveAws } from '../../../../connectors/aws/resolve/resolve.ts';
import { accountFacts, factIndex, organizationFacts } from '../resolve/estate.ts';
import type { Actor, Estate, TrustingRole } from './estates.ts';
import type { Decision } from './literal.ts';
import { best, decide } from './literal.ts';
import { NOW, STRANGER } from './pool.ts';
import type { Choices } from './situations.ts';
import { bestOf, decidedExactly, ofOrganization, situationsOf } from './situations.ts';
import { globFits } from './text.ts';
import { isUnchangeable, thingsOf } from './things.ts';
import { mayAssume } from './trust.ts';
import type { KeyState } from './context.ts';
import { present } from './context.ts';

/*
 * The two sides of the comparison: what the literal decides about concrete requests, and what resolve told, read the way a reader
 * of the report would read it.
 */

export const AS_OF = new Date(NOW).toISOString();
export const grantRows = capabilityRows.filter((row) => row.capability !== 'assume');
const choices: Choices = { addresses: ['203.0.113.9', '10.1.2.3', '192.0.2.7'], externalIds: [null], sessionNames: ['session'] };
const assumeChoices: Choices = { addresses: choices.addresses, externalIds: [null, 'x'], sessionNames: ['session'] };

export interface Told {
  readonly grants: readonly Grant[];
  readonly links: readonly Link[];
}

/** What single rights give: what several give together by some method is judged by the estates of `escalation/`. */
export function resolved({ accounts, organization }: Pick<Estate, 'accounts' | 'organization'>): Told {
  const facts = Object.entries(accounts).flatMap(([account, each]) => accountFacts(account, each));
  if (organization !== undefined) facts.push(...organizationFacts(organization));
  const all = [...resolveAws(factIndex(facts), AS_OF)].filter(({ escalation }) => escalation === undefined);
  return { grants: all.filter((item) => item.type === 'grant'), links: all.filter((item) => item.type === 'link') };
}

export function owned(account: string, organization: string | null | undefined): readonly (readonly [string, KeyState])[] {
  return [
    ['aws:resourceaccount', present(account)],
    ...(organization === undefined ? [] : [ofOrganization('aws:resourceorgid', organization)]),
  ];
}

/** What protects a thing of the actor's own account; of others nothing is said here. */
function protecting({ account, protections }: Actor, resource: string): Actor['protections'] {
  return ['', account].includes(resource.split(':')[4] ?? '') ? protections : undefined;
}

/** The best an actor can reach for one action on one thing of its own account at a moment, whatever it chooses itself. */
export function literally(actor: Actor, action: string, resource: string, at: number): Decision {
  if (isUnchangeable(action, resource)) return 'denied';
  const { caller, principal, account } = actor;
  const protections = protecting(actor, resource);
  return bestOf(situationsOf(caller, at, choices), (situation) =>
    decide(principal, { action, resource, protections, context: new Map([...situation, ...owned(account, caller.organization)]) }),
  );
}

/** The same where every value of what neither the estate nor the actor tells is tried, one by one. */
export function exactly(actor: Actor, action: string, resource: string, at: number): Decision {
  if (isUnchangeable(action, resource)) return 'denied';
  const { caller, principal, account } = actor;
  const protections = protecting(actor, resource);
  const documents = JSON.stringify([principal, protections]);
  return bestOf(situationsOf(caller, at, choices), (situation) =>
    decidedExactly(new Map([...situation, ...owned(account, caller.organization)]), documents, (context) =>
      decide(principal, { action, resource, context, protections }),
    ),
  );
}

export function exactlyAssumes({ caller, principal }: Actor, role: TrustingRole, at: number, tagsLeftOpen = false): Decision {
  const own = caller.arn.slice(caller.arn.lastIndexOf('/') + 1);
  const documents = JSON.stringify([principal, role]);
  return bestOf(situationsOf(caller, at, { ...assumeChoices, sessionNames: ['session', own] }), (situation) =>
    decidedExactly(new Map([...situation, ...owned(role.account, role.organization)]), documents, (context) =>
      mayAssume(principal, role, { action: 'sts:AssumeRole', resource: role.arn, context, protections: role.protections }, tagsLeftOpen),
    ),
  );
}

/** What one actor may assume at a moment: its own session's name may be its user name. */
export function literallyAssumes({ caller, principal }: Actor, role: TrustingRole, at: number): Decision {
  const own = caller.arn.slice(caller.arn.lastIndexOf('/') + 1);
  return bestOf(situationsOf(caller, at, { ...assumeChoices, sessionNames: ['session', own] }), (situation) =>
    mayAssume(principal, role, {
      action: 'sts:AssumeRole',
      resource: role.arn,
      protections: role.protections,
      context: new Map([...situation, ...owned(role.account, role.organization)]),
    }),
  );
}

/** Principals somebody may make in accounts nobody read, one of which no trust names, with tags to their liking and every right. */
const strangers: readonly Actor[] = [STRANGER, '888888888888'].flatMap((account) =>
  ['user/ann', 'user/eve', 'role/team/eve', 'role/r1'].flatMap((name) =>
    [{}, { team: 'team' }, { team: 'BLUE' }].map((tags) => {
      const arn = `arn:aws:iam::${account}:${name}`;
      const kind = name.startsWith('user') ? ('user' as const) : ('role' as const);
      const everything = { Version: '2012-10-17', Statement: { Effect: 'Allow' as const, Action: '*', Resource: '*' } };
      return { account, caller: { arn, kind, tags, sessionTags: false }, principal: { arn, policies: [everything], boundary: undefined } };
    }),
  ),
);

/** What accounts nobody read may bring about. */
export function strangersLiterally(role: TrustingRole, at: number): Decision {
  return best(strangers.map((stranger) => literallyAssumes(stranger, role, at)));
}

/** The same, each key that nobody tells tried with every value that the documents speak of: one value stands in all of them. */
export function strangersExactly(role: TrustingRole, at: number): Decision {
  return best(strangers.map((stranger) => exactlyAssumes(stranger, role, at)));
}

/** What resolve told of them: by its number, as anyone, or as a member of an organization. */
export function toldOfStrangers({ links }: Told, role: TrustingRole, at: number): Decision {
  return best(
    links
      .filter((link) => link.to === role.arn && isOpenAt(link, at) && link.presence !== 'refuted')
      .filter((link) => link.from === 'anyone' || link.from === `arn:aws:iam::${STRANGER}:root` || link.from.startsWith('organization:'))
      // whether it is a member is not told
      .map((link) => (link.presence === 'certain' && !link.from.startsWith('organization:') ? 'allowed' : 'depends')),
  );
}

export function isOpenAt(item: Pick<Grant, 'windows'>, at: number): boolean {
  return item.windows.some((each) => (each.from ?? -Infinity) <= at && at < (each.until ?? Infinity));
}

/**
 * Whether a scope is the whole organization of the actor, and an action works for the whole of one: on what the organization has, not
 * its accounts, and in its management account or a delegated administrator (organizations userguide, orgs_delegate_policies.html; singlesignon userguide, delegated-admin.html).
 */
function isOfOrganization({ caller }: Actor, row: CapabilityRow, scope: string): boolean {
  return row.organizationWide && typeof caller.organization === 'string' && scope === `aws:${caller.organization}`;
}

/** What resolve told of a capability over one thing: the strongest of its grants that hold at the moment. */
export function toldOf(told: Told, actor: Actor, row: CapabilityRow, resource: string, at: number): Decision {
  return best(
    told.grants
      .filter((grant) => grant.subject === actor.caller.arn && (grant.capability === row.capability || grant.capability === 'administer'))
      .filter(({ scope }) => scope === `aws:${actor.account}` || isOfOrganization(actor, row, scope) || globFits(scope, resource))
      .filter((grant) => isOpenAt(grant, at))
      .map((grant): Decision => (grant.presence === 'certain' ? 'allowed' : grant.presence === 'possible' ? 'depends' : 'denied')),
  );
}

/** What resolve told of the way from an actor to a role, through pools. */
export function toldAssumes({ links }: Told, { caller }: Actor, role: TrustingRole, at: number): Decision {
  const open = links.filter((link) => link.how === 'can-assume' && isOpenAt(link, at) && link.presence !== 'refuted');
  const of = (link: Link): Decision => (link.presence === 'certain' ? 'allowed' : 'depends');
  const pools = open.filter((link) => link.from === caller.arn && link.to.startsWith('pool:'));
  return best([
    ...open.filter((link) => link.from === caller.arn && link.to === role.arn).map(of),
    ...pools.flatMap((into) =>
      open.filter((link) => link.from === into.to && link.to === role.arn).map((out) => (of(into) === 'allowed' ? of(out) : 'depends')),
    ),
  ]);
}

/** Whether the literal allows anything at all that a grant speaks of; may allow, where the grant is only possible. */
export function bearsOut(actor: Actor, grant: Grant, estate: Estate, at: number): boolean {
  const rows = grantRows.filter((row) => (grant.capability === 'administer' ? row.core : row.capability === grant.capability));
  const inScope = (row: CapabilityRow, resource: string): boolean =>
    grant.scope === `aws:${actor.account}` || isOfOrganization(actor, row, grant.scope) || globFits(grant.scope, resource);
  const enough = (decision: Decision, exact: () => Decision): boolean =>
    decision === 'allowed' || (grant.presence === 'possible' && decision === 'depends' && exact() !== 'denied');
  if (
    rows.some((row) =>
      thingsOf(row.on, actor.account).some(
        (thing) => inScope(row, thing) && enough(literally(actor, row.action, thing, at), () => exactly(actor, row.action, thing, at)),
      ),
    )
  )
    return true;
  return (
    grant.capability === 'impersonate' &&
    estate.roles.some(
      (role) =>
        (grant.scope === `aws:${actor.account}` || globFits(grant.scope, role.arn)) &&
        enough(literallyAssumes(actor, role, at), () => exactlyAssumes(actor, role, at)),
    )
  );
}
