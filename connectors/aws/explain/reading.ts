import type { Instant } from '../../../src/base/instant.ts';
import { parseInstant } from '../../../src/base/instant.ts';
import { impossible } from '../../../src/base/errors.ts';
import type { FactIndex } from '../../../src/model/fact.ts';
import type { OrganizationPolicyType } from '../facts.ts';
import { ActionList } from '../rights/actions.ts';
import { PolicyDocuments } from '../rights/documents.ts';
import { capabilityRows } from '../resolve/capabilities.ts';
import type { Estate } from '../resolve/estate.ts';
import { readEstate } from '../resolve/estate.ts';
import type { Chain } from './chain.ts';
import { chainOf } from './chain.ts';

/** What was read, joined as what decides joins it; made once for each index of facts. */
export interface Reading {
  readonly facts: FactIndex;
  readonly documents: PolicyDocuments;
  readonly estate: Estate;
  readonly now: number;
  chain(account: string, type: OrganizationPolicyType): Chain;
}

const known = new WeakMap<FactIndex, Map<Instant, Reading>>();

/** The index must not grow afterwards. */
export function readingOf(facts: FactIndex, asOf: Instant): Reading {
  let ofFacts = known.get(facts);
  if (ofFacts === undefined) known.set(facts, (ofFacts = new Map<Instant, Reading>()));
  let reading = ofFacts.get(asOf);
  if (reading === undefined) ofFacts.set(asOf, (reading = read(facts, asOf)));
  return reading;
}

function read(facts: FactIndex, asOf: Instant): Reading {
  const now = parseInstant(asOf) ?? impossible(`an explanation was asked for a time that is none: ${JSON.stringify(asOf)}`);
  const documents = new PolicyDocuments(new ActionList(capabilityRows.map((row) => row.action)));
  const chains = new Map<string, Chain>();
  return {
    facts,
    documents,
    estate: readEstate(facts, documents, now),
    now,
    chain(account, type) {
      const key = `${type}|${account}`;
      let chain = chains.get(key);
      if (chain === undefined) chains.set(key, (chain = chainOf(facts, account, type, documents)));
      return chain;
    },
  };
}
