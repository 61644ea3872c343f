export type {
  AccessDecision,
  AccessFlag,
  AccessRequest,
  Decision,
  ExplainedLayer,
  ExplainedStatement,
  Explanation,
  LayerName,
  PolicyInput,
  Principal,
  UnknownKey,
} from './access.ts';
export { CompiledPolicy, PolicySet, compile } from './compile/policy.ts';
export { evaluateAccess } from './decide/evaluate.ts';
export type { PolicyErrorCode } from './errors.ts';
export { PolicyError } from './errors.ts';
export type { PolicyUse } from './statement.ts';
