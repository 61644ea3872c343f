import { isJsonObject } from '../../../../src/base/json.ts';
import type { ConnectorHistory } from '../../../../src/contract/history.ts';
import type { Fact } from '../../../../src/model/fact.ts';
import type { Grant, Link } from '../../../../src/model/grant.ts';
import type { SurfaceId } from '../../../../src/model/ids.ts';
import type { EntraSettings } from '../settings.ts';
import { entraSurfaceNames } from '../surface-names.ts';
import { dependsOn } from './depends-on.ts';
import { kept, whole } from './kept.ts';
import { namesOf } from './names.ts';
import { isMoot, partOf } from './parts.ts';

/** What history has to know of the facts of Entra ID. */
export const entraHistory: ConnectorHistory<EntraSettings> = {
  family,
  names: namesOf,
  dependsOn: () => dependsOn,
  kept,
  whole,
  part: partOf,
  isMoot,
  isSteady,
  asksAsMuch,
};

const known: ReadonlySet<SurfaceId> = new Set(entraSurfaceNames.map((each) => `entra:${each}`));

/** An identity or credential is one of its kind, a fact of the connector's own is one of its type. */
function family(fact: Fact): string {
  if (fact.kind === 'identity' || fact.kind === 'credential') return fact.value.kind;
  const value: unknown = fact.value;
  const type: unknown = isJsonObject(value) ? value['type'] : undefined;
  return typeof type === 'string' ? type : fact.kind;
}

/** What goes through a pool, or is told of one, is told in another way as soon as it takes fewer elements. */
function isSteady(element: Grant | Link): boolean {
  if (element.escalation !== undefined) return false;
  return element.type === 'grant'
    ? !element.subject.startsWith('pool:')
    : !element.from.startsWith('pool:') && !element.to.startsWith('pool:');
}

/** Settings that say how and by whom it is asked, or of which surface. */
const ofNoSurface: ReadonlySet<string> = new Set(['surfaces', 'credential', 'clientId', 'tenant', 'endpoints', 'auditDays']);

/** Another cloud is another service; a shorter log tells less. Of all else, in which groups are asked for, only the same is as much. */
function asksAsMuch(surface: SurfaceId, settings: EntraSettings, former: EntraSettings): boolean {
  if (!known.has(surface)) return false;
  if (surface === 'entra:audit-log') return settings.cloud === former.cloud && settings.auditDays >= former.auditDays;
  if (!surface.startsWith('entra:group-')) return settings.cloud === former.cloud;
  return comparable(settings) === comparable(former);
}

function comparable(settings: EntraSettings): string {
  return JSON.stringify(
    Object.entries(settings)
      .filter(([name]) => !ofNoSurface.has(name))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
