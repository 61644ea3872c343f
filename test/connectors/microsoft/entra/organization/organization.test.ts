import { describe, expect, it } from 'vitest';
import { licencesOf } from '../../../../../connectors/microsoft/entra/surfaces/organization/plans.ts';
import { boundary, licensed, list, mapped, organization, scan, tenant, valuesOf } from '../roles/asking.ts';

const other = 'c0ffee00-0000-4000-8000-000000000002';

describe('the tenant that is signed in to', () => {
  it('is told with its plans, whatever the case of its id', () => {
    const { facts, gaps } = mapped(
      'Organization',
      list({
        id: tenant.toUpperCase(),
        displayName: 'Contoso',
        assignedPlans: [
          { capabilityStatus: 'Enabled', service: 'AADPremiumService', servicePlanId: 'EEC0EB4F-6444-4F95-ABA0-50C24D67F998' },
          { capabilityStatus: 'Deleted', service: 'AADPremiumService', servicePlanId: '41781fb2-bc02-4b7c-bd55-b576c07bb09d' },
          { capabilityStatus: 'Enabled', service: 'exchange', servicePlanId: '113feb6c-3fe4-4440-bddc-54d774bf0318' },
        ],
      }),
      {},
      'entra:signed-in',
    );
    expect(gaps).toEqual([]);
    expect(facts.map((each) => each.boundary)).toEqual([boundary, boundary]);
    expect(valuesOf(facts, 'boundary')).toEqual([{ id: boundary, kind: 'tenant', name: 'Contoso' }]);
    expect(valuesOf(facts, 'observation')).toEqual([
      { type: 'tenant', tenant, name: 'Contoso', plans: ['AAD_PREMIUM_P2', 'exchange'], hasPim: true, hasSignInActivity: true },
    ]);
  });

  it('has licences that are not known where the answer does not tell them', () => {
    const { facts } = mapped('Organization', list({ id: tenant, displayName: null }));
    expect(valuesOf(facts, 'observation')).toEqual([
      { type: 'tenant', tenant, name: null, plans: [], hasPim: null, hasSignInActivity: null },
    ]);
  });

  it.each([
    ['nothing', {}],
    ['no tenant', list()],
    ['two', list({ id: tenant }, { id: other })],
    ['no id', list({ displayName: 'Contoso' })],
    ['an id of another form', list({ id: 7 })],
    ['plans of another form', list({ id: tenant, assignedPlans: 'all' })],
    ['no object', null],
  ])('is not known from an answer with %s', (_, body) => {
    const { facts, gaps } = mapped('Organization', body);
    expect(facts).toEqual([]);
    expect(gaps.map((each) => each.cause)).toEqual(['malformed']);
  });

  it('is refused where the settings name another, and nothing more is asked', async () => {
    const { asked, coverage, gaps } = await scan(
      { Organization: list({ id: other, displayName: 'Fabrikam', assignedPlans: [] }) },
      { tenant },
    );
    expect(asked).toEqual(['Organization']);
    expect(gaps.find((each) => each.surface === 'entra:organization')).toMatchObject({
      boundary,
      cause: 'denied',
      detail: expect.stringContaining(other) as string,
    });
    expect(coverage.length).toBeGreaterThan(10);
    expect(coverage.filter((each) => each.status === 'complete')).toEqual([]);
  });

  it('leaves every surface unread where it is named and refused', async () => {
    const { asked, coverage } = await scan({ Organization: { refused: 'denied' } }, { tenant });
    expect(asked).toEqual(['Organization']);
    expect(coverage.length).toBeGreaterThan(10);
    expect(new Set(coverage.map((each) => each.status))).toEqual(new Set(['unread']));
  });

  it('is a line of its own where it is neither named nor told', async () => {
    const { coverage } = await scan({ Organization: { refused: 'denied' } });
    expect(coverage.map(({ boundary: of, surface, status }) => ({ of, surface, status }))).toEqual([
      { of: 'entra:signed-in', surface: 'entra:organization', status: 'unread' },
    ]);
  });

  it('is read whole with all its surfaces where nothing is refused', async () => {
    const { coverage, gaps } = await scan(licensed);
    expect(gaps).toEqual([]);
    expect(new Set(coverage.map((each) => each.status))).toEqual(new Set(['complete']));
    expect(coverage.some((each) => each.surface === 'entra:group-members' && each.detail === 'nothing to ask')).toBe(true);
  });
});

describe('licences', () => {
  const premium = { service: 'AADPremiumService', servicePlanId: 'eec0eb4f-6444-4f95-aba0-50c24d67f998' };
  it.each([
    ['none at all', [], false],
    ['another service', [{ capabilityStatus: 'Enabled', service: 'exchange', servicePlanId: null }], false],
    ['P1 alone', [{ ...premium, capabilityStatus: 'Enabled', servicePlanId: '41781fb2-bc02-4b7c-bd55-b576c07bb09d' }], false],
    ['P2', [{ ...premium, capabilityStatus: 'Enabled' }], true],
    ['P2 in its time of grace', [{ ...premium, capabilityStatus: 'Warning' }], true],
    ['P2 that is suspended', [{ ...premium, capabilityStatus: 'Suspended' }], null],
    ['P2 that was deleted', [{ ...premium, capabilityStatus: 'Deleted' }], false],
    ['P2 in a state that is not told', [{ ...premium, capabilityStatus: null }], null],
    ['governance', [{ capabilityStatus: 'Enabled', service: 'x', servicePlanId: 'e866a266-3cff-43a3-acca-0c90a7e00c8b' }], true],
    ['a premium plan that is not known', [{ ...premium, capabilityStatus: 'Enabled', servicePlanId: other }], null],
  ])('with %s tell of Privileged Identity Management: %s', (_, plans, expected) => {
    expect(licencesOf(plans as never).hasPim).toBe(expected);
  });

  it('without it ask nothing of it, and that is whole', async () => {
    const { asked, coverage } = await scan({ Organization: organization('AAD_PREMIUM') });
    expect(asked.filter((each) => /Instances|Schedules|Polic/.test(each))).toEqual([]);
    expect(asked).toContain('SignInActivity');
    expect(new Set(coverage.map((each) => each.status))).toEqual(new Set(['complete']));
  });

  it('without any ask no sign-in activity either', async () => {
    const { asked } = await scan({ Organization: organization() });
    expect(asked).toEqual(['AdministrativeUnits', 'AppRoles', 'Groups', 'Organization', 'RoleAssignments', 'RoleDefinitionsBeta', 'Users']);
  });
});
