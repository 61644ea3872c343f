import type { KeyObject } from 'node:crypto';
import { createPublicKey, hash, sign } from 'node:crypto';
import { der, derInteger, derOid, derTag } from '../../../src/evidence/envelope/der.ts';
import { p256 } from './keys.ts';

/*
 * An authority of time stamps in memory, which can be made to do everything wrong. Structures are written by hand from RFC 5280, 5652 and 3161.
 */
const ECDSA_SHA256 = '1.2.840.10045.4.3.2';
const SHA256 = '2.16.840.1.101.3.4.2.1';
const sequence = (...parts: readonly Uint8Array[]) => der(derTag.sequence, ...parts);
const set = (...parts: readonly Uint8Array[]) => der(0x31, ...parts);
const small = (value: number) => derInteger(Buffer.of(value));
const octets = (bytes: Uint8Array) => der(derTag.octets, bytes);
const time = (text: string) => der(0x18, Buffer.from(text));

export interface Held {
  readonly der: Uint8Array;
  readonly key: KeyObject;
  readonly name: Uint8Array;
  readonly issuer: Uint8Array;
  readonly serial: number;
}

export interface CertWish {
  readonly name: string;
  readonly issuer?: Held;
  readonly serial?: number;
  /** `20240101000000Z` */
  readonly from?: string;
  readonly to?: string;
  readonly authority?: boolean;
  readonly pathLength?: number;
  /** Critical, unless told. */
  readonly purposes?: readonly string[];
  readonly loosePurposes?: boolean;
  readonly usage?: number;
  readonly extra?: Uint8Array;
  readonly key?: KeyObject;
}

export function extension(oid: string, critical: boolean, value: Uint8Array): Uint8Array {
  return sequence(derOid(oid), ...(critical ? [Buffer.of(1, 1, 0xff)] : []), octets(value));
}

export function issue(wish: CertWish): Held {
  const key = wish.key ?? p256();
  const name = sequence(set(sequence(derOid('2.5.4.3'), der(0x0c, Buffer.from(wish.name)))));
  const serial = wish.serial ?? 7;
  const { issuer = { key, name }, authority = false, purposes } = wish;
  const extensions = [
    ...(authority
      ? [extension('2.5.29.19', true, sequence(Buffer.of(1, 1, 0xff), ...(wish.pathLength === undefined ? [] : [small(wish.pathLength)])))]
      : []),
    extension('2.5.29.15', true, der(derTag.bits, Buffer.of(0, wish.usage ?? (authority ? 0x06 : 0x80)))),
    ...(purposes === undefined ? [] : [extension('2.5.29.37', wish.loosePurposes !== true, sequence(...purposes.map(derOid)))]),
    ...(wish.extra === undefined ? [] : [wish.extra]),
  ];
  const body = sequence(
    der(0xa0, small(2)),
    small(serial),
    sequence(derOid(ECDSA_SHA256)),
    issuer.name,
    sequence(time(wish.from ?? '20240101000000Z'), time(wish.to ?? '20340101000000Z')),
    name,
    createPublicKey(key).export({ format: 'der', type: 'spki' }),
    der(0xa3, sequence(...extensions)),
  );
  const signature = sign('sha256', body, issuer.key);
  const bytes = sequence(body, sequence(derOid(ECDSA_SHA256)), der(derTag.bits, Buffer.of(0), signature));
  return { der: bytes, key, name, issuer: issuer.name, serial };
}

export function pemOfCert({ der: bytes }: Held): string {
  return `-----BEGIN CERTIFICATE-----\n${Buffer.from(bytes)
    .toString('base64')
    .replaceAll(/.{64}(?=.)/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
}

export interface TokenWish {
  readonly signer: Held;
  readonly others?: readonly Held[];
  readonly message: Uint8Array;
  readonly nonce?: Uint8Array;
  /** `20260101120000Z` */
  readonly at?: string;
  readonly policy?: string;
  /** Seconds, thousandths, millionths. */
  readonly accuracy?: readonly [number | null, number | null, number | null];
  /** DER of what is after the nonce. */
  readonly more?: Uint8Array;
  /** What the signed attribute names; the signer's, unless told. `null`: there is no such attribute. */
  readonly named?: Held | null;
  /** With SHA-1, as RFC 3161 had it. */
  readonly oldNaming?: boolean;
  readonly contentType?: string;
  readonly signedBy?: KeyObject;
  readonly withoutCertificates?: boolean;
}

export const timeStamping = '1.3.6.1.5.5.7.3.8';
const TST = '1.2.840.113549.1.9.16.1.4';

/** The token alone. */
export function tokenOf(wish: TokenWish): Uint8Array {
  const { signer, others = [], message, nonce, accuracy, named = signer } = wish;
  const part = (tag: number, value: number | null | undefined) =>
    value === null || value === undefined ? [] : [der(tag, Buffer.of(value))];
  const info = sequence(
    small(1),
    derOid(wish.policy ?? '1.3.6.1.4.1.99999.1'),
    sequence(sequence(derOid(SHA256), der(derTag.nothing)), octets(hash('sha256', message, 'buffer'))),
    small(42),
    time(wish.at ?? '20260101120000Z'),
    ...(accuracy === undefined ? [] : [sequence(...part(0x02, accuracy[0]), ...part(0x80, accuracy[1]), ...part(0x81, accuracy[2]))]),
    ...(nonce === undefined ? [] : [derInteger(nonce)]),
    ...(wish.more === undefined ? [] : [wish.more]),
  );
  const names =
    named === null
      ? []
      : wish.oldNaming === true
        ? [attributeOf('1.2.840.113549.1.9.16.2.12', sequence(sequence(sequence(octets(hash('sha1', named.der, 'buffer'))))))]
        : [attributeOf('1.2.840.113549.1.9.16.2.47', sequence(sequence(sequence(octets(hash('sha256', named.der, 'buffer'))))))];
  const attributes = [
    attributeOf('1.2.840.113549.1.9.3', derOid(wish.contentType ?? TST)),
    attributeOf('1.2.840.113549.1.9.4', octets(hash('sha256', info, 'buffer'))),
    ...names,
  ];
  const signature = sign('sha256', set(...attributes), wish.signedBy ?? signer.key);
  const signerInfo = sequence(
    small(1),
    sequence(signer.issuer, small(signer.serial)),
    sequence(derOid(SHA256)),
    der(0xa0, ...attributes),
    sequence(derOid(ECDSA_SHA256)),
    octets(signature),
  );
  const certificates = wish.withoutCertificates === true ? [] : [der(0xa0, signer.der, ...others.map((each) => each.der))];
  const signed = sequence(
    small(3),
    set(sequence(derOid(SHA256))),
    sequence(derOid(TST), der(0xa0, octets(info))),
    ...certificates,
    set(signerInfo),
  );
  return sequence(derOid('1.2.840.113549.1.7.2'), der(0xa0, signed));
}

/** What an authority answers that grants. */
export function answerOf(token: Uint8Array): Uint8Array {
  return sequence(sequence(small(0)), token);
}

/** And one that does not. */
export function refusal(status: number): Uint8Array {
  return sequence(sequence(small(status)));
}

function attributeOf(oid: string, value: Uint8Array): Uint8Array {
  return sequence(derOid(oid), set(value));
}
