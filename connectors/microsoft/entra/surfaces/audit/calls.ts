import type { MicrosoftCall } from '../../../call.ts';
import { arg, query } from '../../graph-page.ts';
import { auditLog } from './surfaces.ts';

/**
 * What is asked, as https://learn.microsoft.com/entra/identity/monitoring-health/reference-audit-activities has it: the service that logs, narrowed to a category where others of it would be
 * told by the thousand.
 */
export const logs: readonly (readonly [service: string, category: string | null])[] = [
  ['PIM', null],
  ['Core Directory', 'RoleManagement'],
  ['Core Directory', 'ApplicationManagement'],
  ['Core Directory', 'GroupManagement'],
  ['Core Directory', 'UserManagement'],
  ['Core Directory', 'DirectoryManagement'],
  ['Core Directory', 'PermissionGrantPolicy'],
  ['Core Directory', 'AuthorizationPolicy'],
  ['Invited Users', null],
  ['Access Reviews', null],
  ['Entitlement Management', null],
  ['Azure RBAC (Elevated Access)', null],
];

/** Latest first: a scan that is broken off has the entries that tell of now. `from` is a part of the task, so that a resumed scan asks the same. */
export const auditCalls: readonly MicrosoftCall[] = [
  {
    name: 'DirectoryAudits',
    surface: auditLog.id,
    service: 'graph',
    operation: 'GET /auditLogs/directoryAudits',
    path: (args) => {
      const category = arg(args, 'category');
      const terms = [
        `loggedByService eq '${arg(args, 'service')}'`,
        ...(category === '' ? [] : [`category eq '${category}'`]),
        `activityDateTime ge ${arg(args, 'from')}`,
      ];
      return `/auditLogs/directoryAudits${query({ $filter: terms.join(' and '), $top: 999, $orderby: 'activityDateTime desc' })}`;
    },
    drops: [],
    // https://learn.microsoft.com/graph/api/directoryaudit-list wants both
    permissions: ['AuditLog.Read.All', 'Directory.Read.All'],
    about: (args) => {
      const category = arg(args, 'category');
      return `of ${arg(args, 'service')}${category === '' ? '' : `, ${category},`} from ${arg(args, 'from')} on`;
    },
  },
];
