import type { Instant } from '../../../src/base/instant.ts';
import type { ToldCredential } from '../../../src/contract/connector.ts';
import type { Fact, FactIndex, FactOfKind } from '../../../src/model/fact.ts';
import type { EntityId } from '../../../src/model/ids.ts';
import type { AppActivityFact, CredentialUseFact } from './application-facts.ts';
import type { ServicePrincipalFact } from './facts.ts';

type DetailFact = FactOfKind<'credential-detail'>;

interface Use {
  readonly lastUsed: Instant;
  readonly facts: readonly DetailFact[];
}

/**
 * The credentials of every identity, with the last use that the report of secrets and certificates tells. It has a row for each resource that a
 * key was used for: the latest counts. A key without a row is not known never to have been used, for the report does not say how far back it
 * goes.
 */
export function* entraCredentials(facts: FactIndex): Iterable<ToldCredential> {
  const uses = usesIn(facts);
  for (const fact of facts.ofKind('credential')) {
    if (!fact.boundary.startsWith('entra:')) continue;
    const use = fact.value.lastUsed === 'unknown' ? uses.get(fact.key) : undefined;
    if (use === undefined) yield { value: fact.value, facts: [fact] };
    else {
      const pages = [...fact.pages, ...use.facts.flatMap((each) => each.pages)];
      yield { value: { ...fact.value, lastUsed: use.lastUsed }, facts: [{ ...fact, pages }] };
    }
  }
}

function usesIn(facts: FactIndex): ReadonlyMap<string, Use> {
  const uses = new Map<string, Use>();
  for (const fact of facts.ofKind('credential-detail')) {
    if (!fact.boundary.startsWith('entra:')) continue;
    const { type, key, lastUsed } = fact.value as unknown as CredentialUseFact;
    if (type !== 'last-use' || lastUsed === null) continue;
    const before = uses.get(key);
    if (before === undefined || lastUsed > before.lastUsed) uses.set(key, { lastUsed, facts: [fact] });
    else if (lastUsed === before.lastUsed) uses.set(key, { lastUsed, facts: [...before.facts, fact] });
  }
  return uses;
}

/**
 * When service principals were last used: the report tells it by the `appId`, which in a tenant one service principal has. One without a row is
 * not told.
 */
export function* entraUsages(facts: FactIndex): Iterable<FactOfKind<'usage'>> {
  const byApp = new Map<string, EntityId>();
  for (const { boundary, value } of facts.ofKind('trust')) {
    const fact = value as unknown as ServicePrincipalFact;
    if (boundary.startsWith('entra:') && fact.type === 'service-principal') byApp.set(`${boundary} ${fact.appId}`, fact.servicePrincipal);
  }
  for (const fact of facts.ofKind('observation')) {
    const usage = usageOf(fact, byApp);
    if (usage !== undefined) yield usage;
  }
}

function usageOf(
  fact: Extract<Fact, { readonly kind: 'observation' }>,
  byApp: ReadonlyMap<string, EntityId>,
): FactOfKind<'usage'> | undefined {
  const { boundary, surface, pages } = fact;
  const told = fact.value as unknown as AppActivityFact;
  if (!boundary.startsWith('entra:') || told.type !== 'app-activity') return undefined;
  const identity = byApp.get(`${boundary} ${told.appId}`);
  if (identity === undefined) return undefined;
  const detail = told.asItself === null ? null : `without a user: ${told.asItself}`;
  const value = { identity, lastUsed: told.lastUsed ?? 'unknown', lookBackDays: null, detail } as const;
  return { kind: 'usage', boundary, surface, key: identity, value, pages };
}
