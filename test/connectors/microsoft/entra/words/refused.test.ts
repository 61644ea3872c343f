import { describe, expect, it } from 'vitest';
import { scanned } from '../../matrix/scan.ts';

/** One of everything that leads to a further question. */
const world = {
  users: { ann: {} },
  groups: { sellers: { members: ['ann'] } },
  packages: { sales: { gives: [{ group: 'sellers' }], to: [{ who: 'ann', until: '2027-03-01T00:00:00Z' }] } },
  apps: {
    shop: {
      owners: ['ann'],
      federated: [{ expression: "claims['sub'] matches 'repo:contoso/*'" }],
      permissions: ['Application.ReadWrite.All'],
    },
  },
} as const;

/** What the tenant refuses, with the surfaces that are then not read whole. */
const refusals: readonly (readonly [refused: string, surfaces: readonly string[]])[] = [
  ['applications', ['applications', 'app-owners', 'federated-credentials']],
  ['federated-credentials', ['federated-credentials']],
  ['service-principals', ['service-principals', 'app-owners', 'app-role-assignments', 'agent-identities']],
  ['app-role-assignments', ['app-role-assignments']],
  ['consents', ['delegated-grants']],
  ['service-principal-activity', ['app-activity']],
  ['credential-activity', ['credential-activity']],
  ['partners', ['partners']],
  ['package-assignments', ['access-packages', 'access-package-roles']],
  ['access-package', ['access-package-roles']],
  ['authorization-policy', ['consent-policies']],
  ['permission-grant-policies', ['consent-policies']],
  ['audit-log', ['audit-log']],
];

const mine = new Set([...refusals.flatMap(([, surfaces]) => surfaces), 'deleted-items']);

async function notWhole(refuse: Readonly<Record<string, 'denied'>>): Promise<readonly string[]> {
  const { report, notUnderstood } = await scanned({
    ...world,
    users: { ...world.users },
    groups: structuredClone(world.groups) as never,
    packages: structuredClone(world.packages) as never,
    apps: structuredClone(world.apps) as never,
    refuse,
  });
  expect(notUnderstood).toEqual([]);
  const lines = report.coverage.filter(({ surface, status }) => mine.has(surface.slice('entra:'.length)) && status !== 'complete');
  return lines.map(({ surface }) => surface.slice('entra:'.length));
}

describe('a scan of a tenant', () => {
  it('reads all of it', async () => {
    expect(await notWhole({})).toEqual([]);
  });

  it('holds for unread what a package gives that is not there any more', async () => {
    const packages = { ...world.packages, sales: { ...world.packages.sales, gone: true } };
    const { report } = await scanned({ users: { ann: {} }, groups: { sellers: { members: ['ann'] } }, packages: packages as never });
    const [line] = report.coverage.filter(({ surface }) => surface === 'entra:access-package-roles');
    expect([line?.status, line?.cause]).toEqual(['unread', 'vanished']);
  });

  it.each(refusals)('that is refused %s holds %j for unread, and nothing else', async (refused, surfaces) => {
    expect(new Set(await notWhole({ [refused]: 'denied' }))).toEqual(new Set(surfaces));
  });
});
