import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkTimestamp } from '../../../src/evidence/check/timestamp/check.ts';
import { parseEnvelope } from '../../../src/evidence/envelope/envelope.ts';
import { pae } from '../../../src/evidence/envelope/pae.ts';
import { pemOf } from '../../../src/evidence/envelope/public-key.ts';
import { createKeyFile, fileSigner } from '../../../src/evidence/seal/key-file.ts';
import { sealEnvelope } from '../../../src/evidence/seal/envelope.ts';
import { timestampRequest } from '../../../src/evidence/seal/timestamp.ts';
import { p256 } from '../../evidence/support/keys.ts';
import { installed } from '../support/install.ts';

const folder = mkdtempSync(join(tmpdir(), 'vestige-openssl-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
const there = installed(() => execFileSync('openssl', ['version'], { encoding: 'utf8' }));
const openssl = (...args: readonly string[]): string =>
  execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
const file = (name: string, bytes: string | Uint8Array): string => {
  writeFileSync(join(folder, name), bytes, { mode: 0o600 });
  return name;
};
const read = (name: string): Buffer => readFileSync(join(folder, name));

describe.skipIf(there === undefined)('openssl', () => {
  it.each(['ed25519', 'ecdsa-p256'] as const)('verifies an envelope by %s from its parts', async (kind) => {
    const path = join(folder, `${kind}.pem`);
    if (kind === 'ed25519') await createKeyFile(path);
    else file(`${kind}.pem`, p256().export({ format: 'pem', type: 'pkcs8' }).toString());
    const signer = await fileSigner(path);
    const statement = { subject: [{ name: 'a', digest: { sha256: 'aa' } }], predicateType: 'urn:x', predicate: {} } as const;
    const envelope = parseEnvelope(await sealEnvelope(signer, statement));
    if (!envelope.holds) throw new Error(envelope.faults[0].code);
    const { payload, payloadType, signatures } = envelope.value;
    file('pub.pem', pemOf(signer.publicKey));
    file('sig.bin', signatures[0]!.sig);
    const args = ['-verify', '-pubin', '-inkey', 'pub.pem', '-rawin', ...(kind === 'ed25519' ? [] : ['-digest', 'sha256'])];
    const verify = () => openssl('pkeyutl', ...args, '-in', 'pae.bin', '-sigfile', 'sig.bin');
    file('pae.bin', pae(payloadType, payload));
    expect(verify()).toContain('Signature Verified Successfully');
    file('pae.bin', pae(payloadType, Buffer.concat([payload, Buffer.of(10)])));
    expect(verify).toThrow();
  });
  it('opens a key that we encrypted, and we one that it did', async () => {
    const path = join(folder, 'ours.pem');
    const ours = await createKeyFile(path, 'correct horse');
    expect(openssl('pkey', '-in', path, '-passin', 'pass:correct horse', '-pubout')).toBe(pemOf(ours));
    expect(() => openssl('pkey', '-in', path, '-passin', 'pass:wrong', '-pubout')).toThrow();
    openssl('genpkey', '-algorithm', 'ed25519', '-aes-256-cbc', '-pass', 'pass:x', '-out', 'theirs.pem');
    expect(pemOf((await fileSigner(join(folder, 'theirs.pem'), 'x')).publicKey)).toBe(
      openssl('pkey', '-in', 'theirs.pem', '-passin', 'pass:x', '-pubout'),
    );
  });
});

const configuration = `oid_section = none
[none]
[req]
distinguished_name = dn
prompt = no
[dn]
CN = unused
[v3_ca]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[v3_tsa]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[v3_loose]
basicConstraints = critical,CA:FALSE
extendedKeyUsage = timeStamping,codeSigning
[tsa1]
serial = ./serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.3.6.1.4.1.99999.1
digests = sha256, sha384, sha512
accuracy = secs:1, millisecs:500
ordering = yes
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
`;

/** An authority with keys of a kind: `openssl ts` answers our requests. */
function authority(name: string, algorithm: readonly string[], digest: string) {
  file('tsa.cnf', configuration);
  file('serial', '01\n');
  const key = (path: string) => openssl('genpkey', ...algorithm, '-out', path);
  key(`${name}-ca.key`);
  key(`${name}.key`);
  openssl(
    'req',
    '-x509',
    '-new',
    '-key',
    `${name}-ca.key`,
    `-${digest}`,
    '-days',
    '3650',
    '-subj',
    '/CN=Root',
    '-config',
    'tsa.cnf',
    '-extensions',
    'v3_ca',
    '-out',
    `${name}-ca.crt`,
  );
  openssl('req', '-new', '-key', `${name}.key`, '-subj', `/CN=${name}`, '-config', 'tsa.cnf', '-out', `${name}.csr`);
  const issue = [
    'x509',
    '-req',
    '-in',
    `${name}.csr`,
    '-CA',
    `${name}-ca.crt`,
    '-CAkey',
    `${name}-ca.key`,
    '-CAcreateserial',
    '-days',
    '3650',
  ];
  openssl(...issue, `-${digest}`, '-extfile', 'tsa.cnf', '-extensions', 'v3_tsa', '-out', `${name}.crt`);
  return (request: Uint8Array): Buffer => {
    file(`${name}.tsq`, request);
    openssl(
      'ts',
      '-reply',
      '-config',
      'tsa.cnf',
      '-section',
      'tsa1',
      '-queryfile',
      `${name}.tsq`,
      '-signer',
      `${name}.crt`,
      '-inkey',
      `${name}.key`,
      `-${digest}`,
      '-out',
      `${name}.tsr`,
    );
    return read(`${name}.tsr`);
  };
}

const message = Buffer.from('example.com/log\n5\n/hSlQm+9cMD6c/UjQq/tDaC9I8SDhmLM9riKMHDq2Xs=\n');
const nonce = Buffer.from('ff00112233445566', 'hex');

describe.skipIf(there === undefined).each([
  ['p256', ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:prime256v1'], 'sha256'],
  ['p384', ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:secp384r1'], 'sha384'],
  ['rsa', ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'], 'sha512'],
] as const)('openssl as an authority with %s', (name, algorithm, digest) => {
  it('answers our request, with what we and it take', () => {
    const stamp = authority(name, algorithm, digest);
    const token = stamp(timestampRequest(message, nonce));
    const authorities = read(`${name}-ca.crt`).toString();
    const question = { token, message, nonce, authorities };
    const checked = checkTimestamp(question);
    expect(checked).toMatchObject({
      holds: true,
      value: { by: name, policy: '1.3.6.1.4.1.99999.1', accuracyMs: 1500, authority: 'named' },
    });
    if (!checked.holds) return;
    expect(Math.abs(Date.parse(checked.value.at) - Date.now())).toBeLessThan(600_000);
    file('message', message);
    expect(openssl('ts', '-verify', '-data', 'message', '-in', `${name}.tsr`, '-CAfile', `${name}-ca.crt`)).toContain('Verification: OK');
    // it calls our request by its own reading of it
    expect(openssl('ts', '-query', '-in', `${name}.tsq`, '-text')).toMatch(/Nonce: 0xFF00112233445566[\s\S]*Certificate required: yes/);
    openssl('ts', '-reply', '-in', `${name}.tsr`, '-token_out', '-out', 'token');
    expect(checkTimestamp({ ...question, token: read('token') }).holds).toBe(true);
    expect(checkTimestamp({ ...question, message: Buffer.concat([message, Buffer.of(10)]) }).holds).toBe(false);
    let taken = 0;
    for (let at = 0; at < token.length; at += 3) {
      const changed = Uint8Array.from(token);
      changed[at] = (changed[at] ?? 0) ^ 0x10;
      const answer = checkTimestamp({ ...question, token: changed });
      if (answer.holds) expect(answer, `byte ${at}`).toEqual(checked);
      if (answer.holds) taken++;
    }
    expect(taken).toBeLessThan(token.length / 30);
  });
  it('is not taken with a certificate that is made out for more', () => {
    const stamp = authority(`${name}-loose`, algorithm, digest);
    const csr = `${name}-loose`;
    openssl(
      'x509',
      '-req',
      '-in',
      `${csr}.csr`,
      '-CA',
      `${csr}-ca.crt`,
      '-CAkey',
      `${csr}-ca.key`,
      '-CAcreateserial',
      '-days',
      '3650',
      '-sha256',
      '-extfile',
      'tsa.cnf',
      '-extensions',
      'v3_loose',
      '-out',
      `${csr}.crt`,
    );
    // openssl itself makes no stamp with it
    expect(() => stamp(timestampRequest(message, nonce))).toThrow();
  });
});

describe('a request', () => {
  it('is byte for byte that of openssl without a nonce', () => {
    if (there === undefined) return;
    file('message', message);
    openssl('ts', '-query', '-data', 'message', '-sha256', '-cert', '-no_nonce', '-out', 'q.tsq');
    expect(Buffer.from(timestampRequest(message, null)).equals(read('q.tsq'))).toBe(true);
  });
});
