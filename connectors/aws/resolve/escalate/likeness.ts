import { impossible } from '../../../../src/base/errors.ts';
import { byCodeUnit } from '../../../../src/base/order.ts';
import type { PolicyDocument } from '../../rights/documents.ts';
import { peculiarity } from '../../rights/peculiar.ts';
import type { Principal } from '../estate.ts';
import type { PolicyHeld } from '../held.ts';
import { assumeRow } from '../rows.ts';
import { letsTag, speaksOfTags } from '../tagged.ts';
import type { Templates } from '../templates.ts';
import { isWide } from './administrators.ts';
import type { Sought } from './needs.ts';
import { bitsOf, isAssuming, isOwn } from './needs.ts';
import { givenToItself, isBoundBy } from './seeker.ts';
import type { Way } from './ways.ts';

/** What ways are read from. Principals of one `key` come by the same ways to others, each by its own policies in the places of the other's. */
export interface Likeness {
  readonly key: string;
  readonly principal: Principal;
  readonly held: readonly PolicyHeld[];
}

/** What of policies counts where some methods are looked for. */
interface Looked {
  /** The rows of their permissions. */
  readonly bits: bigint;
  /** Whether some give the holder other policies, so that whatever limits it is read for all methods. */
  readonly changesItself: boolean;
  /** Whether some act as roles that let the holder in as they stand. */
  readonly assumes: boolean;
}

const looked = new WeakMap<readonly Sought[], Looked>();

function lookedFor(methods: readonly Sought[]): Looked {
  let known = looked.get(methods);
  if (known === undefined) {
    const bits = methods.reduce((all, { needs }) => needs.reduce((some, need) => some | need.bits, all), 0n);
    known = { bits, changesItself: methods.some(isOwn), assumes: methods.some(isAssuming) };
    looked.set(methods, known);
  }
  return known;
}

const assuming = new WeakMap<PolicyDocument, boolean>();

/** Whether a document lets its holder assume anything. */
function letsAssume(document: PolicyDocument): boolean {
  let known = assuming.get(document);
  if (known === undefined) {
    known = document.statements.some(({ effect, rows }) => effect === 'Allow' && rows.includes(assumeRow));
    assuming.set(document, known);
  }
  return known;
}

/** Whether a document has a part in any of the methods: by a permission of one, by what lets its holder assume, or tag whom it takes over, or by giving the whole account. */
function tells(document: PolicyDocument, { bits, changesItself, assumes }: Looked): boolean {
  if ((bitsOf(document) & bits) !== 0n || isWide(document) || letsTag(document, 'user') || letsTag(document, 'role')) return true;
  return (assumes && letsAssume(document)) || (changesItself && document.denies);
}

/** What limits it is told by its context. Of several policies the order of their ids settles which is told first, so it counts too. */
export function likenessOf(principal: Principal, methods: readonly Sought[], templates: Templates): Likeness {
  const counts = lookedFor(methods);
  const held = principal.held.filter(({ document }) => document === null || tells(document, counts));
  const { id, boundary, caller } = principal;
  // what a holder gives itself has an id of its own, beside those of what limits it
  const isOrdered = held.length > 1 || (counts.changesItself && held.some(({ document }) => document === null || document.denies));
  const order = isOrdered && !counts.changesItself ? orderOf(held) : null;
  let key = `${boundary}\n${templates.contextOf(principal)}`;
  // what is asked for may be itself
  if (isBoundBy(principal, speaksOfTags)) key += JSON.stringify(principal.tags);
  for (const [at, { document, source }] of held.entries()) {
    const own = document === null ? '' : peculiarity(document, caller);
    key += `\n${document === null ? '' : document.id}:${own.length}:${own}`;
    if (order !== null) key += `:${order[at] ?? ''}`;
    else if (isOrdered) key += `:${source.id.startsWith(id) ? `~${source.id.slice(id.length)}` : source.id}`;
  }
  return { key, principal, held };
}

/** The place of each by its id; `null`: one id goes on as another ends, and what follows them in longer texts orders these. */
function orderOf(held: readonly PolicyHeld[]): readonly number[] | null {
  const ids = [...new Set(held.map(({ source }) => source.id))].sort(byCodeUnit);
  if (ids.some((each, at) => at > 0 && each.startsWith(ids[at - 1] ?? ''))) return null;
  return held.map(({ source }) => ids.indexOf(source.id));
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
