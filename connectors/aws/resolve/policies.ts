import { byCodeUnit, byKeys } from '../../../src/base/order.ts';
import type { Evidence, Fact, FactIndex, FactOfKind } from '../../../src/model/fact.ts';
import type { BoundaryId } from '../../../src/model/ids.ts';
import type { PolicyFact } from '../facts.ts';
import type { PolicyDocument, PolicyDocuments } from '../rights/documents.ts';

/** The first of the pages that say it, in the order of their ids. */
export function firstPage(fact: Fact): readonly Evidence[] {
  if (fact.pages.length < 2) return fact.pages;
  return [...fact.pages]
    .sort(
      byKeys(
        (each) => each.page,
        (each) => each.pointer,
      ),
    )
    .slice(0, 1);
}

/** A policy in its default version. */
export interface ReadPolicy {
  readonly name: string;
  readonly document: PolicyDocument;
  readonly evidence: readonly Evidence[];
}
export interface PolicyReader {
  /** A managed policy by key. */
  find(key: string, boundary: BoundaryId): ReadPolicy | undefined;
  read(fact: FactOfKind<'policy'>): ReadPolicy;
}

/** Reads policies once each. Default versions only. A managed policy of AWS is looked up in the asking boundary first, then in any. */
export function policyReader(facts: FactIndex, documents: PolicyDocuments): PolicyReader {
  const anywhere = new Map<string, FactOfKind<'policy'>>();
  for (const fact of facts.ofKind('policy')) {
    if (!fact.key.startsWith('arn:') || fact.key.includes('|inline|')) continue;
    const before = anywhere.get(fact.key);
    if (before === undefined || byCodeUnit(fact.boundary, before.boundary) < 0) anywhere.set(fact.key, fact);
  }
  const known = new Map<FactOfKind<'policy'>, ReadPolicy>();
  function read(fact: FactOfKind<'policy'>): ReadPolicy {
    let policy = known.get(fact);
    if (policy === undefined) {
      policy = new ReadFact(fact, documents);
      known.set(fact, policy);
    }
    return policy;
  }
  function find(key: string, boundary: BoundaryId): ReadPolicy | undefined {
    const fact = facts.find('policy', boundary, key) ?? anywhere.get(key);
    return fact === undefined ? undefined : read(fact);
  }
  return { find, read };
}

class ReadFact implements ReadPolicy {
  readonly name: string;
  readonly document: PolicyDocument;
  readonly #fact: FactOfKind<'policy'>;
  readonly #pointer: string;
  #evidence: readonly Evidence[] | undefined;

  constructor(fact: FactOfKind<'policy'>, documents: PolicyDocuments) {
    const value = fact.value as unknown as PolicyFact;
    const version = value.versions.find((each) => each.isDefault);
    this.name = value.name;
    // no default version listed: nothing is known of what it says
    this.document = documents.compile(version?.document ?? null, 'identity');
    this.#fact = fact;
    this.#pointer = version?.pointer ?? '';
  }

  get evidence(): readonly Evidence[] {
    return (this.#evidence ??= firstPage(this.#fact).map(({ page, pointer }) => ({ page, pointer: pointer + this.#pointer })));
  }
}
