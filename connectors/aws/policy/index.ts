export type {
  AccessDecision,
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
export { evaluateAll } from './batch/index.ts';
export type { BatchInput, BatchPrincipal, BatchRequest, BatchResult, BatchWork } from './batch/index.ts';
export { CompiledPolicy, PolicySet, compile } from './compile/policy.ts';
export { evaluateAccess } from './decide/evaluate.ts';
export type { AccessFlag } from './flags.ts';
export type { PolicyErrorCode } from './errors.ts';
export { PolicyError } from './errors.ts';
export type { PolicyUse } from './statement.ts';
