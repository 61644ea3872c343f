import { hash } from 'node:crypto';
import type { TokenCredential } from '@azure/identity';
import type { CryptographyClientOptions } from '@azure/keyvault-keys';
import type { Signer } from '../../../contract/signer.ts';
import { ecdsaDer } from '../../envelope/der.ts';
import { SealError } from '../errors.ts';
import { checkedSigner } from '../signer.ts';
import { asked, loaded } from './load.ts';

const RIGHTS = 'the rights get and sign';
export interface AzureOptions {
  /** Absent: what `DefaultAzureCredential` finds. */
  readonly credential?: TokenCredential;
  readonly client?: CryptographyClientOptions;
}

/**
 * A key of Azure Key Vault or Managed HSM by its identifier, `https://VAULT.vault.azure.net/keys/NAME[/VERSION]`: EC over P-256, the only kind
 * there that can be used. Without a version the newest is taken, and kept to. Needs the rights get and sign.
 */
export async function azureSigner(identifier: string, { credential, client = {} }: AzureOptions = {}): Promise<Signer> {
  const { vault, name, version } = partsOf(identifier);
  const { CryptographyClient, KeyClient } = await loaded('@azure/keyvault-keys', () => import('@azure/keyvault-keys'));
  const holder = credential ?? new (await loaded('@azure/identity', () => import('@azure/identity'))).DefaultAzureCredential();
  const keys = new KeyClient(vault, holder, client);
  const told = await asked(`azure-key-vault ${identifier}`, 'read the public key', RIGHTS, () =>
    keys.getKey(name, version === undefined ? {} : { version }),
  );
  const { id, keyOperations = [], key: { kty, crv, x, y } = {} } = told;
  const place = `azure-key-vault ${id ?? identifier}`;
  const isP256 = (kty === 'EC' || kty === 'EC-HSM') && crv === 'P-256' && x?.length === 32 && y?.length === 32;
  if (id === undefined || !isP256 || !keyOperations.includes('sign'))
    throw new SealError('unsupported-key', `cannot sign with ${place}: it is a key of kind ${kty ?? 'unknown'} ${crv ?? ''}`.trimEnd(), {
      hint: `az keyvault key create --kty EC --curve P-256 --ops sign verify --name ${name}`,
    });
  const signing = new CryptographyClient(id, holder, client);
  return checkedSigner({
    spki: Buffer.concat([P256, x, y]),
    place,
    async sign(message) {
      const digest = hash('sha256', message, 'buffer');
      const { result } = await asked(place, 'sign', RIGHTS, () => signing.sign('ES256', digest));
      // r and s in 32 bytes each (JWA, RFC 7518 section 3.4)
      if (result.length !== 64) throw new SealError('bad-answer', `cannot sign with ${place}: it answered ${result.length} bytes, not 64`);
      return ecdsaDer(result);
    },
    close: () => Promise.resolve(),
  });
}

/** SubjectPublicKeyInfo of P-256 up to the two coordinates. */
const P256 = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d03010703420004', 'hex');

function partsOf(identifier: string): { readonly vault: string; readonly name: string; readonly version: string | undefined } {
  const m = /^(https:\/\/[^/?#@]+)\/keys\/([0-9A-Za-z-]+)(?:\/([0-9a-f]+))?$/.exec(identifier);
  if (m?.[1] === undefined || m[2] === undefined)
    throw new SealError('bad-place', `cannot find a key by ${JSON.stringify(identifier)}: it is no identifier of a key in a vault`, {
      hint: 'write https://VAULT.vault.azure.net/keys/NAME, or with /VERSION',
    });
  return { vault: m[1], name: m[2], version: m[3] };
}
