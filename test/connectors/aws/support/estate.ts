import type { Json, JsonObject } from '../../../../src/base/json.ts';
import type { DumpPage, Mapped } from '../../../../src/contract/connector.ts';
import type { Credential, Identity, Usage } from '../../../../src/model/entity.ts';
import type { FactKind, FactOf } from '../../../../src/model/fact.ts';
import type { Task } from '../../../../src/model/page.ts';
import { awsCore } from '../../../../connectors/aws/core.ts';

export const account = '111122223333';
export const other = '444455556666';
export const boundary = `aws:${account}`;

export function arn(resource: string, of: string = account, partition = 'aws'): string {
  return `arn:${partition}:iam::${of}:${resource}`;
}

export function allow(action: string, resource = '*'): JsonObject {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: resource }] };
}

export function trusting(principal: Json): JsonObject {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }] };
}

export function user(name: string, more: JsonObject = {}, of: string = account): JsonObject {
  return {
    Path: '/',
    UserName: name,
    UserId: `AIDA${name.toUpperCase().padEnd(17, 'X')}`,
    Arn: arn(`user/${name}`, of),
    CreateDate: '2024-03-05T08:09:10+00:00',
    UserPolicyList: [],
    GroupList: [],
    AttachedManagedPolicies: [],
    Tags: [],
    ...more,
  };
}

export function role(name: string, more: JsonObject = {}, of: string = account): JsonObject {
  return {
    Path: '/',
    RoleName: name,
    RoleId: `AROA${name.toUpperCase().padEnd(17, 'X')}`,
    Arn: arn(`role/${name}`, of),
    CreateDate: '2023-01-02T03:04:05+00:00',
    AssumeRolePolicyDocument: trusting({ Service: 'lambda.amazonaws.com' }),
    InstanceProfileList: [],
    RolePolicyList: [],
    AttachedManagedPolicies: [],
    Tags: [],
    RoleLastUsed: { LastUsedDate: '2026-10-01T00:00:00+00:00', Region: 'eu-central-1' },
    ...more,
  };
}

export function group(name: string, more: JsonObject = {}, of: string = account): JsonObject {
  return {
    Path: '/',
    GroupName: name,
    GroupId: `AGPA${name.toUpperCase().padEnd(17, 'X')}`,
    Arn: arn(`group/${name}`, of),
    CreateDate: '2022-01-02T03:04:05+00:00',
    GroupPolicyList: [],
    AttachedManagedPolicies: [],
    ...more,
  };
}

export function policy(name: string, more: JsonObject = {}, of: string = account): JsonObject {
  return {
    PolicyName: name,
    PolicyId: `ANPA${name.toUpperCase().padEnd(17, 'X')}`,
    Arn: arn(`policy/${name}`, of),
    Path: '/',
    DefaultVersionId: 'v1',
    AttachmentCount: 1,
    IsAttachable: true,
    CreateDate: '2022-01-02T03:04:05+00:00',
    UpdateDate: '2022-01-02T03:04:05+00:00',
    PolicyVersionList: [{ Document: allow('s3:*'), VersionId: 'v1', IsDefaultVersion: true, CreateDate: '2022-01-02T03:04:05+00:00' }],
    ...more,
  };
}

export interface Lists {
  readonly users?: readonly Json[];
  readonly groups?: readonly Json[];
  readonly roles?: readonly Json[];
  readonly policies?: readonly Json[];
}

export function details(lists: Lists): JsonObject {
  return {
    UserDetailList: lists.users ?? [],
    GroupDetailList: lists.groups ?? [],
    RoleDetailList: lists.roles ?? [],
    Policies: lists.policies ?? [],
  };
}

export const detailsTask: Task = { boundary, surface: 'aws:authorization-details', args: {} };
export const reportTask: Task = { boundary, surface: 'aws:credential-report', args: {} };

export function mapDetails(lists: Lists): Mapped {
  return awsCore.map(detailsTask, details(lists));
}

export const columns = [
  'user',
  'arn',
  'user_creation_time',
  'password_enabled',
  'password_last_used',
  'password_last_changed',
  'password_next_rotation',
  'mfa_active',
  'access_key_1_active',
  'access_key_1_last_rotated',
  'access_key_1_last_used_date',
  'access_key_1_last_used_region',
  'access_key_1_last_used_service',
  'access_key_2_active',
  'access_key_2_last_rotated',
  'access_key_2_last_used_date',
  'access_key_2_last_used_region',
  'access_key_2_last_used_service',
  'cert_1_active',
  'cert_1_last_rotated',
  'cert_2_active',
  'cert_2_last_rotated',
] as const;

/** A row of a live report for a user without any credential; `of` replaces fields by the name of their column. */
export function row(name: string, of: Partial<Record<(typeof columns)[number], string>> = {}): string[] {
  const plain: Partial<Record<(typeof columns)[number], string>> = {
    user: name,
    arn: name === '<root_account>' ? arn('root') : arn(`user/${name}`),
    user_creation_time: '2024-03-05T08:09:10+00:00',
  };
  return columns.map((column) => of[column] ?? plain[column] ?? (/_active|_enabled/.test(column) ? 'false' : 'N/A'));
}

export const rootRow: string[] = row('<root_account>', {
  password_enabled: 'not_supported',
  password_last_used: '2025-01-01T00:00:00+00:00',
  password_last_changed: 'not_supported',
  password_next_rotation: 'not_supported',
  mfa_active: 'true',
});

export function report(...rows: string[][]): { readonly columns: readonly string[]; readonly rows: readonly string[][] } {
  return { columns, rows };
}

export function csv({ columns: header, rows }: ReturnType<typeof report>): string {
  const field = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return [header, ...rows].map((each) => each.map(field).join(',')).join('\n');
}

export function valuesOf<K extends FactKind>(mapped: Mapped, kind: K): FactOf<K>['value'][] {
  return mapped.facts.filter((fact) => fact.kind === kind).map((fact) => fact.value as FactOf<K>['value']);
}

export function identityOf(mapped: Mapped, id: string): Identity {
  const found = valuesOf(mapped, 'identity').find((each) => each.id === id);
  if (found === undefined) throw new Error(`no identity ${id}`);
  return found;
}

export function credentialOf(mapped: Mapped, id: string): Credential | undefined {
  return valuesOf(mapped, 'credential').find((each) => each.id === id);
}

export function usageOf(mapped: Mapped, id: string): Usage | undefined {
  return valuesOf(mapped, 'usage').find((each) => each.identity === id);
}

/** The bytes of a text, in chunks of `size`. */
export async function* chunksOf(text: string | Uint8Array, size = 7): AsyncGenerator<Uint8Array, void, undefined> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  for (let at = 0; at < bytes.length; at += size) {
    await Promise.resolve();
    yield bytes.subarray(at, at + size);
  }
}

export interface Cut {
  readonly pages: readonly Extract<DumpPage, { body: Json }>[];
  readonly gaps: readonly Extract<DumpPage, { gap: unknown }>['gap'][];
  readonly ended: Readonly<Record<string, boolean>>;
  /** What `cut` threw after its pages. */
  readonly error: unknown;
}

export async function cut(format: string, text: string | Uint8Array, name = 'dump.json', size = 1000): Promise<Cut> {
  const dump = awsCore.dumps?.find((each) => each.id === format);
  if (dump === undefined) throw new Error(`no format ${format}`);
  const pages: Extract<DumpPage, { body: Json }>[] = [];
  const gaps: Extract<DumpPage, { gap: unknown }>['gap'][] = [];
  const ended: Record<string, boolean> = {};
  let error: unknown = null;
  try {
    for await (const each of dump.cut(name, chunksOf(text, size))) {
      if ('gap' in each) gaps.push(each.gap);
      else if ('ended' in each) ended[each.task.boundary] = each.ended;
      else pages.push(each);
    }
  } catch (cause) {
    error = cause;
  }
  return { pages, gaps, ended, error };
}

/** Everything the pages of a cut say, without the places that pages give. */
export function factsOf(pages: Cut['pages']): readonly string[] {
  return pages
    .flatMap((page) => awsCore.map(page.task, page.body).facts)
    .map(({ kind, boundary: of, key, value }) => JSON.stringify([kind, of, key, withoutPointers(value as Json)]))
    .sort();
}

function withoutPointers(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(withoutPointers);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'pointer')
      .map(([key, member]) => [key, withoutPointers(member as Json)]),
  );
}
