import { join } from 'node:path';
import * as v from 'valibot';
import { canonicalJson } from '../../base/bytes/canonical.ts';
import { decodeUtf8 } from '../../base/decode.ts';
import type { Json, JsonObject } from '../../base/json.ts';
import type { LedgerKey } from '../../contract/ledger.ts';
import type { Disk } from './disk.ts';
import { LedgerError } from './errors.ts';
import { files } from './layout.ts';

/** What lies in `ledger.json`. Nothing in it is secret, and nothing in it is evidence: the leaves say which keys followed which. */
export interface LedgerSettings {
  readonly schema: 1;
  readonly origin: string;
  /** The oldest first; the last one signs now. */
  readonly keys: readonly LedgerKey[];
  /** Where the signer is, for whoever opens it: `kind`, and what that kind needs. */
  readonly signer: JsonObject;
  /** The key that takes over with the leaf that is being appended; `null`: none. */
  readonly next: { readonly vkey: string; readonly spki: string; readonly signer: JsonObject } | null;
}

const signer = v.looseObject({ kind: v.string() });
const size = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const schema = v.strictObject({
  schema: v.literal(1),
  origin: v.string(),
  keys: v.pipe(
    v.array(
      v.strictObject({
        vkey: v.string(),
        spki: v.string(),
        from: size,
        until: v.nullable(size),
        why: v.nullable(v.picklist(['rotation', 'compromise'])),
      }),
    ),
    v.minLength(1),
  ),
  signer,
  next: v.nullable(v.strictObject({ vkey: v.string(), spki: v.string(), signer })),
});

/** Throws `no-such-ledger`, `bad-settings` and `unknown-schema`. */
export async function readSettings(disk: Disk, folder: string): Promise<LedgerSettings> {
  const file = join(folder, files.settings);
  const bytes = await disk.read(file);
  if (bytes === null)
    throw new LedgerError('no-such-ledger', `cannot open the ledger ${folder}: there is no ${files.settings}`, {
      file,
      hint: 'begin one with: vestige ledger init',
    });
  const value = jsonOf(bytes, file);
  const found = v.safeParse(v.looseObject({ schema: v.number() }), value);
  if (found.success && found.output.schema !== 1)
    throw new LedgerError('unknown-schema', `cannot open the ledger ${folder}: its schema is ${found.output.schema}, and 1 is known here`, {
      file,
      hint: 'use the version of vestige that made it, or a newer one',
    });
  const settings = v.safeParse(schema, value);
  if (!settings.success) throw bad(file, v.getDotPath(settings.issues[0]) ?? 'all of it');
  return settings.output as LedgerSettings;
}

function jsonOf(bytes: Uint8Array, file: string): unknown {
  const text = decodeUtf8(bytes);
  if (text === undefined) throw bad(file, 'it is no UTF-8');
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw bad(file, 'it is no JSON', cause);
  }
}

function bad(file: string, why: string, cause?: unknown): LedgerError {
  return new LedgerError('bad-settings', `cannot read ${file}: not as it was written: ${why}`, { file, cause });
}

export function settingsBytes(settings: LedgerSettings): Uint8Array {
  return Buffer.from(`${canonicalJson(settings as unknown as Json)}\n`);
}

/** The settings when a tree of this size has the leaf by which the next key took over. */
export function withNextKey(settings: LedgerSettings, at: number, why: 'rotation' | 'compromise'): LedgerSettings {
  if (settings.next === null) return settings;
  const { vkey, spki, signer: place } = settings.next;
  const keys = settings.keys.map((key) => (key.until === null ? { ...key, until: at, why } : key));
  return { ...settings, keys: [...keys, { vkey, spki, from: at, until: null, why: null }], signer: place, next: null };
}
