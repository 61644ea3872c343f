import type { JsonObject } from '../../../src/base/json.ts';
import type { AwsService, Call, Paging } from './call.ts';
import { nothing } from './call.ts';

/** The token is named alike both ways; `size`: the greatest page that the service's model takes. */
export function pages(token: string, size: JsonObject = {}): Paging {
  return { ask: token, next: token, size };
}

interface Row {
  readonly operation: string;
  readonly paging: Call['paging'];
  /** Kept of the answer, `Functions.*.Role`; the token is too. All else may hold a secret. */
  readonly keeps: readonly string[];
  readonly answers?: readonly string[];
  readonly input?: Call['input'];
}

/** Calls of a surface of workloads, whose tasks are named for their operations, and their actions too. */
export function workloads(surface: string, service: AwsService, prefix: string, rows: readonly Row[]): readonly Call[] {
  return rows.map(({ keeps, input = nothing, ...row }) => ({
    ...row,
    surface,
    service,
    task: row.operation,
    actions: [`${prefix}:${row.operation}`],
    by: 'account' as const,
    keeps: [...keeps.map((path) => path.split('.')), ...(row.paging === null || row.paging === 'by-task' ? [] : [[row.paging.next]])],
    input,
  }));
}

/** The request's member made from the task's `args.<from>`. */
export function taking(member: string, from: string, always: JsonObject = {}): Call['input'] {
  return (args) => ({ ...always, [member]: args[from] ?? null });
}

/** Members of every element of a list, as paths. */
export function membersOf(list: string, ...members: readonly string[]): readonly string[] {
  return members.map((member) => `${list}.*.${member}`);
}

/** Most services of these name what is not there so. */
export const gone = ['ResourceNotFoundException'];
