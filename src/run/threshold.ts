import { severities } from '../model/question.ts';

/** From which severity up findings make a run fail. */
export const thresholds = [...severities, 'never'] as const;
export type Threshold = (typeof thresholds)[number];

/** Where nothing else is said. */
export const usualThreshold: Threshold = 'medium';
