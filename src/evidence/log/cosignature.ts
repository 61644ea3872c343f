/*
 * A timestamped cosignature, C2SP tlog-cosignature v1.0.1. The signature of a note's line is
 *   8 bytes, big-endian: seconds since 1970 || 64 bytes of Ed25519
 * over "cosignature/v1" LF "time <seconds in decimal>" LF and then the whole text of the note.
 */
export interface Cosignature {
  /** Of Unix time, by the witness's clock. */
  readonly seconds: number;
  /** 64 bytes. */
  readonly signature: Uint8Array;
}

/** `undefined` for another length, and for a time beyond 2^53 - 1. */
export function parseCosignature(bytes: Uint8Array): Cosignature | undefined {
  if (bytes.length !== 72) return undefined;
  const seconds = Buffer.from(bytes.subarray(0, 8)).readBigUInt64BE();
  return seconds > BigInt(Number.MAX_SAFE_INTEGER) ? undefined : { seconds: Number(seconds), signature: bytes.subarray(8) };
}

export function formatCosignature({ seconds, signature }: Cosignature): Uint8Array {
  const bytes = Buffer.alloc(72);
  bytes.writeBigUInt64BE(BigInt(seconds));
  bytes.set(signature, 8);
  return bytes;
}

/** What a witness signs. */
export function cosignedBytes(text: string, seconds: number): Uint8Array {
  return Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`);
}
