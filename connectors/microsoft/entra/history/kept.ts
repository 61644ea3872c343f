import type { Instant } from '../../../../src/base/instant.ts';
import { parseInstant } from '../../../../src/base/instant.ts';
import type { Json, JsonObject } from '../../../../src/base/json.ts';
import { isJsonObject } from '../../../../src/base/json.ts';
import type { Kept, KeptFact } from '../../../../src/contract/history.ts';
import type { Fact, FactKind } from '../../../../src/model/fact.ts';

/** Members that change by use alone, by the `type` of the value. */
const passingOfType: Readonly<Record<string, readonly string[]>> = {
  'last-use': ['lastUsed'],
  'app-activity': ['lastUsed', 'asItself'],
};
const ofCredentials: readonly string[] = ['lastUsed'];
const nothing: readonly string[] = [];

/** A fact without what use alone changes. All lists of this connector's facts are sorted where they are told. */
export function kept(fact: Fact): Kept {
  const value = fact.value as unknown as Json;
  if (!isJsonObject(value)) return { value, passing: null };
  const names = passingOf(fact.kind, value);
  if (names.length === 0) return { value, passing: null };
  const [lasting, rest]: [Record<string, Json>, Record<string, Json>] = [{}, {}];
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined) continue;
    if (names.includes(name)) rest[name] = member;
    else lasting[name] = member;
  }
  return { value: lasting, passing: rest };
}

/**
 * The value as it stood at a moment. What was told later of a use before it holds for it too; a use after it says nothing of the one before:
 * that is then unknown, and what tells of nothing else is left out.
 */
export function whole({ kind, value, passing, passingAt }: KeptFact, at: Instant): Json | undefined {
  if (!isJsonObject(value)) return value;
  const names = passingOf(kind, value);
  if (names.length === 0) return value;
  const members: Record<string, Json> = {};
  for (const name of names) {
    const told = passing?.[name];
    const isKnown = told !== undefined && (passingAt === null || passingAt <= at || !isAfter(told, at));
    if (!isKnown && kind !== 'credential') return undefined;
    members[name] = isKnown ? told : 'unknown';
  }
  return { ...value, ...members };
}

function passingOf(kind: FactKind, value: JsonObject): readonly string[] {
  if (kind === 'credential') return ofCredentials;
  const type: unknown = value['type'];
  return typeof type === 'string' ? (passingOfType[type] ?? nothing) : nothing;
}

function isAfter(told: Json, at: Instant): boolean {
  return typeof told === 'string' && parseInstant(told) !== undefined && told > at;
}
