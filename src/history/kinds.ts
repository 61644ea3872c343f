import { factKinds } from '../model/fact.ts';
import { passingKinds, type PassingKind, type RecordKind } from '../model/history.ts';

/** All kinds of records, sorted. */
export const recordKinds: readonly RecordKind[] = [
  ...factKinds.filter(isRecorded),
  'finding' as const,
  'grant' as const,
  'link' as const,
].sort();

function isRecorded(kind: (typeof factKinds)[number]): kind is Exclude<typeof kind, PassingKind> {
  return !(passingKinds as readonly string[]).includes(kind);
}
