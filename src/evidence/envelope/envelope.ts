import { canonicalJson } from '../../base/bytes/canonical.ts';
import { decodeBase64, decodeUtf8 } from '../../base/decode.ts';
import { isJsonObject } from '../../base/json.ts';
import type { Checked } from './fault.ts';
import { fails, holds } from './fault.ts';

/** Of every statement: what cosign and the libraries of in-toto ask for. */
export const statementType = 'application/vnd.in-toto+json';

/** A DSSE envelope (1.0.2). Nothing in it is known to be true until a signature is. */
export interface Envelope {
  readonly payloadType: string;
  readonly payload: Uint8Array;
  readonly signatures: readonly { /** A hint; empty: none. */ readonly keyId: string; readonly sig: Uint8Array }[];
}

/** `not-json`: no UTF-8, or no JSON. `not-an-envelope`: a member is missing or of another kind. `not-base64`: it is neither of the two alphabets, or has bits left over. */
export type EnvelopeCode = 'not-json' | 'not-an-envelope' | 'not-base64';

/** The canonical bytes of an envelope, as they lie in a file. */
export function envelopeBytes({ payloadType, payload, signatures }: Envelope): Uint8Array {
  const told = signatures.map(({ keyId, sig }) => ({ keyid: keyId, sig: base64(sig) }));
  return Buffer.from(canonicalJson({ payload: base64(payload), payloadType, signatures: told }), 'utf8');
}

/** Reads any tool's envelope, as its specification wants: both alphabets of base64, members it does not know, no `keyid`. */
export function parseEnvelope(bytes: Uint8Array): Checked<Envelope, EnvelopeCode> {
  const value = jsonIn(bytes);
  if (value === undefined) return fails('not-json', '', `${bytes.length} bytes that are no JSON in UTF-8`, 'a DSSE envelope');
  if (!isJsonObject(value)) return fails('not-an-envelope', '', kindOf(value), 'an object');
  const { payload, payloadType, signatures } = value as Readonly<Record<string, unknown>>;
  if (typeof payloadType !== 'string' || payloadType === '') return fails('not-an-envelope', 'payloadType', kindOf(payloadType), 'a text');
  if (typeof payload !== 'string') return fails('not-an-envelope', 'payload', kindOf(payload), 'a text');
  const body = anyBase64(payload);
  if (body === undefined) return fails('not-base64', 'payload', clipped(payload), 'base64');
  if (!Array.isArray(signatures) || signatures.length === 0)
    return fails('not-an-envelope', 'signatures', Array.isArray(signatures) ? 'none' : kindOf(signatures), 'one or more');
  const read: { keyId: string; sig: Uint8Array }[] = [];
  for (const [index, each] of (signatures as readonly unknown[]).entries()) {
    const place = `signatures[${index}]`;
    if (!isJsonObject(each)) return fails('not-an-envelope', place, kindOf(each), 'an object');
    const { keyid, sig } = each as Readonly<Record<string, unknown>>;
    if (typeof sig !== 'string') return fails('not-an-envelope', `${place}.sig`, kindOf(sig), 'a text');
    if (keyid !== undefined && keyid !== null && typeof keyid !== 'string')
      return fails('not-an-envelope', `${place}.keyid`, kindOf(keyid), 'a text');
    const decoded = anyBase64(sig);
    if (decoded === undefined) return fails('not-base64', `${place}.sig`, clipped(sig), 'base64');
    read.push({ keyId: keyid ?? '', sig: decoded });
  }
  return holds({ payloadType, payload: body, signatures: read });
}

/** JSON of UTF-8 bytes; `undefined`: they are none. */
export function jsonIn(bytes: Uint8Array): unknown {
  const text = decodeUtf8(bytes);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Either alphabet (RFC 4648 sections 4 and 5), never both in one text, with padding or without; nothing that decodes to the same bytes in a second way. */
function anyBase64(text: string): Uint8Array | undefined {
  if (/[-_]/.test(text) && /[+/]/.test(text)) return undefined;
  const bare = text
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .replace(/={1,2}$/, '');
  const padded = bare.padEnd(Math.ceil(bare.length / 4) * 4, '=');
  return text.endsWith('=') && text.length !== padded.length ? undefined : decodeBase64(padded);
}

export function kindOf(value: unknown): string {
  return value === undefined ? 'nothing' : value === null ? 'null' : Array.isArray(value) ? 'a list' : `a value of type ${typeof value}`;
}

export function clipped(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}
