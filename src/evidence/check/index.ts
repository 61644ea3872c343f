/** Checking packs as a library, without SDKs, connectors or rules: `vestige/verify`. */
export { checkPack } from './pack/check.ts';
export type { CheckedPack, PackTrust } from './pack/check.ts';
export type { CheckedAnchor } from './pack/anchors.ts';
export { packProblemCodes } from './pack/problem.ts';
export type { PackProblem, PackProblemCode } from './pack/problem.ts';
export { toldOf } from './pack/told.ts';
export type { Told } from './pack/told.ts';
export { readZip, zipLimits } from './zip/read.ts';
export type { ZipLimits } from './zip/read.ts';
export { parsePolicy } from './policy/parse.ts';
export type { Policy } from './policy/parse.ts';
export { parseVkey } from '../log/vkey.ts';
export type { Vkey } from '../log/vkey.ts';
export type * from '../../model/pack.ts';
