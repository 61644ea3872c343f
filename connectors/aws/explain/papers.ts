import type { Json } from '../../../src/base/json.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import { byCodeUnit, byKeys } from '../../../src/base/order.ts';
import type { Evidence, FactIndex, FactOfKind } from '../../../src/model/fact.ts';
import type { BoundaryId } from '../../../src/model/ids.ts';
import type { PolicyFact } from '../facts.ts';
import type { PolicyDocument } from '../rights/documents.ts';
import type { Principal } from '../resolve/estate.ts';
import type { PolicyHeld } from '../resolve/held.ts';
import { firstPage } from '../resolve/policies.ts';

/** A document that bears on an element, with what a reader calls it. */
export interface Paper {
  readonly name: string;
  /** How it comes to bear; empty where the name says it. */
  readonly attached: string;
  /** `null`: nobody listed it, or it did not parse. */
  readonly document: PolicyDocument | null;
  /** As it was read. */
  readonly raw: Json;
  readonly evidence: readonly Evidence[];
}

/** A policy of a holder. */
export interface HeldPaper extends Paper {
  readonly held: PolicyHeld;
}

/** The policies of a holder, its own before those of its groups, in an order that no order of facts changes. */
export function papersOf(principal: Principal, facts: FactIndex): readonly HeldPaper[] {
  const kind = principal.caller.kind === 'user' ? 'user' : 'role';
  return [...principal.held]
    .sort(
      byKeys(
        (held) => String(held.through.length),
        (held) => held.source.id,
      ),
    )
    .map((held) => {
      const fact = policyFact(facts, held.policy, principal.boundary);
      const value = fact?.value as unknown as PolicyFact | undefined;
      const group = held.through[0]?.to;
      const who = `${kind} ${principal.name}`;
      const inline = value?.managed === 'inline';
      const by = group === undefined ? `attached to ${who}` : `attached to group ${lastName(group)}, of which ${who} is a member`;
      const inGroup = group === undefined ? '' : `${who} is a member of group ${lastName(group)}`;
      return {
        held,
        name: inline ? held.source.name : value === undefined ? (held.unlisted ?? held.policy) : `${madeBy(value)} policy ${value.name}`,
        attached: inline ? inGroup : value === undefined ? '' : by,
        document: held.document,
        raw: value === undefined ? null : defaultVersion(value),
        evidence: held.evidence,
      };
    });
}

function madeBy(value: PolicyFact): string {
  return value.managed === 'aws' ? 'AWS managed' : 'managed';
}

export function lastName(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** As {@link policyReader} finds it: in the boundary itself, else in the first that tells it. */
export function policyFact(facts: FactIndex, key: string, boundary: BoundaryId): FactOfKind<'policy'> | undefined {
  const own = facts.find('policy', boundary, key);
  if (own !== undefined || !key.startsWith('arn:') || key.includes('|inline|')) return own;
  return [...facts.boundaries]
    .sort(byCodeUnit)
    .map((each) => facts.find('policy', each, key))
    .find((each) => each !== undefined);
}

export function defaultVersion(value: PolicyFact): Json {
  return value.versions.find((each) => each.isDefault)?.document ?? null;
}

/** The place of the default version in the pages that tell the policy. */
export function policyEvidence(fact: FactOfKind<'policy'>): readonly Evidence[] {
  const version = (fact.value as unknown as PolicyFact).versions.find((each) => each.isDefault);
  return firstPage(fact).map(({ page, pointer }) => ({ page, pointer: pointer + (version?.pointer ?? '') }));
}

/** The order in which a person reads a statement; the elements of a capture stand in that of their names. */
const elements = ['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];

/** The statement at a place of a document, as it was read; `null` where the document has no such place. */
export function statementAt(raw: Json, index: number): Json | null {
  if (!isJsonObject(raw)) return null;
  const name = Object.keys(raw).find((each) => each.toLowerCase() === 'statement');
  const statement = name === undefined ? undefined : raw[name];
  if (statement === undefined) return null;
  const list: readonly Json[] = Array.isArray(statement) ? statement : [statement];
  return inOrder(list[index] ?? null);
}

function inOrder(statement: Json): Json {
  if (!isJsonObject(statement)) return statement;
  const place = (name: string): number => (elements.includes(name) ? elements.indexOf(name) : elements.length);
  return Object.fromEntries(Object.entries(statement).sort(([a], [b]) => place(a) - place(b)));
}
