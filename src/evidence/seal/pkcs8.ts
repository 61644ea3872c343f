import type { KeyObject } from 'node:crypto';
import { createCipheriv, pbkdf2Sync, randomBytes } from 'node:crypto';
import { der, derInteger, derOid, derTag } from '../envelope/der.ts';

/** Of PBKDF2 with HMAC-SHA-256: what OWASP's cheat sheet of password storage asks for since 2023. The platform's own writer takes 2,048. */
const ITERATIONS = 600_000;

/*
 * EncryptedPrivateKeyInfo of RFC 5958 by PBES2 of RFC 8018, as `openssl pkey` opens it:
 *   SEQUENCE {
 *     SEQUENCE { pbes2, SEQUENCE {
 *       SEQUENCE { pbkdf2, SEQUENCE { salt OCTET STRING, iterations INTEGER, SEQUENCE { hmacWithSHA256, NULL } } }
 *       SEQUENCE { aes256-CBC, iv OCTET STRING } } }
 *     OCTET STRING: the PKCS#8 of the key, encrypted }
 */
export function encryptedPem(key: KeyObject, passphrase: string): string {
  const [salt, iv] = [randomBytes(16), randomBytes(16)];
  const secret = pbkdf2Sync(passphrase, salt, ITERATIONS, 32, 'sha256');
  const cipher = createCipheriv('aes-256-cbc', secret, iv);
  const encrypted = Buffer.concat([cipher.update(key.export({ format: 'der', type: 'pkcs8' })), cipher.final()]);
  const iterations = Buffer.alloc(4);
  iterations.writeUInt32BE(ITERATIONS);
  const random = der(derTag.sequence, derOid('1.2.840.113549.2.9'), der(derTag.nothing));
  const derivation = der(
    derTag.sequence,
    derOid('1.2.840.113549.1.5.12'),
    der(derTag.sequence, der(derTag.octets, salt), derInteger(iterations), random),
  );
  const scheme = der(derTag.sequence, derOid('2.16.840.1.101.3.4.1.42'), der(derTag.octets, iv));
  const algorithm = der(derTag.sequence, derOid('1.2.840.113549.1.5.13'), der(derTag.sequence, derivation, scheme));
  return pem('ENCRYPTED PRIVATE KEY', der(derTag.sequence, algorithm, der(derTag.octets, encrypted)));
}

function pem(label: string, bytes: Uint8Array): string {
  const text = Buffer.from(bytes)
    .toString('base64')
    .replaceAll(/.{64}(?=.)/g, '$&\n');
  return `-----BEGIN ${label}-----\n${text}\n-----END ${label}-----\n`;
}
