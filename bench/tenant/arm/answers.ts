import type { Answer, Draw } from '../answer.ts';
import { listOf, nothing, numberOf, type List, type Tenant } from '../tenant.ts';
import { accessList, definitions, groupPath, indexRows, MANAGEMENT_GROUPS, policies, subscriptionPath, type Place } from './access.ts';
import { activity, carriers, descendants, federatedOf, identities, subscriptions, vaults } from './resources.ts';

/** Pages of lists that tell no size of their own; the longest that Azure's own clients are seen to get. */
const PAGE = 1000;

/** What a path of Azure Resource Manager answers. `body`: of a query of Resource Graph. `undefined`: this tenant has no such path. */
export function armAnswers(tenant: Tenant): (path: string, query: URLSearchParams, body: unknown) => Answer | undefined {
  let index: List | undefined;
  return (path, query, body) => {
    if (path === '/subscriptions') return plain('subscriptions', subscriptions(tenant), tenantReads);
    if (path === `${groupPath(tenant, 'root')}/descendants`)
      return { ...plain('descendants', descendants(tenant), tenantReads), longest: 2000 };
    if (path === '/providers/Microsoft.ResourceGraph/resources') {
      const asked = body as { readonly query: string; readonly subscriptions?: readonly string[] };
      const draws: Draw = { bucket: 'resource-graph', rate: 'resource-graph', cost: 1 };
      if (asked.query.startsWith('authorizationresources')) {
        index ??= sorted(indexRows(tenant));
        return { operation: 'arm resource-graph index', list: index, longest: PAGE, draws };
      }
      const subscription = numberOf(asked.subscriptions?.[0] ?? '', 'subscription');
      if (!asked.query.startsWith('resources |') || subscription === undefined) return undefined;
      return { operation: 'arm resource-graph carriers', list: carriers(tenant, subscription), longest: PAGE, draws };
    }
    return perScope(tenant, path, query);
  };
}

const tenantReads: Draw = { bucket: 'arm tenant', rate: 'arm', cost: 1 };

function plain(operation: string, list: List, draws: Draw): Answer {
  return { operation: `arm ${operation}`, list, longest: PAGE, draws };
}

function sorted(list: List): List {
  const items = Array.from({ length: list.length }, (_, at) => list.item(at)).map(({ id, properties }) => ({ id, properties }));
  return listOf(items.sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1)));
}

function perScope(tenant: Tenant, path: string, query: URLSearchParams): Answer | undefined {
  const [, identity] =
    /^(\/subscriptions\/[^/]+\/resourcegroups\/.*\/userassignedidentities\/identity-\d+)\/federatedIdentityCredentials$/i.exec(path) ?? [];
  if (identity !== undefined)
    return listed(path, 'federatedIdentityCredentials', federatedOf(identity, Number(/\d+$/.exec(identity)?.[0])));
  const [, scope = '', provider = '', type = ''] = /^(.*?)\/providers\/(Microsoft\.(?!Management\/)[A-Za-z]+)\/(.+)$/.exec(path) ?? [];
  const place = placeOf(tenant, scope);
  if (place === undefined) return undefined;
  const list =
    provider === 'Microsoft.Authorization'
      ? authorization(tenant, type, scope, place, query)
      : resources(tenant, `${provider}/${type}`, place);
  return list === undefined ? undefined : listed(path, type, list);
}

function listed(path: string, operation: string, list: List): Answer {
  const subscription = /^\/subscriptions\/([^/]+)/i.exec(path)?.[1];
  return plain(operation, list, subscription === undefined ? tenantReads : { bucket: `arm ${subscription}`, rate: 'arm', cost: 1 });
}

function placeOf(tenant: Tenant, scope: string): Place | undefined {
  if (scope === '') return { group: '/' };
  const subscription = numberOf(/^\/subscriptions\/([^/]+)$/.exec(scope)?.[1] ?? '', 'subscription');
  if (subscription !== undefined && scope === subscriptionPath(tenant, subscription)) return { subscription };
  if (scope.toLowerCase() === groupPath(tenant, 'root').toLowerCase()) return { group: 'root' };
  const group = Number(/\/managementGroups\/mg-(\d+)$/i.exec(scope)?.[1] ?? Number.NaN);
  return group < MANAGEMENT_GROUPS ? { group } : undefined;
}

function authorization(tenant: Tenant, type: string, scope: string, place: Place, query: URLSearchParams): List | undefined {
  switch (type) {
    case 'roleDefinitions':
      return query.get('$filter') === "type eq 'BuiltInRole'" ? definitions : nothing;
    case 'denyAssignments':
      return nothing;
    case 'permissions':
      return listOf([{ actions: ['*/read'], notActions: [], dataActions: [], notDataActions: [] }]);
    case 'roleManagementPolicyAssignments':
      return policies(tenant, scope === '' ? '/' : scope);
    default:
      return accessList(tenant, type, place);
  }
}

function resources(tenant: Tenant, type: string, place: Place): List | undefined {
  // the activity log is one of the tenant too
  if (type === 'Microsoft.Insights/eventtypes/management/values')
    return 'subscription' in place ? activity(tenant, place.subscription) : nothing;
  if (!('subscription' in place)) return undefined;
  switch (type) {
    case 'Microsoft.ManagedIdentity/userAssignedIdentities':
      return identities(tenant, place.subscription);
    case 'Microsoft.KeyVault/vaults':
      return vaults(tenant, place.subscription);
    case 'Microsoft.ContainerService/managedClusters':
      return nothing;
    case 'Microsoft.ManagedServices/registrationAssignments':
      return nothing;
    default:
      return undefined;
  }
}
