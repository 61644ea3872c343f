import type { Explained, ExplainedStatement } from '../../../src/model/explained.ts';
import type { PermissionsBoundaryFact } from '../facts.ts';
import type { Caller } from '../rights/caller.ts';
import type { Principal } from '../resolve/estate.ts';
import { isServiceLinked } from '../resolve/organization.ts';
import { firstPage } from '../resolve/policies.ts';
import type { PolicyHeld } from '../resolve/held.ts';
import { allowing, givenBy, saidOfAll } from './allowing.ts';
import type { Ask } from './asks.ts';
import { denying } from './denying.ts';
import { limiting } from './limiting.ts';
import { boundByServices, linked, protectedBy } from './organization.ts';
import type { Paper } from './papers.ts';
import { defaultVersion, papersOf, policyEvidence, policyFact } from './papers.ts';
import type { PolicyFact } from '../facts.ts';
import type { Reading } from './reading.ts';

/** What of a holder's side is asked. */
export interface HolderQuestion {
  readonly asks: readonly Ask[];
  /** In a reader's words: `role arn:…`, `all of account 111122223333`. */
  readonly over: string;
  /** Whether every action is asked for. */
  readonly whole: boolean;
  readonly caller: Caller;
  /** Whose Allow statements are told; left out, those of every policy. */
  readonly isGround?: (held: PolicyHeld) => boolean;
  /** Whether a permissions boundary has a say; not where a resource's policy names a user itself. */
  readonly boundary?: boolean;
}

export const nothing: Explained = { statements: [], unread: [] };

export function joinExplained(parts: readonly Explained[]): Explained {
  return { statements: parts.flatMap(({ statements }) => statements), unread: parts.flatMap(({ unread }) => unread) };
}

/** The statements of a holder's own policies that allow what is asked. */
export function grounds(reading: Reading, principal: Principal, question: HolderQuestion): readonly ExplainedStatement[] {
  const { asks, over, whole, caller, isGround } = question;
  const all = papersOf(principal, reading.facts).flatMap((paper) => {
    if (isGround?.(paper.held) === false) return [];
    if (paper.document === null) {
      const { held, evidence, attached } = paper;
      return [
        saidOfAll('allows', 'not-listed', paper.name, `may allow anything: ${held.unlisted ?? 'it was not listed'}`, {
          evidence,
          attached,
        }),
      ];
    }
    return allowing(paper, givenBy(paper, asks, caller), over, caller, whole);
  });
  // where a policy that was read gives it, what one that nobody listed might give says no more
  return isGround === undefined && all.some(({ reason }) => reason === 'allows')
    ? all.filter(({ reason }) => reason !== 'not-listed')
    : all;
}

/** Of what is asked, that which the holder's own policies allow. */
export function givenAsks(reading: Reading, principal: Principal, { asks, caller, isGround }: HolderQuestion): readonly Ask[] {
  const given = new Set<Ask>();
  for (const paper of papersOf(principal, reading.facts)) {
    if (isGround?.(paper.held) !== false) for (const each of givenBy(paper, asks, caller)) for (const ask of each.asks) given.add(ask);
  }
  return asks.filter((each) => given.has(each));
}

/** What could take it away: denies of the holder's policies, its permissions boundary, the policies of its organization. */
export function limits(reading: Reading, principal: Principal, question: HolderQuestion): Explained {
  const { asks, whole, caller } = question;
  const papers = papersOf(principal, reading.facts);
  const own: Explained = {
    statements: papers.flatMap((paper) => denying(paper, asks, caller, whole)),
    unread: papers.flatMap(({ held }) => (held.document === null ? [`${held.unlisted ?? held.policy}: it may deny it`] : [])),
  };
  const bounded = question.boundary === false ? nothing : byBoundary(reading, principal, question);
  return joinExplained([own, bounded, byOrganization(reading, principal, question)]);
}

function byOrganization(reading: Reading, { id, account, place }: Principal, { asks, whole, caller }: HolderQuestion): Explained {
  if (isServiceLinked(id)) return { statements: [linked()], unread: [] };
  const services = boundByServices(reading.chain(account, 'service-control-policy'), place, account, asks, caller, whole);
  if (caller.resourceAccount !== account) return services;
  const resources = protectedBy(reading.chain(account, 'resource-control-policy'), place, account, asks, caller);
  return joinExplained([services, resources]);
}

function byBoundary(reading: Reading, principal: Principal, { asks, whole, caller }: HolderQuestion): Explained {
  const { limit, caller: holder, name } = principal;
  const who = `${holder.kind === 'user' ? 'user' : 'role'} ${name}`;
  const title = `permissions boundary of ${who}`;
  if (limit.state === 'none') return { statements: [saidOfAll('limits', 'not-set', title, 'there is none')], unread: [] };
  const paper = boundaryPaper(reading, principal, title);
  if (limit.state === 'unlisted' || paper === undefined)
    return { statements: [], unread: [`${title}, ${limit.state === 'unlisted' ? limit.name : 'which'}: it was not listed`] };
  const statements = [...limiting('its permissions boundary', [paper], asks, caller), ...denying(paper, asks, caller, whole)];
  return { statements, unread: [] };
}

function boundaryPaper({ facts }: Reading, principal: Principal, title: string): Paper | undefined {
  const { limit, id, boundary } = principal;
  if (limit.state !== 'read') return undefined;
  for (const fact of facts.ofKind('limiter')) {
    const value = fact.value as unknown as PermissionsBoundaryFact;
    if (value.type !== 'permissions-boundary' || value.principal !== id) continue;
    const policy = policyFact(facts, value.policy, boundary);
    if (policy === undefined) continue;
    const told = policy.value as unknown as PolicyFact;
    return {
      name: `managed policy ${told.name}`,
      attached: `set as ${title}`,
      document: limit.document,
      raw: defaultVersion(told),
      evidence: [...firstPage(fact), ...policyEvidence(policy)],
    };
  }
  return undefined;
}
