import { byReadingOrder } from './order.ts';
import { jsonText } from './text.ts';

/**
 * Answers what writes the elements of a long list one after the other. Each text says what {@link jsonText} says, in the same order, and throws
 * as it does; characters that could act stand raw in it. The values must not change while the list is written.
 *
 * Elements of a list are alike: the order of members is known from the ones before, the engine's own writer writes a copy in that order, and
 * a list that an element has in common with the one before is written once.
 */
export function rowWriter(): (row: unknown) => string {
  const place = new Place();
  return (row) => rowText(place, row) ?? jsonText(row);
}

/** One place in the elements of a list, a member's or that of its own elements. */
class Place {
  /** The last list that stood here, and its text where it stood here twice. */
  list: readonly unknown[] | undefined;
  text: string | undefined;
  readonly #kinds: Kind[] = [];
  #element: Place | undefined;

  get element(): Place {
    return (this.#element ??= new Place());
  }

  /** What is known of objects with these members. */
  kindOf(object: object): Kind {
    const names = Object.keys(object);
    for (const kind of this.#kinds) if (isSame(kind.names, names)) return kind;
    const kind = kindOf(names);
    if (this.#kinds.length === KINDS) this.#kinds.pop();
    this.#kinds.unshift(kind);
    return kind;
  }
}

/** Of so many kinds of objects at one place the order of members is kept. */
const KINDS = 8;

interface Kind {
  /** As the object lists them. */
  readonly names: readonly string[];
  /** In reading order. */
  readonly members: readonly { readonly name: string; readonly label: string; readonly place: Place }[];
  /** Whether an object whose members are set in reading order is printed in it. */
  readonly isPrintable: boolean;
}

function kindOf(names: readonly string[]): Kind {
  const members = names.toSorted(byReadingOrder).map((name) => ({ name, label: `${JSON.stringify(name)}:`, place: new Place() }));
  return { names, members, isPrintable: names.every(isPrintable) };
}

/** An object lists its integer-like keys first whatever their order, and `__proto__` cannot be set like another. */
function isPrintable(name: string): boolean {
  const first = name.charCodeAt(0);
  return !(first >= 0x30 && first <= 0x39) && name !== '__proto__';
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** `undefined`: only {@link jsonText} writes it. */
function rowText(place: Place, row: unknown): string | undefined {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return wholeText(place, row);
  const kind = place.kindOf(row);
  if (!kind.isPrintable) return undefined;
  const pieces: string[] = [];
  let copy: Record<string, unknown> = {};
  let isEmpty = true;
  const finishCopy = (): void => {
    if (!isEmpty) pieces.push(JSON.stringify(copy).slice(1, -1));
    copy = {};
    isEmpty = true;
  };
  for (const { name, label, place: own } of kind.members) {
    const member = (row as Readonly<Record<string, unknown>>)[name];
    if (member === undefined) continue;
    if (Array.isArray(member) && member === own.list) {
      own.text ??= wholeText(own, member);
      if (own.text === undefined) return undefined;
      finishCopy();
      pieces.push(label + own.text);
      continue;
    }
    if (Array.isArray(member)) [own.list, own.text] = [member, undefined];
    const value = ordered(own, member);
    if (value === undefined) return undefined;
    copy[name] = value;
    isEmpty = false;
  }
  finishCopy();
  return `{${pieces.join(',')}}`;
}

function wholeText(place: Place, value: unknown): string | undefined {
  const copy = ordered(place, value);
  return copy === undefined ? undefined : JSON.stringify(copy);
}

/** A copy with members in reading order; `undefined` where the engine would not print it as {@link jsonText} does. */
function ordered(place: Place, value: unknown): unknown {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'object') return undefined;
  if (Array.isArray(value)) {
    const { element } = place;
    const copy = new Array<unknown>(value.length);
    for (let i = 0; i < value.length; i++) {
      const item = ordered(element, value[i]);
      if (item === undefined) return undefined;
      copy[i] = item;
    }
    return copy;
  }
  const kind = place.kindOf(value);
  if (!kind.isPrintable) return undefined;
  const copy: Record<string, unknown> = {};
  for (const { name, place: own } of kind.members) {
    const member = (value as Readonly<Record<string, unknown>>)[name];
    if (member === undefined) continue;
    const item = ordered(own, member);
    if (item === undefined) return undefined;
    copy[name] = item;
  }
  return copy;
}
