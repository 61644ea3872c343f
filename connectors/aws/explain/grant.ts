import type { Explained } from '../../../src/model/explained.ts';
import type { Grant } from '../../../src/model/grant.ts';
import type { Caller } from '../rights/caller.ts';
import { splitArn } from '../resolve/arn.ts';
import { capabilityRows } from '../resolve/capabilities.ts';
import type { Principal } from '../resolve/estate.ts';
import type { Guard } from '../resolve/guard.ts';
import type { Ask } from './asks.ts';
import { asksOf, overText } from './asks.ts';
import { saidOfAll } from './allowing.ts';
import type { HolderQuestion } from './holder.ts';
import { givenAsks, grounds, joinExplained, limits, nothing } from './holder.ts';
import { boundByServices, protectedBy } from './organization.ts';
import type { Reading } from './reading.ts';
import { Visitor } from './received.ts';
import type { Door } from './trust.ts';
import { lettingIn, turningAway } from './trust.ts';

/** A right of a user or role by its policies, of a root user by what it is, or of whomever the policy of a resource lets in. */
export function explainGrant(reading: Reading, grant: Grant): Explained {
  const { source, subject } = grant;
  if (source.kind === 'root') return ofRoot(reading, grant);
  const principal = reading.estate.principals.get(subject);
  const guard = reading.estate.guards.of(grant.scope);
  if (source.kind === 'resource-policy') {
    return guard === undefined ? { statements: [], unread: [source.name] } : byResource(reading, grant, guard, principal);
  }
  if (source.kind === 'kms-grant') {
    return {
      statements: [],
      unread: ['denies of policies of the key, of its holder and of the organization: for grants of KMS they are not worked out'],
    };
  }
  if (principal === undefined) return { statements: [], unread: [`${subject}: its policies`] };
  return byPolicies(reading, grant, principal, guard);
}

function byPolicies(reading: Reading, grant: Grant, principal: Principal, guard: Guard | undefined): Explained {
  const { capability, scope, source } = grant;
  const owner = { partition: principal.partition, account: principal.account };
  const question: HolderQuestion = {
    asks: asksOf(capability, scope, owner),
    over: overText(scope, principal.account),
    whole: capability === 'administer',
    caller: principal.caller,
    isGround: (held) => held.source.id === source.id,
  };
  const statements = grounds(reading, principal, question);
  // denies are looked at for what the policy gives
  const given = givenAsks(reading, principal, question);
  const left = given.length === 0 ? question : { ...question, asks: given };
  const missing = statements.length === 0 ? [`${source.name}: no statement of it was found that gives this`] : [];
  const guarded =
    guard === undefined || guard.account !== principal.account ? nothing : atResource(reading, grant, guard, left.asks, false);
  return joinExplained([{ statements, unread: missing }, limits(reading, principal, left), guarded]);
}

/** What the policy of a resource gives; across accounts its holder's own policies must give it too. */
function byResource(reading: Reading, grant: Grant, guard: Guard, principal: Principal | undefined): Explained {
  const { capability, scope, subject } = grant;
  const asks = guard.rows.flatMap(({ row }): Ask[] => {
    const told = capabilityRows[row];
    return told?.capability === capability ? [{ action: told.action, on: scope }] : [];
  });
  const here = atResource(reading, grant, guard, asks, true);
  if (principal === undefined) {
    const account = splitArn(subject)?.account;
    const unread = account === undefined || account === guard.account ? [] : [`the policies of account ${account}: they must allow it too`];
    return joinExplained([here, { statements: [], unread }]);
  }
  const isForeign = principal.account !== guard.account;
  const { account: resourceAccount, membership: resourceMembership } = guard;
  const caller: Caller = { ...principal.caller, resourceAccount, resourceMembership };
  const boundary = isForeign || principal.caller.kind === 'role';
  const question: HolderQuestion = { asks, over: scope, whole: false, caller, boundary };
  const own: Explained = { statements: isForeign ? grounds(reading, principal, question) : [], unread: [] };
  return joinExplained([here, own, limits(reading, principal, question)]);
}

function atResource(reading: Reading, { subject, scope }: Grant, guard: Guard, asks: readonly Ask[], isGround: boolean): Explained {
  const { facts, estate } = reading;
  const fact = facts.find('resource-policy', guard.boundary, guard.resource);
  const visitor = new Visitor(reading, subject, guard, guard.partition);
  const raw = (fact?.value as { readonly document?: Door['paper']['raw'] } | undefined)?.document ?? null;
  const paper = { name: guard.source.name, attached: '', document: guard.document, raw, evidence: guard.evidence };
  const door: Door = { paper, visitor, asks: () => asks, over: scope };
  // what lets in the account beside the holder's own policy stands here, where the resource asks for both
  const lets = isGround || guard.mandatory ? lettingIn(door) : [];
  const controls = isGround
    ? protectedBy(
        reading.chain(guard.account, 'resource-control-policy'),
        estate.organizations.placeOf(guard.account),
        guard.account,
        asks,
        visitor.caller,
      )
    : nothing;
  return joinExplained([{ statements: [...lets, ...turningAway(door)], unread: [] }, controls]);
}

function ofRoot(reading: Reading, grant: Grant): Explained {
  const { subject, capability, scope, source, evidence } = grant;
  const { partition = 'aws', account = '' } = splitArn(subject) ?? {};
  const place = reading.estate.organizations.placeOf(account);
  const { membership } = place;
  const caller: Caller = {
    kind: 'user',
    account,
    arn: subject,
    username: null,
    uid: account,
    tags: new Map(),
    resourceAccount: account,
    membership,
    resourceMembership: membership,
    now: reading.now,
  };
  const asks = asksOf(capability, scope, { partition, account });
  const itself = saidOfAll('allows', 'by-nature', source.name, `may do everything in its account; no policy is asked`, { evidence });
  const chain = reading.chain(account, 'service-control-policy');
  const above = boundByServices(chain, place, account, asks, caller, capability === 'administer');
  return joinExplained([{ statements: [itself], unread: [] }, above]);
}
