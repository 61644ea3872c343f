import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './port.ts';

/** An AWS server nobody here wrote that writes down, as CloudTrail does, every call that is made to it. */
export interface Ministack {
  readonly endpoint: string;
  /** Calls an operation of the query protocol as whoever has this key, a twelve-digit account for its root user; answers the body. */
  call(service: 'iam' | 'sts', action: string, params: Readonly<Record<string, string>>, key: string): Promise<string>;
  /** The same of CloudTrail, in JSON. */
  cloudTrail(operation: string, input: object, key: string): Promise<unknown>;
  stop(): Promise<void>;
}

export async function startMinistack(bin: string): Promise<Ministack> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const env = { ...process.env, CLOUDTRAIL_RECORDING: '1', GATEWAY_PORT: String(port), TZ: 'UTC' };
  const server = spawn(join(bin, 'ministack'), [], { stdio: 'ignore', env });
  const ended = once(server, 'exit');
  for (let tries = 0; ; tries++) {
    const answered = await fetch(`${endpoint}/_ministack/health`).then(
      () => true,
      () => false,
    );
    if (answered) break;
    if (server.exitCode !== null || tries > 300) throw new Error(`ministack did not answer at ${endpoint} within 30 s`);
    await sleep(100);
  }
  const signed = (service: string, key: string): Record<string, string> => ({
    authorization: `AWS4-HMAC-SHA256 Credential=${key}/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
  });
  const asked = async (url: string, init: { readonly headers: Record<string, string>; readonly body: string }): Promise<string> => {
    const response = await fetch(url, { method: 'POST', ...init });
    const body = await response.text();
    if (!response.ok) throw new Error(`${url} answered ${response.status}: ${body}`);
    return body;
  };
  return {
    endpoint,
    // it takes the name of the operation, for its log, from the query alone
    call: (service, action, params, key) =>
      asked(`${endpoint}/?Action=${action}`, {
        headers: { ...signed(service, key), 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ Action: action, Version: service === 'iam' ? '2010-05-08' : '2011-06-15', ...params }).toString(),
      }),
    async cloudTrail(operation, input, key) {
      const headers = {
        ...signed('cloudtrail', key),
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.${operation}`,
      };
      return JSON.parse(await asked(endpoint, { headers, body: JSON.stringify(input) })) as unknown;
    },
    async stop() {
      server.kill('SIGKILL');
      await ended;
    },
  };
}
