import { createHash, createPublicKey, generateKeyPairSync, hash as digest, sign } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { OAuth2Client } from 'google-auth-library';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { der, ecdsaDer } from '../../../src/evidence/envelope/der.ts';
import { statementType } from '../../../src/evidence/envelope/envelope.ts';
import { pae } from '../../../src/evidence/envelope/pae.ts';
import { pemOf, verifies } from '../../../src/evidence/envelope/public-key.ts';
import { packStatement, statementBytes } from '../../../src/evidence/envelope/statement.ts';
import { azureSigner } from '../../../src/evidence/seal/kms/azure.ts';
import { crc32c } from '../../../src/evidence/seal/kms/crc32c.ts';
import { gcpSigner } from '../../../src/evidence/seal/kms/gcp.ts';
import { extension, issue, pemOfCert } from '../support/authority.ts';
import { p256, publicOf } from '../support/keys.ts';
import { signerSuite } from './signer-suite.ts';

/*
 * The real SDKs against servers on this machine that look at what they are asked and sign with the platform. What a server is told to spoil
 * (`faults`) it spoils.
 */
const faults = new Set<string>();
const certificate = issue({ name: 'localhost', extra: extension('2.5.29.17', false, der(0x30, der(0x82, Buffer.from('localhost')))) });
const key = p256();
const edwards = generateKeyPairSync('ed25519').privateKey;

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk as Uint8Array);
  return JSON.parse(Buffer.concat(chunks).toString() || '{}') as Record<string, unknown>;
}
async function listening(server: Server): Promise<number> {
  server.listen(0, 'localhost');
  await once(server, 'listening');
  return (server.address() as { port: number }).port;
}
/** Signs what is a hash already: the platform hashes what it is given. */
const signed = (message: Uint8Array, dsaEncoding: 'der' | 'ieee-p1363') => sign('sha256', message, { key, dsaEncoding });

describe('Azure Key Vault', () => {
  // it is handed a hash, which the platform cannot sign: the message behind it is told beside the wire
  const messages = new Map<string, Uint8Array>();
  let port = 0;
  const server = createHttpsServer(
    { key: certificate.key.export({ format: 'pem', type: 'pkcs8' }), cert: pemOfCert(certificate) },
    (request, response) => {
      void (async () => {
        const { pathname } = new URL(request.url ?? '', 'https://localhost');
        const answer = (status: number, value: object, headers: Record<string, string> = {}) => {
          response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
        };
        if (request.headers.authorization !== 'Bearer told') {
          const challenge = 'Bearer authorization="https://login.example/tenant", resource="https://vault.azure.net"';
          answer(401, {}, { 'www-authenticate': challenge });
          return;
        }
        const body = await bodyOf(request);
        const kid = `https://localhost:${port}/keys/k/0a`;
        if (request.method === 'GET' && /^\/keys\/k\/(0a)?$/.test(pathname)) {
          const { x, y } = createPublicKey(key).export({ format: 'jwk' });
          const crv = faults.has('curve') ? 'P-256K' : 'P-256';
          answer(200, {
            key: { kid, kty: 'EC-HSM', crv, x, y, key_ops: faults.has('use') ? ['verify'] : ['sign', 'verify'] },
            attributes: { enabled: true },
          });
        } else if (request.method === 'POST' && pathname === '/keys/k/0a/sign' && body['alg'] === 'ES256') {
          const message = messages.get(String(body['value'])) ?? Buffer.from('unknown');
          const value = signed(message, 'ieee-p1363');
          answer(200, { kid, value: (faults.has('short') ? value.subarray(1) : value).toString('base64url') });
        } else answer(403, { error: { code: 'Forbidden', message: `no right for ${request.method ?? ''} ${pathname}` } });
      })();
    },
  );
  beforeAll(async () => {
    port = await listening(server);
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const open = async (identifier = `https://localhost:${port}/keys/k`) => {
    const signer = await azureSigner(identifier, {
      credential: { getToken: () => Promise.resolve({ token: 'told', expiresOnTimestamp: Date.now() + 3_600_000 }) },
      client: { tlsOptions: { ca: pemOfCert(certificate) }, disableChallengeResourceVerification: true, retryOptions: { maxRetries: 0 } },
    });
    return {
      ...signer,
      sign(message: Uint8Array) {
        messages.set(hash(message), message);
        return signer.sign(message);
      },
    };
  };
  signerSuite({ name: 'of Azure Key Vault', algorithm: 'ecdsa-p256', longest: 1_000_000, open: () => open() });
  it('keeps to the version that it found', async () => {
    expect((await open()).place).toBe(`azure-key-vault https://localhost:${port}/keys/k/0a`);
    expect((await open(`https://localhost:${port}/keys/k/0a`)).publicKey).toEqual(publicOf(key));
  });
  it.each([
    ['curve', 'unsupported-key'],
    ['use', 'unsupported-key'],
  ])('is refused a key of another %s', async (fault, code) => {
    faults.add(fault);
    try {
      await expect(open()).rejects.toMatchObject({ code });
    } finally {
      faults.clear();
    }
  });
  it('is not believed a signature that is none', async () => {
    const signer = await open();
    faults.add('short');
    try {
      await expect(signer.sign(Buffer.from('m'))).rejects.toMatchObject({ code: 'bad-answer' });
    } finally {
      faults.clear();
    }
  });
  it('tells what the vault refuses, in its words', async () => {
    await expect(open(`https://localhost:${port}/keys/other`)).rejects.toMatchObject({
      code: 'key-service',
      message: expect.stringContaining('no right'),
      hint: expect.stringContaining('they need the rights get and sign'),
    });
  });
});

function hash(message: Uint8Array): string {
  return digest('sha256', message, 'base64url' as 'base64');
}

describe('Google Cloud KMS', () => {
  const named = (id: string) => `projects/p/locations/l/keyRings/r/cryptoKeys/${id}/cryptoKeyVersions/1`;
  const messages = new Map<string, Uint8Array>();
  let port = 0;
  const server = createHttpServer((request, response) => {
    void (async () => {
      const url = new URL(request.url ?? '', 'http://localhost');
      const answer = (status: number, value: object) => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
      };
      const body = await bodyOf(request);
      const name = /^\/v1\/(projects\/.*\/cryptoKeyVersions\/1)(?:\/publicKey|:asymmetricSign)$/.exec(url.pathname)?.[1] ?? '';
      const isEdwards = name === named('edwards');
      const told = faults.has('name') ? named('other') : name;
      if (name === named('p256') || isEdwards) {
        if (request.method === 'GET') {
          const pem = pemOf(publicOf(isEdwards ? edwards : key));
          const algorithm = faults.has('kind') ? 'EC_SIGN_P384_SHA384' : isEdwards ? 'EC_SIGN_ED25519' : 'EC_SIGN_P256_SHA256';
          answer(200, { pem, algorithm, pemCrc32c: String(crc32c(Buffer.from(pem)) + (faults.has('pem') ? 1 : 0)), name: told });
          return;
        }
        const sent = Buffer.from((body['digest'] as { sha256?: string } | undefined)?.sha256 ?? '', 'base64');
        const sum = body['digestCrc32c'];
        const isWhole = String(sum) === String(crc32c(sent)) && !faults.has('sent');
        const signature = signed(messages.get(sent.toString('base64url')) ?? Buffer.of(0), 'der');
        answer(200, {
          name: told,
          signature: signature.toString('base64'),
          signatureCrc32c: String(crc32c(signature) + (faults.has('signature') ? 1 : 0)),
          verifiedDigestCrc32c: isWhole,
        });
      } else answer(403, { error: { code: 403, status: 'PERMISSION_DENIED', message: `no right to ${url.pathname}` } });
    })();
  });
  beforeAll(async () => {
    port = await listening(server);
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const open = async (name: string) => {
    const authClient = new OAuth2Client();
    authClient.setCredentials({ access_token: 'told' });
    const signer = await gcpSigner(name, {
      fallback: true,
      apiEndpoint: 'localhost',
      port,
      protocol: 'http',
      authClient: authClient as never,
    });
    return {
      ...signer,
      sign(message: Uint8Array) {
        messages.set(hash(message), message);
        return signer.sign(message);
      },
    };
  };
  signerSuite({ name: 'of Google Cloud KMS, P-256', algorithm: 'ecdsa-p256', longest: 1_000_000, open: () => open(named('p256')) });
  it('is refused a key of Ed25519 when it is opened: it signs too little for the statement of a pack', async () => {
    await expect(open(named('edwards'))).rejects.toMatchObject({
      code: 'unsupported-key',
      message: expect.stringContaining('signs at most 65536 bytes: less than what seals a pack'),
      hint: expect.stringContaining('ec-sign-p256-sha256'),
    });
  });
  it('signs the statement of a pack of half a year with a run a day, which is longer than a key of Ed25519 there could sign', async () => {
    const files = Array.from({ length: 184 * 3 + 60 }, (_, index) => {
      const sha256 = createHash('sha256').update(String(index)).digest('hex');
      return { path: `statements/${sha256}.json`, sha256 };
    });
    const [first, ...others] = files;
    const predicate = {
      ...{ pack: first!.sha256, framework: 'soc2' as const, period: { from: '2026-04-01T00:00:00.000Z', to: '2026-10-01T00:00:00.000Z' } },
      ...{ content: first!.sha256, ledger: null },
    };
    const message = pae(statementType, statementBytes(packStatement(predicate, [first!, ...others])));
    expect(message.length).toBeGreaterThan(65_536);
    expect(publicVerify(message, await (await open(named('p256'))).sign(message))).toBe(true);
  });
  it.each([
    ['pem', 'bad-answer'],
    ['name', 'bad-answer'],
    ['kind', 'unsupported-key'],
  ])('is not believed a public key with another %s', async (fault, code) => {
    faults.add(fault);
    try {
      await expect(open(named('p256'))).rejects.toMatchObject({ code });
    } finally {
      faults.clear();
    }
  });
  it.each(['name', 'sent', 'signature'])('is not believed an answer with another %s', async (fault) => {
    const signer = await open(named('p256'));
    faults.add(fault);
    try {
      await expect(signer.sign(Buffer.from('m'))).rejects.toMatchObject({ code: 'bad-answer' });
    } finally {
      faults.clear();
    }
  });
  it('tells what the service refuses, in its words', async () => {
    await expect(open(named('other'))).rejects.toMatchObject({
      code: 'key-service',
      message: expect.stringContaining('no right'),
      hint: expect.stringContaining('they need cloudkms.cryptoKeyVersions.viewPublicKey and useToSign'),
    });
  });
});

describe('a checksum of Castagnoli', () => {
  it('is that of RFC 3720, appendix B.4', () => {
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
    expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
    expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
  });
});

describe('a pair of numbers of ECDSA', () => {
  it('is told as DER, with its zeros and its sign', () => {
    const pair = Buffer.concat([Buffer.from('00'.repeat(31) + '01', 'hex'), Buffer.from('ff'.repeat(32), 'hex')]);
    expect(Buffer.from(ecdsaDer(pair)).toString('hex')).toBe(`3026020101022100${'ff'.repeat(32)}`);
    for (let tries = 0; tries < 300; tries++) {
      const message = Buffer.from(`m${tries}`);
      expect(publicVerify(message, ecdsaDer(signed(message, 'ieee-p1363')))).toBe(true);
    }
  });
});

function publicVerify(message: Uint8Array, signature: Uint8Array): boolean {
  return verifies(publicOf(key), message, signature);
}
