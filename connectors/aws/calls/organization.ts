import type { Call } from './call.ts';

export const organizationCalls: readonly Call[] = [];
