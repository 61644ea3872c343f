import type { Plan } from './plan.ts';

export const planRegional: Plan = () => [];
