import * as v from 'valibot';
import { parseInstant } from '../../base/instant.ts';
import { batchKinds } from '../../model/ledger.ts';
import { frameworks } from '../../model/pack.ts';

/** Types of predicates. A member more, or one that means something else, is a new number. */
export const predicateTypes = { batch: 'urn:vestige:predicate:batch:1', pack: 'urn:vestige:predicate:pack:1' } as const;

const hash = (description: string) => v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/), v.description(`${description}; lower-case hex`));
const instant = (description: string) =>
  v.pipe(
    v.string(),
    v.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/),
    v.check((text) => parseInstant(text) !== undefined, 'no such time'),
    v.description(description),
  );
const count = (description: string) => v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.description(description));
const text = (description: string) => v.pipe(v.string(), v.nonEmpty(), v.description(description));

/** How the items of a batch were hashed: of pages and of single values. A new way has a new name. */
export const batchHashings = { pages: 'vestige-page-items/v1', values: 'vestige-values/v1' } as const;

/** What a run made: how many things, and the root of the tree over their salted hashes. Its subject is that root, named by `what`. */
export const batchSchema = v.strictObject({
  what: v.pipe(v.picklist(batchKinds), v.description('what the batch is of')),
  count: count('how many there are'),
  root: hash('root of the RFC 6962 tree (SHA-256) over the salted hashes of all of them, in their order'),
  nonce: hash('names the run: as its intent in the log has it'),
  capture: v.nullable(hash('the capture it is made of')),
  asOf: v.nullable(instant('the moment that the findings speak of; null: pages, which speak of none')),
  program: text('name and version of what made it'),
  configuration: hash('SHA-256 of the configuration that was in force'),
  hashing: v.pipe(v.picklist(Object.values(batchHashings)), v.description('how its items were salted and hashed')),
});
export type BatchPredicate = Readonly<v.InferOutput<typeof batchSchema>>;

/** What a pack is. Its subjects are all its files by their hash. */
export const packSchema = v.strictObject({
  pack: hash('id of the pack'),
  framework: v.picklist(frameworks),
  period: v.strictObject({ from: instant('not before'), to: instant('and before') }),
  content: hash('SHA-256 of pack.json'),
  ledger: v.pipe(
    v.nullable(
      v.strictObject({
        origin: text('of the log'),
        size: count('of the tree that its checkpoint in the pack signs'),
        root: v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]{43}=$/), v.description('of that tree, standard base64')),
        population: v.nullable(count('index of the leaf that the population was logged in; null: of a pack without one')),
        export: count('index of the leaf that the export was logged in'),
      }),
    ),
    v.description('null: no ledger was kept, and integrity rests on management'),
  ),
});
export type PackPredicate = Readonly<v.InferOutput<typeof packSchema>>;
