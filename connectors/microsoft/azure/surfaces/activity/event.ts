import * as v from 'valibot';
import type { JsonObject } from '../../../../../src/base/json.ts';
import { isJsonObject } from '../../../../../src/base/json.ts';
import { instant } from '../../../../../src/contract/reading.ts';
import { maybeTime, text, words } from '../common/fields.ts';

const localizable = v.nullish(v.object({ value: words }));

/** An entry of the activity log, as far as it is used (https://learn.microsoft.com/azure/azure-monitor/platform/activity-log-schema). */
export const event = v.object({
  eventDataId: text,
  eventTimestamp: instant,
  submissionTimestamp: maybeTime,
  operationName: v.object({ value: text }),
  status: v.object({ value: text }),
  subStatus: localizable,
  caller: words,
  claims: v.nullish(v.record(v.string(), v.unknown()), {}),
  authorization: v.nullish(v.object({ scope: words })),
  resourceId: words,
  subscriptionId: words,
  correlationId: words,
  operationId: words,
  properties: v.nullish(v.record(v.string(), v.unknown()), {}),
});
export type Event = v.InferOutput<typeof event>;

/** What identifies a request among the entries that are made of it. */
export function requestOf({ correlationId, operationId, operationName }: Event): string {
  return `${correlationId ?? ''}|${operationId ?? ''}|${operationName.value.toLowerCase()}`;
}

/** The properties of what was sent, or of what was answered: JSON within a text. `undefined`: not told here, or no JSON. */
export function bodyOf({ properties }: Event, which: 'requestbody' | 'responsebody'): JsonObject | undefined {
  const found = Object.entries(properties ?? {}).find(([name]) => name.toLowerCase() === which)?.[1];
  if (typeof found !== 'string' || found === '') return undefined;
  let body: unknown;
  try {
    body = JSON.parse(found);
  } catch {
    // the log cuts long texts off: what is left tells nothing
    return undefined;
  }
  if (!isJsonObject(body)) return undefined;
  const inner = member(body, 'properties');
  return isJsonObject(inner) ? inner : body;
}

/** A member whatever the case of its name: the log has `PrincipalId` and `principalId`. */
export function member(of: JsonObject | undefined, name: string): unknown {
  return Object.entries(of ?? {}).find(([each]) => each.toLowerCase() === name.toLowerCase())?.[1];
}

export function textMember(of: JsonObject | undefined, name: string): string | null {
  const value = member(of, name);
  return typeof value === 'string' && value !== '' ? value : null;
}
