import type { Instant } from '../../../../../src/base/instant.ts';
import type { Json } from '../../../../../src/base/json.ts';
import type { Mapped } from '../../../../../src/contract/connector.ts';
import { elements, lost, reading } from '../../../../../src/contract/reading.ts';
import type { Task } from '../../../../../src/model/page.ts';
import type { AppActivityFact, CredentialUseFact } from '../../application-facts.ts';
import { objectIn, tell } from '../../graph-page.ts';
import { keyId } from './credentials.ts';
import { appActivityRow, credentialActivityRow } from './schema.ts';

type SignIn = { readonly lastSignInDateTime?: Instant | null | undefined } | null | undefined;

function latest(...signIns: readonly SignIn[]): Instant | null {
  const times = signIns.flatMap((each) => each?.lastSignInDateTime ?? []);
  return times.reduce<Instant | null>((last, each) => (last === null || each > last ? each : last), null);
}

/** One page of the last use of service principals, by the `appId` of their application. */
export function mapAppActivity(task: Task, body: Json): Mapped {
  const into = reading(task);
  for (const { value, at } of elements(into, body, 'value', appActivityRow)) {
    const fact: AppActivityFact = {
      type: 'app-activity',
      appId: value.appId,
      lastUsed: latest(
        value.lastSignInActivity,
        value.delegatedClientSignInActivity,
        value.delegatedResourceSignInActivity,
        value.applicationAuthenticationClientSignInActivity,
        value.applicationAuthenticationResourceSignInActivity,
      ),
      asItself: latest(value.applicationAuthenticationClientSignInActivity),
    };
    tell(into, 'observation', `app-activity|${fact.appId}`, fact, at);
  }
  return into;
}

/** One page of the last use of secrets and certificates. A key has a row for each resource it was used for. */
export function mapCredentialActivity(task: Task, body: Json): Mapped {
  const into = reading(task);
  for (const { value, at } of elements(into, body, 'value', credentialActivityRow)) {
    const origin = value.credentialOrigin.toLowerCase();
    const holder =
      origin === 'application' ? value.appObjectId : origin === 'serviceprincipal' ? value.servicePrincipalObjectId : undefined;
    if (holder === null || holder === undefined) {
      lost(into, `of key ${value.keyId} with origin ${JSON.stringify(value.credentialOrigin)} it is not told whose it is`, at);
      continue;
    }
    const fact: CredentialUseFact = {
      type: 'last-use',
      key: keyId(objectIn(into, holder), value.keyId),
      lastUsed: latest(value.signInActivity),
    };
    tell(into, 'credential-detail', `last-use|${value.id}`, fact, at);
  }
  return into;
}
