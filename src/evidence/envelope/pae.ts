/**
 * The bytes that a signature of DSSE 1.0.2 is over: `DSSEv1`, the type and the body, each with its length in bytes before it, so that no
 * other pair gives the same.
 */
export function pae(payloadType: string, body: Uint8Array): Uint8Array {
  // "DSSEv1" SP length(type) SP type SP length(body) SP body, lengths in decimal
  const type = Buffer.from(payloadType, 'utf8');
  return Buffer.concat([Buffer.from(`DSSEv1 ${type.length} `), type, Buffer.from(` ${body.length} `), body]);
}
