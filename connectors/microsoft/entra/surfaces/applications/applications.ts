import type * as v from 'valibot';
import type { Json, JsonObject } from '../../../../../src/base/json.ts';
import { isJsonObject } from '../../../../../src/base/json.ts';
import { byCodeUnit } from '../../../../../src/base/order.ts';
import type { Mapped } from '../../../../../src/contract/connector.ts';
import type { Reading } from '../../../../../src/contract/reading.ts';
import { elements, reading } from '../../../../../src/contract/reading.ts';
import type { EntityId } from '../../../../../src/model/ids.ts';
import type { Task } from '../../../../../src/model/page.ts';
import type { FederatedUnclearFact } from '../../application-facts.ts';
import type { ApplicationFact, FederatedCredentialFact } from '../../facts.ts';
import { errorCode } from '../../../error-code.ts';
import { arg, missing, objectIn, tell, tellIdentity, tenantIn } from '../../graph-page.ts';
import { about, tellCredentials } from './credentials.ts';
import { softwareIdentity } from './identities.ts';
import { application, federatedCredential } from './schema.ts';

/** `$expand` gives no more (https://learn.microsoft.com/graph/query-parameters#expand-parameter). */
export const EXPANDED_AT_MOST = 20;

/** One page of the list of applications. */
export function mapApplications(task: Task, body: Json): Mapped {
  const into = reading(task);
  const items = isJsonObject(body) && Array.isArray(body['value']) ? (body['value'] as readonly Json[]) : [];
  for (const { value, at } of elements(into, body, 'value', application)) {
    const id = objectIn(into, value.id);
    const item = items[Number(at.slice('/value/'.length))] ?? null;
    const status = value.disabledByMicrosoftStatus ?? 'NotDisabled';
    tellIdentity(
      into,
      softwareIdentity({
        id,
        tenant: tenantIn(task),
        kind: 'app',
        name: value.displayName,
        appId: value.appId,
        createdAt: value.createdDateTime,
        enabled: status === 'NotDisabled',
      }),
      at,
    );
    const fact: ApplicationFact = {
      type: 'application',
      application: id,
      appId: value.appId,
      audience: value.signInAudience ?? null,
      locked: lockOf(value),
      // https://learn.microsoft.com/graph/api/resources/agentidentityblueprint
      ...(value['@odata.type']?.toLowerCase().endsWith('.agentidentityblueprint') === true ? { blueprint: true } : {}),
    };
    tell(into, 'trust', `application|${id}`, fact, at);
    tellCredentials(into, item, id, at, 'active');
    federatedInList(into, item as JsonObject, id, at);
  }
  return into;
}

/** Whether nobody can add a credential that signs in to a service principal of it; its own setting decides, all or by usage. */
function lockOf({ servicePrincipalLockConfiguration: lock }: v.InferOutput<typeof application>): boolean | null {
  if (lock === null || lock === undefined) return null;
  return lock.isEnabled && (lock.allProperties === true || lock.credentialsWithUsageVerify === true);
}

/** What the list tells of federated credentials, and whether they have to be asked: not told, perhaps cut short, or with an expression hidden. */
function federatedInList(into: Reading, item: JsonObject, id: EntityId, at: string): void {
  const list = item['federatedIdentityCredentials'];
  const unclear: FederatedUnclearFact = { type: 'federated-unclear', of: id };
  const ask = (): void => {
    tell(into, 'observation', `federated-unclear|${id}`, unclear, at);
  };
  if (!Array.isArray(list)) {
    ask();
    return;
  }
  const told = about(into, id, () => elements(into, item, 'federatedIdentityCredentials', federatedCredential, at));
  for (const { value, at: place } of told) tellFederated(into, value, id, place);
  if (list.length >= EXPANDED_AT_MOST || told.some(({ value }) => (value.subject ?? null) === null)) ask();
}

function tellFederated(into: Reading, value: v.InferOutput<typeof federatedCredential>, of: EntityId, at: string): void {
  const fact: FederatedCredentialFact = {
    type: 'federated-credential',
    id: value.id.toLowerCase(),
    of,
    name: value.name,
    issuer: value.issuer,
    subject: value.subject ?? null,
    expression: value.claimsMatchingExpression?.value ?? null,
    audiences: value.audiences.toSorted(byCodeUnit),
  };
  tell(into, 'trust', `federated-credential|${of}|${fact.id}`, fact, at);
}

/** One page of the federated credentials of one application, as beta tells them. */
export function mapFederatedCredentials(task: Task, body: Json): Mapped {
  const into = reading(task);
  const of = objectIn(into, arg(task.args, 'application'));
  if (errorCode(body) !== undefined) {
    missing(into, 'vanished', 'the application was listed, and was gone when its federated credentials were asked for', '', of);
    return into;
  }
  for (const { value, at } of about(into, of, () => elements(into, body, 'value', federatedCredential))) {
    tellFederated(into, value, of, at);
    if ((value.subject ?? null) === null && (value.claimsMatchingExpression ?? null) === null) {
      missing(into, 'unsupported', `federated credential ${JSON.stringify(value.name)} has neither a subject nor an expression`, at, of);
    }
  }
  return into;
}
