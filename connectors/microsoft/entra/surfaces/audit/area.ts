import type { Area } from '../../../area.ts';
import type { EntraSettings } from '../../settings.ts';
import { auditCalls } from './calls.ts';
import { mapAuditLog } from './entries.ts';
import { planAudit } from './plan.ts';
import { auditLog } from './surfaces.ts';

export const auditArea: Area<EntraSettings> = {
  surfaces: [{ surface: auditLog, map: mapAuditLog }],
  calls: auditCalls,
  plan: planAudit,
  planSees: ['observation'],
};
