import type { Plan } from './plan.ts';

export const planUsers: Plan = () => [];
