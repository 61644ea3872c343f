import type { LayerName, PolicyInput } from '../access.ts';
import type { PolicyUse } from '../statement.ts';
import { isLaterService, isProtectedAction } from '../protected-services.ts';
import type { Situation } from '../request/situation.ts';
import { isTrusted } from './formula.ts';

/** Policies whose Allow statements are joined by OR. */
export interface Layer {
  readonly name: LayerName;
  /** Counted from the organization's root; 0 for layers without nodes. */
  readonly node: number;
  readonly use: PolicyUse;
  readonly policies: readonly PolicyInput[];
}

/** Takes a layer: its policies, the use they are read for, and its node, 0 for layers without nodes. */
export interface LayerVisitor {
  (name: LayerName, policies: readonly PolicyInput[], use: PolicyUse, node: number): void;
}

/** The layers that bear upon the request, in order. Source of the exemptions: Organizations User Guide, orgs_manage_policies_{scps,rcps}.html. */
export function eachLayer(situation: Situation, visit: LayerVisitor): void {
  const { identityPolicies, permissionsBoundary, sessionPolicies, resourcePolicy, serviceControlPolicies, resourceControlPolicies } =
    situation.request;
  visit('identity', identityPolicies, 'identity', 0);
  if (permissionsBoundary !== undefined) visit('boundary', [permissionsBoundary], 'identity', 0);
  if (sessionPolicies !== undefined) visit('session', sessionPolicies, 'identity', 0);
  if (resourcePolicy !== undefined) visit('resource', [resourcePolicy], isTrusted(situation) ? 'trust' : 'resource', 0);
  if (serviceControlPolicies !== undefined && boundByScp(situation)) eachNode('scp', serviceControlPolicies, visit);
  if (resourceControlPolicies !== undefined && boundByRcp(situation)) eachNode('rcp', resourceControlPolicies, visit);
}

function eachNode(name: 'scp' | 'rcp', nodes: readonly (readonly PolicyInput[])[], visit: LayerVisitor): void {
  for (let node = 0; node < nodes.length; node++) visit(name, nodes[node] as readonly PolicyInput[], name, node);
}

/** {@link eachLayer} as a list. */
export function layersOf(situation: Situation): readonly Layer[] {
  const layers: Layer[] = [];
  eachLayer(situation, (name, policies, use, node) => layers.push({ name, node, use, policies }));
  return layers;
}

/** Every principal of a member account but service-linked roles; no one who is of no account. */
export function boundByScp({ caller }: Pick<Situation, 'caller'>): boolean {
  return caller.account !== null && !caller.serviceLinked;
}

function boundByRcp({ caller, action }: Situation): boolean {
  return !caller.serviceLinked && isProtectedAction(action.lower, action.service);
}

/** Whether resource control policies were given for a service that became bound by them later than the first. */
export function isLaterRcpService(situation: Situation): boolean {
  return situation.request.resourceControlPolicies !== undefined && isLaterService(situation.action.service) && boundByRcp(situation);
}
