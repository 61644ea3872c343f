import type { Call } from './call.ts';

export const identityCenterCalls: readonly Call[] = [];
