import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Asked, Service } from './answer.ts';
import { ServiceError } from './answer.ts';
import { iamService } from './iam.ts';
import { identityCenterService, identityStoreService } from './identity-center.ts';
import { bucketOf, Throttle } from './limits.ts';
import { organizationsService } from './organizations.ts';
import { accountOfKey, stsService } from './sts.ts';
import { Counter } from './tally.ts';
import type { World } from './world.ts';
import type { Value } from './xml.ts';
import { queryAnswer, queryError } from './xml.ts';

/** A request that was read: whose, of which service, in which of AWS's two protocols. */
interface Read extends Asked {
  readonly service: string;
  readonly protocol: 'query' | 'json';
  readonly body: string;
}

const namespaces: Readonly<Record<string, string>> = {
  iam: 'https://iam.amazonaws.com/doc/2010-05-08/',
  sts: 'https://sts.amazonaws.com/doc/2011-06-15/',
};
const throttling: Readonly<Record<string, string>> = {
  organizations: 'TooManyRequestsException',
  sso: 'ThrottlingException',
  identitystore: 'ThrottlingException',
};

export interface RunningServer {
  readonly endpoint: string;
  readonly counter: Counter;
  stop(): Promise<void>;
}

/** Nothing was changed of late, and no trail is kept. */
const quietTrail: Service = ({ operation }) =>
  operation === 'LookupEvents' ? { Events: [] } : operation === 'DescribeTrails' ? { trailList: [] } : undefined;

/**
 * Answers for an organization on the wire of AWS: STS, IAM, Organizations, IAM Identity Center and its directory. Signatures are not
 * checked; the access key tells the account. `GET /tally` gives what was asked so far.
 */
export async function serveOrganization(world: World, now: () => number = Date.now): Promise<RunningServer> {
  const counter = new Counter();
  const throttle = new Throttle();
  const services: Readonly<Record<string, Service>> = {
    iam: iamService(world, now).service,
    sts: stsService(world, now),
    organizations: organizationsService(world),
    sso: identityCenterService(world),
    identitystore: identityStoreService(world),
    cloudtrail: quietTrail,
    // Nobody uses account access manager here.
    'account-access': ({ operation }) => (operation === 'ListApplications' ? { applications: [] } : undefined),
  };
  let serial = 0;
  function answer(read: Read, response: ServerResponse): void {
    const { service, operation, account, body } = read;
    const at = now();
    const requestId = `stub-${++serial}`;
    const passes = throttle.take(account, bucketOf(service, operation), at);
    let error: ServiceError | null = null;
    let result: Value;
    try {
      if (!passes) throw new ServiceError(throttling[service] ?? 'Throttling', 'Rate exceeded');
      result = services[service]?.(read);
      if (result === undefined) throw new ServiceError('InvalidAction', `Could not find operation ${operation}`);
    } catch (thrown) {
      if (!(thrown instanceof ServiceError)) throw thrown;
      error = thrown;
    }
    counter.count({ service, operation, account, body, now: at, error: error?.code ?? null, throttled: !passes });
    const headers = {
      'content-type': read.protocol === 'query' ? 'text/xml' : 'application/x-amz-json-1.1',
      'x-amzn-requestid': requestId,
    };
    response.writeHead(error?.status ?? 200, { ...headers, date: new Date(at).toUTCString() });
    response.end(read.protocol === 'query' ? xmlOf(read, result, error, requestId) : jsonOf(result, error));
  }
  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    if (request.url === '/tally') {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(counter.tally()));
      return;
    }
    const read = understood(request, body);
    if (read !== undefined) {
      answer(read, response);
      return;
    }
    response.writeHead(404, { 'content-type': 'text/html' });
    response.end('<!DOCTYPE html><html><body>not found</body></html>');
  }
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      process.stderr.write(`stub: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      response.destroy();
    });
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, counter, stop: () => stopped(server) };
}

async function stopped(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}

/** `undefined` = not a request that AWS's SDKs send to these services. */
function understood(request: IncomingMessage, body: string): Read | undefined {
  const [, key, service] =
    /Credential=([A-Z0-9]+)\/\d{8}\/[a-z0-9-]+\/([a-z-]+)\/aws4_request/.exec(request.headers.authorization ?? '') ?? [];
  const account = accountOfKey(key ?? '');
  if (account === undefined || service === undefined) return undefined;
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') {
    const input = body === '' ? {} : (JSON.parse(body) as Readonly<Record<string, unknown>>);
    return { account, service, protocol: 'json', operation: target.slice(target.indexOf('.') + 1), input, body };
  }
  if (service === 'account-access' && request.url === '/applications-list') {
    return { account, service, protocol: 'json', operation: 'ListApplications', input: {}, body };
  }
  if (namespaces[service] === undefined) return undefined;
  const form = new URLSearchParams(body);
  return { account, service, protocol: 'query', operation: form.get('Action') ?? '', input: Object.fromEntries(form), body };
}

function xmlOf({ service, operation }: Read, result: Value, error: ServiceError | null, requestId: string): string {
  const namespace = namespaces[service] ?? '';
  return error === null
    ? queryAnswer(namespace, operation, result, requestId)
    : queryError(namespace, error.code, error.message, requestId);
}

function jsonOf(result: Value, error: ServiceError | null): string {
  return JSON.stringify(error === null ? result : { __type: error.code, Message: error.message, message: error.message });
}
