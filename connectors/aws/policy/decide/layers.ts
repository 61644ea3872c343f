import type { LayerName, PolicyInput } from '../access.ts';
import type { PolicyUse } from '../statement.ts';
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

// the services whose resources resource control policies bind; those after the first five were added one by one
const firstRcpServices = new Set(['s3', 'sts', 'kms', 'sqs', 'secretsmanager']);
const laterRcpServices = new Set(['ecr', 'aoss', 'cognito-identity', 'cognito-idp', 'logs', 'dynamodb']);

/** The layers that bear upon the request. Source of the exemptions: Organizations User Guide, orgs_manage_policies_{scps,rcps}.html. */
export function layersOf(situation: Situation): readonly Layer[] {
  const { request } = situation;
  const layers: Layer[] = [{ name: 'identity', node: 0, use: 'identity', policies: request.identityPolicies }];
  if (request.permissionsBoundary !== undefined) {
    layers.push({ name: 'boundary', node: 0, use: 'identity', policies: [request.permissionsBoundary] });
  }
  if (request.sessionPolicies !== undefined) {
    layers.push({ name: 'session', node: 0, use: 'identity', policies: request.sessionPolicies });
  }
  if (request.resourcePolicy !== undefined) {
    const use = isTrusted(situation) ? 'trust' : 'resource';
    layers.push({ name: 'resource', node: 0, use, policies: [request.resourcePolicy] });
  }
  if (boundByScp(situation)) {
    request.serviceControlPolicies?.forEach((policies, node) => layers.push({ name: 'scp', node, use: 'scp', policies }));
  }
  if (boundByRcp(situation)) {
    request.resourceControlPolicies?.forEach((policies, node) => layers.push({ name: 'rcp', node, use: 'rcp', policies }));
  }
  return layers;
}

/** Every principal of a member account but service-linked roles; no one who is of no account. */
function boundByScp({ caller }: Situation): boolean {
  return caller.account !== null && !caller.serviceLinked;
}

function boundByRcp({ caller, action }: Situation): boolean {
  if (caller.serviceLinked || action.lower === 'kms:retiregrant') return false;
  return firstRcpServices.has(action.service) || laterRcpServices.has(action.service);
}

/** Whether resource control policies were given for a service that became bound by them later than the first. */
export function isLaterRcpService(situation: Situation): boolean {
  return situation.request.resourceControlPolicies !== undefined && laterRcpServices.has(situation.action.service) && boundByRcp(situation);
}
