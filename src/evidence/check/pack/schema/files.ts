import * as v from 'valibot';
import { hex64, text, whole } from './words.ts';

/** What `manifest.json` holds. */
export const manifestSchema = v.strictObject({
  schema: v.literal(1),
  pack: hex64,
  files: v.array(v.strictObject({ path: text, bytes: whole, sha256: hex64 })),
});

/** A line of `pages.ndjson`. */
export const disclosedPageSchema = v.strictObject({
  page: hex64,
  capture: hex64,
  leaf: whole,
  index: whole,
  root: hex64,
  items: whole,
  path: v.array(hex64),
  shown: v.array(v.strictObject({ index: whole, pointer: text, salt: text, value: text, path: v.array(hex64) })),
});

/** A line of `logged.ndjson`. */
export const disclosedRecordSchema = v.strictObject({ ending: hex64, leaf: whole, item: whole, salt: text, path: v.array(hex64) });

/** A line of `log/bodies.ndjson`. */
export const bodyLineSchema = v.strictObject({ index: whole, salt: text, body: v.unknown() });

/** `log/keys.json`. */
export const keysSchema = v.array(
  v.strictObject({
    vkey: text,
    spki: text,
    from: whole,
    until: v.nullable(whole),
    why: v.nullable(v.picklist(['rotation', 'compromise'])),
  }),
);
