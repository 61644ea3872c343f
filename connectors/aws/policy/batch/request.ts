import type { AccessRequest } from '../access.ts';
import type { Caller } from '../request/caller.ts';
import type { BatchInput, BatchPrincipal, BatchRequest } from './types.ts';

type Asked = Pick<AccessRequest, 'action' | 'resource' | 'resourceAccount' | 'resourcePolicy' | 'resourceControlPolicies'>;

/** What a principal asks, as `evaluateAccess` takes it. */
export function requestOf(principal: BatchPrincipal, input: BatchInput, asked: Asked): AccessRequest {
  return {
    ...asked,
    principal: principal.principal,
    principalTags: principal.principalTags,
    context: principal.context ?? input.context,
    unknownKeys: principal.unknownKeys ?? input.unknownKeys,
    identityPolicies: principal.identityPolicies,
    permissionsBoundary: principal.permissionsBoundary,
    serviceControlPolicies: principal.serviceControlPolicies,
  };
}

/** The request as it is put to principals of an account. */
export function put({ resource, resourceAccount, ...rest }: BatchRequest, account: string, partition: string): Asked {
  return {
    ...rest,
    resource: typeof resource === 'string' ? resource : resource(account, partition),
    resourceAccount: typeof resourceAccount === 'function' ? resourceAccount(account) : resourceAccount,
  };
}

/** Account and partition of a principal; empty for one that has none. */
export function homeOf({ account, arn }: Caller): { readonly account: string; readonly partition: string } {
  return { account: account ?? '', partition: account === null || arn === null ? '' : arn.slice(4, arn.indexOf(':', 4)) };
}
