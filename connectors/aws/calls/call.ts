import type { Json, JsonObject } from '../../../src/base/json.ts';
import type { SurfaceId } from '../../../src/model/ids.ts';

/** The services that are spoken to, by their names in endpoints' overrides and, but for `mwaa`, in signatures. */
export type AwsService =
  | 'iam'
  | 'sts'
  | 'organizations'
  | 'sso-admin'
  | 'identitystore'
  | 'kms'
  | 'secretsmanager'
  | 'access-analyzer'
  | 'rolesanywhere'
  | 'account-access'
  | 'lambda'
  | 'ec2'
  | 'cloudformation'
  | 'codebuild'
  | 'glue'
  | 'sagemaker'
  | 'apprunner'
  | 'bedrock-agentcore-control'
  | 'states'
  | 'mwaa'
  | 'batch'
  | 'ecs'
  | 'codedeploy'
  | 'cloudtrail';

/** How an answer is gone on with. */
export interface Paging {
  /** Member of the request that takes the cursor. */
  readonly ask: string;
  /** Member of the answer that holds the next one; absent, null or empty = the last page. */
  readonly next: string;
  /** Member that must be true for there to be more (`IsTruncated`); left out: a cursor is enough. */
  readonly more?: string;
  /** Asked for in every request: the greatest page the service gives, `{ MaxItems: 1000 }`. */
  readonly size: JsonObject;
}

/** One operation of a service that the live session may call. AWS reads are POSTs, so verbs tell nothing: what is not here is refused. */
export interface Call {
  readonly surface: SurfaceId;
  /** `args.call` of the tasks that ask it; `null` for a surface whose tasks have no `call`. */
  readonly task: string | null;
  readonly service: AwsService;
  /** `ListAccessKeys`: the SDK's command is `ListAccessKeysCommand`. */
  readonly operation: string;
  /** The IAM actions it needs; empty = it is always allowed. Source: Service Authorization Reference. */
  readonly actions: readonly string[];
  /** Whose credentials: of the account the scan starts from, or of the account that the task's boundary names. */
  readonly by: 'hub' | 'account';
  /**
   * `null`: the answer is one page. `by-task`: the page is the task's only one, and what comes after is asked by a task that its mapping
   * spawns (see {@link Call.input}): only then is a whole list known in one place.
   */
  readonly paging: Paging | 'by-task' | null;
  /** Errors that are answers: the page then holds `{ error: { name, message } }` and is not refused. */
  readonly answers?: readonly string[];
  /** Members of the answer, as paths of member names with `*` for each element, that hold a secret: dropped before anything is kept. */
  readonly drops?: readonly (readonly string[])[];
  /**
   * The only members of the answer that are kept, as such paths: for answers in which anything may be a secret (environments, user data,
   * parameters). Of a page without one of them it cannot be told whether the service gave none; what is needed is among them.
   */
  readonly keeps?: readonly (readonly string[])[];
  /** What is kept of the answer, where paths cannot tell it. Pure, and total. */
  readonly kept?: (body: Json) => Json;
  /** The request's members, without those of the paging, made from the task's args. */
  readonly input: (args: JsonObject) => JsonObject;
}

/** A request without members. */
export function nothing(): JsonObject {
  return {};
}

/** Paging of IAM: `Marker` both ways, `IsTruncated`, up to 1,000 items (IAM API reference). */
export const iamPaging: Paging = { ask: 'Marker', next: 'Marker', more: 'IsTruncated', size: { MaxItems: 1000 } };
