import type { Task } from '../../../../../src/model/page.ts';
import type { MicrosoftCall } from '../../../call.ts';
import { azureTenantBoundary, subscriptionBoundary } from '../../../ids.ts';
import type { AzureSettings } from '../../settings.ts';
import { textArg } from '../common/asked.ts';
import { managementGroups, signedIn, subscriptions } from './surfaces.ts';

/** https://learn.microsoft.com/rest/api/resources/subscriptions/list and …/get */
const listSubscriptions: MicrosoftCall = {
  name: 'subscriptions',
  surface: subscriptions.id,
  service: 'arm',
  operation: 'GET /subscriptions',
  path: () => '/subscriptions?api-version=2022-12-01',
  drops: [],
  permissions: ['Microsoft.Resources/subscriptions/read'],
};

/** Of a subscription that the settings name or management groups tell of, and no list of subscriptions: the answer, or the refusal, says why. */
const oneSubscription: MicrosoftCall = {
  name: 'subscription',
  surface: subscriptions.id,
  service: 'arm',
  operation: 'GET /subscriptions/{id}',
  path: (args) => `/subscriptions/${encodeURIComponent(textArg(args, 'subscription') ?? '')}?api-version=2022-12-01`,
  drops: [],
  permissions: ['Microsoft.Resources/subscriptions/read'],
  about: (args) => `of subscription ${textArg(args, 'subscription') ?? ''}`,
};

/** https://learn.microsoft.com/rest/api/managementgroups/management-groups/get-descendants. The root group is called as the tenant is. */
const descendants: MicrosoftCall = {
  name: 'descendants',
  surface: managementGroups.id,
  service: 'arm',
  operation: 'GET /providers/Microsoft.Management/managementGroups/{id}/descendants',
  path: (args) =>
    `/providers/Microsoft.Management/managementGroups/${encodeURIComponent(textArg(args, 'tenant') ?? '')}/descendants?api-version=2020-05-01&$top=2000`,
  drops: [],
  permissions: ['Microsoft.Management/managementGroups/read', 'Microsoft.Management/managementGroups/descendants/read'],
  about: (args) => `of the root management group of tenant ${textArg(args, 'tenant') ?? ''}`,
};

export const placesCalls: readonly MicrosoftCall[] = [listSubscriptions, oneSubscription, descendants];

/** What of the settings decides how a subscription is taken. */
function bySettings({ tenant, subscriptions: only }: AzureSettings) {
  return { ...(tenant === undefined ? {} : { tenant }), ...(only === undefined ? {} : { only: [...new Set(only)].sort() }) };
}

/** What asks for all subscriptions, before anything is known. */
export function subscriptionsTask(settings: AzureSettings): Task {
  return { boundary: signedIn, surface: subscriptions.id, args: { call: listSubscriptions.name, ...bySettings(settings) } };
}

export function subscriptionTask(subscription: string, settings: AzureSettings): Task {
  const { tenant } = settings;
  const args = { call: oneSubscription.name, subscription, ...(tenant === undefined ? {} : { tenant }) };
  return { boundary: subscriptionBoundary(subscription), surface: subscriptions.id, args };
}

export function descendantsTask(tenant: string): Task {
  return { boundary: azureTenantBoundary(tenant), surface: managementGroups.id, args: { call: descendants.name, tenant } };
}
