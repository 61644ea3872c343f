import { canonicalJson } from '../base/bytes/canonical.ts';
import type { RecordKind, Sighting } from '../model/history.ts';
import type { Row } from './engine.ts';
import type { Sighted } from './timeline.ts';

/** What a record says, apart from when and by whom: two sightings that differ in any of it tell something else. In texts, as rows keep it. */
export interface Content {
  readonly kind: RecordKind;
  readonly boundary: string;
  readonly key: string;
  readonly family: string;
  /** Canonical JSON. */
  readonly value: string;
  /** JSON lists. */
  readonly dependsOn: string;
  readonly names: string;
}

/** What is stamped. The lists are sorted, each item once; `value` is canonical JSON; `members` as of the set of tellers; `uid` as told. */
export interface Stamped extends Pick<Content, 'kind' | 'boundary' | 'key' | 'family' | 'value'> {
  readonly dependsOn: readonly string[];
  readonly names: readonly string[];
}

/** A record as one run told it, with where that is kept. */
export interface Sight extends Sighted {
  readonly content: Content;
  /** The set of tellers. */
  readonly tellers: number;
  /** The row that tells of it so far; 0: it is new. */
  readonly row: number;
  /** JSON list; `null`: it was not kept. */
  readonly evidence: string | null;
}

export function contentOf(sighting: Sighting): Content {
  return contentOfStamped(stampedOf(sighting));
}

/** With its lists sorted, for their order says nothing, and with its value as it is kept. */
export function stampedOf({ kind, boundary, key, family, value, dependsOn, names }: Sighting): Stamped {
  const depends = sorted(dependsOn);
  // Found by what it depends on too: when an identity becomes another one, all that hangs on it is looked up by its id.
  let all = names;
  for (const id of depends) if (!all.includes(id)) all = [...all, id];
  return { kind, boundary, key, family, value: canonicalJson(value), dependsOn: depends, names: sorted(all) };
}

export function contentOfStamped({ kind, boundary, key, family, value, dependsOn, names }: Stamped): Content {
  return { kind, boundary, key, family, value, dependsOn: JSON.stringify(dependsOn), names: JSON.stringify(names) };
}

export function isSameContent(a: Content, b: Content): boolean {
  return a === b || (a.value === b.value && a.family === b.family && a.dependsOn === b.dependsOn && a.names === b.names);
}

export function recordKey({ kind, boundary, key }: Pick<Row, 'kind' | 'boundary' | 'key'>): string {
  return `${kind} ${boundary.length} ${boundary}${key}`;
}

export function groupKey({ kind, boundary, family }: Pick<Row, 'kind' | 'boundary' | 'family'>): string {
  return `${kind} ${boundary.length} ${boundary}${family}`;
}

/** The rule whose finding it is, as its value tells, else its family; `null`: it is no finding. */
export function ruleOf({ kind, value, family }: Pick<Content, 'kind' | 'value' | 'family'>): string | null {
  if (kind !== 'finding') return null;
  const told = JSON.parse(value) as { readonly rule?: unknown } | null;
  return typeof told?.rule === 'string' ? told.rule : family;
}

export function idsOf(list: string): readonly string[] {
  return list === '[]' ? [] : (JSON.parse(list) as readonly string[]);
}

function sorted(list: readonly string[]): readonly string[] {
  for (let i = 1; i < list.length; i++) if ((list[i - 1] as string) >= (list[i] as string)) return [...new Set(list)].sort();
  return list;
}
