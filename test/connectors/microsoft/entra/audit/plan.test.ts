import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { callOf } from '../../../../../connectors/microsoft/entra/asks.ts';
import { entraCore } from '../../../../../connectors/microsoft/entra/core.ts';
import { entraSettings } from '../../../../../connectors/microsoft/entra/settings.ts';
import { buildFactIndex } from '../../../../../src/collect/facts.ts';
import type { JsonObject } from '../../../../../src/base/json.ts';
import { tenantPage } from '../applications/pages.ts';

function paths(settings: object, at: string | null, premium: boolean | null): readonly string[] {
  const seen = buildFactIndex([{ page: 'p', at, facts: tenantPage(premium).facts }]);
  const tasks = entraCore.plan?.(seen, 1, v.parse(entraSettings, settings)) ?? [];
  return tasks
    .filter(({ surface }) => surface === 'entra:audit-log')
    .map((each) => decodeURIComponent(callOf(each)?.path(each.args as JsonObject) ?? 'unknown'));
}

const at = '2026-11-20T09:00:00.000Z';

describe('what is asked of the audit log', () => {
  it('is each service since so many days before the tenant was read, the latest entries first', () => {
    const asked = paths({ auditDays: 20 }, at, true);
    expect(asked).toHaveLength(12);
    expect(asked[0]).toBe(
      "/auditLogs/directoryAudits?$filter=loggedByService eq 'PIM' and activityDateTime ge 2026-10-31T09:00:00.000Z&$top=999&$orderby=activityDateTime desc",
    );
    expect(asked[1]).toContain(
      "loggedByService eq 'Core Directory' and category eq 'RoleManagement' and activityDateTime ge 2026-10-31T09:00:00.000Z",
    );
  });

  it('is the very same again for the same page, whenever it is asked', () => {
    expect(paths({}, at, true)).toEqual(paths({}, at, true));
  });

  it.each([[false], [null]])(
    'goes back six days at most where a premium licence is %j, for the service refuses to be asked about more',
    (premium) => {
      expect(paths({ auditDays: 29 }, at, premium)[0]).toContain('ge 2026-11-14T09:00:00.000Z');
      expect(paths({ auditDays: 2 }, at, premium)[0]).toContain('ge 2026-11-18T09:00:00.000Z');
    },
  );

  it('is nothing where it is not known when the tenant was read', () => {
    expect(paths({}, null, true)).toEqual([]);
  });

  it('is nothing where the settings leave the log out', () => {
    expect(paths({ surfaces: ['users'] }, at, true)).toEqual([]);
  });
});
