import * as v from 'valibot';
import type { Instant } from '../../../../../src/base/instant.ts';
import { instantOf, parseInstant } from '../../../../../src/base/instant.ts';
import type { Reading } from '../../../../../src/contract/reading.ts';
import { instant } from '../../../../../src/contract/reading.ts';
import type { EntityId, ScopeId } from '../../../../../src/model/ids.ts';
import { directoryScope } from '../../../ids.ts';
import { durationMs } from '../../../duration.ts';
import { guid, objectIn, tenantIn } from '../../graph-page.ts';

export const id = v.pipe(v.string(), v.minLength(1));
/** What may be lacking, and then is not told. */
export const untold = v.nullish(id, null);

/** A word of the service's, in lower case: interfaces of Microsoft's differ in how they write it. */
export function word<const W extends string>(...words: readonly [W, ...W[]]): v.GenericSchema<string, W> {
  return v.pipe(v.string(), v.toLowerCase(), v.picklist(words));
}

interface Placed {
  readonly directoryScopeId: string | null;
  readonly appScopeId: string | null;
}
const place = { directoryScopeId: v.nullish(v.string(), null), appScopeId: v.nullish(v.string(), null) };

/** What every entry tells that gives somebody a role: a role has its place in the directory or in an application. */
export const holding = {
  id,
  principalId: guid,
  roleDefinitionId: guid,
  ...place,
};

export function hasPlace({ directoryScopeId, appScopeId }: Placed): boolean {
  return directoryScopeId !== null || appScopeId !== null;
}
export const NO_PLACE = 'it tells no scope';

export interface Holding {
  readonly id: string;
  readonly principal: EntityId;
  readonly role: string;
  readonly scope: ScopeId;
}

export function holdingOf(into: Reading, value: v.InferOutput<v.ObjectSchema<typeof holding, undefined>>): Holding {
  const { id: own, principalId, roleDefinitionId: role, directoryScopeId, appScopeId } = value;
  const scope = directoryScope(tenantIn(into.task), directoryScopeId ?? appScopeId ?? '');
  return { id: own, principal: objectIn(into, principalId), role, scope };
}

export const memberType = word('direct', 'group', 'inherited');
export const assignmentType = word('assigned', 'activated');

/** https://learn.microsoft.com/graph/api/resources/expirationpattern and /requestschedule */
export const scheduleInfo = v.object({
  startDateTime: v.nullish(instant, null),
  expiration: v.nullish(
    v.object({
      type: v.nullish(word('notspecified', 'noexpiration', 'afterdatetime', 'afterduration'), null),
      endDateTime: v.nullish(v.string(), null),
      duration: v.nullish(v.string(), null),
    }),
    null,
  ),
});

/** The end of a schedule; `null`: it has none. `undefined`: it says that it has one, and not when. */
export function endOf({ startDateTime, expiration }: v.InferOutput<typeof scheduleInfo>): Instant | null | undefined {
  const { type = null, endDateTime = null, duration = null } = expiration ?? {};
  switch (type) {
    case 'afterdatetime': {
      const at = endDateTime === null ? undefined : parseInstant(endDateTime);
      if (at === undefined) return undefined;
      return endDateTime?.startsWith('9999-') === true ? null : instantOf(at);
    }
    case 'afterduration': {
      const length = duration === null ? undefined : durationMs(duration);
      const from = startDateTime === null ? undefined : parseInstant(startDateTime);
      return length === undefined || from === undefined ? undefined : instantOf(from + length);
    }
    case 'noexpiration':
    case 'notspecified':
    case null:
      // an end beside a type that says there is none
      return endDateTime === null && duration === null ? null : undefined;
  }
}
