import type { Account } from './account.ts';
import { hasRootKey } from './iam.ts';
import type { World } from './world.ts';
import { inUse } from './world.ts';

/** How often each of these rules has to fire, counted in the organization itself. */
export function plantedFaults(world: World, accountAt: (id: string) => Account): Readonly<Record<string, number>> {
  const { failed, sets } = world.directory;
  const entered = world.places.filter(inUse);
  const people = entered.flatMap(({ id }) => accountAt(id).people);
  return {
    'api-key-long-lived': people.filter(({ serviceCredential }) => serviceCredential !== null).length,
    'access-key-two-active': people.filter(({ keys }) => keys.filter(({ active }) => active).length > 1).length,
    'assignment-removal-failed': failed.length,
    'password-without-mfa': people.filter(({ password, secondFactor }) => password && !secondFactor).length,
    'permission-set-not-provisioned': sets.reduce((all, { stale }) => all + stale.length, 0),
    'root-access-key': entered.filter(hasRootKey).length,
    'ssh-key-long-lived': people.filter(({ sshKey }) => sshKey !== null).length,
  };
}
