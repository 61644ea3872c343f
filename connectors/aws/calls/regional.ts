import type { Call } from './call.ts';

export const regionalCalls: readonly Call[] = [];
