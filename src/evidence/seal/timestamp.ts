import type { Stamped, TimestampCode } from '../check/timestamp/check.ts';
import { checkTimestamp } from '../check/timestamp/check.ts';
import { der, derInteger, derOid, derTag } from '../envelope/der.ts';
import { hash } from 'node:crypto';
import { SealError } from './errors.ts';
import type { Post } from './post.ts';
import { posted, saidBy } from './post.ts';

/*
 * TimeStampReq of RFC 3161 section 2.4.1:
 *   SEQUENCE { version INTEGER 1, messageImprint SEQUENCE { SEQUENCE { sha256, NULL }, OCTET STRING }, nonce INTEGER OPTIONAL, certReq TRUE }
 * The certificate is asked for: without it nobody can check the token later.
 */
export function timestampRequest(message: Uint8Array, nonce: Uint8Array | null): Uint8Array {
  const algorithm = der(derTag.sequence, derOid('2.16.840.1.101.3.4.2.1'), der(derTag.nothing));
  const imprint = der(derTag.sequence, algorithm, der(derTag.octets, hash('sha256', message, 'buffer')));
  const asked = nonce === null ? [] : [derInteger(nonce)];
  return der(derTag.sequence, derInteger(Buffer.of(1)), imprint, ...asked, Buffer.of(0x01, 0x01, 0xff));
}

export interface TimestampAnswer {
  /** The authority's answer as it came: what is kept. */
  readonly token: Uint8Array;
  readonly stamped: Stamped;
}

const refusals: Readonly<Partial<Record<TimestampCode, 'refused' | 'mismatch'>>> = {
  'not-granted': 'refused',
  imprint: 'mismatch',
  nonce: 'mismatch',
};

/**
 * Asks an authority (RFC 3161 over HTTP) to stamp a message, and checks what it answers before it is handed out; also that it is one of the
 * `authorities` (PEM), where some are given. `nonce`: random bytes, so that no old answer passes for a new one.
 */
export async function requestTimestamp(
  post: Post,
  url: string,
  message: Uint8Array,
  nonce: Uint8Array,
  authorities?: string,
): Promise<TimestampAnswer> {
  const answer = await posted(post, url, 'application/timestamp-query', timestampRequest(message, nonce));
  if (answer.status !== 200)
    throw new SealError('refused', `cannot get a time stamp from ${url}: it answered ${answer.status} and says ${saidBy(answer)}`);
  if (answer.contentType !== 'application/timestamp-reply')
    throw new SealError(
      'malformed',
      `cannot get a time stamp from ${url}: it answered ${answer.contentType ?? 'something without a type'}`,
      {
        hint: 'name the address of an authority that speaks RFC 3161 over HTTP',
      },
    );
  const checked = checkTimestamp({ token: answer.body, message, nonce, ...(authorities === undefined ? {} : { authorities }) });
  if (checked.holds) return { token: answer.body, stamped: checked.value };
  const [{ code, seen, expected }] = checked.faults;
  throw new SealError(refusals[code] ?? 'malformed', `cannot take the time stamp of ${url}: ${code}: saw ${seen}, expected ${expected}`, {
    hint: code === 'chain' ? 'name the file with the certificate of its authority' : 'ask again, or another authority',
  });
}
