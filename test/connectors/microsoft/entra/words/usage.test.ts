import { describe, expect, it } from 'vitest';
import type { Identity } from '../../../../../src/model/entity.ts';
import type { Meddler, Scanned } from '../../matrix/scan.ts';
import { scanned } from '../../matrix/scan.ts';

const world = { apps: { deployer: {} } };

/** The report of sign-ins has one row. */
function signedIn(appId: string): Meddler {
  const row = { id: 'row', appId, lastSignInActivity: { lastSignInDateTime: '2026-11-01T06:00:00Z' } };
  return (request, answer) =>
    request.url.includes('/servicePrincipalSignInActivities') ? { ...answer, status: 200, body: { value: [row] } } : answer;
}

function deployerIn({ view }: Scanned): Identity {
  const found = [...view.identities()].find((each) => each.kind === 'service-principal' && each.name === 'deployer');
  if (found === undefined) throw new Error('no service principal deployer');
  return found;
}

describe('the last use of a service principal, in an analysis', () => {
  it('is known of the service principal, though the report names it by its application alone', async () => {
    const unused = await scanned(world);
    const { id, tags } = deployerIn(unused);
    expect(unused.view.usage(id)).toBeUndefined();
    const { view } = await scanned(world, signedIn(tags['appId'] ?? 'none'));
    expect(view.usage(id)).toMatchObject({ lastUsed: '2026-11-01T06:00:00.000Z' });
    expect(view.evidenceOf('usage', id)).toHaveLength(1);
  });
});
