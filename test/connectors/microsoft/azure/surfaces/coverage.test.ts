import { describe, expect, it } from 'vitest';
import { azureCore } from '../../../../../connectors/microsoft/azure/core.ts';
import { azureSurfaceNames } from '../../../../../connectors/microsoft/azure/surface-names.ts';
import type { Json } from '../../../../../src/base/json.ts';
import type { SurfaceCoverage } from '../../../../../src/model/gap.ts';
import type { Task } from '../../../../../src/model/page.ts';
import { noFaults, outcome } from '../../../../contract/connector/scenario.ts';
import { answersOf, PROD, T, TEST } from './support/estate.ts';
import { callOf, settingsOf, walk } from './support/walk.ts';

/** The ledger of a scan in which some calls are refused with a status; `answers` as the estate gives them. */
async function ledgerOf(
  refused: Readonly<Record<string, number>>,
  surfaces: readonly (typeof azureSurfaceNames)[number][] = azureSurfaceNames,
  answers: (task: Task) => readonly Json[] = answersOf,
): Promise<(surface: string, boundary: string) => SurfaceCoverage | undefined> {
  const settings = { surfaces: [...surfaces] };
  const [first, ...rest] = walk(settingsOf(settings), answers).pages;
  if (first === undefined) throw new Error('there are pages');
  const subject = { name: 'azure', core: azureCore, scenario: () => ({ settings, pages: [first, ...rest] as const }) };
  const refusing = Object.keys(refused).length === 0 ? noFaults : ({ task }: { readonly task: Task }) => refused[callOf(task)] ?? null;
  const { replayed } = await outcome(subject, refusing);
  return (surface, boundary) =>
    replayed.coverage.find((line) => line.surface === `azure:${surface}` && line.boundary === `azure:${boundary}`);
}

describe('the ledger of an Azure scan', () => {
  it('is whole in every boundary where all was read', async () => {
    const line = await ledgerOf({});
    for (const surface of azureSurfaceNames.filter((each) => each !== 'subscriptions')) {
      for (const boundary of [T, PROD, TEST]) expect(line(surface, boundary)?.status, `${surface} ${boundary}`).toBe('complete');
    }
  });

  it('has what is above subscriptions partly read where management groups were refused, and the subscriptions whole', async () => {
    const line = await ledgerOf({ descendants: 403 });
    expect(line('management-groups', T)).toMatchObject({ status: 'unread', cause: 'denied' });
    for (const surface of ['role-assignments', 'assignment-instances', 'eligibility-instances', 'deny-assignments', 'role-definitions']) {
      expect(line(surface, T)?.status, surface).toBe('partial');
      expect(line(surface, PROD)?.status, surface).toBe('complete');
    }
  });

  it('has federated credentials unread where the identities they hang on were refused', async () => {
    const line = await ledgerOf({ userAssignedIdentities: 403 });
    expect(line('federated-credentials', PROD)).toMatchObject({ status: 'unread', cause: 'denied' });
  });

  it('takes a list without a known row for partly read where the caller’s own rights were refused', async () => {
    const line = await ledgerOf({ callerRights: 403 });
    expect(line('role-assignments', TEST)).toMatchObject({ status: 'partial', cause: 'denied' });
    expect(line('role-assignments', PROD)?.status).toBe('complete');
  });

  it('does not believe the index of resources where it is not known what the caller may read', async () => {
    const line = await ledgerOf({ callerReads: 403 });
    expect(line('identity-carriers', PROD)).toMatchObject({ status: 'partial', cause: 'denied' });
  });

  it('tells a subscription that the settings name and nobody may see', async () => {
    const missing = '22222222-aaaa-4bbb-8ccc-000000000009';
    const [first, ...rest] = walk(settingsOf({ subscriptions: [PROD, missing] })).pages;
    if (first === undefined) throw new Error('there are pages');
    const settings = { subscriptions: [PROD, missing] };
    const { replayed } = await outcome(
      { name: 'azure', core: azureCore, scenario: () => ({ settings, pages: [first, ...rest] }) },
      noFaults,
    );
    const lines = replayed.coverage.filter((line) => line.boundary === `azure:${missing}`);
    expect(lines.find((line) => line.surface === 'azure:subscriptions')).toMatchObject({ status: 'unread', cause: 'vanished' });
    expect(lines.every((line) => line.status !== 'complete')).toBe(true);
  });

  it('reads where things lie whatever else is asked', async () => {
    const line = await ledgerOf({}, ['role-assignments']);
    expect(line('role-assignments', PROD)?.status).toBe('complete');
    expect(line('role-assignments', T)?.status).toBe('complete');
    expect(line('key-vaults', PROD)?.status).toBe('excluded');
  });
});
