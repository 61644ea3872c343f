import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Json, JsonObject } from '../../../../src/base/json.ts';

export interface Asked {
  /** `ListRoles`; of the REST services `GET /profiles`. */
  readonly action: string;
  /** Of the query protocol. */
  readonly body: URLSearchParams;
  /** Of the JSON protocols. */
  readonly input: JsonObject;
  readonly query: URLSearchParams;
  /** Of the signature: the access key id, region and service. */
  readonly key: string;
  readonly region: string;
  readonly service: string;
  readonly request: { readonly method: string; readonly url: string; readonly headers: IncomingMessage['headers']; readonly text: string };
}
export interface Said {
  /** 0 = no answer: the connection is cut. */
  readonly status?: number;
  readonly xml: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The connection is cut after so many bytes of what was announced; `hang`: nothing more comes after them. */
  readonly cutAfter?: number;
  readonly hang?: true;
}

/** Speaks the protocols of AWS as far as it is told to. A request that `answer` does not know is an HTML page of status 404. */
export class StubAws {
  readonly asked: Asked[] = [];
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  answer: (asked: Asked) => Said | undefined | Promise<Said | undefined> = () => undefined;

  async start(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  /** How often each operation was asked. */
  counts(): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { action } of this.asked) counts[action] = (counts[action] ?? 0) + 1;
    return counts;
  }

  /** Connections open now. */
  connections(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.getConnections((error, count) => {
        if (error === null) resolve(count);
        else reject(error);
      });
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const asked = read(request, text);
    this.asked.push(asked);
    const said = (await this.answer(asked)) ?? {
      status: 404,
      xml: '<!DOCTYPE html><html><body>not found</body></html>',
      type: 'text/html',
    };
    if (said.status === 0) {
      request.socket.destroy();
      return;
    }
    response.writeHead(said.status ?? 200, {
      'content-type': said.type ?? 'text/xml',
      'x-amzn-requestid': `request-${asked.action}-${asked.body.get('Marker') ?? ''}`,
      date: 'Sun, 22 Nov 2026 00:00:00 GMT',
      ...(said.cutAfter === undefined ? {} : { 'content-length': Buffer.byteLength(said.xml) }),
      ...said.headers,
    });
    if (said.cutAfter === undefined) {
      response.end(said.xml);
      return;
    }
    response.write(Buffer.from(said.xml).subarray(0, said.cutAfter), () => {
      if (said.hang !== true) setTimeout(() => request.socket.destroy(), 20);
    });
  }
}

function read(request: IncomingMessage, text: string): Asked {
  const { method = '', url = '', headers } = request;
  const { pathname, searchParams } = new URL(url, 'http://stub');
  const isJson = /json/.test(headers['content-type'] ?? '');
  const body = new URLSearchParams(isJson ? '' : text);
  const target = headers['x-amz-target'];
  const [, key = '', region = '', service = ''] = /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//.exec(headers.authorization ?? '') ?? [];
  const action = body.get('Action') ?? (typeof target === 'string' ? (target.split('.').pop() ?? '') : `${method} ${pathname}`);
  const input = isJson ? (JSON.parse(text) as JsonObject) : {};
  return { action, body, input, query: searchParams, key, region, service, request: { method, url, headers, text } };
}

export function result(action: string, inner: string): Said {
  return {
    xml: `<${action}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><${action}Result>${inner}</${action}Result><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></${action}Response>`,
  };
}

export function failure(status: number, code: string, message = 'no'): Said {
  return {
    status,
    xml: `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
  };
}

/** Of the JSON protocols. */
export function json(body: Json): Said {
  return { xml: JSON.stringify(body), type: 'application/x-amz-json-1.1' };
}

export function jsonFailure(status: number, code: string, message = 'no'): Said {
  return { ...json({ __type: code, message }), status };
}

export function caller(account: string, arn = `arn:aws:iam::${account}:user/auditor`): Said {
  return result('GetCallerIdentity', `<Arn>${arn}</Arn><UserId>AIDA</UserId><Account>${account}</Account>`);
}

/** A session of a role, whose access key id is `key`. `of`: what it is told to be a session of. */
export function assumed(key: string, expiration = '2026-11-22T01:00:00Z', of = 'arn:aws:sts::1:assumed-role/r'): Said {
  return result(
    'AssumeRole',
    `<Credentials><AccessKeyId>${key}</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken><Expiration>${expiration}</Expiration></Credentials>` +
      `<AssumedRoleUser><Arn>${of}/vestige</Arn><AssumedRoleId>AROA:vestige</AssumedRoleId></AssumedRoleUser>`,
  );
}
