export { evaluateAll } from './evaluate-all.ts';
export type { BatchInput, BatchPrincipal, BatchRequest, BatchResult, BatchWork } from './types.ts';
