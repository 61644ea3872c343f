import { minuteOf } from '../base/text/moment.ts';
import type { Access } from '../model/access.ts';
import type { Assured } from '../model/assured.ts';
import type { RequestCase } from '../model/authorisation.ts';
import { isSameId } from '../model/same-id.ts';
import type { View } from '../model/view.ts';
import { msOf, type Led } from './requests.ts';

/** By what an access goes beyond its request, and what cannot be told of that; in words. */
export interface Beyond {
  readonly more: readonly string[];
  readonly open: readonly string[];
}

type Asked = RequestCase['asked'][number];

/** Compares one access with all that was asked for: it is within the request where it is within one of these. */
export function beyond(view: View, request: RequestCase, led: Led, toleranceMs: number): Beyond {
  const { access } = led;
  const { asked } = request;
  const named = asked.filter(({ object }) => object === null || isNamed(access, object));
  if (asked.length > 0 && named.length === 0) return byName(view, access, asked);
  const more: string[] = [];
  const open: string[] = [];
  const places = named.map(({ scope }) => placed(view, access, scope));
  if (named.length > 0 && !places.includes('within')) {
    const wanted = named.map(({ scope }) => scope ?? '').join(', ');
    if (places.includes('unknown')) open.push(`whether ${access.name} on ${access.scope ?? access.boundary} lies in ${wanted} is not told`);
    else more.push(`${access.name} was given on ${access.scope ?? access.boundary}, and ${wanted} was asked for`);
  }
  const late = byEnd(request, named, led, toleranceMs);
  return { more: late === undefined ? more : [...more, late], open };
}

function isNamed({ objects, name }: Access, object: string): boolean {
  const wanted = fold(object);
  return [name, ...objects].some((each) => isSameId(fold(each), wanted));
}

function fold(text: string): string {
  return text.normalize('NFC').trim().toLowerCase();
}

/** A name that nothing has may be another name of the very thing. */
function byName({ assured }: View, access: Access, asked: readonly Asked[]): Beyond {
  const names = asked.flatMap(({ object }) => object ?? []);
  const strange = names.find((each) => !isKnown(assured, each));
  if (strange !== undefined)
    return { more: [], open: [`it asks for ${strange}, which nothing that was read is called: it may be ${access.name}`] };
  return { more: [`it led to ${access.name}, and ${names.join(', ')} was asked for`], open: [] };
}

interface Names {
  readonly whole: ReadonlySet<string>;
  /** With what follows each of their slashes. */
  readonly ends: ReadonlySet<string>;
}

const known = new WeakMap<Assured, Names>();

/** Whether anything that is or was held is this object by one of its names. */
function isKnown(assured: Assured, object: string): boolean {
  let names = known.get(assured);
  if (names === undefined) {
    const all = [...assured.accesses, ...assured.endings.map(({ access }) => access)];
    const whole = new Set(all.flatMap(({ name, objects }) => [name, ...objects].map(fold)));
    known.set(assured, (names = { whole, ends: new Set([...whole].flatMap(endsOf)) }));
  }
  const { whole, ends } = names;
  return ends.has(fold(object)) || endsOf(fold(object)).some((each) => whole.has(each));
}

/** The name itself, and what follows each of its slashes. */
function endsOf(name: string): readonly string[] {
  const parts = name.split('/');
  return parts.map((_, at) => parts.slice(at).join('/'));
}

function placed({ scopes, boundaries }: View, { scope, boundary }: Access, wanted: string | null): 'within' | 'beyond' | 'unknown' {
  if (wanted === null) return 'within';
  const place = scope ?? boundary;
  if (place === wanted || scopes.contains(wanted, place)) return 'within';
  const isWider = scopes.contains(place, wanted);
  // without a scope of its own, what it is given for says where it holds, and that may be less than the boundary
  if (scope === null) return 'unknown';
  return isWider || boundaries.some(({ id }) => id === wanted || scopes.contains(id, wanted) || scopes.contains(wanted, id))
    ? 'beyond'
    : 'unknown';
}

/** The latest end that was asked for holds; what the tool takes away by itself needs no end of the provider's. */
function byEnd(request: RequestCase, named: readonly Asked[], { access, endings }: Led, toleranceMs: number): string | undefined {
  const wanted = [request.until, ...named.map(({ until }) => until)].flatMap((at) => (at === null ? [] : [at])).sort();
  const last = wanted.at(-1);
  const end = msOf(last ?? null);
  if (last === undefined || end === undefined) return undefined;
  if (access.until !== null) {
    const given = msOf(access.until);
    return given !== undefined && given > end + toleranceMs
      ? `${access.name} was given until ${minuteOf(access.until)}, and until ${minuteOf(last)} was asked for`
      : undefined;
  }
  const isOpen = endings.some(({ ended, endsBy }) => ended === null && (endsBy === 'nothing' || endsBy === 'person'));
  return isOpen ? `${access.name} has no end, and until ${minuteOf(last)} was asked for` : undefined;
}
