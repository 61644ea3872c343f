import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly action: string;
  readonly body: URLSearchParams;
}
export interface Said {
  /** 0 = no answer: the connection is cut. */
  readonly status?: number;
  readonly xml: string;
  readonly type?: string;
}

/** Speaks the AWS query protocol as far as it is told to. A request that `answer` does not know is an HTML page of status 404. */
export class StubAws {
  readonly asked: Asked[] = [];
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  answer: (asked: Asked) => Said | undefined = () => undefined;

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

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const body = new URLSearchParams(text);
    const asked = { action: body.get('Action') ?? '', body };
    this.asked.push(asked);
    const said = this.answer(asked) ?? { status: 404, xml: '<!DOCTYPE html><html><body>not found</body></html>', type: 'text/html' };
    if (said.status === 0) {
      request.socket.destroy();
      return;
    }
    response.writeHead(said.status ?? 200, {
      'content-type': said.type ?? 'text/xml',
      'x-amzn-requestid': `request-${asked.action}-${body.get('Marker') ?? ''}`,
      date: 'Sun, 22 Nov 2026 00:00:00 GMT',
    });
    response.end(said.xml);
  }
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

export function caller(account: string): Said {
  return result('GetCallerIdentity', `<Arn>arn:aws:iam::${account}:user/auditor</Arn><UserId>AIDA</UserId><Account>${account}</Account>`);
}
