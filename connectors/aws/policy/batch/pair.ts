import type { AccessRequest, PolicyInput } from '../access.ts';
import { callerOf } from '../request/caller.ts';
import type { Documents } from './documents.ts';
import { homeOf, put, requestOf } from './request.ts';
import type { BatchInput } from './types.ts';

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
