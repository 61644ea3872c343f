import type { BoundaryId } from '../../../src/model/ids.ts';

/** Stands for the account of a file that names none. Nothing is expected of it and nothing is known of it but its gaps. */
export const unknownBoundary: BoundaryId = 'aws:unknown';
