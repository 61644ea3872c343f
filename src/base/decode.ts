/*
 * Decoders for text from outside. Each answers `undefined` for a text its encoder would not have written, where the platform's own
 * decoders guess: `Buffer.from('a b', 'base64')` skips, `BigInt('')` is 0, `Number('0x10')` is 16.
 */

/** Bytes of base64 with padding, standard alphabet, no white space (RFC 4648 section 4). */
export function decodeBase64(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

/** Bytes of base64url without padding (RFC 4648 section 5). */
export function decodeBase64Url(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
}

/** Bytes of lower-case hex. */
export function decodeHex(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'hex');
  return bytes.toString('hex') === text ? bytes : undefined;
}

/** An integer in plain decimal: no leading zero, plus sign, blank, exponent or `-0`. */
export function decodeBigInteger(text: string): bigint | undefined {
  return /^(0|-?[1-9]\d*)$/.test(text) ? BigInt(text) : undefined;
}

/** The same, and `undefined` beyond 2^53 - 1, where a number could not be told from its neighbour. */
export function decodeInteger(text: string): number | undefined {
  const value = decodeBigInteger(text);
  if (value === undefined) return undefined;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : undefined;
}

/**
 * Percent-decodes once, as RFC 3986 section 2.1 has it: `%2525` gives `%25`, `+` stays `+`. `undefined` when a `%` is not followed by
 * two hex digits, when the bytes are not UTF-8, or when the text holds a lone surrogate.
 */
export function decodePercent(text: string): string | undefined {
  if (!text.isWellFormed()) return undefined;
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

/** UTF-8 bytes as text, a byte order mark kept; `undefined` when they are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
