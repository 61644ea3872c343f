import * as v from 'valibot';
import type { Json } from '../../../src/base/json.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import { droppedSecret } from '../../../src/base/redact.ts';
import { instant } from '../../../src/contract/reading.ts';

const optional = v.nullish(v.string(), null);
/** Of an object with any members, those that {@link keptRecord} left. */
const members = v.nullish(v.record(v.string(), v.unknown()), null);

const issuer = v.object({ type: optional, arn: optional, principalId: optional, accountId: optional });

const userIdentity = v.object({
  type: optional,
  principalId: optional,
  arn: optional,
  accountId: optional,
  accessKeyId: optional,
  userName: optional,
  invokedBy: optional,
  identityProvider: optional,
  sessionContext: v.nullish(
    v.object({
      sessionIssuer: v.nullish(issuer, null),
      sourceIdentity: optional,
      webIdFederationData: v.nullish(v.object({ federatedProvider: optional }), null),
      attributes: v.nullish(v.object({ mfaAuthenticated: v.nullish(v.union([v.string(), v.boolean()]), null) }), null),
    }),
    null,
  ),
  onBehalfOf: v.nullish(v.object({ userId: optional, identityStoreArn: optional }), null),
});
export type UserIdentity = v.InferOutput<typeof userIdentity>;

/** A record of CloudTrail, as far as it is used (user guide, cloudtrail-event-reference-record-contents.html). */
export const record = v.object({
  eventID: v.pipe(v.string(), v.nonEmpty()),
  eventTime: instant,
  eventName: v.pipe(v.string(), v.nonEmpty()),
  eventSource: v.pipe(v.string(), v.nonEmpty()),
  awsRegion: optional,
  recipientAccountId: optional,
  errorCode: optional,
  readOnly: v.nullish(v.union([v.string(), v.boolean()]), null),
  sessionCredentialFromConsole: v.nullish(v.union([v.string(), v.boolean()]), null),
  userIdentity: v.nullish(userIdentity, null),
  requestParameters: members,
  responseElements: members,
});
export type TrailRecord = v.InferOutput<typeof record>;

const identityMembers = new Set(
  'type principalid arn accountid accesskeyid username invokedby identityprovider sessioncontext sessionissuer sourceidentity webidfederationdata federatedprovider attributes mfaauthenticated onbehalfof userid identitystorearn'.split(
    ' ',
  ),
);

/** What of requests and answers the tables of meanings look at, in lower case; anything else may hold what nobody wants to keep. */
const detailMembers = new Set(
  (
    'username groupname rolename rolearn policyarn policyname instanceprofilename arn principal principalarn user role group policy accesskey accesskeyid status ' +
    'sshpublickey sshpublickeyid certificate certificateid servicespecificcredential servicespecificcredentialid serialnumber samlproviderarn openidconnectproviderarn ' +
    'permissionsboundary permissionsetarn permissionset principalid principaltype targetid targettype accountassignmentcreationstatus accountassignmentdeletionstatus groupid userid ' +
    'memberid member members membershipid groupmembership identitystoreid entitlementid applicationarn userorgroup delegationrequestid expirationtime ' +
    'assumedroleuser assumedroleid credentials expiration rolesessionname sourceidentity targetprincipal federateduser federateduserid consolelogin switchto profilearn trustanchorarn accountid ' +
    'keyid grantid grantid granteeprincipal retiringprincipal secretid serviceprincipal functionname name trailname trailarn policyid targetaccountid'
  ).split(' '),
);

const topMembers: readonly string[] = [
  'eventID',
  'eventTime',
  'eventName',
  'eventSource',
  'awsRegion',
  'recipientAccountId',
  'errorCode',
  'readOnly',
  'sessionCredentialFromConsole',
];

/**
 * A record without what is not looked at: tokens, documents, addresses and the parameters of other services never get into a capture. What is no
 * object is nothing that can be trusted to hold no secret, and is dropped whole.
 */
export function keptRecord(given: Json): Json {
  if (!isJsonObject(given)) return droppedSecret;
  const kept: [string, Json][] = topMembers.flatMap((name) => {
    const value = given[name];
    return value === undefined || (typeof value === 'object' && value !== null) ? [] : [[name, value]];
  });
  const parts = [
    ['userIdentity', identityMembers],
    ['requestParameters', detailMembers],
    ['responseElements', detailMembers],
  ] as const;
  for (const [name, allowed] of parts) {
    const value = given[name];
    if (value !== undefined) kept.push([name, isJsonObject(value) ? onlyNamed(value, allowed) : null]);
  }
  return Object.fromEntries(kept);
}

/** Objects and lists are gone into where their own name is allowed. */
function onlyNamed(value: Json, allowed: ReadonlySet<string>): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((each) => onlyNamed(each, allowed));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) =>
      member === undefined || !allowed.has(name.toLowerCase()) ? [] : [[name, onlyNamed(member, allowed)] as const],
    ),
  );
}

/** A record's text as what is kept of it; dropped whole where it is no JSON. */
export function keptText(text: Json | undefined): Json {
  if (typeof text !== 'string') return text === undefined ? null : keptRecord(text);
  try {
    return keptRecord(JSON.parse(text) as Json);
  } catch {
    // what it holds cannot be told, nor that it holds no secret
    return droppedSecret;
  }
}

/** Of an answer of LookupEvents: where it goes on, and of each event its time and what is kept of its record. */
export function keptEvents(body: Json): Json {
  if (!isJsonObject(body)) return body;
  const { Events: events, NextToken: next } = body;
  return {
    ...(Array.isArray(events)
      ? {
          Events: (events as readonly Json[]).map((each) =>
            isJsonObject(each)
              ? { EventTime: each['EventTime'] ?? null, CloudTrailEvent: keptText(each['CloudTrailEvent']) }
              : droppedSecret,
          ),
        }
      : {}),
    ...(next === undefined ? {} : { NextToken: next }),
  };
}
