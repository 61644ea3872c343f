import { impossible } from '../../../../src/base/errors.ts';
import type { PolicyDocument } from '../../rights/documents.ts';
import { peculiarity } from '../../rights/peculiar.ts';
import { capabilityRows } from '../capabilities.ts';
import type { Principal } from '../estate.ts';
import type { PolicyHeld } from '../held.ts';
import { assumeRow } from '../rows.ts';
import type { Templates } from '../templates.ts';
import { bitsOf } from './needs.ts';
import { givenToItself } from './seeker.ts';
import type { Way } from './ways.ts';

/** What ways are read from. Principals of one `key` come by the same ways to others, each by its own policies in the places of the other's. */
export interface Likeness {
  readonly key: string;
  readonly principal: Principal;
  readonly held: readonly PolicyHeld[];
}

const telling = new WeakMap<PolicyDocument, boolean>();

/** Whether a document has a part in any method: by a permission of one, by what lets its holder assume, or by giving the whole account. */
function tells(document: PolicyDocument): boolean {
  let known = telling.get(document);
  if (known === undefined) {
    known =
      bitsOf(document) !== 0n ||
      document.statements.some(
        ({ effect, rows }) => effect === 'Allow' && rows.some((row) => row === assumeRow || capabilityRows[row]?.core === true),
      );
    telling.set(document, known);
  }
  return known;
}

/** What limits it is told by its context. Of several policies the ids settle which is told first, so they count too. */
export function likenessOf(principal: Principal, templates: Templates): Likeness {
  const held = principal.held.filter(({ document }) => document === null || tells(document));
  const { id, boundary, caller } = principal;
  let key = `${boundary}\n${templates.contextOf(principal)}`;
  for (const each of held) {
    const { document } = each;
    const own = document === null ? '' : peculiarity(document, caller);
    key += `\n${document === null ? '' : document.id}:${own.length}:${own}`;
    if (held.length > 1) key += `:${each.source.id.startsWith(id) ? `~${each.source.id.slice(id.length)}` : each.source.id}`;
  }
  return { key, principal, held };
}

/** The ways of one principal as another of its likeness has them. */
export function waysLike(first: Likeness, other: Likeness): (way: Way) => Way {
  const ways = new Map<Way, Way>();
  const given = new Map<PolicyHeld, PolicyHeld>();
  const heldLike = (held: PolicyHeld): PolicyHeld => {
    const at = first.held.indexOf(held);
    if (at >= 0) return other.held[at] ?? impossible('principals of one likeness hold as many policies');
    let its = given.get(held);
    if (its === undefined) {
      if (held.document === null) impossible('a principal gives itself a policy that is known');
      given.set(held, (its = givenToItself(other.principal, held.document)));
    }
    return its;
  };
  return (way) => {
    let its = ways.get(way);
    if (its === undefined) {
      its = { ...way, used: way.used.map(({ action, held }) => ({ action, held: heldLike(held) })) };
      ways.set(way, its);
    }
    return its;
  };
}
