import type { Json } from '../../../src/base/json.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import { droppedSecret } from '../../../src/base/redact.ts';

/** The value with each member of these names, at any depth and whatever it holds, replaced by the mark of a dropped secret. */
export function withoutSecrets(body: Json, drops: readonly string[]): Json {
  if (drops.length === 0) return body;
  if (Array.isArray(body)) return body.map((each: Json) => withoutSecrets(each, drops));
  if (!isJsonObject(body)) return body;
  return Object.fromEntries(
    Object.entries(body).map(([name, value = null]) => [name, drops.includes(name) ? droppedSecret : withoutSecrets(value, drops)]),
  );
}
