import { sha256Hex } from '../../src/base/bytes/hash.ts';
import { instantOf } from '../../src/base/instant.ts';
import type { Pack } from '../../src/model/pack.ts';
import { hostileStrings, leavesOf, type Leaf } from './reporter-leaves.ts';

/** Members whose values are of a closed vocabulary, by the end of their pointer: nothing else is legal there. */
const closed = [
  /^\/(?:schema|framework)$/,
  /^\/run\/(?:asOfFrom|from)$/,
  /^\/population\/rows\/\d+\/(?:from\/\d+|disposition)$/,
  /^\/population\/reconciliation\/(?:together\/\d+\/from\/\d+|unmatched\/\d+\/why)$/,
  /^\/population\/(?:sources\/\d+\/(?:sourceKind|spans\/\d+\/tells)|imports\/\d+\/sourceKind)$/,
  /^\/sample\/seededBy$/,
  /\/ending\/(?:kind|authorised|outcome|level|endsBy|pattern|midSession|endedBy\/by|ended\/how|otherWays\/state)$/,
  /\/ending\/(?:(?:access|trigger)\/kind|tests\/\w+|lingering\/\d+\/(?:midSession|state|cutBy\/\d+))$/,
  /^\/records\/\d+\/(?:timeline\/\d+\/what|cited\/\d+\/withheld)$/,
  /^\/controls\/\d+\/(?:framework|says|tests\/\d+\/exceptions\/\d+\/of)$/,
  /^\/exceptions\/\d+\/(?:state|exception\/kind)$/,
  /^\/boundaries\/\d+\/knownBy$/,
  /^\/runs\/\d+\/(?:state|command)$/,
  /^\/people\/\d+\/(?:duties\/\d+\/duty|together\/\d+\/\d+)$/,
  /^\/changes\/\d+\/what$/,
  /^\/integrity\/(?:level|anchors\/\d+\/how)$/,
  /^\/metrics\/rows\/\d+\/by$/,
  /^\/coverage\/\d+\/(?:status|cause)$/,
  /\/because\/\d+\/cause$/,
  /\/(?:severity|family|persistence|capability|nature)$/,
  /\/subject\/kind$/,
  /\/object\/type$/,
  /\/bounds\/(?:lo|hi)$/,
  /\/path\/\d+\/(?:step|state|how)$/,
];
const isHash = (value: string | number): boolean => /^[0-9a-f]{64}$/.test(String(value));
const isInstant = (value: string | number): boolean => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(String(value));

/** Texts, numbers, hashes and times of a pack that may be anything of their kind. */
export function freeLeaves(pack: Pack): readonly Leaf[] {
  return leavesOf(pack).filter(({ pointer }) => isFree(pointer));
}

function isFree(pointer: string): boolean {
  return !closed.some((pattern) => pattern.test(pointer));
}

type Replace = (leaf: Leaf) => string | number;

function replaced(pack: Pack, replace: Replace): Pack {
  return walk(pack, '', replace) as Pack;
}

function walk(value: unknown, pointer: string, replace: Replace): unknown {
  if (typeof value === 'string' || typeof value === 'number') return isFree(pointer) ? replace({ pointer, value }) : value;
  if (Array.isArray(value)) return value.map((each, index) => walk(each, `${pointer}/${index}`, replace));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, walk(member, `${pointer}/${name}`, replace)]));
}

/** A pack in which no two free leaves are the same: texts, numbers, hashes and times of its own for every place. */
export function packWithSentinels(pack: Pack): Pack {
  let count = 0;
  return replaced(pack, ({ pointer, value }) => {
    count += 1;
    if (typeof value === 'number') return 700_000_000 + count * 3_661_009;
    if (isHash(value)) return sha256Hex(pointer);
    if (isInstant(value)) return instantOf(Date.UTC(2031, 0, 1) + count * 61_001);
    return `sentinel-${String(count).padStart(5, '0')}`;
  });
}

/** A pack with a hostile text at every place where a text is free. */
export function hostilePack(pack: Pack, more: readonly string[] = []): Pack {
  const all = [...hostileStrings, ...more];
  let count = 0;
  return replaced(pack, ({ value }) => {
    if (typeof value === 'number' || isHash(value) || isInstant(value)) return value;
    count += 1;
    return `${all[count % all.length] ?? ''}${count}`;
  });
}

/** The same value with the members of every object put in the opposite order. */
export function reversedMembers<T>(value: T): T {
  return reversed(value) as T;
}

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, reversed(member)]),
  );
}
