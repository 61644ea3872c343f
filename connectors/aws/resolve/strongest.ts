import type { Capability } from '../../../src/model/capability.ts';
import { dominates } from '../../../src/model/capability.ts';
import type { ScopeId } from '../../../src/model/ids.ts';
import { outlasts, signature } from '../rights/dominance.ts';
import { covers, meets } from '../policy/glob.ts';
import type { Right } from '../rights/rights.ts';

/** What one policy gives one kind of holder, before it is written down for each of them. */
export interface GrantTemplate {
  readonly capability: Capability;
  /** `null` = the whole account; its whole organization has a name. */
  readonly scope: ScopeId | null;
  readonly right: Right;
  /** Catalogue rows, in the table's order. */
  readonly rows: readonly number[];
}

/** Whether it is everything in the account. */
export function givesAll({ capability, scope }: GrantTemplate): boolean {
  return capability === 'administer' && scope === null;
}

/** One template for each capability, scope and right, with the rows of all. */
export function joined(templates: readonly GrantTemplate[]): readonly GrantTemplate[] {
  const found = new Map<string, GrantTemplate>();
  for (const each of templates) {
    const key = `${each.capability}|${each.scope ?? ''}|${signature(each.right)}`;
    const known = found.get(key);
    found.set(key, known === undefined ? each : { ...known, rows: [...known.rows, ...each.rows] });
  }
  return [...found.values()];
}

/** Without those that another gives at least as strongly, at an equal or wider scope. */
export function strongest<T extends GrantTemplate>(templates: readonly T[]): readonly T[] {
  if (templates.length < 2) return templates;
  return templates.filter(
    (weak, at) =>
      !templates.some((strong, other) => other !== at && gives(strong, weak) && (!gives(weak, strong) || precedes(strong, weak))),
  );
}

function gives(strong: GrantTemplate, weak: GrantTemplate): boolean {
  if (!dominates(strong.capability, weak.capability)) return false;
  if (strong.scope === null) {
    if (weak.scope !== null && isOrganization(weak.scope)) return false;
  } else if (weak.scope === null || !covers(strong.scope, weak.scope)) return false;
  return outlasts(strong.right, weak.right);
}

/** It holds the account, and not the other way round. */
function isOrganization(scope: ScopeId): boolean {
  return !scope.startsWith('arn:');
}

function precedes(a: GrantTemplate, b: GrantTemplate): boolean {
  return `${signature(a.right)}|${a.scope ?? ''}` < `${signature(b.right)}|${b.scope ?? ''}`;
}

/** Rights of one pattern each, without those another gives at least as strongly on a pattern that covers theirs. */
export function widest(rights: readonly Right[]): readonly Right[] {
  if (rights.length < 2) return rights;
  const gives = (strong: Right, weak: Right): boolean =>
    outlasts(strong, weak) &&
    strong.resources.include.every((outer) => weak.resources.include.every((inner) => covers(outer, inner))) &&
    strong.resources.exclude.every(
      (each) => weak.resources.exclude.includes(each) || !weak.resources.include.some((inner) => meets(each, inner)),
    );
  const order = (right: Right): string => `${signature(right)}|${right.resources.include.join()}|${right.resources.exclude.join()}`;
  const distinct = [...new Map(rights.map((right) => [order(right), right] as const)).entries()];
  return distinct
    .filter(
      ([id, weak]) => !distinct.some(([other, strong]) => other !== id && gives(strong, weak) && (!gives(weak, strong) || other < id)),
    )
    .map(([, right]) => right);
}
