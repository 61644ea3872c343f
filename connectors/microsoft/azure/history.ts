import type { Json } from '../../../src/base/json.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import type { ConnectorHistory } from '../../../src/contract/history.ts';
import type { Fact } from '../../../src/model/fact.ts';
import type { Grant, Link } from '../../../src/model/grant.ts';
import type { SurfaceId } from '../../../src/model/ids.ts';
import type { AzureSettings } from './settings.ts';
import { azureSurfaceNames } from './surface-names.ts';

/**
 * What history has to know of the facts of Azure. Nothing of them changes by use, and their lists are sorted where they are told. They depend on
 * nobody: what a principal was given stays when the principal is deleted, and works again when it is restored.
 */
export const azureHistory: ConnectorHistory<AzureSettings> = {
  family,
  names: namesOf,
  dependsOn: () => () => [],
  kept: ({ value }) => ({ value: value as unknown as Json, passing: null }),
  whole: ({ value }) => value,
  isSteady,
  asksAsMuch,
};

function family(fact: Fact): string {
  const value: unknown = fact.value;
  const type: unknown = isJsonObject(value) ? value['type'] : undefined;
  return typeof type === 'string' ? type : fact.kind;
}

/** Members of values that name something. */
const naming = ['id', 'name', 'principal', 'role', 'scope', 'resource', 'of', 'subscription', 'tenant', 'governs', 'clientId'];

function namesOf({ value }: Fact): readonly string[] {
  if (!isJsonObject(value)) return [];
  return naming.flatMap((each) => {
    const name: unknown = value[each];
    return typeof name === 'string' && name !== '' ? [name] : [];
  });
}

/** What goes through a pool is told in another way as soon as it takes fewer elements. */
function isSteady(element: Grant | Link): boolean {
  if (element.escalation !== undefined) return false;
  const ends = element.type === 'grant' ? [element.subject] : [element.from, element.to];
  return !ends.some((each) => each.startsWith('pool:'));
}

const known: ReadonlySet<SurfaceId> = new Set(azureSurfaceNames.map((each) => `azure:${each}`));

/**
 * Another cloud is another service; a shorter log tells less. Which subscriptions are read decides which boundaries there are, not what is asked of
 * one, but for the list of them.
 */
function asksAsMuch(surface: SurfaceId, settings: AzureSettings, former: AzureSettings): boolean {
  if (!known.has(surface) || settings.cloud !== former.cloud) return false;
  if (surface === 'azure:activity-log') return settings.activityDays >= former.activityDays;
  if (surface !== 'azure:subscriptions' || settings.subscriptions === undefined) return true;
  return former.subscriptions?.every((each) => settings.subscriptions?.includes(each)) ?? false;
}
