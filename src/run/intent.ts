import * as v from 'valibot';
import type { Json } from '../base/json.ts';
import type { ConnectorCore } from '../contract/connector.ts';
import type { ConnectorId } from '../model/ids.ts';
import { withConnectorSettings, type Configuration } from './configuration.ts';
import { RunError } from './errors.ts';

/** What a live capture is of, kept beside its pages from its first moment: enough to go on with it after a kill. Holds no secret. */
export interface Intent {
  readonly schema: 1;
  readonly kind: 'live';
  readonly sources: readonly { readonly connector: ConnectorId; readonly settings: Json }[];
}

const shape = v.object({
  schema: v.literal(1),
  kind: v.literal('live'),
  sources: v.pipe(v.array(v.object({ connector: v.string(), settings: v.record(v.string(), v.unknown()) })), v.minLength(1)),
});

/** Reads back what {@link intentOf} wrote; `null` where it is no intent of a live capture (a killed import of files). */
export function readIntent(intent: Json): Intent | null {
  const read = v.safeParse(shape, intent);
  return read.success ? (intent as unknown as Intent) : null;
}

export function intentOf(connectors: readonly ConnectorId[], configuration: Configuration): Intent {
  const sources = connectors.map((connector) => ({ connector, settings: configuration.connectorSettings[connector] as Json }));
  return { schema: 1, kind: 'live', sources };
}

/**
 * The configuration with the settings that a capture was begun with in the place of today's: half of it read one way and half another
 * would be an answer about nothing. Throws {@link RunError} `unknown-connector`, or `bad-configuration` where this version refuses them.
 */
export function asIntended(
  configuration: Configuration,
  intent: Intent,
  cores: readonly ConnectorCore<unknown>[],
  name: string,
): Configuration {
  return intent.sources.reduce((so, { connector, settings }) => {
    const core = cores.find((each) => each.id === connector);
    if (core === undefined)
      throw new RunError('unknown-connector', `cannot go on with ${name}: ${connector} is no connector of this program`);
    return withConnectorSettings(so, core, settings as object, name);
  }, configuration);
}
