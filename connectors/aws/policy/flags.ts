/** A settled contradiction of the documentation, or a limit of the answer. */
export type AccessFlag =
  | 'anonymous-keys'
  | 'bool-variable'
  | 'boundary-bypass'
  | 'mfa-null'
  | 'not-exact'
  | 'possibly-explicit'
  | 'rcp-services'
  | 'resource-name-case'
  | 'scp-language'
  | 'trailing-wildcard'
  | 'trust-boundary'
  | 'unresolved-variable';
