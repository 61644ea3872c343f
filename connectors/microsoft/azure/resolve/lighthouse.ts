import type { FactKey } from '../../../../src/model/ids.ts';
import { lastSegment } from '../../ids.ts';
import type { LighthouseFact } from '../facts.ts';
import type { Estate } from './estate.ts';
import type { Held } from './holdings.ts';
import { eligible, standing } from './lasting.ts';
import type { GrantTemplate } from './template.ts';

/**
 * What other tenants were handed by Azure Lighthouse: no role assignment tells of it. Owner cannot be delegated, nor can rights on data, and
 * who may give roles may give them to managed identities only, of a list that is not told
 * (https://learn.microsoft.com/azure/lighthouse/concepts/tenants-users-roles).
 */
export function* delegated(estate: Estate): Iterable<Held> {
  for (const { value, key, boundary, evidence } of estate.of.lighthouse) {
    for (const each of value.authorizations) {
      const { principal, principalName, role, approvers, longestMs } = each;
      const approved = approvers.length > 0;
      const lasting = each.eligible ? eligible({ gate: approved ? 'approved' : 'self' }, null, null) : standing;
      const longest = longestMs === null ? '' : `, for ${longestMs / 60_000} minutes at most`;
      const how = approved ? `once ${approvers.join(', ')} approves` : 'by its own act';
      yield {
        principal,
        principalType: null,
        role: lastSegment(role),
        scope: value.scope,
        boundary,
        lasting,
        because: [
          `delegated to tenant ${value.tenantName ?? value.tenant} by Azure Lighthouse${principalName === null ? '' : `, for ${principalName}`}`,
          ...(each.eligible ? [`to be switched on ${how}${longest}`] : []),
        ],
        condition: null,
        source: { id: delegationOf(key, each), kind: 'lighthouse' },
        row: delegationOf(key, each),
        evidence,
      };
    }
  }
}

/** The id of the source of what one authorisation of a registration gives; `key`: of the registration's fact. */
export function delegationOf(key: FactKey, { principal, role, eligible: gated }: LighthouseFact['authorizations'][number]): string {
  return `${key}|${principal}|${lastSegment(role)}|${gated ? 'eligible' : 'active'}`;
}

/** What a role gives once it is delegated. */
export function delegable(template: GrantTemplate): GrantTemplate {
  if (template.capability !== 'grant-privilege') return template;
  const text = 'it may give roles of a list that was not told, to managed identities alone';
  return { ...template, presence: 'possible', conditions: [...template.conditions, { text, settled: 'outside' }] };
}
