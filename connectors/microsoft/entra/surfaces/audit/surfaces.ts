import type { Surface } from '../../../../../src/contract/connector.ts';

/** Entries arrive minutes late, sometimes more than an hour (https://learn.microsoft.com/entra/identity/monitoring-health/reference-reports-data-retention). */
export const auditLog: Surface = {
  id: 'entra:audit-log',
  yields: ['life-cycle-event', 'log-span'],
  permission: 'AuditLog.Read.All, Directory.Read.All',
  ifUnread: 'who switched on, approved, was given or lost which right, secret or consent, and when',
  provesAbsence: 'no',
  role: 'describes',
  service: 'reports',
  follows: [],
};
