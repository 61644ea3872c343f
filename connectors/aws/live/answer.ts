import type { AwsService } from '../calls/call.ts';
import type { WireResponse } from './client.ts';
import { RefusedError } from './refusal.ts';

/** Services of the query protocol, which answers in XML; the others answer in JSON. */
const inXml: ReadonlySet<AwsService> = new Set<AwsService>(['iam', 'sts', 'ec2', 'cloudformation']);

/**
 * Reads the body whole and leaves it in the response; rejects with a {@link RefusedError} for what is no answer of the service:
 * `unsupported` for a page of something else (a portal, an emulator that does not know the operation), `unreachable` for an answer that
 * was cut, by a lost connection or inside: an SDK may take half a list for a whole one.
 */
export async function takeBody(service: AwsService, response: WireResponse): Promise<void> {
  const { statusCode: status } = response;
  const bytes = await collect(response);
  response.body = bytes;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = text.subarray(0, 512).toString('latin1').trimStart();
  const fine = status >= 200 && status < 300;
  if (start === '') {
    if (fine) throw cut(status, 'it is empty');
    return;
  }
  if (/^<(!doctype\s+html|html)\b/i.test(start)) throw stranger(status, 'an HTML page');
  const xml = inXml.has(service);
  if (!start.startsWith(xml ? '<' : '{')) throw stranger(status, `not in ${xml ? 'XML' : 'JSON'}`);
  const end = text
    .subarray(Math.max(0, text.length - 512))
    .toString('latin1')
    .trimEnd();
  if (xml ? !endsItsRoot(start, end) : !end.endsWith('}')) throw cut(status, 'it ends in the middle');
}

async function collect({ body, statusCode }: WireResponse): Promise<Uint8Array> {
  if (body === undefined || body === null) return new Uint8Array();
  if (body instanceof Uint8Array) return body;
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(chunk);
  } catch (error) {
    const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : '';
    throw cut(statusCode, `the connection ended before it did${code}`, error);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/** Whether the text closes the element it opens with. */
function endsItsRoot(start: string, end: string): boolean {
  const root = /^(?:<\?[^>]*>\s*|<!--[^]*?-->\s*)*<([^\s/>]+)/.exec(start)?.[1];
  return root !== undefined && (end.endsWith(`</${root}>`) || (start === end && end.endsWith('/>')));
}

function stranger(status: number, what: string): RefusedError {
  return new RefusedError('unsupported', { unanswered: { message: `the answer with status ${status} is not one of AWS: ${what}` } });
}

function cut(status: number, what: string, cause?: unknown): RefusedError {
  return new RefusedError('unreachable', { unanswered: { message: `the answer with status ${status} was cut short: ${what}` } }, cause);
}
