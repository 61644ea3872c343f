import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { join } from 'node:path';

const configuration = `[req]
distinguished_name = dn
prompt = no
[dn]
CN = unused
[ca]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[stamps]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[tsa]
serial = ./serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.3.6.1.4.1.99999.1
digests = sha256, sha384, sha512
accuracy = secs:1
tsa_name = yes
ess_cert_id_alg = sha256
`;

export interface Authority {
  readonly url: string;
  /** Path of the certificate that its stamps chain to, in PEM. */
  readonly certificate: string;
  close(): void;
}

/** A time-stamping authority on this machine's loopback: keys and answers are all `openssl`'s. */
export async function opensslAuthority(folder: string): Promise<Authority> {
  mkdirSync(folder, { recursive: true });
  const openssl = (line: string): void => {
    execFileSync('openssl', line.split(' '), { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  };
  writeFileSync(join(folder, 'cnf'), configuration);
  writeFileSync(join(folder, 'serial'), '01\n');
  for (const key of ['ca.key', 'tsa.key']) openssl(`genpkey -algorithm EC -pkeyopt ec_paramgen_curve:prime256v1 -out ${key}`);
  openssl('req -x509 -new -key ca.key -sha256 -days 36500 -subj /CN=throw-away-root -config cnf -extensions ca -out ca.pem');
  openssl('req -new -key tsa.key -subj /CN=throw-away-authority -config cnf -out tsa.csr');
  openssl(
    'x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 36500 -sha256 -extfile cnf -extensions stamps -out tsa.pem',
  );
  const server = createServer((request, response) => {
    void buffer(request).then((query) => {
      writeFileSync(join(folder, 'query'), query);
      openssl('ts -reply -config cnf -section tsa -queryfile query -signer tsa.pem -inkey tsa.key -sha256 -out reply');
      response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(readFileSync(join(folder, 'reply')));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, certificate: join(folder, 'ca.pem'), close: () => void server.close() };
}
