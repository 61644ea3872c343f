import type { Area } from '../../../area.ts';
import { tenantBoundary } from '../../../ids.ts';
import { query } from '../../graph-page.ts';
import type { EntraSettings } from '../../settings.ts';
import { mapOrganization } from './map.ts';
import { organization, signedIn } from './surface.ts';

/** Which tenant this is: all else is asked once that is known, by the plans of the other areas. */
export const organizationArea: Area<EntraSettings> = {
  surfaces: [{ surface: organization, map: mapOrganization }],
  calls: [
    {
      name: 'Organization',
      surface: organization.id,
      service: 'graph',
      operation: 'GET /organization',
      path: () => `/organization${query({ $select: 'id,displayName,assignedPlans' })}`,
      drops: [],
      permissions: ['Organization.Read.All'],
    },
  ],
  // A tenant that the settings name is one whose surfaces count as unread where it could not be entered.
  roots: ({ tenant }) => [
    {
      boundary: tenant === undefined ? signedIn : tenantBoundary(tenant),
      surface: organization.id,
      args: { call: 'Organization', ...(tenant === undefined ? {} : { tenant: tenant.toLowerCase() }) },
    },
  ],
  planSees: ['observation'],
};
