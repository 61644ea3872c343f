import type { Instant } from '../../../src/base/instant.ts';
import type { Json } from '../../../src/base/json.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import type { Explained, ExplainedStatement } from '../../../src/model/explained.ts';
import type { Evidence, Fact, FactIndex, FactKind } from '../../../src/model/fact.ts';
import type { Grant, Link } from '../../../src/model/grant.ts';

const sources: readonly FactKind[] = ['attachment', 'membership', 'trust', 'assignment', 'policy'];

/**
 * Why an element is there: each record that it rests on, as it was read; for what follows from how the directory works, that. Caveats are told
 * as unread.
 */
export function explainEntra(facts: FactIndex, element: Grant | Link, _asOf: Instant): Explained {
  const { source, because, conditions, caveats, evidence } = element;
  const outcome = because.join('; ');
  const own = { document: source.name, attached: '', statement: null };
  const places = new Set(evidence.map(placeOf));
  const statements: ExplainedStatement[] = [];
  for (const fact of sources.flatMap((kind): readonly Fact[] => [...facts.ofKind(kind)])) {
    const said = fact.pages.filter((each) => places.has(placeOf(each)));
    if (said.length === 0) continue;
    const document = fact.kind === 'policy' ? `role definition ${nameOf(fact.value)}` : source.name;
    const text = fact.value as Json;
    statements.push({ ...own, document, says: 'allows', reason: 'recorded', text, outcome, conditions, evidence: said });
  }
  if (statements.length === 0) statements.push({ ...own, says: 'allows', reason: 'by-nature', text: null, outcome, conditions, evidence });
  return { statements: statements.sort((a, b) => order(a) - order(b)), unread: caveats };
}

/** What somebody holds first, then what a role is. */
function order({ document }: ExplainedStatement): number {
  return document.startsWith('role definition ') ? 1 : 0;
}

function nameOf(value: unknown): string {
  return isJsonObject(value) && typeof value['name'] === 'string' ? value['name'] : '';
}

function placeOf({ page, pointer }: Evidence): string {
  return `${page} ${pointer}`;
}

/** The objects of a directory that a fact names, at its top level; role definitions and their policies bear on every element. */
export function entraMentions(fact: Fact): Iterable<string> {
  if (fact.kind === 'policy') return [''];
  const { value } = fact as { readonly value: unknown };
  if (!isJsonObject(value)) return [];
  return [fact.key, ...Object.values(value).filter((each): each is string => typeof each === 'string' && each.startsWith('entra/'))];
}
