import { isIPv4, isIPv6 } from 'node:net';
import { familyOf } from './condition.ts';
import type { Document, Statement } from './document.ts';
import type { Policies } from './decide.ts';
import { actionMeets } from './layers.ts';
import type { LiteralRequest } from './request.ts';
import { momentOf, numberOf } from './values.ts';

/*
 * An unknown key that is compared as one kind of value only has a value of that kind: AWS, and not the caller, writes the address,
 * the time or the truth into the request.
 */

type Kind = 'bool' | 'numeric' | 'date' | 'ip';

function variablesIn(text: string): readonly string[] {
  return [...text.matchAll(/\$\{([^},]+)/g)].map((found) => (found[1] ?? '').trim().toLowerCase());
}

/** The families of comparison a statement puts to a key; its use as a variable is one with text. */
function familiesIn(statement: Statement, document: Document, key: string): readonly string[] {
  const compared = statement.conditions.filter((entry) => entry.key === key && entry.operator !== 'null');
  const values = statement.conditions.filter((entry) => ['string', 'arn', 'bool'].includes(familyOf(entry.operator)));
  const patterns = (statement.resource?.values ?? []).map((pattern) => pattern.split(':').slice(5).join(':'));
  const texts = [...values.flatMap((entry) => entry.values), ...patterns];
  const used = document.variables && texts.some((text) => variablesIn(text).includes(key));
  return [...compared.map((entry) => familyOf(entry.operator)), ...(used ? ['string'] : [])];
}

/** The one kind of value a key has while it is unknown; `undefined` = any text. Only statements whose action matches count. */
export function kindOf(key: string, request: LiteralRequest, policies: Policies): Kind | undefined {
  const { identity, boundary = [], session = [], resource, scp = [], rcp = [] } = policies;
  const documents = [...identity, ...boundary, ...session, ...resource, ...scp.flat(), ...rcp.flat()];
  const families = documents.flatMap((document) =>
    document.statements
      .filter((statement) => actionMeets(statement, request.action))
      .flatMap((statement) => familiesIn(statement, document, key)),
  );
  const [one] = new Set(families);
  const single = new Set(families).size === 1;
  return single && (one === 'bool' || one === 'numeric' || one === 'date' || one === 'ip') ? one : undefined;
}

export function isOfKind(kind: Kind | undefined, value: string): boolean {
  switch (kind) {
    case 'bool':
      return ['true', 'false'].includes(value.toLowerCase());
    case 'numeric':
      return numberOf(value) !== undefined;
    case 'date':
      return momentOf(value) !== undefined;
    case 'ip':
      return isIPv4(value) || isIPv6(value);
    case undefined:
      return true;
  }
}
