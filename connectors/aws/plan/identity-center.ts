import type { Plan } from './plan.ts';

export const planIdentityCenter: Plan = () => [];
