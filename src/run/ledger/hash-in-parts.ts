import { createHash } from 'node:crypto';
import { canonicalJson } from '../../base/bytes/canonical.ts';
import type { Json, JsonObject } from '../../base/json.ts';
import { byCodeUnit } from '../../base/order.ts';

/** What `hashJson` answers of the object, without its text as a whole in memory: of a large report that is hundreds of megabytes. */
export function hashInParts(value: JsonObject): string {
  const hash = createHash('sha256');
  let before = '{';
  for (const key of Object.keys(value).sort(byCodeUnit)) {
    const member = value[key];
    if (member === undefined) continue;
    hash.update(`${before}${canonicalJson(key)}:`);
    before = ',';
    if (Array.isArray(member)) {
      hash.update('[');
      for (const [at, item] of (member as readonly Json[]).entries()) hash.update(`${at === 0 ? '' : ','}${canonicalJson(item)}`);
      hash.update(']');
    } else hash.update(canonicalJson(member));
  }
  return hash.update(before === '{' ? '{}' : '}').digest('hex');
}
