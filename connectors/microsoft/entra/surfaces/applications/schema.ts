import * as v from 'valibot';
import { ending, guid, text, time } from '../../graph-page.ts';

/** https://learn.microsoft.com/graph/api/resources/passwordcredential */
export const passwordCredential = v.object({ keyId: guid, displayName: text, startDateTime: time, endDateTime: ending });

/** https://learn.microsoft.com/graph/api/resources/keycredential */
export const keyCredential = v.object({
  keyId: guid,
  displayName: text,
  startDateTime: time,
  endDateTime: ending,
  usage: v.string(),
});

/** https://learn.microsoft.com/graph/api/resources/federatedidentitycredential; `claimsMatchingExpression` in beta alone. */
export const federatedCredential = v.object({
  id: v.pipe(v.string(), v.nonEmpty()),
  name: v.string(),
  issuer: v.string(),
  subject: text,
  audiences: v.array(v.string()),
  claimsMatchingExpression: v.optional(v.nullable(v.object({ value: v.string() }))),
});

/** https://learn.microsoft.com/graph/api/resources/application; lists inside are read element by element. */
export const application = v.object({
  '@odata.type': v.optional(v.string()),
  id: guid,
  appId: guid,
  displayName: text,
  createdDateTime: time,
  signInAudience: text,
  disabledByMicrosoftStatus: text,
  servicePrincipalLockConfiguration: v.optional(
    v.nullable(
      v.object({
        isEnabled: v.boolean(),
        allProperties: v.optional(v.nullable(v.boolean())),
        credentialsWithUsageVerify: v.optional(v.nullable(v.boolean())),
      }),
    ),
  ),
});

/** https://learn.microsoft.com/graph/api/resources/serviceprincipal */
export const servicePrincipal = v.object({
  '@odata.type': v.optional(v.string()),
  id: guid,
  // that of an agent may be lacking: it has no registration of its own
  appId: v.optional(v.nullable(guid)),
  displayName: text,
  servicePrincipalType: v.nullable(v.string()),
  accountEnabled: v.optional(v.nullable(v.boolean())),
  appOwnerOrganizationId: v.optional(v.nullable(guid)),
  alternativeNames: v.optional(v.nullable(v.array(v.string()))),
  appRoleAssignmentRequired: v.optional(v.nullable(v.boolean())),
  verifiedPublisher: v.optional(v.nullable(v.object({ displayName: text }))),
});

/** https://learn.microsoft.com/graph/api/resources/approle */
export const appRole = v.object({ id: guid, value: text });

/** Of a list of objects of which only the ids count; `@odata.type` is not asked for, nor needed. */
export const reference = v.object({ id: guid });

/** https://learn.microsoft.com/graph/api/resources/approleassignment */
export const appRoleAssignment = v.object({
  id: v.pipe(v.string(), v.nonEmpty()),
  appRoleId: guid,
  createdDateTime: time,
  principalId: guid,
  principalType: text,
  resourceId: guid,
});

/** https://learn.microsoft.com/graph/api/resources/oauth2permissiongrant */
export const delegatedGrant = v.variant('consentType', [
  v.object({
    id: v.pipe(v.string(), v.nonEmpty()),
    consentType: v.literal('AllPrincipals'),
    clientId: guid,
    resourceId: guid,
    scope: v.string(),
  }),
  v.object({
    id: v.pipe(v.string(), v.nonEmpty()),
    consentType: v.literal('Principal'),
    clientId: guid,
    resourceId: guid,
    scope: v.string(),
    principalId: guid,
  }),
]);

const lastSignIn = v.optional(v.nullable(v.object({ lastSignInDateTime: time })));

/** https://learn.microsoft.com/graph/api/resources/serviceprincipalsigninactivity */
export const appActivityRow = v.object({
  appId: guid,
  lastSignInActivity: lastSignIn,
  delegatedClientSignInActivity: lastSignIn,
  delegatedResourceSignInActivity: lastSignIn,
  applicationAuthenticationClientSignInActivity: lastSignIn,
  applicationAuthenticationResourceSignInActivity: lastSignIn,
});

/** https://learn.microsoft.com/graph/api/resources/appcredentialsigninactivity */
export const credentialActivityRow = v.object({
  id: v.pipe(v.string(), v.nonEmpty()),
  keyId: guid,
  credentialOrigin: v.string(),
  appObjectId: v.optional(v.nullable(guid)),
  servicePrincipalObjectId: v.optional(v.nullable(guid)),
  signInActivity: lastSignIn,
});

/** https://learn.microsoft.com/graph/api/resources/agentidentity */
export const agentIdentity = v.object({
  id: guid,
  displayName: text,
  accountEnabled: v.optional(v.nullable(v.boolean())),
  createdDateTime: time,
  agentIdentityBlueprintId: v.optional(v.nullable(guid)),
});

/** What the recycle bin tells of any sort of object. */
export const deletedObject = v.object({
  id: guid,
  displayName: text,
  deletedDateTime: v.string(),
  createdDateTime: time,
  appId: v.optional(v.nullable(guid)),
  userPrincipalName: text,
  userType: text,
  servicePrincipalType: text,
  appOwnerOrganizationId: v.optional(v.nullable(guid)),
});
