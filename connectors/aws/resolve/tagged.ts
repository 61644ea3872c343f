import type { Identity } from '../../../src/model/entity.ts';
import type { Atom } from '../policy/condition.ts';
import type { KeyState } from '../policy/match/atom.ts';
import { atomHolds } from '../policy/match/atom.ts';
import { absent, lookupOf, present } from '../rights/caller.ts';
import type { PolicyDocument } from '../rights/documents.ts';
import { allows } from '../rights/documents.ts';
import { subtractResources } from '../rights/resources.ts';
import type { Demand, Right } from '../rights/rights.ts';
import type { Clause } from '../rights/settle.ts';

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
export function whereTagged({ right, demands }: Decidable, thing: Tagged): Decidable | null {
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
  if (deny !== null && !(deny.exact && subtractResources(only(thing.id), deny.resources).include.length === 0)) return demand;
  const open = atoms.flatMap((_, at) => (truths[at] === 1 ? [] : [at]));
  if (open.length === 0 && effect === 'Deny') return 'never';
  for (const [at, atom] of atoms.entries()) if (truths[at] === 1) told.met.add(textOf(clause, atom));
  if (open.length === atoms.length) return demand;
  if (open.length === 0) return 'met';
  const rest = { ...clause, atoms: open.map((at) => atoms[at] as Atom), settled: open.map((at) => settled[at] ?? 'outside') };
  return { clause: rest, deny };
}

function only(id: string): Right['resources'] {
  return { include: [id], exclude: [] };
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
export function mayTag({ held }: Holder, kind: Tagged['kind']): boolean {
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

/**
 * What a principal's own right comes to at a role that it starts a session of. Where the role has not the tags that are asked for, and the
 * principal may tag roles, it stays as open as it was.
 */
export function onRole(
  right: Right,
  { role, tags }: { readonly role: string; readonly tags: Tagged['tags'] },
  principal: Holder,
): readonly Right[] {
  if (!asksForTags(right.demands)) return [right];
  const left = whereTagged({ right, demands: right.demands }, { id: role, kind: 'role', tags });
  if (left !== null) return [left.demands === right.demands ? left.right : { ...left.right, demands: left.demands }];
  return mayTag(principal, 'role') ? [right] : [];
}
