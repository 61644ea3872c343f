import * as v from 'valibot';
import { packProblemCodes } from '../../evidence/check/pack/problem.ts';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const nullable = v.nullable(v.string());
const sentences = (description: string) => v.pipe(v.array(v.string()), v.description(description));

/** What a check of a pack prints as JSON. */
export const verifiedPackSchema = v.strictObject({
  schema: v.literal(1),
  holds: v.pipe(v.boolean(), v.description('whether nothing that was checked is wrong')),
  level: v.pipe(
    v.picklist(['unsigned', 'signed', 'logged', 'anchored']),
    v.description('what is shown to whoever checked, by what they named; not what the pack claims'),
  ),
  named: v.pipe(
    v.boolean(),
    v.description(
      'whether a key that whoever checked named vouches for it; else anybody may have made it, and its parts fit each other at the most',
    ),
  ),
  pack: v.nullable(
    v.strictObject({
      id: v.string(),
      framework: v.string(),
      period: v.strictObject({ from: v.string(), to: v.string() }),
      asOf: v.string(),
      level: v.string(),
      controls: v.pipe(
        v.record(v.picklist(['supports', 'does-not-support', 'cannot-tell', 'not-exercised']), count),
        v.description('how many controls the pack says this of: that a pack holds says nothing of them'),
      ),
    }),
  ),
  files: count,
  log: v.nullable(
    v.strictObject({ origin: v.string(), size: count, root: v.string(), population: v.nullable(count), export: v.nullable(count) }),
  ),
  anchors: v.array(
    v.strictObject({
      how: v.picklist(['rfc3161', 'cosignature']),
      size: count,
      at: v.string(),
      by: v.string(),
      named: v.boolean(),
      file: v.string(),
    }),
  ),
  recomputed: v.nullable(v.strictObject({ captures: count, sentences: v.array(v.string()) })),
  proven: sentences('what is shown'),
  notProven: sentences('what is not shown, and has to be asked for otherwise'),
  problems: v.array(
    v.strictObject({
      code: v.picklist(packProblemCodes),
      file: v.pipe(v.string(), v.description('within the pack; empty: the pack itself')),
      place: v.pipe(v.string(), v.description('within the file: a JSON pointer, a line, an entry of the log')),
      seen: nullable,
      expected: nullable,
      says: v.string(),
    }),
  ),
});
export type VerifiedPack = v.InferOutput<typeof verifiedPackSchema>;
