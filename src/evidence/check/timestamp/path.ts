import type { Cert } from './certificate.ts';
import { certHash, usageBits } from './certificate.ts';
import { isStrong, isTaken } from './algorithms.ts';

/** For what an authority of time stamps must be made out (RFC 3161 section 2.3). */
export const timeStamping = '1.3.6.1.5.5.7.3.8';
const anyPurpose = '2.5.29.37.0';

/** No path of certificates is longer in earnest, and so many may be looked at on the way. */
const LONGEST = 8;
const MOST_LOOKS = 500;

/**
 * The certificates from a signer to one of the anchors, as they were at a moment (epoch milliseconds), the signer first; or the nearest reason why
 * there is none. Validity, names, signatures, who may sign certificates, lengths of paths and purposes are looked at (RFC 5280 section 6);
 * revocation is not: a time stamp is made to outlive what would tell it. An anchor is trusted as it was given, within its own validity.
 */
export function pathTo(signer: Cert, anchors: readonly Cert[], between: readonly Cert[], at: number): readonly Cert[] | string {
  const trusted = new Set(anchors.map((cert) => certHash(cert, 'sha256')));
  const candidates = [...anchors, ...between];
  let why = `nobody given issued ${signer.name}`;
  let looks = 0;
  function from(path: readonly Cert[]): readonly Cert[] | undefined {
    const last = path.at(-1) as Cert;
    if (at < last.notBefore || at > last.notAfter) {
      why = `${last.name} was not valid then`;
      return undefined;
    }
    if (trusted.has(certHash(last, 'sha256'))) return path;
    if (path.length >= LONGEST) return undefined;
    for (const issuer of candidates) {
      if (issuer.subject !== last.issuer || path.includes(issuer) || ++looks > MOST_LOOKS) continue;
      const lacking = whyNot(last, issuer, path.length - 1);
      if (lacking !== undefined) why = lacking;
      const found = lacking === undefined ? from([...path, issuer]) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  }
  return from([signer]) ?? why;
}

/** `below`: authorities between the issuer and the signer. */
function whyNot(cert: Cert, issuer: Cert, below: number): string | undefined {
  if (!issuer.isAuthority) return `${issuer.name} is no authority`;
  if (issuer.usage !== null && (issuer.usage & usageBits.keyCertSign) === 0) return `${issuer.name} may sign no certificates`;
  if (issuer.pathLength !== null && issuer.pathLength < below) return `${issuer.name} may have no such long path below it`;
  if (issuer.purposes !== null && !issuer.purposes.oids.some((oid) => oid === timeStamping || oid === anyPurpose))
    return `${issuer.name} is not for time stamps`;
  if (issuer.unknown.length > 0) return `${issuer.name} has a critical extension that is not known: ${issuer.unknown.join(', ')}`;
  if (!isTaken(cert.signedWith)) return `${cert.name} is signed with an algorithm that is not taken: ${cert.signedWith}`;
  if (!isStrong(issuer.key)) return `the key of ${issuer.name} is too short or of a kind that is not taken`;
  return cert.isSignedBy(issuer) ? undefined : `the signature of ${issuer.name} on ${cert.name} does not hold`;
}
