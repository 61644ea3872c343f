import * as v from 'valibot';
import { CanonicalError } from '../../../base/bytes/canonical.ts';
import type { NonEmpty } from '../../../base/json.ts';
import type { PublicKey } from '../../../contract/signer.ts';
import type { EnvelopeCode } from '../../envelope/envelope.ts';
import { clipped, envelopeBytes, parseEnvelope, statementType } from '../../envelope/envelope.ts';
import type { Checked, Fault } from '../../envelope/fault.ts';
import { fails, holds } from '../../envelope/fault.ts';
import type { BatchPredicate, PackPredicate } from '../../envelope/predicates.ts';
import { batchSchema, packSchema, predicateTypes } from '../../envelope/predicates.ts';
import type { Statement, StatementCode } from '../../envelope/statement.ts';
import { parseStatement, statementBytes } from '../../envelope/statement.ts';
import type { SignatureCode } from '../../envelope/verify.ts';
import { verifyEnvelope } from '../../envelope/verify.ts';

/**
 * Beside what the readers of each layer say: `payload-type`: it is signed as something else than a statement. `predicate-type`: it speaks of
 * something else. `predicate`: a member is missing, is not known, or of another kind. `subject`: it is not about what its predicate says.
 * `not-canonical`: the same can be said in one way only, and this is another.
 */
export type SealedCode =
  EnvelopeCode | SignatureCode | StatementCode | 'payload-type' | 'predicate-type' | 'predicate' | 'subject' | 'not-canonical';

export interface Sealed<P> {
  readonly statement: Statement<P>;
  readonly by: NonEmpty<PublicKey>;
}

/** The envelope of a batch's statement, as this project makes them and in no other spelling. */
export function checkBatch(bytes: Uint8Array, keys: readonly PublicKey[]): Checked<Sealed<BatchPredicate>, SealedCode> {
  const checked = checkSealed(bytes, keys, predicateTypes.batch, batchSchema);
  if (!checked.holds) return checked;
  const { subject, predicate } = checked.value.statement;
  const [only, ...more] = subject;
  const isAbout = more.length === 0 && only.name === predicate.what && only.digest['sha256'] === predicate.root;
  return isAbout ? checked : fails('subject', 'subject', clipped(JSON.stringify(subject)), `${predicate.what} with root ${predicate.root}`);
}

/** The envelope of a pack's statement. Whether its subjects are the files of the pack, whoever has the files tells. */
export function checkPackStatement(bytes: Uint8Array, keys: readonly PublicKey[]): Checked<Sealed<PackPredicate>, SealedCode> {
  return checkSealed(bytes, keys, predicateTypes.pack, packSchema);
}

function checkSealed<S extends v.GenericSchema>(
  bytes: Uint8Array,
  keys: readonly PublicKey[],
  type: string,
  schema: S,
): Checked<Sealed<v.InferOutput<S>>, SealedCode> {
  const envelope = parseEnvelope(bytes);
  if (!envelope.holds) return envelope;
  const verified = verifyEnvelope(envelope.value, keys);
  if (!verified.holds) return verified;
  const { payload, payloadType, by } = verified.value;
  if (payloadType !== statementType) return fails('payload-type', 'payloadType', clipped(payloadType), statementType);
  const parsed = parseStatement(payload);
  if (!parsed.holds) return parsed;
  if (parsed.value.predicateType !== type)
    return fails('predicate-type', 'payload.predicateType', clipped(parsed.value.predicateType), type);
  const read = v.safeParse(schema, parsed.value.predicate);
  if (!read.success) {
    const [first, ...rest] = read.issues.map((issue): Fault<'predicate'> => ({
      code: 'predicate',
      place: `payload.predicate.${v.getDotPath(issue) ?? ''}`,
      seen: issue.received,
      expected: issue.expected ?? issue.message,
    }));
    return first === undefined
      ? fails('predicate', 'payload.predicate', 'another shape', type)
      : { holds: false, faults: [first, ...rest] };
  }
  const statement: Statement<v.InferOutput<S>> = { ...parsed.value, predicate: read.output };
  if (!isSame(() => statementBytes(statement), payload))
    return fails('not-canonical', 'payload', 'another spelling, or members that are not known', 'canonical JSON');
  if (!isSame(() => envelopeBytes(envelope.value), bytes))
    return fails('not-canonical', '', 'another spelling, or members that are not known', 'canonical JSON');
  return holds({ statement, by });
}

/** What has no canonical form, half a surrogate pair in a name, is not the same as anything. */
function isSame(canonical: () => Uint8Array, bytes: Uint8Array): boolean {
  try {
    return Buffer.from(canonical()).equals(bytes);
  } catch (error) {
    if (error instanceof CanonicalError) return false;
    throw error;
  }
}
