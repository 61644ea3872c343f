import type { JsonObject } from '../../../../../src/base/json.ts';
import type { SurfaceId } from '../../../../../src/model/ids.ts';
import type { MicrosoftCall } from '../../../call.ts';
import { aboutScope, pathOfScope } from './asked.ts';

/** A list of Azure Resource Manager that is read at a scope. */
export interface ScopeList {
  readonly name: string;
  readonly surface: SurfaceId;
  /** After the scope: `Microsoft.Authorization/roleAssignments`. */
  readonly provider: string;
  readonly version: string;
  /** Of `$filter`, by what is asked; left out: none. */
  readonly filter?: (args: JsonObject) => string | undefined;
  /** More of the query, encoded. */
  readonly query?: string;
  readonly permissions: readonly string[];
  readonly drops?: readonly string[];
  readonly answers?: readonly string[];
}

/** What is asked of a management group, or of the root: what is assigned there and above, and nothing below. */
export function atScopeAbove({ subscription }: JsonObject): string | undefined {
  return subscription === undefined ? 'atScope()' : undefined;
}

/** The call of a list at a scope: `GET {scope}/providers/Microsoft.Authorization/roleAssignments`. */
export function scopeList(list: ScopeList): MicrosoftCall {
  const { name, surface, provider, version, filter, query, permissions, drops, answers } = list;
  return {
    name,
    surface,
    service: 'arm',
    operation: `GET {scope}/providers/${provider}`,
    path(args) {
      const filtered = filter?.(args);
      const more = [
        `api-version=${version}`,
        ...(query === undefined ? [] : [query]),
        ...(filtered === undefined ? [] : [`$filter=${encodeURIComponent(filtered)}`]),
      ];
      return `${pathOfScope(args)}/providers/${provider}?${more.join('&')}`;
    },
    drops: drops ?? [],
    permissions,
    ...(answers === undefined ? {} : { answers }),
    about: aboutScope,
  };
}
