import type { Json, JsonObject } from '../../src/base/json.ts';
import { byCodeUnit } from '../../src/base/order.ts';
import type { PermissionDocument } from '../../src/contract/connector.ts';
import type { SurfaceId } from '../../src/model/ids.ts';
import { calls } from './calls/list.ts';
import { probeCalls } from './calls/probes.ts';
import { asksIdentityCenter } from './plan/identity-center.ts';
import { asksOrganization } from './plan/organization.ts';
import type { AwsSettings } from './settings.ts';

/** Stands where the account that the scan starts from has to be put. */
export const HUB_ACCOUNT = '<HUB-ACCOUNT>';

/**
 * What has to be created before a scan with these settings can read all it asks: exactly the actions of the calls it makes, each once.
 * Without `role` no other account is entered, and there is the policy of the scanning account alone.
 */
export function awsPermissions(settings: AwsSettings): readonly PermissionDocument[] {
  const { role, partition, externalId } = settings;
  const ofAccount = actionsOf(settings, 'account');
  const ofHub = [...new Set([...actionsOf(settings, 'hub'), ...ofAccount])].sort(byCodeUnit);
  const hub = { name: 'hub-policy', document: policy([...reading(ofHub), ...entering(settings), ...never(settings, true)]) };
  if (role === undefined) {
    const purpose =
      'Attach it to the user or role that the scan runs as. To read other accounts too, set role, and print the permissions again.';
    return [{ ...hub, purpose }, verifying];
  }
  const principal = `arn:${partition}:iam::${HUB_ACCOUNT}:root`;
  return [
    {
      ...hub,
      purpose: 'Attach it to the user or role that the scan runs as: it reads its own account and the organization, and enters the others.',
    },
    {
      name: 'spoke-policy',
      purpose: `Attach it to the role ${role} in every other account that is to be read; a stack set of the organization can create both.`,
      document: policy([...reading(ofAccount), ...never(settings, false)]),
    },
    {
      name: 'spoke-trust',
      purpose: `The trust policy of the role ${role}. Put the account that the scan runs in for ${HUB_ACCOUNT}; the ARN of the scanning user or role in the place of ${principal} lets in nobody else.`,
      document: policy([
        {
          Sid: 'VestigeMayEnter',
          Effect: 'Allow',
          Principal: { AWS: principal },
          Action: 'sts:AssumeRole',
          ...(externalId === undefined ? {} : { Condition: { StringEquals: { 'sts:ExternalId': externalId } } }),
        },
      ]),
    },
    verifying,
  ];
}

/** Of the calls that no scan makes: single things are asked for by their names. */
const verifying: PermissionDocument = {
  name: 'verify-policy',
  purpose:
    'Attach it beside the policies above where `vestige verify` is to ask whether single users, policies and memberships are gone; a scan needs none of it.',
  document: policy(reading([...new Set(probeCalls.flatMap(({ actions }) => actions))].sort(byCodeUnit))),
};

function actionsOf(settings: AwsSettings, by: 'hub' | 'account'): readonly string[] {
  const asked = new Set<SurfaceId>(settings.surfaces.map((each) => `aws:${each}`));
  if (asksOrganization(settings)) asked.add('aws:organization');
  if (asksIdentityCenter(settings)) asked.add('aws:identity-center');
  const actions = calls.filter((call) => call.by === by && asked.has(call.surface)).flatMap((call) => call.actions);
  return [...new Set(actions)].sort(byCodeUnit);
}

/** One statement for each service. */
function reading(actions: readonly string[]): readonly JsonObject[] {
  const services = new Map<string, string[]>();
  for (const action of actions) {
    const service = action.slice(0, action.indexOf(':'));
    const known = services.get(service);
    if (known === undefined) services.set(service, [action]);
    else known.push(action);
  }
  return [...services].map(([service, Action]) => ({ Sid: `Read${pascal(service)}`, Effect: 'Allow', Action, Resource: '*' }));
}

/** A Sid holds letters and digits only. */
function pascal(service: string): string {
  return service
    .split('-')
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
}

function entering({ role, partition }: AwsSettings): readonly JsonObject[] {
  if (role === undefined) return [];
  return [{ Sid: 'EnterAccounts', Effect: 'Allow', Action: 'sts:AssumeRole', Resource: `arn:${partition}:iam::*:role/${role}` }];
}

/**
 * What a scan never does, whatever else its user or role is given. IAM Identity Center decrypts for its reader where its data is under a
 * key of the customer (IAM Identity Center User Guide, "Customer managed KMS keys"): that is spared.
 */
function never(settings: AwsSettings, hub: boolean): readonly JsonObject[] {
  const throughIdentityCenter = hub && asksIdentityCenter(settings);
  const decrypt: JsonObject = { Sid: 'NeverDecrypt', Effect: 'Deny', Action: 'kms:Decrypt', Resource: '*' };
  const services = ['identitystore.*.amazonaws.com', 'sso.*.amazonaws.com'];
  return [
    {
      Sid: 'NeverReadSecrets',
      Effect: 'Deny',
      Action: ['secretsmanager:GetSecretValue', 'ssm:GetParameter*', 'sts:AssumeRoot'],
      Resource: '*',
    },
    throughIdentityCenter ? { ...decrypt, Condition: { StringNotLike: { 'kms:ViaService': services } } } : decrypt,
  ];
}

function policy(statements: readonly JsonObject[]): Json {
  return { Version: '2012-10-17', Statement: statements };
}
