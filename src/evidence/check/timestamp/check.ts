import { createHash } from 'node:crypto';
import type { BaseBlock } from 'asn1js';
import { ObjectIdentifier, OctetString } from 'asn1js';
import { isNonEmpty } from '../../../base/json.ts';
import type { Instant } from '../../../base/instant.ts';
import { instantOf } from '../../../base/instant.ts';
import type { Checked, Fault } from '../../envelope/fault.ts';
import { fails, holds } from '../../envelope/fault.ts';
import type { Digest } from './algorithms.ts';
import { digestOf, holdsBy } from './algorithms.ts';
import type { Cert } from './certificate.ts';
import { certHash, certsOfPem, usageBits } from './certificate.ts';
import { pathTo, timeStamping } from './path.ts';
import type { Token } from './token.ts';
import { children, oid, raw, readToken, whole } from './token.ts';

/**
 * `malformed`: it is no token of RFC 3161. `not-granted`: the authority refused. `imprint`: it is of other bytes. `nonce`: it answers another question.
 * `policy`: made under one that was not asked for. `certificate`: it does not hold its signer's certificate, or names another. `purpose`: the signer
 * is not made out for time stamps alone. `signature`: it does not hold. `algorithm`: one that is not taken, SHA-1 and short keys among them.
 * `chain`: no path to an authority given, at the time that it tells. `authorities`: what was given for authorities is none.
 */
export type TimestampCode =
  | 'malformed'
  | 'not-granted'
  | 'imprint'
  | 'nonce'
  | 'policy'
  | 'certificate'
  | 'purpose'
  | 'signature'
  | 'algorithm'
  | 'chain'
  | 'authorities';

export interface TimestampQuestion {
  /** The answer of an authority, or the bare token, in DER. */
  readonly token: Uint8Array;
  /** What was stamped. */
  readonly message: Uint8Array;
  /** That of the request; absent: it is not known any more. */
  readonly nonce?: Uint8Array;
  /** PEM of the authorities that are trusted, in one text; absent: nobody named one, and anybody may have made the token. */
  readonly authorities?: string;
  /** Names of policies, dotted; absent: any. */
  readonly policies?: readonly string[];
}

export interface Stamped {
  /** What was stamped existed no later than this and the accuracy. */
  readonly at: Instant;
  /** Milliseconds, rounded up; `null`: it tells none. */
  readonly accuracyMs: number | null;
  /** Common name in the signer's certificate: a stranger's text where no authority was named. */
  readonly by: string;
  readonly policy: string;
  /** Hex. */
  readonly serial: string;
  /** Hex of SHA-256 over the signer's certificate. */
  readonly certificate: string;
  /** `not-named`: the token holds in itself, and whose it is nobody was asked. */
  readonly authority: 'named' | 'not-named';
}

const attribute = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  certificate: '1.2.840.113549.1.9.16.2.12',
  certificateV2: '1.2.840.113549.1.9.16.2.47',
} as const;
const TST_INFO = '1.2.840.113549.1.9.16.1.4';
const SHA1 = 'sha1';

/**
 * Whether a token of RFC 3161 (with RFC 5816) says that a message existed, and when. All that is wrong is told. Certificates are looked at as they were when
 * the stamp was made: that they ran out since is no fault. Nothing is fetched, so a revocation since is not seen.
 */
export function checkTimestamp({ token, message, nonce, authorities, policies }: TimestampQuestion): Checked<Stamped, TimestampCode> {
  const read = tried(() => readToken(token));
  if (read === undefined) return fails('malformed', 'token', `${token.length} bytes`, 'a time stamp of RFC 3161');
  if (!('info' in read)) return fails('not-granted', 'token.status', String(read.status), '0 or 1');
  const anchors = authorities === undefined ? [] : tried(() => certsOfPem(authorities));
  if (anchors === undefined)
    return fails('authorities', 'authorities', 'a text that holds no certificate, or a broken one', 'certificates in PEM');
  return (
    tried(() => judged(read, anchors)) ?? fails('malformed', 'token', 'a structure whose parts do not fit', 'a time stamp of RFC 3161')
  );

  function judged(told: Token, trusted: readonly Cert[]): Checked<Stamped, TimestampCode> {
    const { info } = told;
    const at = info.genTime.getTime();
    const unknown = (info.extensions ?? []).some(({ critical }) => critical);
    if (info.version !== 1 || !Number.isFinite(at) || unknown)
      return fails('malformed', 'token.info', `version ${info.version}`, 'version 1, with a time and nothing critical that is not known');
    const about = aboutWhat(told, message, nonce, policies);
    const signer = signerOf(told);
    if (signer === undefined) {
      const { faults } = fails('certificate', 'token.certificates', 'none by its name', "the signer's certificate");
      return { holds: false, faults: [...faults, ...about] };
    }
    const faults: Fault<TimestampCode>[] = [...about, ...aboutSigner(told, signer)];
    const path = authorities === undefined ? [] : pathTo(signer, trusted, told.certificates, at);
    if (typeof path === 'string')
      faults.push({
        code: 'chain',
        place: 'token.certificates',
        seen: path,
        expected: `a path to an authority given, at ${instantOf(at)}`,
      });
    if (isNonEmpty(faults)) return { holds: false, faults };
    return holds({
      at: instantOf(at),
      accuracyMs: accuracyOf(told),
      by: signer.name,
      policy: info.policy,
      serial: Buffer.from(info.serialNumber.valueBlock.valueHexView).toString('hex'),
      certificate: certHash(signer, 'sha256'),
      authority: authorities === undefined ? 'not-named' : 'named',
    });
  }
}

function aboutWhat(
  { info }: Token,
  message: Uint8Array,
  nonce: Uint8Array | undefined,
  policies: readonly string[] | undefined,
): Fault<TimestampCode>[] {
  const faults: Fault<TimestampCode>[] = [];
  const imprint = info.messageImprint;
  const algorithm = imprint.hashAlgorithm.algorithmId;
  const digest = digestOf(algorithm);
  const seen = hex(imprint.hashedMessage.valueBlock.valueHexView);
  if (digest === undefined)
    faults.push({ code: 'algorithm', place: 'token.info.messageImprint', seen: algorithm, expected: 'SHA-256, SHA-384 or SHA-512' });
  else if (seen !== hashed(digest, message))
    faults.push({ code: 'imprint', place: 'token.info.messageImprint', seen, expected: hashed(digest, message) });
  const told = info.nonce === undefined ? 'none' : unsigned(info.nonce.valueBlock.valueHexView);
  if (nonce !== undefined && told !== unsigned(nonce))
    faults.push({ code: 'nonce', place: 'token.info.nonce', seen: told, expected: unsigned(nonce) });
  if (policies !== undefined && !policies.includes(info.policy))
    faults.push({ code: 'policy', place: 'token.info.policy', seen: info.policy, expected: policies.join(' or ') });
  return faults;
}

/** RFC 3161 section 2.3 and 2.4.2, RFC 5652 section 5.4, RFC 5816. */
function aboutSigner(told: Token, cert: Cert): Fault<TimestampCode>[] {
  const faults: Fault<TimestampCode>[] = [];
  const { purposes, usage, unknown, key } = cert;
  const isForStamps = purposes?.isCritical === true && purposes.oids.length === 1 && purposes.oids[0] === timeStamping;
  const mayUse = usage === null || (usage & ~(usageBits.digitalSignature | usageBits.nonRepudiation)) === 0;
  if (!isForStamps || !mayUse || unknown.length > 0)
    faults.push({
      code: 'purpose',
      place: 'token.certificates',
      seen: `${purposes === null ? 'no purpose' : purposes.oids.join(', ')}${purposes?.isCritical === false ? ', not critical' : ''}`,
      expected: 'time stamping alone, critical',
    });
  if (!namesSigner(told, cert))
    faults.push({
      code: 'certificate',
      place: 'token.signedAttributes',
      seen: 'another certificate, or none',
      expected: certHash(cert, 'sha256'),
    });
  const { digest, algorithm, attributes, signature, byName } = told.signer;
  const content = digestOf(digest);
  const [type] = byName.get(attribute.contentType) ?? [];
  const [hash] = byName.get(attribute.messageDigest) ?? [];
  const isOfContent =
    content !== undefined &&
    type instanceof ObjectIdentifier &&
    type.getValue() === TST_INFO &&
    hash instanceof OctetString &&
    hex(hash.valueBlock.valueHexView) === hashed(content, told.content);
  const isSigned = content === undefined ? undefined : holdsBy(algorithm, content, key, attributes, signature);
  if (isSigned === undefined)
    faults.push({
      code: 'algorithm',
      place: 'token.signerInfo',
      seen: `${algorithm} over ${digest}`,
      expected: 'ECDSA, RSA or Ed25519 with SHA-2',
    });
  else if (!isSigned || !isOfContent)
    faults.push({ code: 'signature', place: 'token.signerInfo', seen: 'a signature that does not hold', expected: `one by ${cert.name}` });
  return faults;
}

/** The certificate that the signer is named by: issuer and serial number, or else the first that the signed attribute names. */
function signerOf(told: Token): Cert | undefined {
  const { issuer, serial } = told.signer;
  if (issuer === null) return told.certificates.find((cert) => namesSigner(told, cert));
  return told.certificates.find((cert) => cert.issuer === issuer && cert.serial === serial);
}

/** By the first certificate of `signingCertificateV2`, else of `signingCertificate`, which knows SHA-1 only. Without either anybody's key would do. */
function namesSigner({ signer: { byName } }: Token, cert: Cert): boolean {
  const second = byName.get(attribute.certificateV2)?.[0];
  if (second !== undefined) {
    const [first, after] = children(children(children(second)[0])[0]);
    if (first instanceof OctetString) return hex(first.valueBlock.valueHexView) === certHash(cert, 'sha256');
    const digest = digestOf(oid(children(first)[0]));
    return digest !== undefined && after instanceof OctetString && hex(after.valueBlock.valueHexView) === certHash(cert, digest);
  }
  const one = byName.get(attribute.certificate)?.[0];
  if (one === undefined) return false;
  const [hash] = children(children(children(one)[0])[0]);
  return hash instanceof OctetString && hex(hash.valueBlock.valueHexView) === certHash(cert, SHA1);
}

/*
 * Accuracy ::= SEQUENCE { seconds INTEGER OPTIONAL, [0] millis OPTIONAL, [1] micros OPTIONAL }, third of what may follow the time: read
 * from the bytes, because a token without seconds is as good as one with.
 */
function accuracyOf({ content }: Token): number | null {
  const accuracy: BaseBlock | undefined = children(whole(content))
    .slice(5)
    .find(({ idBlock }) => idBlock.tagClass === 1 && idBlock.tagNumber === 16);
  if (accuracy === undefined) return null;
  let micros = 0;
  for (const part of children(accuracy)) {
    const factor = part.idBlock.tagClass === 1 ? 1_000_000 : part.idBlock.tagNumber === 0 ? 1000 : 1;
    const digits = raw(part).subarray(part.blockLength - part.valueBlock.blockLength);
    micros += factor * Number(`0x${hex(digits) || '0'}`);
  }
  return Math.ceil(micros / 1000);
}

function hashed(digest: Digest, bytes: Uint8Array): string {
  return createHash(digest).update(bytes).digest('hex');
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** Digits of a number without leading zeros. */
function unsigned(bytes: Uint8Array): string {
  return hex(bytes).replace(/^(?:00)+(?=..)/, '');
}

/** Parsers throw in many ways for bytes that are not what they parse. All of them are one answer. */
function tried<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
