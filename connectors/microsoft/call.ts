import type { Json, JsonObject } from '../../src/base/json.ts';
import type { SurfaceId } from '../../src/model/ids.ts';

/** Which interface answers. `graph`: Microsoft Graph v1.0; `graph-beta`; `arm`: Azure Resource Manager; `resource-graph`: one POST of ARM. */
export type MicrosoftService = 'graph' | 'graph-beta' | 'arm' | 'resource-graph';

/** One operation that a session may send; it sends no other. */
export interface MicrosoftCall {
  /** `args.call` of its tasks; unique among the calls of a connector. */
  readonly name: string;
  readonly surface: SurfaceId;
  readonly service: MicrosoftService;
  /** As the documentation writes it, for people: `GET /groups/{id}/members`. */
  readonly operation: string;
  /** Below the service's root, with its query, encoded once: `/groups/…/members?$top=999`. Of the first page; later ones are told by cursors. */
  path(args: JsonObject): string;
  /** Of a POST that reads (`getByIds`, Resource Graph). Left out: it is a GET. `cursor` as the answer before gave it. */
  body?(args: JsonObject, cursor: string | null): Json;
  /** Left out: no page needs more than the usual headers. Sent with every page. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Left out: it is asked alone. With others of its surface it may go in one `$batch` request of Microsoft Graph. */
  readonly batched?: true;
  /** Names of members, at any depth, that hold or hint at secrets. They are dropped before anything is kept. */
  readonly drops: readonly string[];
  /** The least application permission of Graph, or the least action of Azure, that allows it; several: all are needed. */
  readonly permissions: readonly string[];
  /** Codes of errors that are an answer (`Request_ResourceNotFound` of what is gone), kept as `{error}` and mapped. */
  readonly answers?: readonly string[];
  /** Statuses that are an answer whatever the body says, as a 404 of an operation that a version does not have; mapped as `{error}` too. */
  readonly answerStatuses?: readonly number[];
  /** What the operation was asked about, in a reader's words: `of group 1234`; left out: the operation says all. */
  about?(args: JsonObject): string;
}
