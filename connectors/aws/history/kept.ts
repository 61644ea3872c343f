import type { Instant } from '../../../src/base/instant.ts';
import { parseInstant } from '../../../src/base/instant.ts';
import type { Json, JsonObject } from '../../../src/base/json.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import { byCodeUnit } from '../../../src/base/order.ts';
import type { Kept, KeptFact } from '../../../src/contract/history.ts';
import type { Fact, FactKind } from '../../../src/model/fact.ts';
import type { PolicyFact, PolicyVersionFact } from '../facts.ts';

/** Members that change by use, or by being looked at, and by nobody's act, by the `type` of the value. */
const passingOfType: Readonly<Record<string, readonly string[]>> = {
  secret: ['lastAccessedOn'],
  'roles-anywhere-subject': ['lastSeenAt'],
  analyzer: ['lastAnalyzedAt'],
  'analyzer-finding': ['updatedAt', 'analyzedAt'],
  'last-use': ['lastUsed'],
};
const ofCredentials: readonly string[] = ['lastUsed'];
const nothing: readonly string[] = [];

/** Lists that are sets: the provider gives them in an order of its own, which says nothing and need not stay. */
const setsOfType: Readonly<Record<string, readonly string[]>> = {
  'kms-grant': ['operations'],
  'roles-anywhere-profile': ['roles'],
  oidc: ['clientIds'],
  'delegation-request': ['roleBoundaries'],
};

/** A fact without what use alone changes, and with its lists in one order. */
export function kept(fact: Fact): Kept {
  if (fact.kind === 'policy') return { value: keptPolicy(fact.value as unknown as PolicyFact), passing: null };
  const value = fact.value as unknown as Json;
  if (!isJsonObject(value)) return { value, passing: null };
  const type = typeOf(value);
  const passing = passingOf(fact.kind, type);
  const sets = setsOfType[type] ?? nothing;
  if (passing.length === 0 && sets.length === 0) return { value, passing: null };
  const [lasting, rest]: [Record<string, Json>, Record<string, Json>] = [{}, {}];
  for (const [name, member] of Object.entries(value)) {
    if (passing.includes(name)) rest[name] = member as Json;
    else lasting[name] = sets.includes(name) && Array.isArray(member) ? sorted(member as readonly Json[]) : (member as Json);
  }
  return { value: lasting, passing: passing.length === 0 ? null : rest };
}

/**
 * The value as it stood at a moment. What was told later of a use before it holds for it too; a use after it says nothing of the one before:
 * that is then unknown, and what tells of nothing else is left out.
 */
export function whole({ kind, value, passing, passingAt }: KeptFact, at: Instant): Json | undefined {
  if (kind === 'policy') return wholePolicy(value as unknown as PolicyFact);
  if (!isJsonObject(value)) return value;
  const names = passingOf(kind, typeOf(value));
  if (names.length === 0) return value;
  const members: Record<string, Json> = {};
  for (const name of names) {
    const told = passing?.[name];
    const isKnown = told !== undefined && (passingAt === null || passingAt <= at || !isAfter(told, at));
    if (!isKnown && typeOf(value) === 'last-use') return undefined;
    members[name] = isKnown ? told : kind === 'credential' || kind === 'service-credential' ? 'unknown' : null;
  }
  return { ...value, ...members };
}

function passingOf(kind: FactKind, type: string): readonly string[] {
  return kind === 'credential' || kind === 'service-credential' ? ofCredentials : (passingOfType[type] ?? nothing);
}

function typeOf(value: JsonObject): string {
  const type: unknown = value['type'];
  return typeof type === 'string' ? type : '';
}

function isAfter(told: Json, at: Instant): boolean {
  return typeof told === 'string' && parseInstant(told) !== undefined && told > at;
}

function sorted(list: readonly Json[]): readonly Json[] {
  return list.every((each) => typeof each === 'string') ? list.toSorted((a, b) => byCodeUnit(a, b)) : list;
}

/**
 * Versions stand in an answer from the latest to the first; where they do so, their places follow from that and are not kept. In any other order
 * they are kept as they are.
 */
function keptPolicy(policy: PolicyFact): Json {
  if (!isLatestFirst(policy.versions)) return policy as unknown as Json;
  const versions = policy.versions.map(({ id, isDefault, createdAt, document }) => ({ id, isDefault, createdAt, document }));
  return { ...policy, versions };
}

function wholePolicy(policy: PolicyFact): Json {
  const versions = policy.versions.map((version, place) => {
    const told = version as Omit<PolicyVersionFact, 'pointer'> & { readonly pointer?: string };
    return { ...told, pointer: told.pointer ?? pointerOf(policy, place) };
  });
  return { ...policy, versions };
}

function pointerOf({ managed }: PolicyFact, place: number): string {
  return managed === 'inline' ? '/PolicyDocument' : `/PolicyVersionList/${place}/Document`;
}

function isLatestFirst(versions: readonly PolicyVersionFact[]): boolean {
  return versions.every((version, place) => {
    const before = versions[place - 1];
    if (before !== undefined && numberOf(before) <= numberOf(version)) return false;
    return version.pointer === '/PolicyDocument' || version.pointer === `/PolicyVersionList/${place}/Document`;
  });
}

function numberOf({ id }: PolicyVersionFact): number {
  return Number(/^v(\d+)$/.exec(id)?.[1] ?? 0);
}
