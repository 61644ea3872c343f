import { documentedSettings } from '../../contract/settings.ts';
import type { Connector, ConnectorCore } from '../../contract/connector.ts';
import { byCodeUnit } from '../../base/order.ts';
import type { ConnectorId } from '../../model/ids.ts';
import { withConnectorSettings, type Configuration } from '../../run/configuration.ts';
import { UsageError } from '../usage.ts';
import type { RunWiring } from '../run-wiring.ts';

/** The sources named, each once, else those that the configuration file names. */
export function chooseSources(wiring: RunWiring, configuration: Configuration, named: readonly string[]): readonly ConnectorId[] {
  const known = Object.keys(wiring.live).sort(byCodeUnit);
  const chosen = [...new Set(named.length > 0 ? named : configuration.sources)];
  for (const id of chosen) {
    if (Object.hasOwn(wiring.live, id)) continue;
    throw new UsageError(`cannot read ${JSON.stringify(id)}: there is no such source`, { hint: `the sources are ${known.join(', ')}` });
  }
  if (chosen.length > 0) return chosen;
  throw new UsageError('cannot read without a source: none is named, and the configuration names none under connectors', {
    hint: `name one of ${known.join(', ')}, as in \`vestige scan ${known[0] ?? 'aws'}\``,
  });
}

/** Loads what reads them, and only that. */
export function openSources(wiring: RunWiring, ids: readonly ConnectorId[]): Promise<readonly Connector<unknown>[]> {
  return Promise.all(
    ids.map((id) => {
      const load = wiring.live[id];
      if (load === undefined) throw new UsageError(`cannot read ${JSON.stringify(id)}: it can only be read from files`);
      return load();
    }),
  );
}

export function coreNamed(wiring: RunWiring, id: ConnectorId): ConnectorCore<unknown> {
  const core = wiring.connectors.find((each) => each.id === id);
  if (core !== undefined) return core;
  throw new UsageError(`cannot use ${JSON.stringify(id)}: there is no such connector`, {
    hint: `the connectors are ${wiring.connectors.map((each) => each.id).join(', ')}`,
  });
}

/** `--surfaces a,b`: only these, of the one source, by their names with or without the connector's before them. */
export function onlySurfaces(
  wiring: RunWiring,
  configuration: Configuration,
  ids: readonly ConnectorId[],
  text: string | undefined,
): Configuration {
  if (text === undefined) return configuration;
  const [id, another] = ids;
  if (id === undefined || another !== undefined) {
    throw new UsageError(`cannot choose surfaces of ${ids.length} sources at once`, {
      hint: 'name one source, or set them in the configuration',
    });
  }
  const core = coreNamed(wiring, id);
  if (documentedSettings(core.settings)?.some(({ key }) => key === 'surfaces') !== true)
    throw new UsageError(`cannot choose surfaces of ${id}: it has no such setting`);
  const surfaces = text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .map((each) => (each.startsWith(`${id}:`) ? each.slice(id.length + 1) : each));
  return withConnectorSettings(configuration, core, { ...(configuration.connectorSettings[id] as object), surfaces }, '--surfaces');
}
