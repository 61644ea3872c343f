import type { Evidence } from '../../../../src/model/fact.ts';
import type { Step } from '../../../../src/model/grant.ts';
import { flat } from '../flat.ts';
import type { Used } from './drafts.ts';
import type { Way } from './ways.ts';

/** Each permission with the policy that gives it. */
export function saying({ used }: Way): readonly string[] {
  const [only, ...more] = used;
  if (only !== undefined && more.length === 0) return [allowing(only)];
  return [...new Set(used.map(allowing))];
}

function allowing({ action, held }: Used): string {
  return allowsText(held.source.name, action);
}

/** That a policy, or what stands for one, gives a permission. */
export function allowsText(policy: string, action: string): string {
  return flat(policy, ' allows ', action);
}

export function evidenceOf({ used }: Way): readonly Evidence[] {
  const [only, ...more] = used;
  if (only === undefined || more.every(({ held }) => held === only.held)) return only?.held.evidence ?? [];
  const seen = new Map<string, Evidence>();
  for (const { held } of used) for (const each of held.evidence) seen.set(`${each.page} ${each.pointer}`, each);
  return [...seen.values()];
}

/** The memberships through which its policies are held. */
export function throughOf({ used }: Way): readonly Step[] {
  const seen = new Map<string, Step>();
  for (const { held } of used) for (const each of held.through) seen.set(`${each.from} ${each.to}`, each);
  return [...seen.values()];
}
