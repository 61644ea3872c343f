import type { Signer } from '../../contract/signer.ts';
import { envelopeBytes, statementType } from '../envelope/envelope.ts';
import { pae } from '../envelope/pae.ts';
import type { Statement } from '../envelope/statement.ts';
import { statementBytes } from '../envelope/statement.ts';

/** The canonical bytes of a statement's DSSE envelope with one signature. The same statement and key of Ed25519 give the same bytes. */
export async function sealEnvelope(signer: Signer, statement: Statement): Promise<Uint8Array> {
  const payload = statementBytes(statement);
  const sig = await signer.sign(pae(statementType, payload));
  return envelopeBytes({ payloadType: statementType, payload, signatures: [{ keyId: signer.publicKey.keyId, sig }] });
}
