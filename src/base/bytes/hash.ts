import { hash } from 'node:crypto';
import type { Json } from '../json.ts';
import { canonicalJson } from './canonical.ts';

/** Lower-case hex of SHA-256 over the bytes, or over the UTF-8 of a text. 64 characters. */
export function sha256Hex(data: string | Uint8Array): string {
  return hash('sha256', data, 'hex');
}

/** SHA-256 over the canonical form of a value. */
export function hashJson(value: Json): string {
  return sha256Hex(canonicalJson(value));
}
