import { hashJson } from '../../base/bytes/hash.ts';
import { isJsonObject, type Json } from '../../base/json.ts';
import { byCodeUnit, byKeys } from '../../base/order.ts';
import type { ConnectorId } from '../../model/ids.ts';
import type { BodyOf } from '../../model/ledger.ts';

export type Scope = BodyOf<'run-intent'>['scope'];

/** What is going to be asked, by connector and then by settings. What a connector's settings choose is told by surface. */
export function scopeOf(asked: readonly { readonly connector: ConnectorId; readonly settings: Json }[]): Scope {
  return asked
    .map(({ connector, settings }) => ({ connector, settings: hashJson(settings), surfaces: surfacesIn(connector, settings) }))
    .sort(
      byKeys(
        (each) => each.connector,
        (each) => each.settings,
      ),
    );
}

function surfacesIn(connector: ConnectorId, settings: Json): readonly string[] | null {
  const chosen = isJsonObject(settings) ? settings['surfaces'] : undefined;
  if (!Array.isArray(chosen)) return null;
  return chosen
    .filter((each) => typeof each === 'string')
    .map((each) => (each.startsWith(`${connector}:`) ? each : `${connector}:${each}`))
    .sort(byCodeUnit);
}
