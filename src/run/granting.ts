import { isJsonObject, type Json } from '../base/json.ts';
import type { PermissionDocument } from '../contract/connector.ts';

/** A part of a permission document that gives what is missing, and nothing beside it. */
export interface Granting {
  readonly documents: readonly string[];
  readonly part: Json;
}

/**
 * The statement to add: of the documents that give these permissions, the innermost part that lists them, cut down to them. `null` where no
 * document lists any of them.
 */
export function grantingOf(documents: readonly PermissionDocument[], missing: readonly string[]): Granting | null {
  const found = documents.flatMap(({ name, document }) => {
    const part = narrowed(document, new Set(missing));
    return part === null ? [] : [{ name, part }];
  });
  const [first] = found;
  return first === undefined ? null : { documents: found.map((each) => each.name), part: first.part };
}

function narrowed(value: Json, missing: ReadonlySet<string>): Json | null {
  if (Array.isArray(value)) {
    for (const each of value as readonly Json[]) {
      const part = narrowed(each, missing);
      if (part !== null) return part;
    }
    return null;
  }
  if (!isJsonObject(value)) return null;
  for (const [member, inner] of Object.entries(value)) {
    if (inner === undefined) continue;
    const items: readonly Json[] = Array.isArray(inner) ? inner : [inner];
    const listed = items.filter((each) => typeof each === 'string' && missing.has(each));
    if (listed.length > 0) return { ...value, [member]: listed };
    const part = narrowed(inner, missing);
    if (part !== null) return part;
  }
  return null;
}
