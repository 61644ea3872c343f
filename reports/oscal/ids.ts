import { v5 } from 'uuid';
import type { Json, JsonObject } from '../../src/base/json.ts';
import type { ControlResult } from '../../src/model/pack.ts';
import { line, token } from './text.ts';

/** The version of OSCAL that is written. */
export const OSCAL_VERSION = '1.2.1';
/** Names the properties that are ours. Nothing has to be there. */
export const NS = 'urn:vestige:oscal:1';
// Random once, and the same for ever: ids are made of it (RFC 9562 section 5.5).
const NAMESPACE = '6f0a3f3e-0d6b-4a5c-9a63-5d6a0b6a7c41';

/** The same for the same parts. What is of one pack has its id among them; what is to be known again in the next has not. */
export function idOf(kind: string, ...parts: readonly string[]): string {
  return v5(JSON.stringify([kind, ...parts]), NAMESPACE);
}

/** Something of OSCAL; a member that is `undefined` is not there. */
export type Part = JsonObject;

export function prop(name: string, value: string | number): Json {
  return { name, ns: NS, value: line(String(value)) };
}

/** Those that are known. */
export function props(of: Readonly<Record<string, string | number | null>>): Json[] {
  return Object.entries(of).flatMap(([name, value]) => (value === null ? [] : [prop(name, value)]));
}

/** `undefined` for an empty list: OSCAL has no empty arrays. */
export function some<T>(items: readonly T[]): T[] | undefined {
  return items.length === 0 ? undefined : [...items];
}

/**
 * Of NIST SP 800-53 as NIST's catalogue calls it: `ac-2.3` of `AC-2(3)`. No other framework has such names, so theirs are made of the
 * framework and the control: `iso27001_5.18`.
 */
export function controlId({ framework, id }: Pick<ControlResult, 'framework' | 'id'>): string {
  if (framework === 'nist-800-53') return token(id.toLowerCase().replace(/\((\d+)\)/g, '.$1'));
  return token(`${framework}_${id}`);
}
