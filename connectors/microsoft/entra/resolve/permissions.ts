import type { Grant, Link } from '../../../../src/model/grant.ts';
import type { DelegatedGrantFact } from '../facts.ts';
import type { PermissionRow } from '../tables/permissions.ts';
import { appPermission, delegatedScope, GRAPH } from '../tables/permissions.ts';
import type { Directory, Told } from './directory.ts';
import type { Ground } from './elements.ts';
import { grantOn, linkOn } from './elements.ts';
import { powersHeld } from './emit.ts';
import { standing } from './lasting.ts';
import type { Packages } from './packages.ts';
import { thingOf } from './packages.ts';
import type { Pools } from './pools.ts';

/** Application permissions, and what clients may do in the name of users. */
export function* permissionElements(directory: Directory, packages: Packages, pools: Pools, now: number): Iterable<Grant | Link> {
  yield* appRoles(directory, packages, pools, now);
  for (const consent of directory.consents) yield* consented(directory, pools, consent);
}

/** Access without a role. */
const NO_ROLE = '00000000-0000-0000-0000-000000000000';

/** Of roles of applications other than Microsoft's own interfaces nobody tells what they allow: they give nothing here. */
function* appRoles(directory: Directory, packages: Packages, pools: Pools, now: number): Iterable<Grant | Link> {
  const { boundary, tenant, servicePrincipals, identities } = directory;
  for (const { key, value, pages } of directory.appRoles) {
    if (value.appRole === NO_ROLE) continue;
    const resource = servicePrincipals.get(value.resource)?.value;
    const name = resource?.appRoles[value.appRole];
    const row = appPermission(resource?.appId, value.appRole, name);
    if (row === undefined && (resource?.appId !== GRAPH || name === undefined)) continue;
    const of = identities.get(value.resource)?.name ?? 'an application that was not listed';
    const text = row?.value ?? name ?? value.appRole;
    const since = value.createdAt === null ? '' : `, since ${value.createdAt}`;
    const thing = thingOf({ gives: 'app-role', of: value.resource, role: value.appRole });
    const endless = standing([`application permissions have no end${since}`]);
    const packaged = packages.settled(value.principal, thing, endless, pages, now);
    const source = { id: key, kind: 'app-role', name: `application permission ${text} of ${of}`, boundary };
    const { lasting, caveats } = packaged;
    const ground: Ground = { boundary, source, lasting, caveats, evidence: [...pages, ...packaged.evidence] };
    yield* packages.left(packaged, value.principal, ground);
    if (row !== undefined) yield* powersHeld(pools, tenant, value.principal, row.powers, boundary, ground);
    else
      yield grantOn(ground, value.principal, reads(text) ? 'read-data' : 'write-data', `entra/${tenant}/graph/${text.toLowerCase()}`, '');
  }
}

/** Whether a permission of Microsoft Graph only reads, by the form of its name: `<thing>.<operation>.<constraint>`. */
function reads(value: string): boolean {
  const operation = value.split('.').slice(1);
  return (
    operation.some((each) => /^read(basic|hidden)?$/i.test(each)) && !operation.some((each) => /write|send|manage|fullcontrol/i.test(each))
  );
}

/** A client acts for a user who signs in to it, within what both the scope and the user may. */
function* consented(directory: Directory, pools: Pools, { key, value, pages }: Told<DelegatedGrantFact>): Iterable<Grant | Link> {
  const { boundary, tenant, servicePrincipals, identities } = directory;
  const rows = rowsOf(servicePrincipals.get(value.resource)?.value.appId, value);
  if (rows.length === 0) return;
  const user = value.principal;
  const who = user === null ? 'a user' : (identities.get(user)?.name ?? user);
  const kind = user === null ? 'consent-for-everyone' : 'consent-of-user';
  const scopes = rows.map((each) => each.value).join(' ');
  const ground: Ground = {
    boundary,
    source: { id: key, kind, name: `consent ${user === null ? 'for everyone' : `of ${who}`} to ${scopes}`, boundary },
    lasting: standing([`${user === null ? 'everyone of the tenant' : who} lets the client use ${scopes}, and nothing ends it`]),
    evidence: pages,
    provided: [`${who} who may do this signs in to it`],
  };
  const powers = rows.flatMap((each) => each.powers);
  const acts = user !== null && powers.includes('act-as-user');
  if (user !== null && acts) yield linkOn({ ...ground, escalation: 'act-for-user' }, value.client, 'can-impersonate', user);
  const others = acts ? powers.filter((each) => each !== 'act-as-user') : powers;
  if (others.length > 0) yield* powersHeld(pools, tenant, value.client, others, boundary, ground);
}

function rowsOf(appId: string | undefined, { scopes }: DelegatedGrantFact): readonly PermissionRow[] {
  return scopes.flatMap((scope) => {
    const row = delegatedScope(appId, scope);
    return row === undefined || row.powers.length === 0 ? [] : [row];
  });
}
