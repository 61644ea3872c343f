import { memoryCapture } from '../../../src/capture/archive.ts';
import { wiring } from '../../../src/cli/wiring.ts';
import type { Json, JsonObject } from '../../../src/base/json.ts';
import type { CaptureReader } from '../../../src/contract/capture.ts';
import { captureDemo } from '../../../src/demo/demo.ts';
import type { CrownJewel } from '../../../src/model/jewel.ts';
import type { View } from '../../../src/model/view.ts';
import { analyze } from '../../../src/run/analyze.ts';
import { readConfiguration } from '../../../src/run/configuration.ts';
import { captureDumps } from '../../../src/run/import.ts';
import { whatIf, type WhatIf, type WhatIfInput } from '../../../src/run/what-if.ts';

export const HOME = '111122223333';
export const AS_OF = '2026-01-01T00:00:00.000Z';

/** A user, group or role as a test writes it. Policies are named. */
export interface Holder {
  readonly attached?: readonly string[];
  readonly inline?: Readonly<Record<string, Json>>;
  readonly groups?: readonly string[];
  readonly limit?: string;
  readonly trust?: Json;
}

export interface Estate {
  readonly policies?: Readonly<Record<string, Json>>;
  readonly groups?: Readonly<Record<string, Holder>>;
  readonly users?: Readonly<Record<string, Holder>>;
  readonly roles?: Readonly<Record<string, Holder>>;
}

export function says(...statements: readonly Json[]): Json {
  return { Version: '2012-10-17', Statement: statements };
}
export function allow(Action: Json, more: JsonObject = { Resource: '*' }): Json {
  return says({ Effect: 'Allow', Action, ...more });
}
export const everything = allow('*');
export const arn = (kind: 'user' | 'group' | 'role' | 'policy', name: string): string => `arn:aws:iam::${HOME}:${kind}/${name}`;
export const trusting = (...names: readonly string[]): Json => allow('sts:AssumeRole', { Principal: { AWS: names } });

const CREATED = '2025-01-01T00:00:00+00:00';

/** What `aws iam get-account-authorization-details` would print of it. */
export function detailsOf({ policies = {}, groups = {}, users = {}, roles = {} }: Estate): JsonObject {
  let made = 0;
  const id = (prefix: string): string => `${prefix}${'ESTATE'.padEnd(12, 'X')}${String(++made).padStart(4, '2')}`.slice(0, 21);
  const attached = ({ attached: names = [] }: Holder): Json => names.map((name) => ({ PolicyName: name, PolicyArn: arn('policy', name) }));
  const inline = ({ inline: documents = {} }: Holder): Json =>
    Object.entries(documents).map(([PolicyName, PolicyDocument]) => ({ PolicyName, PolicyDocument }));
  const limit = ({ limit: name }: Holder): JsonObject =>
    name === undefined ? {} : { PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: arn('policy', name) } };
  return {
    UserDetailList: Object.entries(users).map(([UserName, user]) => ({
      ...{ Path: '/', UserName, UserId: id('AIDA'), Arn: arn('user', UserName), CreateDate: CREATED, Tags: [] },
      ...{ GroupList: user.groups ?? [], AttachedManagedPolicies: attached(user), UserPolicyList: inline(user), ...limit(user) },
    })),
    GroupDetailList: Object.entries(groups).map(([GroupName, group]) => ({
      ...{ Path: '/', GroupName, GroupId: id('AGPA'), Arn: arn('group', GroupName), CreateDate: CREATED },
      ...{ GroupPolicyList: inline(group), AttachedManagedPolicies: attached(group) },
    })),
    RoleDetailList: Object.entries(roles).map(([RoleName, role]) => ({
      ...{ Path: '/', RoleName, RoleId: id('AROA'), Arn: arn('role', RoleName), CreateDate: CREATED, Tags: [] },
      ...{ AssumeRolePolicyDocument: role.trust ?? says(), InstanceProfileList: [], RoleLastUsed: {} },
      ...{ RolePolicyList: inline(role), AttachedManagedPolicies: attached(role), ...limit(role) },
    })),
    Policies: Object.entries(policies).map(([PolicyName, Document]) => ({
      ...{ PolicyName, PolicyId: id('ANPA'), Arn: arn('policy', PolicyName), Path: '/', DefaultVersionId: 'v1', AttachmentCount: 1 },
      ...{ PermissionsBoundaryUsageCount: 0, IsAttachable: true, CreateDate: CREATED, UpdateDate: CREATED },
      PolicyVersionList: [{ Document, VersionId: 'v1', IsDefaultVersion: true, CreateDate: CREATED }],
    })),
  };
}

const configuration = readConfiguration({}, wiring);

/** `lists`: what the file says; one without its end is a reading that was broken off. */
export function captureOf(lists: JsonObject): Promise<CaptureReader> {
  const file = {
    format: 'aws-authorization-details',
    name: 'details.json',
    open: async function* (): AsyncIterable<Uint8Array> {
      yield new TextEncoder().encode(JSON.stringify(lists));
    },
  };
  return captureDumps(memoryCapture(), [file], wiring.connectors, configuration);
}

export async function viewOf(estate: Estate): Promise<View> {
  const capture = await captureOf(detailsOf(estate));
  const { view } = await analyze({
    capture,
    connectors: wiring.connectors,
    configuration: { ...configuration, rules: [] },
    asOf: AS_OF,
    clock: () => 0,
  });
  return view;
}

export type Asking = Partial<Pick<WhatIfInput, 'query' | 'findings' | 'rules'>> & { readonly crownJewels?: readonly CrownJewel[] };

/** What would remain of an estate, of the lists of a file, or of a capture. */
export async function without(
  given: Estate | CaptureReader,
  names: readonly string[],
  { crownJewels = [], ...asking }: Asking = {},
): Promise<WhatIf> {
  return whatIf({
    capture: 'pages' in given ? given : await captureOf(detailsOf(given)),
    connectors: wiring.connectors,
    asOf: AS_OF,
    settings: { ...configuration, crownJewels },
    without: names,
    query: { to: 'tier0' },
    findings: () => [],
    ...asking,
  });
}

export const rules = configuration.rules;

export function demoCapture(): Promise<CaptureReader> {
  return captureDemo(memoryCapture(), wiring.connectors, configuration);
}

/** `ann administer gone`, without the account's root user, whom nothing changes. */
export function outcomes({ comparison }: WhatIf): readonly string[] {
  return comparison.reaches
    .filter((each) => !each.identity.endsWith(':root'))
    .map(
      ({ identity, capability, outcome, another }) =>
        `${identity.slice(identity.lastIndexOf('/') + 1)} ${capability} ${outcome}${another ? ' by another way' : ''}`,
    );
}
