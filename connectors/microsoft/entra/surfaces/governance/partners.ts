import type { Json } from '../../../../../src/base/json.ts';
import { byCodeUnit } from '../../../../../src/base/order.ts';
import type { Mapped } from '../../../../../src/contract/connector.ts';
import { elements, reading } from '../../../../../src/contract/reading.ts';
import type { Task } from '../../../../../src/model/page.ts';
import { durationMs } from '../../../duration.ts';
import type { PartnerOfFact } from '../../application-facts.ts';
import type { PartnerFact } from '../../facts.ts';
import { missing, tell, tenantIn } from '../../graph-page.ts';
import { partner } from './schema.ts';

/**
 * One page of the relationships of delegated administration (GDAP). Where the customer is another tenant, this one is the partner, and the
 * power lies there. Where it is this one, v1.0 does not name the partner's tenant; the relationship's id then stands for it.
 */
export function mapPartners(task: Task, body: Json): Mapped {
  const into = reading(task);
  for (const { value, at } of elements(into, body, 'value', partner)) {
    const customer = value.customer?.tenantId ?? null;
    const id = value.id.toLowerCase();
    const shared = {
      id,
      name: value.displayName ?? null,
      status: value.status,
      roles: [...new Set(value.accessDetails.unifiedRoles.map((each) => each.roleDefinitionId))].sort(byCodeUnit),
      until: value.endDateTime ?? null,
    };
    if (customer !== null && customer !== tenantIn(task)) {
      const fact: PartnerOfFact = { type: 'partner-of', customer, ...shared };
      tell(into, 'observation', `partner-of|${id}`, fact, at);
      continue;
    }
    const longer = value.autoExtendDuration ?? null;
    const by = longer === null ? 0 : durationMs(longer);
    if (by === undefined) missing(into, 'unsupported', `${JSON.stringify(longer)} is no time by which a relationship is extended`, at);
    // what is not understood is taken for one that goes on: it is the graver
    const fact: PartnerFact = { type: 'partner', partner: value.partner?.tenantId ?? id, ...shared, extends: by !== 0 };
    tell(into, 'assignment', `partner|${id}`, fact, at);
  }
  return into;
}
