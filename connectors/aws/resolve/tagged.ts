import type { Identity } from '../../../src/model/entity.ts';
import type { Atom } from '../policy/condition.ts';
import type { KeyState } from '../policy/match/atom.ts';
import { atomHolds } from '../policy/match/atom.ts';
import { absent, lookupOf, present } from '../rights/caller.ts';
import type { PolicyDocument } from '../rights/documents.ts';
import { allows } from '../rights/documents.ts';
import { signature } from '../rights/dominance.ts';
import type { Demand, Right } from '../rights/rights.ts';
import type { Clause } from '../rights/settle.ts';
import { speaksOfAll } from '../rights/together.ts';

/** A user or role that is asked for, with what is known of its tags; `undefined`: it was not listed. */
export interface Tagged {
  readonly id: string;
  readonly kind: 'user' | 'role';
  readonly tags: Identity['tags'] | undefined;
}

const KEY = /^(?:aws|iam):resourcetag\/(.+)$/s;

/** What a request tells of a key where it is about a tag of what is asked for; `undefined`: it is not, or nobody knows. Tags are told apart without regard to case. */
export function resourceTag(key: string, tags: Identity['tags'] | undefined): KeyState | undefined {
  const [, name] = KEY.exec(key) ?? [];
  if (name === undefined || tags === undefined) return undefined;
  const value = Object.entries(tags).find(([each]) => each.toLowerCase() === name)?.[1];
  return value === undefined ? absent : present(value);
}

const asking = new WeakMap<Clause, boolean>();

function asks(clause: Clause): boolean {
  let known = asking.get(clause);
  if (known === undefined) asking.set(clause, (known = clause.atoms.some(({ key }) => KEY.test(key))));
  return known;
}

const speaking = new WeakMap<PolicyDocument, boolean>();

/** Whether a document asks for the tags of what is asked for. */
export function speaksOfTags(document: PolicyDocument): boolean {
  let known = speaking.get(document);
  if (known === undefined) {
    speaking.set(document, (known = document.statements.some(({ conditions }) => conditions.some(({ key }) => KEY.test(key)))));
  }
  return known;
}

/** Whether these ask for the tags of what is asked for. */
export function asksForTags(demands: readonly Demand[]): boolean {
  return demands.some(({ clause }) => asks(clause));
}

/** What holders come to where what their policies ask of tags is decided. */
export interface Decidable {
  readonly right: Right;
  readonly demands: readonly Demand[];
}

/** What is left once the tags of one thing are known; `null`: nothing. */
function whereTagged({ right, demands }: Decidable, thing: Tagged): Decidable | null {
  if (thing.tags === undefined) return { right, demands };
  const left: Demand[] = [];
  const told: Told = { met: new Set(), gone: new Set() };
  for (const demand of demands) {
    const settled = asks(demand.clause) ? settle(demand, thing, told) : demand;
    if (settled === 'never') return null;
    if (settled !== 'met') left.push(settled);
  }
  return { right: noted(right, left, told), demands: left };
}

/** Texts of conditions that turned out to be met, and of those that count no more. */
interface Told {
  readonly met: Set<string>;
  readonly gone: Set<string>;
}

/** One demand: it stays, with what is still open of it, is met, or cannot be met. */
function settle(demand: Demand, thing: Tagged, told: Told): Demand | 'met' | 'never' {
  const { clause, deny } = demand;
  const { effect, atoms, settled } = clause;
  const truths = atoms.map((atom) => truthOf(atom, clause, thing));
  const missed = truths.indexOf(0);
  if (effect === 'Allow' && missed >= 0) return 'never';
  if (missed >= 0) {
    for (const [at, atom] of atoms.entries()) (at === missed ? told.met : told.gone).add(textOf(clause, atom));
    return 'met';
  }
  // a deny that may not speak of it is left as it is
  if (deny !== null && !(deny.exact && speaksOfAll({ include: [thing.id], exclude: [] }, demand))) return demand;
  const open = atoms.flatMap((_, at) => (truths[at] === 1 ? [] : [at]));
  if (open.length === 0 && effect === 'Deny') return 'never';
  for (const [at, atom] of atoms.entries()) if (truths[at] === 1) told.met.add(textOf(clause, atom));
  if (open.length === atoms.length) return demand;
  if (open.length === 0) return 'met';
  const rest = { ...clause, atoms: open.map((at) => atoms[at] as Atom), settled: open.map((at) => settled[at] ?? 'outside') };
  return { clause: rest, deny };
}

function truthOf(atom: Atom, { caller, variables }: Clause, { tags }: Tagged): 0 | 1 | 2 {
  if (!KEY.test(atom.key)) return 2;
  return atomHolds(atom, (key) => resourceTag(key, tags) ?? lookupOf(caller)(key), variables);
}

/** As the conditions of a right tell it. */
function textOf({ effect }: Clause, { text }: Atom): string {
  return effect === 'Deny' ? `denied where ${text}` : text;
}

function noted(right: Right, demands: readonly Demand[], { met, gone }: Told): Right {
  if (met.size === 0) return right;
  const open = new Set(demands.flatMap(({ clause }) => clause.atoms.map((atom) => textOf(clause, atom))));
  const conditions = right.conditions.flatMap((note) => {
    if (open.has(note.text)) return [note];
    if (met.has(note.text)) return [{ ...note, settled: 'decided' as const }];
    return gone.has(note.text) ? [] : [note];
  });
  const isOpen = right.unread || conditions.some(({ settled }) => settled === 'outside');
  return { ...right, conditions, presence: right.presence === 'possible' && !isOpen ? 'certain' : right.presence };
}

const tagging = { user: ['iam:taguser', 'iam:untaguser'], role: ['iam:tagrole', 'iam:untagrole'] } as const;
const taggers = new WeakMap<PolicyDocument, Map<Tagged['kind'], boolean>>();

/** Whoever holds policies; `null`: one that nobody listed. */
interface Holder {
  readonly held: readonly { readonly document: PolicyDocument | null }[];
}

/** Whether any of its policies may let it change the tags of such things, whatever it says of them. */
function mayTag({ held }: Holder, kind: Tagged['kind']): boolean {
  return held.some(({ document }) => document === null || letsTag(document, kind));
}

/** Whether a policy may let its holder change the tags of such things. */
export function letsTag(document: PolicyDocument, kind: Tagged['kind']): boolean {
  let known = taggers.get(document);
  if (known === undefined) taggers.set(document, (known = new Map<Tagged['kind'], boolean>()));
  let lets = known.get(kind);
  if (lets === undefined) known.set(kind, (lets = tagging[kind].some((action) => allows(document, action))));
  return lets;
}

/** What is left of it for one thing. Where this has not the tags that are asked for, and the holder may tag such things, it stays as open as it was. */
function leftFor(given: Decidable, thing: Tagged, holder: Holder): Decidable | null {
  return whereTagged(given, thing) ?? (mayTag(holder, thing.kind) ? given : null);
}

/** What is left of it, with the things for which it comes to that. */
export function partedByTags<T>(
  given: Decidable,
  things: Iterable<T>,
  taggedOf: (thing: T) => Tagged,
  holder: Holder,
): Iterable<{ readonly left: Decidable; readonly things: T[] }> {
  const found = new Map<string, { readonly left: Decidable; readonly things: T[] }>();
  for (const thing of things) {
    const left = leftFor(given, taggedOf(thing), holder);
    if (left === null) continue;
    const id = `${signature(left.right)}\n${left.demands.map(({ clause }) => clause.atoms.map(({ text }) => text).join()).join(';')}`;
    const known = found.get(id);
    if (known === undefined) found.set(id, { left, things: [thing] });
    else known.things.push(thing);
  }
  return found.values();
}

/** A role that a session is started of. */
interface Started {
  readonly role: string;
  readonly tags: Tagged['tags'];
}

export function asTagged({ role, tags }: Started): Tagged {
  return { id: role, kind: 'role', tags };
}

/** What a principal's own right comes to at a role that it starts a session of. */
export function onRole(right: Right, role: Started, principal: Holder): readonly Right[] {
  if (!asksForTags(right.demands)) return [right];
  const left = leftFor({ right, demands: right.demands }, asTagged(role), principal);
  return left === null ? [] : [{ ...left.right, demands: left.demands }];
}
