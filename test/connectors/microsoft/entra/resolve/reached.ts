import type { Grant, Link } from '../../../../../src/model/grant.ts';

/** Who is led to whom by links alone, pools left out of the answer: `ann -> bob`. */
export function reached(elements: readonly (Grant | Link)[], isCounted: (link: Link) => boolean = () => true): ReadonlySet<string> {
  const out = new Map<string, string[]>();
  for (const each of elements) {
    if (each.type !== 'link' || !isCounted(each)) continue;
    out.set(each.from, [...(out.get(each.from) ?? []), each.to]);
  }
  const pairs = new Set<string>();
  for (const from of out.keys()) {
    if (from.startsWith('pool:')) continue;
    const [seen, open] = [new Set<string>(), [...(out.get(from) ?? [])]];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      // through pools only: what somebody else reaches is another question
      if (next.startsWith('pool:')) open.push(...(out.get(next) ?? []));
      else pairs.add(`${from} -> ${next}`);
    }
  }
  return pairs;
}
