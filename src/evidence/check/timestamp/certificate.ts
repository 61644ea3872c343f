import { hash, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { BitString, fromBER } from 'asn1js';
import { BasicConstraints, Certificate, ExtKeyUsage } from 'pkijs';

/** As much of a certificate as paths and purposes are decided by. */
export interface Cert {
  readonly der: Uint8Array;
  /** DER of the two names, hex. */
  readonly subject: string;
  readonly issuer: string;
  /** Hex. */
  readonly serial: string;
  /** Epoch milliseconds. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly key: KeyObject;
  readonly signedWith: string;
  readonly isAuthority: boolean;
  readonly pathLength: number | null;
  /** First byte of its key usage; `null`: it says none. */
  readonly usage: number | null;
  readonly purposes: { readonly isCritical: boolean; readonly oids: readonly string[] } | null;
  /** Critical extensions that nobody here understands. */
  readonly unknown: readonly string[];
  readonly name: string;
  isSignedBy(issuer: Cert): boolean;
}

export const usageBits = { digitalSignature: 0x80, nonRepudiation: 0x40, keyCertSign: 0x04 } as const;

const ids = { usage: '2.5.29.15', constraints: '2.5.29.19', purposes: '2.5.29.37', policies: '2.5.29.32' } as const;

/** Throws whatever the platform or the parser throws for bytes that are no certificate. */
export function readCert(der: Uint8Array): Cert {
  const told = Certificate.fromBER(new Uint8Array(der));
  const opened = new X509Certificate(der);
  const extensions = told.extensions ?? [];
  const known = new Set<string>(Object.values(ids));
  const find = (oid: string) => extensions.find(({ extnID }) => extnID === oid);
  const constraints = find(ids.constraints)?.parsedValue as unknown;
  const purposes = find(ids.purposes);
  const usages = purposes?.parsedValue as unknown;
  const length = constraints instanceof BasicConstraints ? constraints.pathLenConstraint : undefined;
  const usage = find(ids.usage);
  return {
    der,
    subject: hex(told.subject.toSchema().toBER()),
    issuer: hex(told.issuer.toSchema().toBER()),
    serial: hex(told.serialNumber.valueBlock.valueHexView),
    notBefore: told.notBefore.value.getTime(),
    notAfter: told.notAfter.value.getTime(),
    key: opened.publicKey,
    signedWith: told.signatureAlgorithm.algorithmId,
    isAuthority: constraints instanceof BasicConstraints && constraints.cA,
    pathLength: typeof length === 'number' ? length : null,
    usage: usage === undefined ? null : firstByte(usage.extnValue.valueBlock.valueHexView),
    purposes:
      purposes === undefined ? null : { isCritical: purposes.critical, oids: usages instanceof ExtKeyUsage ? usages.keyPurposes : [] },
    unknown: extensions.filter(({ critical, extnID }) => critical && !known.has(extnID)).map(({ extnID }) => extnID),
    name: nameOf(opened),
    isSignedBy: (issuer) => opened.verify(issuer.key),
  };
}

/** Certificates of PEM text, in their order. Throws as `readCert` does, and for a text without any. */
export function certsOfPem(pem: string): readonly Cert[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) throw new TypeError('no certificate in PEM');
  return blocks.map((block) => readCert(new X509Certificate(block).raw));
}

export function certHash({ der }: Cert, digest: string): string {
  return hash(digest, der, 'hex');
}

function firstByte(bits: Uint8Array): number {
  const { result, offset } = fromBER(bits);
  if (offset === -1 || !(result instanceof BitString)) throw new TypeError('key usage is no bit string');
  return result.valueBlock.valueHexView[0] ?? 0;
}

/** Its common name, or all of its subject. */
function nameOf({ subject }: X509Certificate): string {
  const common = subject.split('\n').find((line) => line.startsWith('CN='));
  return common?.slice(3) ?? subject.replaceAll('\n', ', ');
}

function hex(bytes: ArrayBuffer | Uint8Array): string {
  return Buffer.from(bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes)).toString('hex');
}
