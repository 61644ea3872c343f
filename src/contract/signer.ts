/** A public key as verifiers know it. */
export interface PublicKey {
  readonly algorithm: 'ed25519' | 'ecdsa-p256';
  /** SubjectPublicKeyInfo, DER, standard base64. */
  readonly spki: string;
  /** SHA-256 fingerprint of the key in SSH's wire form, `SHA256:…` without padding: the hint that every DSSE verifier at hand accepts. */
  readonly keyId: string;
}

/**
 * Whatever holds a private key: a file, a cloud's key service. Signs messages, never hashes handed in by name. An Ed25519 signature is 64 bytes
 * (RFC 8032); one of ECDSA P-256 is over SHA-256 of the message, in ASN.1 DER.
 */
export interface Signer {
  readonly publicKey: PublicKey;
  /** Where the key is, without a secret: `file .vestige/ledger/key.pem`, `aws-kms arn:…`. */
  readonly place: string;
  sign(message: Uint8Array): Promise<Uint8Array>;
  close(): Promise<void>;
}
