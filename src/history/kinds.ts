import { lastingKinds, type RecordKind } from '../model/history.ts';

/** All kinds of records, sorted. */
export const recordKinds: readonly RecordKind[] = [...lastingKinds, 'finding' as const, 'grant' as const, 'link' as const].sort();
