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
  /** A managed policy by key; each is read once. */
  find(key: string, boundary: BoundaryId): ReadPolicy | undefined;
  read(fact: FactOfKind<'policy'>): ReadPolicy;
}

/**
 * Reads policies. Default versions only. `managed` are those that sit in no principal; one of AWS is looked up in the asking boundary
 * first, then in any.
 */
export function policyReader(facts: FactIndex, managed: Iterable<FactOfKind<'policy'>>, documents: PolicyDocuments): PolicyReader {
  const anywhere = new Map<string, FactOfKind<'policy'>>();
  for (const fact of managed) {
    if (!fact.key.startsWith('arn:') || fact.key.includes('|inline|')) continue;
    const before = anywhere.get(fact.key);
    if (before === undefined || byCodeUnit(fact.boundary, before.boundary) < 0) anywhere.set(fact.key, fact);
  }
  const read = (fact: FactOfKind<'policy'>): ReadPolicy => new ReadFact(fact, documents);
  const known = new Map<BoundaryId, Map<string, ReadPolicy | null>>();
  function find(key: string, boundary: BoundaryId): ReadPolicy | undefined {
    let here = known.get(boundary);
    if (here === undefined) known.set(boundary, (here = new Map<string, ReadPolicy | null>()));
    let policy = here.get(key);
    if (policy === undefined) {
      const fact = facts.find('policy', boundary, key) ?? anywhere.get(key);
      here.set(key, (policy = fact === undefined ? null : read(fact)));
    }
    return policy ?? undefined;
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
