import type { CheckedPack } from '../check.ts';
import type { PackProblemCode } from '../problem.ts';

const ofFiles: ReadonlySet<PackProblemCode> = new Set<PackProblemCode>([
  'missing-file',
  'unlisted-file',
  'wrong-size',
  'wrong-hash',
  'wrong-subjects',
  'wrong-predicate',
  'duplicate-file',
  'unsafe-path',
]);

/** Whether the files are those that were listed and signed. */
export function isWhole({ problems }: CheckedPack): boolean {
  return !problems.some(({ code }) => ofFiles.has(code));
}

/** Whether nothing is wrong in files of these names. */
export function isFree({ problems }: CheckedPack, of: RegExp): boolean {
  return !problems.some(({ file }) => of.test(file));
}
