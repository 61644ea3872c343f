import type { Call } from './call.ts';

export const usersCalls: readonly Call[] = [];
