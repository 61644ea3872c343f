import { byCodeUnit, byKeys } from '../../base/order.ts';
import type { EventKey } from '../../model/life-cycle.ts';
import type { PackInput } from './input.ts';

/** A human being, or somebody of whom it is not known whether they are one, with every text that names them. */
export interface Named {
  /** The same in every pack over the same estate: the first of their ids, else the name itself. */
  readonly id: string;
  /** Sorted, each once. */
  readonly names: readonly string[];
}

export interface People {
  /** By id. */
  readonly all: readonly Named[];
  /** Whose name this is; without regard to case, never by likeness. `undefined`: of nobody, or of several. */
  find(name: string): Named | undefined;
}

/** As names are compared. */
export function folded(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

/**
 * Everybody whom anything in a pack may name. Names are one person's where one identity has them, or the accounts of one person: nothing else joins
 * them. A name that several people have (`ann` in two accounts) is told as a person of its own.
 */
export function peopleOf(input: PackInput): People {
  const groups = new Map<string, Set<string>>();
  const machines = new Set<string>();
  for (const { id, nature, name, uid } of input.identities) {
    if (nature === 'non-human') for (const each of [id, name, uid]) if (each !== null) machines.add(folded(each));
  }
  const personOf = new Map(
    input.persons.flatMap(({ accounts }) => accounts.map((each) => [each, accounts.toSorted(byCodeUnit)[0] ?? each])),
  );
  const add = (id: string, ...names: readonly (string | null | undefined)[]): void => {
    const key = personOf.get(id) ?? id;
    const known = groups.get(key) ?? new Set<string>();
    for (const name of [id, ...names]) if (typeof name === 'string' && name.trim() !== '') known.add(name.normalize('NFC'));
    if (known.size > 0) groups.set(key, known);
  };
  for (const { id, nature, name, uid, handles = [] } of input.identities) {
    if (nature !== 'non-human') add(id, name, uid, ...handles.map(({ value }) => value));
  }
  for (const { subject, nature, subjectName, access } of input.assured.endings) {
    if (nature !== 'non-human') add(subject, subjectName, access.id.split('|')[2]);
  }
  const { findings, undetermined, excepted } = input.report;
  for (const { subject } of [...findings, ...undetermined, ...excepted.map(({ finding }) => finding)]) {
    const { kind, nature, id, name, uid, accounts = [] } = subject;
    if (kind === 'boundary' || kind === 'surface' || kind === 'exception' || nature === 'non-human') continue;
    add(id, name, uid);
    for (const each of accounts) add(each);
  }
  const taken = new Set([...groups.values()].flatMap((names) => [...names].map(folded)));
  for (const name of loneNames(input)) {
    if (name.trim() !== '' && !taken.has(folded(name)) && !machines.has(folded(name))) add(name);
  }
  return indexed(groups);
}

function indexed(groups: ReadonlyMap<string, ReadonlySet<string>>): People {
  const owners = new Map<string, Set<string>>();
  for (const [id, names] of groups) {
    for (const name of names) owners.set(folded(name), (owners.get(folded(name)) ?? new Set<string>()).add(id));
  }
  const all: Named[] = [];
  const shared = new Map<string, Set<string>>();
  for (const [id, names] of groups) {
    const own: string[] = [];
    for (const name of names) {
      const key = folded(name);
      if (owners.get(key)?.size === 1) own.push(name);
      else shared.set(key, (shared.get(key) ?? new Set<string>()).add(name));
    }
    if (own.length > 0) all.push({ id, names: own.sort(byCodeUnit) });
  }
  for (const [key, names] of shared) all.push({ id: `name ${key}`, names: [...names].sort(byCodeUnit) });
  all.sort(byKeys(({ id }) => id));
  const byName = new Map(all.flatMap((each) => each.names.map((name) => [folded(name), each] as const)));
  return {
    all,
    find(name) {
      const found = byName.get(folded(name));
      return found === undefined || shared.has(folded(name)) ? undefined : found;
    },
  };
}

/** Names that stand for somebody without an account beside them. */
function* loneNames(input: PackInput): Iterable<string> {
  const { assured, exceptions, imports, ledger, options, report } = input;
  yield options.actor;
  for (const { requester, approvers } of [...assured.authorisations, ...assured.requests]) yield* given([requester, ...approvers]);
  for (const { unmatched } of assured.requests) yield* keys(unmatched);
  for (const { keys: of } of assured.unmatched) yield* keys(of);
  for (const { about, actedBy, actor, subject, by } of assured.events) {
    yield* keys(about);
    yield* keys(actedBy);
    yield* given([subject, by === 'person' || by === 'unknown' ? actor : null]);
  }
  for (const { owner, controlOwner, endedBy } of assured.endings) {
    yield* given([
      owner,
      controlOwner,
      endedBy === null || endedBy.by === 'provider' || endedBy.by === 'automation' ? null : endedBy.actor,
    ]);
  }
  for (const { exception, change } of [
    ...exceptions,
    ...assured.exceptions.map(({ exception: each }) => ({ exception: each, change: null })),
  ]) {
    const { owner, approver, matcher } = exception;
    yield* given([owner, approver, change?.by ?? null, matcher.subject === null || matcher.subject.endsWith('*') ? null : matcher.subject]);
  }
  for (const { owner } of report.excepted) yield owner;
  for (const { extractedBy } of imports) yield* given([extractedBy]);
  for (const { body } of ledger?.leaves ?? []) if (body !== null && 'by' in body) yield body.by.name;
}

function given(names: readonly (string | null)[]): readonly string[] {
  return names.filter((each) => each !== null);
}

function keys(of: readonly EventKey[]): readonly string[] {
  return of.filter(({ kind }) => kind !== 'object' && kind !== 'scope').map(({ value }) => value);
}
