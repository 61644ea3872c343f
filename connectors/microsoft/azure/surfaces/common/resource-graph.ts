import type * as v from 'valibot';
import type { Json, JsonObject } from '../../../../../src/base/json.ts';
import { isJsonObject } from '../../../../../src/base/json.ts';
import type { Reading } from '../../../../../src/contract/reading.ts';
import { elements } from '../../../../../src/contract/reading.ts';
import type { SurfaceId } from '../../../../../src/model/ids.ts';
import type { MicrosoftCall } from '../../../call.ts';
import { aboutScope, textArg } from './asked.ts';
import { pushGap } from './push.ts';

/** The most rows that one page holds (https://learn.microsoft.com/azure/governance/resource-graph/concepts/work-with-data). */
const PAGE = 1000;

export interface GraphQuery {
  readonly name: string;
  readonly surface: SurfaceId;
  /** Ends with `order by id asc`: without an order pages may overlap. */
  readonly query: string;
  readonly permissions: readonly string[];
}

/** A query of Azure Resource Graph: of one subscription where the task names one, else of all that the caller may read. */
export function graphQuery({ name, surface, query, permissions }: GraphQuery): MicrosoftCall {
  return {
    name,
    surface,
    service: 'resource-graph',
    operation: 'POST /providers/Microsoft.ResourceGraph/resources',
    path: () => '/providers/Microsoft.ResourceGraph/resources?api-version=2022-10-01',
    body: (args, cursor) => bodyOf(query, args, cursor),
    drops: [],
    permissions,
    about: aboutScope,
  };
}

function bodyOf(query: string, args: JsonObject, cursor: string | null): Json {
  const subscription = textArg(args, 'subscription');
  return {
    query,
    ...(subscription === undefined ? {} : { subscriptions: [subscription] }),
    options: {
      resultFormat: 'objectArray',
      $top: PAGE,
      // without it, what lies above the subscriptions is not looked at
      ...(subscription === undefined ? { authorizationScopeFilter: 'AtScopeAboveAndBelow' } : {}),
      ...(cursor === null ? {} : { $skipToken: cursor }),
    },
  };
}

/** The rows of a page. A page that is cut short and tells no way to go on is a gap: the rest cannot be had. */
export function graphRows<S extends v.GenericSchema>(
  into: Reading,
  body: Json,
  schema: S,
): readonly { readonly value: v.InferOutput<S>; readonly at: string }[] {
  const rows = elements(into, body, 'data', schema);
  const { resultTruncated, $skipToken } = isJsonObject(body) ? body : {};
  const isCut = typeof resultTruncated === 'string' ? resultTruncated.toLowerCase() === 'true' : resultTruncated === true;
  if (isCut && (typeof $skipToken !== 'string' || $skipToken === '')) {
    pushGap(into, 'unsupported', 'Resource Graph cut its answer short and told no way to go on: more rows are there than it gives');
  }
  return rows;
}
