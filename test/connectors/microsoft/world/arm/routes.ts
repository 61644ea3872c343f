import type { Route } from '../route.ts';
import { authorizationRoutes } from './authorization.ts';
import { placeRoutes } from './places.ts';
import { pimRoutes } from './pim.ts';
import { resourceRoutes } from './resources.ts';

export const armRoutes: readonly Route[] = [...placeRoutes, ...pimRoutes, ...authorizationRoutes, ...resourceRoutes];
