import { byCodeUnit } from '../../base/order.ts';
import type { ConnectorCore, Removable } from '../../contract/connector.ts';
import type { FactIndex } from '../../model/fact.ts';
import type { Finding } from '../../model/finding.ts';
import type { Grant, Link } from '../../model/grant.ts';
import type { EntityId } from '../../model/ids.ts';
import type { View } from '../../model/view.ts';
import { RunError } from '../errors.ts';
import { nearest } from './nearest.ts';

/** One thing that a name stands for. */
export type Named =
  | { readonly is: 'removable'; readonly removable: Removable }
  /** A source of which no fact stands alone: its elements go. */
  | { readonly is: 'source'; readonly id: string; readonly kind: string; readonly text: string }
  | { readonly is: 'element'; readonly element: Grant | Link }
  | { readonly is: 'credential'; readonly id: string; readonly text: string }
  | { readonly is: 'identity'; readonly id: EntityId; readonly text: string };

export interface NameInput {
  readonly view: View;
  readonly facts: FactIndex;
  readonly connectors: readonly ConnectorCore<unknown>[];
  /** The findings whose fingerprint begins so: they count as names. */
  readonly findings: (fingerprint: string) => readonly Finding[];
}

const FINGERPRINT = /^[0-9a-f]{4,64}$/;
/** From so many characters on the beginning of a name is enough, where it is the beginning of one alone. */
const PREFIX = 4;
/** Whether a name stands for a text that was given, in a walk over all names. `isId`: it is the one name that is unique. */
type Match = (name: string, isId: boolean, wanted: ReadonlySet<string>) => readonly string[];
const isName: Match = (name, _, wanted) => (wanted.has(name) ? [name] : []);
const beginsId: Match = (name, isId, wanted) => (isId ? [...wanted].filter((each) => name.startsWith(each)) : []);
const SHOWN = 6;

/**
 * What each of some names stands for, in their order. A name is that of a removable of a connector, the id of a source, of a credential or of
 * an identity, the key of an element, the fingerprint of a finding (then what its root cause would have removed), the plain name of an
 * identity, or the beginning of any of the ids. Throws `unknown-name` and `ambiguous-name` with what comes nearest, and `no-removal`
 * where a finding's cause is nothing that could be taken away.
 */
export function resolveNames(input: NameInput, given: readonly string[]): readonly Named[] {
  const asked = given.map((text) => (FINGERPRINT.test(text) ? (causeOf(input.findings, text) ?? text) : text));
  const exact = matching(input, asked, isName);
  const rest = asked.filter((text) => exact.get(text) === undefined);
  const names = new Set(rest);
  const byPlainName = rest.length === 0 ? new Map<string, Found>() : plainNames(input.view, names);
  const left = rest.filter((text) => !byPlainName.has(text) && text.length >= PREFIX);
  const byPrefix = left.length === 0 ? new Map<string, Found>() : matching(input, left, beginsId);
  return asked.map((text, at) => only(input, given[at] as string, exact.get(text) ?? byPlainName.get(text) ?? byPrefix.get(text)));
}

/** By the one id of each; of removables and sources that are the same thing the removable stays. */
type Found = Map<string, Named>;

function matching(input: NameInput, texts: readonly string[], match: Match): Map<string, Found> {
  const wanted = new Set(texts);
  const found = new Map<string, Found>();
  const note = (name: string, id: string, named: () => Named): void => {
    for (const text of match(name, name === id, wanted)) {
      let own = found.get(text);
      if (own === undefined) found.set(text, (own = new Map<string, Named>()));
      if (!own.has(id)) own.set(id, named());
    }
  };
  for (const removable of removablesOf(input))
    for (const name of removable.names) note(name, removable.names[0], () => ({ is: 'removable', removable }));
  const { view } = input;
  for (const credential of view.credentials())
    note(credential.id, credential.id, () => ({ is: 'credential', id: credential.id, text: credentialText(view, credential.id) }));
  for (const { id } of view.identities()) note(id, id, () => identityNamed(view, id));
  for (const elements of [view.grants(), view.links()]) {
    for (const element of elements) {
      const { source, key } = element;
      note(key, key, () => ({ is: 'element', element }));
      note(source.id, source.id, () => ({ is: 'source', id: source.id, kind: source.kind, text: source.name }));
    }
  }
  // an element of a path through a pool is made of several, which no list holds
  for (const text of texts) {
    const joined = found.has(text) ? undefined : (view.link(text) ?? view.grant(text));
    if (joined !== undefined) found.set(text, new Map([[text, { is: 'element', element: joined }]]));
  }
  return found;
}

export function* removablesOf({ connectors, facts }: Pick<NameInput, 'connectors' | 'facts'>): Iterable<Removable> {
  for (const core of connectors) yield* core.removables?.(facts) ?? [];
}

function plainNames(view: View, wanted: ReadonlySet<string>): Map<string, Found> {
  const found = new Map<string, Found>();
  for (const { id, name } of view.identities()) {
    if (!wanted.has(name)) continue;
    const own = found.get(name) ?? new Map<string, Named>();
    found.set(name, own.set(id, identityNamed(view, id)));
  }
  return found;
}

function identityNamed(view: View, id: EntityId): Named {
  const identity = view.identity(id);
  const told = identity === undefined || identity.name === id ? id : `${identity.kind} ${identity.name} (${id})`;
  return { is: 'identity', id, text: told };
}

function credentialText(view: View, id: string): string {
  const credential = view.credential(id);
  if (credential === undefined) return id;
  return `${credential.name} of ${view.identity(credential.identity)?.name ?? credential.identity}, ${credential.state}`;
}

function causeOf(findings: NameInput['findings'], text: string): string | undefined {
  const [first, ...others] = findings(text);
  if (first === undefined) return undefined;
  if (others.length > 0) {
    const all = [first, ...others].map(
      (each) => `${each.fingerprint.slice(0, Math.max(12, text.length + 4))} (${each.title}: ${each.subject.name})`,
    );
    throw new RunError('ambiguous-name', `cannot leave out ${quoted(text)}: ${all.length} findings begin so`, { hint: listed(all) });
  }
  const { rootCause } = first;
  if (rootCause.kind === 'boundary' || rootCause.kind === 'surface') {
    throw new RunError(
      'no-removal',
      `cannot leave out what finding ${text} rests on: it is about ${rootCause.name}, and nothing of that could be removed`,
      {
        hint: 'name a policy, a membership, a trust, a credential or an identity',
      },
    );
  }
  return rootCause.id;
}

function only(input: NameInput, given: string, found: Found | undefined): Named {
  if (found === undefined) {
    const near = nearest(given, everyName(input), SHOWN);
    throw new RunError('unknown-name', `cannot leave out ${quoted(given)}: nothing that was read has that name, or begins so`, {
      hint:
        near.length === 0
          ? 'name a policy, POLICY@PRINCIPAL, GROUP@USER, a credential, an identity, a finding or the key of a grant or link'
          : `did you mean ${listed(near)}`,
    });
  }
  // an identity's own name is more than the sources that have it too (a root user)
  const whole = [...found.values()].filter((each) => each.is !== 'source');
  const [first, ...others] = whole.length > 0 ? whole : [...found.values()];
  if (first !== undefined && others.length === 0) return first;
  // the ids of what an identity holds begin with its own
  const [identity, ...more] = whole.flatMap((each) => (each.is === 'identity' ? [each] : []));
  if (identity !== undefined && more.length === 0 && [...found.keys()].every((id) => id.startsWith(identity.id))) return identity;
  const ids = [...found].filter(([, each]) => whole.length === 0 || each.is !== 'source').map(([id]) => id);
  throw new RunError('ambiguous-name', `cannot leave out ${quoted(given)}: ${ids.length} things are called so`, {
    hint: `name one of ${listed(ids.sort(byCodeUnit))}`,
  });
}

function* everyName(input: NameInput): Iterable<string> {
  for (const { names } of removablesOf(input)) yield* names;
  for (const { id } of input.view.credentials()) yield id;
  for (const { id, name } of input.view.identities()) {
    yield id;
    yield name;
  }
}

function quoted(text: string): string {
  return JSON.stringify(text);
}

function listed(all: readonly string[]): string {
  const more = all.length - SHOWN;
  return `${all.slice(0, SHOWN).join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}
