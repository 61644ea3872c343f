import type { FactIndex } from '../../../src/model/fact.ts';
import type { EntityId } from '../../../src/model/ids.ts';
import type { Atom } from '../policy/condition.ts';
import { matches } from '../policy/glob.ts';
import type { Caller } from '../rights/caller.ts';
import { MFA } from '../rights/states.ts';
import type { PolicyDocument } from '../rights/documents.ts';
import type { Demand, Right } from '../rights/rights.ts';
import { listedCredentials } from '../surfaces/users/told.ts';
import type { CredentialDetail } from '../surfaces/users/told.ts';
import { mfaDevices } from '../surfaces/users/mfa-devices.ts';
import type { PolicyHeld } from './held.ts';
import { partiesOf } from './principals.ts';
import type { Party } from './principals.ts';
import type { Trust } from './trusts.ts';

/*
 * Who brings no second factor as things stand. Only a user gives one, to AssumeRole or to GetSessionToken: a service, a subject of an identity
 * provider and a session of a role cannot (IAM User Guide, id_credentials_mfa_configure-api-require.html).
 */

const without: ReadonlySet<Party['form']> = new Set(['service', 'oidc', 'saml', 'role', 'session', 'deleted']);

/** The roles whose trust policies let in nobody who could give a second factor. */
export function rolesWithoutFactor(trusts: readonly Trust[]): ReadonlySet<EntityId> {
  const known = new Map<PolicyDocument, boolean>();
  const roles = new Set<EntityId>();
  for (const { document, partition, role } of trusts) {
    let isWithout = known.get(document);
    if (isWithout === undefined) known.set(document, (isWithout = isOpenedWithout(document, partition)));
    if (isWithout) roles.add(role);
  }
  return roles;
}

function isOpenedWithout({ statements }: PolicyDocument, partition: string): boolean {
  return statements.every(
    (each) => each.effect === 'Deny' || (each.unknown === null && partiesOf(each, partition).every(({ form }) => without.has(form))),
  );
}

/** The users of whom it was read that they have no device for a second factor. */
export function usersWithoutDevice(facts: FactIndex): ReadonlySet<EntityId> {
  const [none, some] = [new Set<EntityId>(), new Set<EntityId>()];
  for (const { boundary, value } of facts.ofKind('credential')) {
    if (!boundary.startsWith('aws:') || value.kind !== 'password' || value.secondFactor === null) continue;
    (value.secondFactor ? some : none).add(value.identity);
  }
  for (const { surface, value } of facts.ofKind('credential-detail')) {
    if (surface !== mfaDevices.id && surface !== listedCredentials.id) continue;
    const told = value as unknown as CredentialDetail;
    if (told.type === 'virtual-mfa-device') some.add(told.identity);
    else if (told.type === 'list' && told.of === 'mfa-devices') (told.ids.length > 0 ? some : none).add(told.identity);
  }
  for (const user of some) none.delete(user);
  return none;
}

/** What lets a user add a device of its own, and what could let it allow itself to. */
const adding: readonly string[] = [
  'iam:enablemfadevice',
  'iam:putuserpolicy',
  'iam:attachuserpolicy',
  'iam:putgrouppolicy',
  'iam:attachgrouppolicy',
  'iam:addusertogroup',
  'iam:createpolicyversion',
  'iam:setdefaultpolicyversion',
];

const mayAddBy = new WeakMap<PolicyDocument, boolean>();

/** Whether any of its policies could let it. One that nobody listed could. */
export function mayAddDevice(held: readonly PolicyHeld[]): boolean {
  return held.some(({ document }) => {
    if (document === null) return true;
    let may = mayAddBy.get(document);
    if (may === undefined) mayAddBy.set(document, (may = allowsAdding(document)));
    return may;
  });
}

function allowsAdding({ statements }: PolicyDocument): boolean {
  return statements.some(
    ({ effect, unknown, actions: { list, except } }) =>
      effect === 'Allow' &&
      (unknown !== null || adding.some((action) => list.some((pattern) => matches(pattern.toLowerCase(), action)) !== except)),
  );
}

/** Holds whether there is a second factor or not. */
const EITHER: Atom = {
  family: 'string',
  test: 'like',
  negated: false,
  set: null,
  ifExists: true,
  key: MFA,
  values: ['*'],
  text: `${MFA} StringLikeIfExists *`,
};

const marked = new WeakMap<Right, Map<Caller['kind'], Right>>();

/** A right of whoever brings none: asked about together with what demands one. */
export function ofFactor(caller: Caller, right: Right): Right {
  if (caller.withoutFactor !== true) return right;
  let byKind = marked.get(right);
  if (byKind === undefined) marked.set(right, (byKind = new Map<Caller['kind'], Right>()));
  let known = byKind.get(caller.kind);
  if (known === undefined) {
    const clause: Demand['clause'] = { effect: 'Allow', variables: false, caller, atoms: [EITHER], settled: ['by-holder'] };
    byKind.set(caller.kind, (known = { ...right, demands: [...right.demands, { clause, deny: null }] }));
  }
  return known;
}
