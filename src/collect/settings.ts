import * as v from 'valibot';
import type { ConnectorCore } from '../contract/connector.ts';
import { CollectError } from './errors.ts';

/** The settings as the connector's own schema reads them; throws {@link CollectError} `bad-settings` naming the place. */
export function readSettings<S>(core: ConnectorCore<S>, settings: unknown): S {
  const read = v.safeParse(core.settings, settings);
  if (read.success) return read.output;
  const wrong = read.issues.map((issue) => `${v.getDotPath(issue) ?? 'the whole'}: ${issue.message}`).join('; ');
  throw new CollectError('bad-settings', `cannot use the settings of connector '${core.id}': ${wrong}`, {
    hint: `mend the settings of '${core.id}' in the configuration`,
  });
}
