import * as v from 'valibot';
import type { AccessFact } from '../../../src/contract/connector.ts';
import type { EntityId } from '../../../src/model/ids.ts';

const told = v.object({ role: v.string(), maxSeconds: v.pipe(v.number(), v.integer(), v.minValue(1)) });

/** `MaxSessionDuration` of a role. Permission sets have limits of their own, which are not told here. */
export function roleSessionLimit({ kind, value }: AccessFact): { readonly identity: EntityId; readonly ms: number } | null {
  if (kind !== 'session-limit') return null;
  const read = v.safeParse(told, value);
  return read.success ? { identity: read.output.role, ms: read.output.maxSeconds * 1000 } : null;
}
