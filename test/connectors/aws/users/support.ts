import { awsCore } from '../../../../connectors/aws/core.ts';
import { awsCredentials } from '../../../../connectors/aws/resolve/credentials.ts';
import { FactTable } from '../../../../src/collect/facts.ts';
import type { Json } from '../../../../src/base/json.ts';
import type { Mapped } from '../../../../src/contract/connector.ts';
import type { Credential } from '../../../../src/model/entity.ts';
import type { FactKind } from '../../../../src/model/fact.ts';
import type { Task } from '../../../../src/model/page.ts';

export const BOUNDARY = 'aws:111122223333';
export const ANN = 'arn:aws:iam::111122223333:user/people/ann';
export const BOB = 'arn:aws:iam::111122223333:user/bob';
export const ROOT = 'arn:aws:iam::111122223333:root';

export function task(surface: string, args: Json = {}): Task {
  return { boundary: BOUNDARY, surface: `aws:${surface}`, args };
}

export function map(surface: string, args: Json, body: Json): Mapped {
  return awsCore.map(task(surface, args), body);
}

export const failed = (name: string): Json => ({ error: { name, message: 'as AWS says it' } });

/** Values of the facts of one kind that a page says. */
export function valuesOf(mapped: Mapped, kind: FactKind): readonly unknown[] {
  return mapped.facts.filter((fact) => fact.kind === kind).map((fact) => fact.value);
}

export interface Answered {
  readonly surface: string;
  readonly args?: Json;
  readonly body: Json;
  /** Minutes past ten o'clock at which it was received; `null` = nobody knows. */
  readonly at?: number | null;
}

/** The facts of these answers, as a scan that got them has them. Pages are numbered as they are given. */
export function tableOf(...answers: readonly Answered[]): FactTable {
  const table = new FactTable();
  for (const [page, { surface, args = {}, body, at = 0 }] of answers.entries()) {
    const time = at === null ? null : `2026-11-01T10:${String(at).padStart(2, '0')}:00.000Z`;
    table.add({ page: String(page).padStart(64, '0'), at: time, facts: map(surface, args, body).facts });
  }
  return table;
}

/** By id. A credential told twice is an error of the join. */
export function joined(table: FactTable): ReadonlyMap<string, Credential> {
  const found = new Map<string, Credential>();
  for (const { value } of awsCredentials(table)) {
    if (found.has(value.id)) throw new Error(`${value.id} was joined twice`);
    found.set(value.id, value);
  }
  return found;
}

const columns =
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated'.split(
    ',',
  );

/** A credential report of these rows; what a row does not give is `N/A`, flags `false`. */
export function report(...rows: readonly Readonly<Record<string, string>>[]): Json {
  const usual = (column: string): string => (/_(active|enabled)$/.test(column) ? 'false' : 'N/A');
  const rowOf = (given: Readonly<Record<string, string>>): readonly string[] =>
    columns.map((column) => given[column] ?? (column === 'user' ? (given['arn'] ?? '').replace(/^.*\//, '') : usual(column)));
  return { columns, rows: rows.map(rowOf) };
}

/** Shows the users of the account. */
export function details(...arns: readonly string[]): Json {
  const users = arns.map((Arn) => ({
    UserName: Arn.slice(Arn.lastIndexOf('/') + 1),
    UserId: `AIDA${Arn.length}${Arn.slice(-3).toUpperCase()}`,
    Arn,
    CreateDate: '2020-01-01T00:00:00.000Z',
    GroupList: [],
    AttachedManagedPolicies: [],
  }));
  return { UserDetailList: users, GroupDetailList: [], RoleDetailList: [], Policies: [], IsTruncated: false };
}

export const key = (id: string, made: string, state = 'Active'): Json => ({ AccessKeyId: id, Status: state, CreateDate: made });
export const keys = (...of: readonly Json[]): Json => ({ AccessKeyMetadata: of, IsTruncated: false });
export const listKeys = (user: string): Json => ({ call: 'ListAccessKeys', user });
