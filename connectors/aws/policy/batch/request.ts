import type { AccessRequest, PolicyInput } from '../access.ts';
import type { Caller } from '../request/caller.ts';
import { callerOf } from '../request/caller.ts';
import type { Documents } from './documents.ts';
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
  return { account: account ?? '', partition: account === null ? '' : (arn?.split(':', 2)[1] ?? '') };
}

/** One pair, with its documents as they were read for the batch. */
export function pairOf(input: BatchInput, documents: Documents, p: number, r: number): AccessRequest {
  const [principal, request] = [input.principals[p], input.requests[r]];
  if (principal === undefined || request === undefined) {
    throw new RangeError(`cannot ask request ${r} of principal ${p}: the batch has no such pair`);
  }
  const { account, partition } = homeOf(callerOf(principal.principal));
  const asked = requestOf(principal, input, put(request, account, partition));
  const compiled = (policy: PolicyInput): PolicyInput => documents.known(policy, 'identity').policy;
  return {
    ...asked,
    identityPolicies: asked.identityPolicies.map(compiled),
    permissionsBoundary: asked.permissionsBoundary === undefined ? undefined : compiled(asked.permissionsBoundary),
    serviceControlPolicies: asked.serviceControlPolicies?.map((node) => node.map((policy) => documents.known(policy, 'scp').policy)),
  };
}
