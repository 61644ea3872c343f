import type { Access } from '../../model/access.ts';
import type { Trigger } from '../../model/authorisation.ts';
import type { AssuranceSettings } from '../settings.ts';

/** Milliseconds that access may go on after a trigger: of the policies in force then that apply, the one given last; 0 where there is none. */
export function allowedMs({ allowed }: AssuranceSettings, { boundary }: Access, { kind, at }: Trigger, tierZero: boolean): number {
  const applying = allowed.filter(
    (each) =>
      (each.from === null || each.from <= at) &&
      (each.boundaries === null || boundary.startsWith(each.boundaries)) &&
      (each.triggers === null || each.triggers.includes(kind)) &&
      (each.tierZero === null || each.tierZero === tierZero),
  );
  return applying.at(-1)?.ms ?? 0;
}
