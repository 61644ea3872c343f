import type { BaseBlock } from 'asn1js';
import { Constructed, fromBER, Integer, ObjectIdentifier, OctetString, Sequence, Set as Asn1Set } from 'asn1js';
import { TSTInfo } from 'pkijs';
import type { Cert } from './certificate.ts';
import { readCert } from './certificate.ts';

/*
 * RFC 3161 section 2.4.2 within RFC 5652:
 *   TimeStampResp ::= SEQUENCE { PKIStatusInfo SEQUENCE { status INTEGER, … }, ContentInfo OPTIONAL }
 *   ContentInfo   ::= SEQUENCE { signedData OID, [0] SignedData }
 *   SignedData    ::= SEQUENCE { version, digestAlgorithms SET, SEQUENCE { type OID, [0] OCTET STRING: TSTInfo },
 *                                [0] certificates, [1] crls, signerInfos SET OF SignerInfo }
 *   SignerInfo    ::= SEQUENCE { version, sid, digestAlgorithm, [0] signedAttrs, signatureAlgorithm, signature OCTET STRING, [1] unsignedAttrs }
 * Bytes that are signed or hashed are taken as they came, never written anew.
 */
const SIGNED_DATA = '1.2.840.113549.1.7.2';
const TST_INFO = '1.2.840.113549.1.9.16.1.4';
const MOST_BYTES = 1_048_576;

/** What a token says, of which nothing is verified. */
export interface Token {
  /** As the authority answered; `null`: the token came without an answer around it. */
  readonly status: number | null;
  readonly info: TSTInfo;
  /** DER of the TSTInfo. */
  readonly content: Uint8Array;
  readonly certificates: readonly Cert[];
  readonly signer: {
    /** DER of issuer and serial number, hex; `null`: it is named by the id of its key. */
    readonly issuer: string | null;
    readonly serial: string | null;
    readonly digest: string;
    readonly algorithm: string;
    readonly signature: Uint8Array;
    /** As they are signed: a SET. */
    readonly attributes: Uint8Array;
    /** Values of each attribute, by its name. */
    readonly byName: ReadonlyMap<string, readonly BaseBlock[]>;
  };
}

/** The authority's refusal: RFC 3161 calls 0 and 1 granted. */
export interface Refused {
  readonly status: number;
}

/** Reads the answer of an authority, or the bare token. Throws for all that is neither: the caller calls that malformed. */
export function readToken(bytes: Uint8Array): Token | Refused {
  if (bytes.length > MOST_BYTES) throw new TypeError(`${bytes.length} bytes`);
  const outer = children(whole(bytes));
  const [first, second] = outer;
  if (first instanceof ObjectIdentifier) return readContentInfo(outer, null);
  const [status] = children(first);
  if (!(status instanceof Integer)) throw new TypeError('status');
  const code = Number(status.toBigInt());
  if (code !== 0 && code !== 1) return { status: code };
  if (outer.length !== 2) throw new TypeError('token');
  return readContentInfo(children(second), code);
}

function readContentInfo([type, wrapped, ...more]: readonly BaseBlock[], status: number | null): Token {
  if (oid(type) !== SIGNED_DATA || more.length > 0) throw new TypeError('content type');
  const [version, algorithms, encapsulated, ...rest] = children(children(tagged(wrapped, 0))[0]);
  if (!(version instanceof Integer) || version.toBigInt() !== 3n || !(algorithms instanceof Asn1Set)) throw new TypeError('version');
  const [contentType, inner] = children(encapsulated);
  const octets = children(tagged(inner, 0))[0];
  if (oid(contentType) !== TST_INFO || !(octets instanceof OctetString)) throw new TypeError('content');
  const content = new Uint8Array(octets.getValue());
  whole(content);
  const certificates = rest.filter((block) => tagOf(block) === 0).flatMap((block) => children(block).map((each) => readCert(raw(each))));
  const signers = rest.find((block) => block instanceof Asn1Set);
  const [signer, ...others] = children(signers);
  if (others.length > 0) throw new TypeError('more than one signer');
  return { status, info: TSTInfo.fromBER(content), content, certificates, signer: readSigner(children(signer)) };
}

function readSigner([, sid, digest, attributes, algorithm, signature]: readonly BaseBlock[]): Token['signer'] {
  if (!(signature instanceof OctetString)) throw new TypeError('signature');
  const signed = Uint8Array.from(raw(tagged(attributes, 0)));
  signed[0] = 0x31;
  const byName = new Map<string, readonly BaseBlock[]>();
  for (const each of children(attributes)) {
    const [name, values] = children(each);
    if (byName.has(oid(name))) throw new TypeError('an attribute twice');
    byName.set(oid(name), children(values));
  }
  const [issuer, serial] = sid instanceof Sequence ? children(sid) : [];
  return {
    issuer: issuer === undefined ? null : hex(raw(issuer)),
    serial: serial instanceof Integer ? hex(serial.valueBlock.valueHexView) : null,
    digest: oid(children(digest)[0]),
    algorithm: oid(children(algorithm)[0]),
    signature: new Uint8Array(signature.getValue()),
    attributes: signed,
    byName,
  };
}

/** One value and nothing after it. */
export function whole(bytes: Uint8Array): BaseBlock {
  const { result, offset } = fromBER(bytes);
  if (offset !== bytes.length) throw new TypeError('bytes left over');
  return result;
}

export function children(block: BaseBlock | undefined): readonly BaseBlock[] {
  if (!(block instanceof Constructed)) throw new TypeError('a list is missing');
  return block.valueBlock.value;
}

export function oid(block: BaseBlock | undefined): string {
  if (!(block instanceof ObjectIdentifier)) throw new TypeError('a name is missing');
  return block.getValue();
}

export function raw(block: BaseBlock): Uint8Array {
  return block.valueBeforeDecodeView;
}

function tagOf({ idBlock }: BaseBlock): number | undefined {
  return idBlock.tagClass === 3 ? idBlock.tagNumber : undefined;
}

function tagged(block: BaseBlock | undefined, tag: number): BaseBlock {
  if (block === undefined || tagOf(block) !== tag) throw new TypeError(`[${tag}] is missing`);
  return block;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
