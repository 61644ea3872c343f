import * as v from 'valibot';
import type { ProbePage } from '../../src/contract/connector.ts';
import type { BoundaryId, SurfaceId } from '../../src/model/ids.ts';
import type { Task } from '../../src/model/page.ts';

/** The name of the call that sessions answer from their own token. */
const CALLER = 'caller';

const text = v.nullable(v.string());
const caller = v.object({
  tenant: text,
  object: text,
  application: text,
  roles: v.pipe(v.array(v.string()), v.readonly()),
  scopes: v.pipe(v.array(v.string()), v.readonly()),
});
/** Who signed in, as the own token tells it; `null` = it does not. Nothing but words of `doctor` depends on it. */
export type SignedIn = v.InferOutput<typeof caller>;

/** Asks who signed in. No request is sent for it beside those of the sign-in. */
export function callerTask(boundary: BoundaryId, surface: SurfaceId): Task {
  return { boundary, surface, args: { call: CALLER } };
}

/** `null` where the sign-in failed, or the token could not be read. */
export function signedInOf(pages: readonly ProbePage[]): SignedIn | null {
  for (const { task, body, refused } of pages) {
    if (refused !== null || !v.is(v.object({ call: v.literal(CALLER) }), task.args)) continue;
    const told = v.safeParse(caller, body);
    if (told.success) return told.output;
  }
  return null;
}

/** `signed in to tenant … as application … (object …)`. */
export function signedInWords({ tenant, object, application, scopes }: SignedIn): string {
  const who =
    scopes.length > 0
      ? `the person ${object ?? 'that its token does not name'} through application ${application ?? 'not told'}`
      : `application ${application ?? 'not told'} (object ${object ?? 'not told'})`;
  return `signed in to tenant ${tenant ?? 'not told'} as ${who}`;
}
