import * as v from 'valibot';
import { canonicalJson } from '../base/bytes/canonical.ts';
import { hashJson } from '../base/bytes/hash.ts';
import { isJsonObject } from '../base/json.ts';
import type { Json } from '../base/json.ts';
import type { CaptureHead } from '../contract/capture.ts';
import { gapCauses } from '../model/gap.ts';
import { CaptureError } from './errors.ts';

/*
 * `manifest.json`: canonicalJson({ "manifest": …, "sha256": <SHA-256 of canonicalJson(manifest)> }) and one LF. It seals what the
 * capture's id does not cover: the head, and the sizes and the hash of the files beside it.
 */
const task = v.strictObject({ boundary: v.string(), surface: v.string(), args: v.optional(v.unknown()) });
const gap = v.strictObject({
  boundary: v.string(),
  surface: v.string(),
  subject: v.optional(v.string()),
  cause: v.picklist(gapCauses),
  detail: v.string(),
});
const head = v.strictObject({
  schema: v.literal(1),
  sources: v.array(
    v.strictObject({
      connector: v.string(),
      mapping: v.number(),
      settings: v.optional(v.unknown()),
      origin: v.picklist(['live', 'dump']),
      roots: v.array(task),
      logs: v.optional(v.array(task)),
      gaps: v.array(gap),
    }),
  ),
  inputs: v.array(v.strictObject({ kind: v.string(), sha256: v.string() })),
});
const hex64 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const manifest = v.strictObject({
  schema: v.literal(1),
  id: hex64,
  count: whole,
  head,
  pages: v.strictObject({ bytes: whole }),
  index: v.strictObject({ bytes: whole, sha256: hex64 }),
});

export interface Manifest {
  readonly schema: 1;
  readonly id: string;
  readonly count: number;
  readonly head: CaptureHead;
  readonly pages: { readonly bytes: number };
  readonly index: { readonly bytes: number; readonly sha256: string };
}

/** The bytes of the file. */
export function manifestText(value: Manifest): string {
  const json = value as unknown as Json;
  return `${canonicalJson({ manifest: json, sha256: hashJson(json) })}\n`;
}

/** Reads it back; every byte counts. Throws {@link CaptureError}: `unknown-schema` or `bad-manifest`. */
export function readManifest(text: string, file: string): Manifest {
  const bad = (seen: string): CaptureError => new CaptureError('bad-manifest', `cannot open the capture: ${file} ${seen}`, { file });
  let whole: unknown;
  try {
    whole = JSON.parse(text);
  } catch {
    throw bad('is not JSON');
  }
  if (!isJsonObject(whole) || !isJsonObject(whole['manifest'])) throw bad('holds no manifest');
  const inner = whole['manifest'];
  if (canonicalOrNull(whole) !== text) throw bad('is not in canonical form: it was changed');
  if (whole['sha256'] !== hashJson(inner)) throw bad('does not fit its own hash: it was changed');
  if (inner['schema'] !== 1) {
    throw new CaptureError(
      'unknown-schema',
      `cannot open the capture: ${file} has schema ${JSON.stringify(inner['schema'])}, this version knows 1`,
      {
        file,
        hint: 'a newer version of vestige made it; use that one',
      },
    );
  }
  const result = v.safeParse(manifest, inner);
  if (!result.success) throw bad(`has a wrong shape at ${v.getDotPath(result.issues[0]) ?? 'the top'}: ${result.issues[0].message}`);
  // Parsed from JSON, so `unknown` members are Json; the shape is the schema's.
  return result.output as unknown as Manifest;
}

function canonicalOrNull(value: Json): string | null {
  try {
    return `${canonicalJson(value)}\n`;
  } catch {
    return null;
  }
}

/** Twelve hex characters that tell two heads over the same pages apart. */
export function headTag(value: CaptureHead): string {
  return hashJson(value as unknown as Json).slice(0, 12);
}
