/*
 * As much of ASN.1 DER (X.690) as keys and requests for time stamps are written in. Reading is left to parsers that know the structures.
 */

/** One value: tag, length, content. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(parts);
  const length = content.length;
  if (length < 0x80) return Buffer.concat([Buffer.of(tag, length), content]);
  const digits = Buffer.from(evenHex(length.toString(16)), 'hex');
  return Buffer.concat([Buffer.of(tag, 0x80 | digits.length), digits, content]);
}

export const derTag = { integer: 0x02, bits: 0x03, octets: 0x04, nothing: 0x05, oid: 0x06, sequence: 0x30 } as const;

/** A number not below zero, from its big-endian bytes: without leading zeros, but for the one that keeps it positive. */
export function derInteger(bytes: Uint8Array): Uint8Array {
  let from = 0;
  while (from < bytes.length - 1 && bytes[from] === 0) from++;
  const digits = bytes.subarray(from);
  const first = digits[0] ?? 0;
  return der(derTag.integer, ...(digits.length === 0 || first >= 0x80 ? [Buffer.of(0)] : []), digits);
}

/** `1.2.840.10045.2.1` */
export function derOid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes: number[] = [];
  for (const arc of [first * 40 + second, ...rest]) {
    const septets = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) septets.unshift(0x80 | (left % 128));
    bytes.push(...septets);
  }
  return der(derTag.oid, Buffer.from(bytes));
}

/** The two numbers of an ECDSA signature as key services hand them out (r, then s, of equal length), as DER: what X9.62 and every verifier of files wants. */
export function ecdsaDer(pair: Uint8Array): Uint8Array {
  const half = pair.length / 2;
  return der(derTag.sequence, derInteger(pair.subarray(0, half)), derInteger(pair.subarray(half)));
}

function evenHex(hex: string): string {
  return hex.length % 2 === 0 ? hex : `0${hex}`;
}
