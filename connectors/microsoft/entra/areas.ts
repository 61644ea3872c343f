import type { Area } from '../area.ts';
import { probeArea } from './probe/area.ts';
import { applicationsArea } from './surfaces/applications/area.ts';
import { auditArea } from './surfaces/audit/area.ts';
import { governanceArea } from './surfaces/governance/area.ts';
import { groupsArea } from './surfaces/groups/area.ts';
import { organizationArea } from './surfaces/organization/area.ts';
import { peopleArea } from './surfaces/people/area.ts';
import { rolesArea } from './surfaces/roles/area.ts';
import type { EntraSettings } from './settings.ts';

export const entraAreas: readonly Area<EntraSettings>[] = [
  organizationArea,
  rolesArea,
  groupsArea,
  peopleArea,
  applicationsArea,
  governanceArea,
  auditArea,
  probeArea,
];
