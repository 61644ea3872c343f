import { groupBy } from '../../../../src/base/group.ts';
import type { Link } from '../../../../src/model/grant.ts';
import type { EntityId } from '../../../../src/model/ids.ts';
import { directoryObject } from '../../ids.ts';
import { isOfMicrosoft } from '../tables/microsoft.ts';
import type { Directory } from './directory.ts';
import { linkOn } from './elements.ts';
import { standing } from './lasting.ts';
import { isGroup } from './memberships.ts';

/** Applications, their service principals, the agents made of them, and their owners. */
export function* applicationLinks(directory: Directory): Iterable<Link> {
  yield* ownServicePrincipals(directory);
  yield* agents(directory);
  yield* foreign(directory);
  yield* owners(directory);
}

/** What signs in with a credential of the application acts as its service principal. */
function* ownServicePrincipals({ boundary, applications, servicePrincipals }: Directory): Iterable<Link> {
  const byApp = groupBy(servicePrincipals.values(), ({ value }) => value.appId);
  for (const { key, value, pages } of applications) {
    for (const principal of byApp.get(value.appId) ?? []) {
      const source = { id: key, kind: 'application', name: 'registration of the application', boundary };
      const lasting = standing(['the service principal is that of the application']);
      const evidence = [...pages, ...principal.pages];
      yield linkOn({ boundary, source, lasting, evidence }, value.application, 'can-impersonate', principal.value.servicePrincipal);
    }
  }
}

/**
 * Who signs in as the blueprint of an agent gets tokens as the agent (https://learn.microsoft.com/entra/agent-id/identity-platform/agent-blueprint).
 * A blueprint that no list has stays its application id, so that somebody who is not known is seen to be there.
 */
function* agents({ boundary, tenant, agents: all, applications, servicePrincipals }: Directory): Iterable<Link> {
  if (all.length === 0) return;
  const principals = groupBy(servicePrincipals.values(), ({ value }) => value.appId);
  const registrations = groupBy(applications, ({ value }) => value.appId);
  for (const { key, value, pages } of all) {
    const { agent, blueprint } = value;
    if (blueprint === null) continue;
    const appId = blueprint.toLowerCase();
    const principal = principals.get(appId)?.find((each) => each.value.servicePrincipal !== agent)?.value.servicePrincipal;
    const from = principal ?? registrations.get(appId)?.[0]?.value.application ?? directoryObject(tenant, appId);
    const source = { id: key, kind: 'application', name: 'blueprint of the agent', boundary };
    const lasting = standing(['the agent is made of this blueprint, whose credentials get tokens as the agent']);
    yield linkOn({ boundary, source, lasting, evidence: pages }, from, 'can-impersonate', agent);
  }
}

/** Who runs an application that is registered in another tenant adds credentials to it there, unseen from here. */
function* foreign({ boundary, tenant, servicePrincipals, identities }: Directory): Iterable<Link> {
  for (const { key, value, pages } of servicePrincipals.values()) {
    const { servicePrincipal, home, publisher } = value;
    if (home === null || home === tenant || isOfMicrosoft(home)) continue;
    if (identities.get(servicePrincipal)?.providerManaged === true) continue;
    const source = { id: `foreign|${key}`, kind: 'foreign-application', name: 'consent to an application of another tenant', boundary };
    const words = `the application is registered in tenant ${home}${publisher === null ? '' : ` of ${publisher}`}, which holds its credentials`;
    const ground = { boundary, source, lasting: standing([words]), evidence: pages };
    yield linkOn(ground, `entra/${home}`, 'can-mint', servicePrincipal, { openness: 'boundary' });
  }
}

function* owners(directory: Directory): Iterable<Link> {
  const { boundary, identities, servicePrincipals } = directory;
  const locked = new Set(directory.applications.flatMap(({ value }) => (value.locked === true ? [value.appId] : [])));
  const told = new Map(directory.applications.map(({ value }) => [value.appId, value.locked]));
  for (const { key, value, pages } of directory.owners) {
    const { of, owner } = value;
    if (value.sort === 'group' || isGroup(directory, of)) continue;
    const principal = servicePrincipals.get(of)?.value;
    // where its credentials are locked, an owner of the service principal can add none
    if (principal !== undefined && locked.has(principal.appId)) continue;
    const kind = principal === undefined ? 'application-owner' : 'service-principal-owner';
    const source = { id: key, kind, name: `ownership of ${nameOf(identities.get(of)?.name, of)}`, boundary };
    const isOpen = principal === undefined || told.get(principal.appId) === false;
    const caveats = isOpen ? [] : ['unless its publisher has locked its credentials, which was not told'];
    const lasting = standing(['an owner adds credentials to it, and nothing ends the ownership']);
    yield linkOn({ boundary, source, lasting, evidence: pages, caveats }, owner, 'owns', of);
  }
}

function nameOf(name: string | undefined, id: EntityId): string {
  return name ?? id;
}
