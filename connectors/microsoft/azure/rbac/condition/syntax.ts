/*
 * Conditions of role assignments, version 2.0 (https://learn.microsoft.com/azure/role-based-access-control/conditions-format):
 *
 *   or      = and { ("OR" | "||") and }
 *   and     = not { ("AND" | "&&") not }
 *   not     = ("NOT" | "!") not | primary
 *   primary = "(" or ")" | ("ActionMatches" | "SubOperationMatches") "{" values "}"
 *           | "Exists" attribute | "NotExists" attribute | attribute operator (value | "{" values "}" | attribute)
 *   attribute = "@" ("Request" | "Resource" | "Principal" | "Environment") "[" name "]"
 *
 * Words are compared without regard to case. `AND` binds before `OR`.
 */

export type AttributeSource = 'request' | 'resource' | 'principal' | 'environment';

/** `name` in lower case. */
export interface Attribute {
  readonly from: AttributeSource;
  readonly name: string;
}

export type Condition =
  | { readonly type: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly type: 'not'; readonly of: Condition }
  | { readonly type: 'action-matches' | 'sub-operation-matches'; readonly patterns: readonly string[] }
  | { readonly type: 'exists'; readonly attribute: Attribute }
  /** `quantifier` and `operator` in lower case: `foranyofanyvalues`, `guidequals`; no quantifier: `null`. */
  | {
      readonly type: 'compare';
      readonly attribute: Attribute;
      readonly quantifier: string | null;
      readonly operator: string;
      readonly values: readonly string[] | Attribute;
    };
