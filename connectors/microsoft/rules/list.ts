import type { Rule } from '../../../src/contract/rule.ts';

/** The rules that only Microsoft's directory and cloud can be asked. */
export const rules: readonly Rule<unknown>[] = [];
