import type { Json } from '../../../../../src/base/json.ts';
import type { Mapped } from '../../../../../src/contract/connector.ts';
import { elements, reading } from '../../../../../src/contract/reading.ts';
import type { Task } from '../../../../../src/model/page.ts';
import type { AgentFact, SponsorFact } from '../../application-facts.ts';
import { errorCode } from '../../../error-code.ts';
import { arg, missing, objectIn, tell, tellIdentity, tenantIn } from '../../graph-page.ts';
import { about } from './credentials.ts';
import { softwareIdentity } from './identities.ts';
import { agentIdentity, reference } from './schema.ts';

/** One page of the agents of the tenant, or of who answers for one of them. */
export function mapAgentIdentities(task: Task, body: Json): Mapped {
  return arg(task.args, 'call') === 'AgentSponsors' ? sponsors(task, body) : agents(task, body);
}

function agents(task: Task, body: Json): Mapped {
  const into = reading(task);
  for (const { value, at } of elements(into, body, 'value', agentIdentity)) {
    const id = objectIn(into, value.id);
    const blueprint = value.agentIdentityBlueprintId ?? null;
    tellIdentity(
      into,
      softwareIdentity({
        id,
        tenant: tenantIn(task),
        kind: 'agent',
        name: value.displayName,
        appId: null,
        createdAt: value.createdDateTime,
        enabled: value.accountEnabled ?? null,
        tags: blueprint === null ? {} : { blueprint },
      }),
      at,
    );
    const fact: AgentFact = { type: 'agent', agent: id, blueprint };
    tell(into, 'trust', `agent|${id}`, fact, at);
  }
  return into;
}

function sponsors(task: Task, body: Json): Mapped {
  const into = reading(task);
  const of = objectIn(into, arg(task.args, 'agent'));
  if (errorCode(body) !== undefined) {
    missing(into, 'vanished', 'the agent was listed, and was gone when its sponsors were asked for', '', of);
    return into;
  }
  for (const { value, at } of about(into, of, () => elements(into, body, 'value', reference))) {
    const fact: SponsorFact = { type: 'sponsor', of, sponsor: objectIn(into, value.id) };
    tell(into, 'observation', `sponsor|${of}|${fact.sponsor}`, fact, at);
  }
  return into;
}
