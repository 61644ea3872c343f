import type { Signer } from '../../contract/signer.ts';
import { SealError } from './errors.ts';
import { fileSigner } from './key-file.ts';

/** Where a private key is: nothing in it is secret. */
export type KeyPlace =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'aws-kms'; readonly key: string }
  | { readonly kind: 'azure-key-vault'; readonly key: string }
  | { readonly kind: 'gcp-kms'; readonly key: string };

const services = { aws: 'aws-kms', azure: 'azure-key-vault', gcp: 'gcp-kms' } as const;

/** `aws:ARN`, `azure:URL` or `gcp:NAME`. Throws `bad-place`. */
export function parseKeyService(text: string): KeyPlace {
  const colon = text.indexOf(':');
  const [service, key] = [text.slice(0, Math.max(0, colon)), text.slice(colon + 1)];
  if (!isService(service) || key === '')
    throw new SealError('bad-place', `cannot find a key by ${JSON.stringify(text)}: it names no key service`, {
      hint: 'write aws:ARN, azure:https://VAULT.vault.azure.net/keys/NAME or gcp:projects/…/cryptoKeyVersions/N',
    });
  return { kind: services[service], key };
}

function isService(text: string): text is keyof typeof services {
  return Object.hasOwn(services, text);
}

/** The signer of a place. The package of a key service is loaded only where it is asked for. */
export async function openSigner(place: KeyPlace, passphrase?: string): Promise<Signer> {
  switch (place.kind) {
    case 'file':
      return await fileSigner(place.path, passphrase);
    case 'aws-kms':
      return await (await import('./kms/aws.ts')).awsSigner(place.key);
    case 'azure-key-vault':
      return await (await import('./kms/azure.ts')).azureSigner(place.key);
    case 'gcp-kms':
      return await (await import('./kms/gcp.ts')).gcpSigner(place.key);
  }
}
