import type { Removable } from '../../contract/connector.ts';
import type { Grant, Link } from '../../model/grant.ts';
import type { EntityId, FactKey } from '../../model/ids.ts';
import type { View } from '../../model/view.ts';
import type { LeftOut } from '../analyze.ts';
import type { Named, NameInput } from './names.ts';
import { removablesOf } from './names.ts';

/** Between the keys of two elements that are shown as one (`witness.ts` of paths). */
const JOINT = ' + ';

/** What a name was taken for, and how much of what was found rests on it. */
export interface Removed {
  /** As it was given. */
  readonly name: string;
  /** `inline-policy`, `grant`, `credential`, `identity`, … */
  readonly kind: string;
  /** In a reader's words. */
  readonly text: string;
  /** The exact id of what goes. */
  readonly id: string;
  /** Grants and links of which it is the source, or that it is. */
  readonly grants: number;
  readonly links: number;
  /** It takes away: without it somebody may reach more. */
  readonly limits: boolean;
  /** What a reader has to know of it. */
  readonly notes: readonly string[];
}

export interface Leaving {
  readonly leftOut: LeftOut;
  readonly removed: readonly Removed[];
  /** Whose ways in change: holders of credentials, and identities that links which go lead to. */
  readonly entered: ReadonlySet<EntityId>;
}

/** Everything that goes with what was named. */
export function leavingOf(input: NameInput, names: readonly string[], named: readonly Named[]): Leaving {
  const { view } = input;
  const facts = new Set<FactKey>();
  const sources = new Set<string>();
  const keys = new Set<string>();
  const credentials = new Set<string>();
  const identities = new Set(named.flatMap((each) => (each.is === 'identity' ? [each.id] : [])));
  const take = ({ without }: Removable): void => {
    for (const each of without) {
      facts.add(each);
      sources.add(each);
    }
  };
  for (const each of named) {
    switch (each.is) {
      case 'removable':
        take(each.removable);
        break;
      case 'source':
        facts.add(each.id);
        sources.add(each.id);
        break;
      case 'element':
        keys.add(firstKey(each.element));
        break;
      case 'credential':
        credentials.add(each.id);
        break;
      case 'identity':
        for (const { id } of view.credentialsOf(each.id)) credentials.add(id);
        break;
    }
  }
  if (identities.size > 0) for (const each of removablesOf(input)) if (each.of.some((id) => identities.has(id))) take(each);
  const has = (element: Grant | Link): boolean =>
    keys.has(element.key) || sources.has(element.source.id) || (identities.size > 0 && touches(element, identities));
  const entered = new Set<EntityId>();
  for (const id of credentials) entered.add(view.credential(id)?.identity ?? '');
  for (const link of view.links()) if (has(link)) for (const id of enteredBy(view, link)) entered.add(id);
  // of who is gone itself there is nothing to enter
  for (const id of identities) entered.delete(id);
  const counts = countsOf(view, named);
  const removed = named.map((each, at) => removedOf(view, names[at] ?? '', each, counts[at] ?? { grants: 0, links: 0 }));
  return { leftOut: { facts, credentials, has }, removed, entered };
}

/** Whom a link lets its holder act as; of a pool all whom it opens. */
function enteredBy(view: View, { to }: Link): readonly EntityId[] {
  if (view.identity(to)?.kind !== 'pool') return [to];
  return view.linksFrom(to).flatMap((link) => (view.identity(link.to)?.kind === 'pool' ? [] : [link.to]));
}

function firstKey({ key }: Grant | Link): string {
  const joint = key.indexOf(JOINT);
  return joint < 0 ? key : key.slice(0, joint);
}

function touches(element: Grant | Link, identities: ReadonlySet<EntityId>): boolean {
  if (element.type === 'link') return identities.has(element.from) || identities.has(element.to);
  return identities.has(element.subject) || element.through.some((step) => identities.has(step.to) || identities.has(step.from));
}

interface Count {
  grants: number;
  links: number;
}

/** How many elements rest on each, in one walk over all. */
function countsOf(view: View, named: readonly Named[]): readonly Count[] {
  const counts = named.map((): Count => ({ grants: 0, links: 0 }));
  const bySource = new Map<string, Count[]>();
  const byKey = new Map<string, Count[]>();
  const byIdentity: { readonly ids: ReadonlySet<EntityId>; readonly count: Count }[] = [];
  const add = (to: Map<string, Count[]>, key: string, count: Count): void => void to.set(key, [...(to.get(key) ?? []), count]);
  named.forEach((each, at) => {
    const count = counts[at] as Count;
    if (each.is === 'removable') for (const id of each.removable.without) add(bySource, id, count);
    else if (each.is === 'source') add(bySource, each.id, count);
    else if (each.is === 'element') add(byKey, firstKey(each.element), count);
    else if (each.is === 'identity') byIdentity.push({ ids: new Set([each.id]), count });
  });
  // what a membership leads to has the group's policy as its source
  const memberships = named.flatMap((each, at) => {
    const [user, group] = each.is === 'removable' && each.removable.kind === 'membership' ? each.removable.of : [];
    return user === undefined || group === undefined ? [] : [{ user, group, count: counts[at] as Count }];
  });
  for (const elements of [view.grants(), view.links()]) {
    for (const element of elements) {
      const all = [...(bySource.get(element.source.id) ?? []), ...(byKey.get(element.key) ?? [])];
      for (const { ids, count } of byIdentity) if (touches(element, ids)) all.push(count);
      for (const { user, group, count } of memberships) if (leadsThrough(element, user, group)) all.push(count);
      for (const count of new Set(all)) count[element.type === 'grant' ? 'grants' : 'links']++;
    }
  }
  return counts;
}

/** IAM tells a group's name only, so a group with a path is known by its name. */
function leadsThrough(element: Grant | Link, user: EntityId, group: EntityId): boolean {
  if (element.type === 'link') return false;
  return element.through.some((step) => step.from === user && (step.to === group || lastName(step.to) === lastName(group)));
}

function lastName(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

function removedOf(view: View, name: string, named: Named, count: Count): Removed {
  const base = { name, ...count, limits: false, notes: [] };
  switch (named.is) {
    case 'removable': {
      const { kind, text, names, limits } = named.removable;
      return { ...base, kind, text, id: names[0], limits, notes: notesOf(view, named.removable) };
    }
    case 'source':
      return { ...base, kind: named.kind, text: named.text, id: named.id, notes: [wholly] };
    case 'credential':
      return { ...base, kind: 'credential', text: named.text, id: named.id };
    case 'identity':
      return {
        ...base,
        kind: 'identity',
        text: named.text,
        id: named.id,
        notes: ['everything that it holds, and every way that leads through it'],
      };
    case 'element':
      return {
        ...base,
        kind: named.element.type,
        text: elementText(view, named.element),
        id: named.element.key,
        notes: elementNotes(view, named.element),
      };
  }
}

const wholly = 'no single document that was read stands for it: what rests on it is left out one by one';

function notesOf(view: View, { kind, without }: Removable): readonly string[] {
  if (kind !== 'managed-policy') return [];
  const arns = new Set(without.map((key) => key.slice(key.indexOf('|') + 1)));
  const groups = without.filter((key) => view.identity(key.slice(0, key.indexOf('|')))?.kind === 'group').length;
  const on = `${without.length} attachment${without.length === 1 ? '' : 's'}${groups === 0 ? '' : `, ${groups} of them to groups`}`;
  return arns.size === 0 ? [] : [`${on}; where it is a permissions boundary it stays`];
}

function elementText(view: View, element: Grant | Link): string {
  const nameOf = (id: EntityId): string => view.identity(id)?.name ?? id;
  const { source } = element;
  return element.type === 'grant'
    ? `${nameOf(element.subject)}: ${element.capability} on ${element.scope}, through ${source.name}`
    : `${nameOf(element.from)} ${element.how} ${nameOf(element.to)}, through ${source.name}`;
}

function elementNotes(view: View, element: Grant | Link): readonly string[] {
  const notes: string[] = [];
  const first = element.key.includes(JOINT) ? view.link(firstKey(element)) : undefined;
  if (first !== undefined) {
    const open = view.linksFrom(first.to).length;
    notes.push(`it leads through a pool: what goes is being in the pool, and with it all ${open} ways out of it`);
  }
  const holder = element.type === 'grant' ? element.subject : element.from;
  const kin = [...view.grantsOf(holder), ...view.linksFrom(holder)].filter(
    (each) => each.source.id === element.source.id && each.key !== element.key && each.escalation !== undefined,
  );
  if (kin.length > 0) {
    notes.push(
      `the same ${element.source.kind.replaceAll('-', ' ')} gives ${kin.length} more by several permissions together, which may rest on what this rests on and stay: name the policy to take away all`,
    );
  }
  return notes;
}
