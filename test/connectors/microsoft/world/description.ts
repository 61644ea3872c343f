import * as v from 'valibot';

/*
 * A small tenant as a value: what an administrator would say of it, in names. Ids follow from the names (identifiers.ts), and answers of
 * Microsoft's interfaces from both (respond.ts). A key that is not known is refused, and so is a name that nothing has.
 */

/** Of a user, group, app (its service principal), managed identity; `app:x` is the registration of x, `gone:x` an id that no list has. */
const reference = v.pipe(v.string(), v.regex(/^((app|gone|partner):)?[a-z][a-z0-9-]*$/));
const name = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]*$/));
const time = v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/));
const yes = v.optional(v.literal(true));
const names = v.optional(v.array(reference), []);

const policy = v.strictObject({
  /** Approval is asked for, by these; an empty list asks for it and names nobody. */
  approvers: v.optional(v.array(reference)),
  secondFactor: v.optional(v.boolean(), true),
  justification: v.optional(v.boolean(), true),
  ticket: v.optional(v.boolean(), false),
  /** An authentication context of Conditional Access. */
  context: v.optional(v.string()),
  longest: v.optional(v.string(), 'PT8H'),
  permanentAssignment: v.optional(v.boolean(), false),
  permanentEligibility: v.optional(v.boolean(), true),
});
export type Policy = v.InferOutput<typeof policy>;

const held = {
  as: v.picklist(['assigned', 'activated', 'eligible']),
  /** In the future: it is a schedule, and no instance yet. In the past with `until`: it is listed nowhere. */
  from: v.optional(time, '2026-01-05T08:00:00Z'),
  until: v.optional(time),
} as const;

const user = v.strictObject({
  /** Its account is of another organization. */
  guest: yes,
  /** One of another organization that is called a member, one of this organization that is called a guest, or the latter invited since. */
  account: v.optional(v.picklist(['external-member', 'internal-guest', 'invited-internal-guest'])),
  disabled: yes,
  deleted: v.optional(time),
  synced: yes,
  /** It exists and no list of users tells it (a restricted unit). */
  hidden: yes,
  /** The last sign-in that succeeded. */
  signedIn: v.optional(time, '2026-11-20T08:00:00Z'),
});

const group = v.strictObject({
  members: names,
  owners: names,
  assignable: yes,
  rule: v.optional(v.string()),
  synced: yes,
  deleted: v.optional(time),
  /** Brought under PIM though nothing in it is. Rows of `groupAccess` say so too. */
  onboarded: yes,
});

/** Left out: of a group its members, of a directory role that it is active. */
const given = v.union([
  v.strictObject({ group: name, as: v.optional(v.picklist(['member', 'owner', 'eligible-member', 'eligible-owner']), 'member') }),
  v.strictObject({ role: v.string(), as: v.optional(v.picklist(['active', 'eligible']), 'active') }),
  v.strictObject({ site: v.string() }),
]);

const accessPackage = v.strictObject({
  gives: v.array(given),
  /** Who has it, or had. What it gives is not theirs by that: that is said where everything is that somebody has. */
  to: v.array(
    v.strictObject({
      who: reference,
      state: v.optional(v.picklist(['delivering', 'partiallyDelivered', 'delivered', 'expired', 'deliveryFailed']), 'delivered'),
      from: v.optional(time, '2026-11-01T08:00:00Z'),
      until: v.optional(time),
      expired: v.optional(time),
    }),
  ),
  /** It was deleted, and its assignments are still listed. */
  gone: yes,
});

/** A review of a group that is over. */
const review = v.strictObject({
  group: name,
  decisions: v.array(
    v.strictObject({
      who: reference,
      decision: v.picklist(['Approve', 'Deny', 'NotReviewed', 'DontKnow']),
      at: v.optional(time, '2026-11-12T08:00:00Z'),
      applied: v.optional(v.picklist(['New', 'AppliedSuccessfully', 'AppliedWithUnknownFailure', 'ApplyNotSupported']), 'New'),
    }),
  ),
});

const secret = v.strictObject({
  from: v.optional(time, '2026-09-01T00:00:00Z'),
  until: v.optional(time, '2026-12-15T00:00:00Z'),
  on: v.optional(v.picklist(['application', 'service-principal']), 'application'),
});

const trust = v.strictObject({
  issuer: v.optional(v.string(), 'https://token.actions.githubusercontent.com'),
  subject: v.optional(v.string()),
  /** A flexible one: v1.0 does not tell it. */
  expression: v.optional(v.string()),
});

const app = v.strictObject({
  owners: names,
  servicePrincipalOwners: names,
  secrets: v.optional(v.array(secret), []),
  certificates: v.optional(v.array(secret), []),
  federated: v.optional(v.array(trust), []),
  /** Application permissions of Microsoft Graph, by value. */
  permissions: v.optional(v.array(v.string()), []),
  /** Registered in another tenant: there is a service principal and no application. */
  home: v.optional(name),
  disabled: yes,
  locked: v.optional(v.boolean()),
});

const managedIdentity = v.strictObject({
  /** `subscription/resource group` of a user-assigned one; left out: a resource's own. */
  at: v.optional(v.string()),
  permissions: v.optional(v.array(v.string()), []),
  federated: v.optional(v.array(trust), []),
});

const actions = v.optional(v.array(v.string()), []);
const azurePermissions = { actions, notActions: actions, dataActions: actions, notDataActions: actions } as const;

/**
 * `/`, `mg:x`, `sub`, `sub/group`, `sub/group/Provider/type/name`. The root management group is `mg:root`, whose name is the tenant's id.
 */
const place = v.pipe(v.string(), v.regex(/^(\/|mg:[a-z][a-z0-9-]*|[a-z][a-z0-9-]*(\/.+)?)$/));

const azure = v.strictObject({
  managementGroups: v.optional(v.record(name, v.strictObject({ in: v.optional(name, 'root') })), {}),
  subscriptions: v.record(
    name,
    v.strictObject({ in: v.optional(name, 'root'), state: v.optional(v.picklist(['Enabled', 'Disabled']), 'Enabled') }),
  ),
  customRoles: v.optional(v.record(name, v.strictObject({ ...azurePermissions, at: v.optional(place, 'mg:root') })), {}),
  access: v.optional(
    v.array(
      v.strictObject({
        who: reference,
        role: v.string(),
        at: place,
        ...held,
        condition: v.optional(v.string()),
        /** Made so lately, or so long ago, that PIM lists no instance of it. */
        withoutInstance: yes,
      }),
    ),
    [],
  ),
  denies: v.optional(
    v.array(v.strictObject({ who: v.optional(v.array(reference), []), except: names, at: place, notToChildren: yes, ...azurePermissions })),
    [],
  ),
  policies: v.optional(v.array(v.strictObject({ role: v.string(), at: place, ...policy.entries })), []),
  resources: v.optional(
    v.array(v.strictObject({ at: v.string(), type: v.string(), name, system: v.optional(name), user: v.optional(v.array(name), []) })),
    [],
  ),
  vaults: v.optional(
    v.array(
      v.strictObject({
        at: v.string(),
        name,
        /** Left out: Azure roles decide. */
        policies: v.optional(v.array(v.strictObject({ who: reference, secrets: v.array(v.string()) }))),
      }),
    ),
    [],
  ),
  clusters: v.optional(
    v.array(
      v.strictObject({
        at: v.string(),
        name,
        /** People sign in with Entra ID. */
        entra: yes,
        withoutLocalAccounts: yes,
        /** What people may do there is said in the cluster. */
        withoutAzureRoles: yes,
        withoutCommands: yes,
        /** A service principal in place of identities. */
        servicePrincipal: v.optional(name),
        /** `subscription/resource group` of its machines. */
        nodesAt: v.optional(v.string()),
        /** A user-assigned identity. */
        nodes: v.optional(name),
        issuer: v.optional(v.string()),
      }),
    ),
    [],
  ),
  lighthouse: v.optional(v.array(v.strictObject({ at: v.string(), tenant: name, who: name, role: v.string(), eligible: yes })), []),
});

export const refusals = ['denied', 'not-licensed'] as const;

const description = v.strictObject({
  licence: v.optional(v.picklist(['free', 'p1', 'p2', 'governance', 'untold']), 'p2'),
  users: v.optional(v.record(name, user), {}),
  groups: v.optional(v.record(name, group), {}),
  groupAccess: v.optional(
    v.array(v.strictObject({ group: name, who: reference, access: v.optional(v.picklist(['member', 'owner']), 'member'), ...held })),
    [],
  ),
  groupPolicies: v.optional(v.record(name, v.strictObject({ member: v.optional(policy), owner: v.optional(policy) })), {}),
  customRoles: v.optional(v.record(name, v.strictObject({ actions: v.array(v.string()) })), {}),
  roles: v.optional(
    v.array(
      v.strictObject({
        who: reference,
        role: v.string(),
        ...held,
        /** An administrative unit, or `app:x`; left out: the whole tenant. */
        at: v.optional(reference),
        /** Its members have rows of their own, with `memberType` Group. */
        repeated: yes,
        withoutInstance: yes,
        outsidePim: yes,
      }),
    ),
    [],
  ),
  rolePolicies: v.optional(v.record(v.string(), policy), {}),
  units: v.optional(v.record(name, v.strictObject({ members: names, restricted: yes })), {}),
  apps: v.optional(v.record(name, app), {}),
  managedIdentities: v.optional(v.record(name, managedIdentity), {}),
  consents: v.optional(v.array(v.strictObject({ client: name, who: v.optional(name), scopes: v.array(v.string()) })), []),
  partners: v.optional(
    v.record(
      name,
      v.strictObject({
        roles: v.array(v.string()),
        until: v.optional(time, '2027-06-01T00:00:00Z'),
        extends: v.optional(v.boolean(), false),
      }),
    ),
    {},
  ),
  /** Guests see what members see. */
  guestsSeeAll: yes,
  packages: v.optional(v.record(name, accessPackage), {}),
  reviews: v.optional(v.record(name, review), {}),
  azure: v.optional(azure),
  /** By the name of a route (routes of graph/ and arm/), or by that and what it is asked about: `group-members of admins`. */
  refuse: v.optional(v.record(v.string(), v.picklist(refusals)), {}),
});

export type World = v.InferOutput<typeof description>;
export type WorldInput = v.InferInput<typeof description>;
export type AccessPackage = World['packages'][string];
export type Review = World['reviews'][string];
export type Held = World['roles'][number];
export type AzureWorld = NonNullable<World['azure']>;

/** Throws, naming the place, where the value is no description of a tenant. */
export function worldOf(value: unknown): World {
  const read = v.safeParse(description, value);
  if (read.success) return read.output;
  throw new Error(`no description of a tenant: ${read.issues.map((issue) => `${v.getDotPath(issue) ?? ''}: ${issue.message}`).join('; ')}`);
}
