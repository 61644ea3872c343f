import { decodeBase64, decodeUtf8 } from '../../../src/base/decode.ts';
import type { Instant } from '../../../src/base/instant.ts';
import { instantOf, parseInstant } from '../../../src/base/instant.ts';
import { cutJsonElements } from '../../../src/base/json-elements.ts';
import { VestigeError } from '../../../src/base/errors.ts';
import type { DumpPage } from '../../../src/contract/connector.ts';
import type { BoundaryId } from '../../../src/model/ids.ts';
import type { Task } from '../../../src/model/page.ts';
import { boundaryOf } from '../identity.ts';
import { readReportCsv } from '../surfaces/credential-csv.ts';
import type { ReportBody } from '../surfaces/credential-report.ts';
import { credentialReport } from '../surfaces/credential-report.ts';
import { unknownBoundary } from './unknown.ts';

/** A report of 5,000 users, the most an account may have, is below 2 MB; what is longer than this is no credential report. */
const LONGEST_CSV = 64 * 1024 * 1024;

export class ReportFileError extends VestigeError {
  readonly code = 'not-a-credential-report';
}

/**
 * Cuts what `aws iam get-credential-report` printed (JSON with the CSV in base64), or the CSV itself; several one after the other as
 * well. A report is one page of its account. One that cannot be read is a gap where others could be, and an error where none could.
 */
export async function* cutReport(name: string, chunks: AsyncIterable<Uint8Array>): AsyncIterable<DumpPage> {
  const { first, rest } = await peek(chunks);
  let pages = 0;
  const problems: string[] = [];
  // `{` or `[` begin JSON; a credential report's header begins with a letter.
  const parts = first === 0x7b || first === 0x5b ? ofJson(name, rest) : ofCsv(name, rest);
  for await (const part of parts) {
    if (typeof part === 'string') problems.push(part);
    else {
      pages++;
      yield part;
    }
  }
  if (pages === 0) throw new ReportFileError(problems[0] ?? `${name}: it is not what get-credential-report prints`);
  for (const detail of problems) yield { gap: { boundary: unknownBoundary, surface: credentialReport.id, cause: 'malformed', detail } };
}

/** A page, or what was wrong. */
type PartOfFile = DumpPage | string;

async function* ofJson(name: string, chunks: AsyncIterable<Uint8Array>): AsyncIterable<PartOfFile> {
  const members = new Map<number, Map<string, string>>();
  for await (const piece of cutJsonElements(chunks, new Set())) {
    const place = `${name}, document ${piece.document + 1}`;
    if (piece.type === 'scalar') {
      let known = members.get(piece.document);
      if (known === undefined) members.set(piece.document, (known = new Map<string, string>()));
      if (known.has(piece.key)) yield `${place}: the member ${JSON.stringify(piece.key)} is there twice`;
      known.set(piece.key, piece.text);
    }
    if (piece.type !== 'end') continue;
    const known = members.get(piece.document);
    members.delete(piece.document);
    if (known?.has('Content') === true) yield* ofAnswer(place, known);
    else yield `${place}: it has no member Content, as what get-credential-report prints has`;
  }
}

function* ofAnswer(place: string, members: ReadonlyMap<string, string>): Iterable<PartOfFile> {
  const content: unknown = JSON.parse(members.get('Content') as string);
  if (typeof content !== 'string') {
    yield `${place}: Content is no text`;
    return;
  }
  const bytes = decodeBase64(content);
  if (bytes === undefined) {
    yield `${place}: Content is not base64 (RFC 4648 section 4)`;
    return;
  }
  const generated: unknown = JSON.parse(members.get('GeneratedTime') ?? 'null');
  const ms = typeof generated === 'string' ? parseInstant(generated) : undefined;
  if (generated !== null && ms === undefined) {
    yield `${place}: GeneratedTime is ${JSON.stringify(generated)}, which is no RFC 3339 time: when the report was true is not known`;
  }
  yield* ofBytes(place, bytes, ms === undefined ? null : instantOf(ms));
}

async function* ofCsv(name: string, chunks: AsyncIterable<Uint8Array>): AsyncIterable<PartOfFile> {
  const bytes = await gather(chunks);
  if (bytes === null) yield `${name}: it is longer than ${LONGEST_CSV} bytes, which no credential report is`;
  else yield* ofBytes(name, bytes, null);
}

function* ofBytes(place: string, bytes: Uint8Array, validAt: Instant | null): Iterable<PartOfFile> {
  const text = decodeUtf8(bytes);
  if (text === undefined) {
    yield `${place}: it is not UTF-8`;
    return;
  }
  const read = readReportCsv(text);
  if (!read.ok) {
    yield `${place}: ${read.reason}`;
    return;
  }
  for (const { body, line } of read.reports) {
    const byAccount = rowsByAccount(body);
    if (byAccount.size === 0) yield `${place} line ${line}: no row of the report names an account`;
    for (const [boundary, rows] of byAccount) {
      const task: Task = { boundary, surface: credentialReport.id, args: {} };
      yield { task, body: { columns: body.columns, rows }, validAt };
      yield { task, ended: true };
    }
  }
}

/** Rows of the account their ARN names; a row that names none goes with the first account, where it becomes a gap with its place. */
function rowsByAccount({ columns, rows }: ReportBody): ReadonlyMap<BoundaryId, readonly (readonly string[])[]> {
  const column = columns.indexOf('arn');
  const byAccount = new Map<BoundaryId, (readonly string[])[]>();
  const homeless: (readonly string[])[] = [];
  for (const row of rows) {
    const boundary = boundaryOf(row[column] ?? '');
    if (boundary === undefined || boundary === null) homeless.push(row);
    else if (byAccount.get(boundary)?.push(row) === undefined) byAccount.set(boundary, [row]);
  }
  // It may be of any account of the report, so each of them is told.
  for (const own of byAccount.values()) own.push(...homeless);
  return byAccount;
}

const blank: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf]);

/** The first byte that is no white space and no byte order mark, and all chunks from the beginning. */
async function peek(
  chunks: AsyncIterable<Uint8Array>,
): Promise<{ readonly first: number | undefined; readonly rest: AsyncIterable<Uint8Array> }> {
  const iterator = chunks[Symbol.asyncIterator]();
  const held: Uint8Array[] = [];
  let first: number | undefined;
  while (first === undefined) {
    const next = await iterator.next();
    if (next.done === true) break;
    // The source may use the chunk's memory again.
    const chunk = Uint8Array.from(next.value);
    held.push(chunk);
    first = chunk.find((byte) => !blank.has(byte));
  }
  async function* rest(): AsyncIterable<Uint8Array> {
    try {
      yield* held;
      for (;;) {
        const next = await iterator.next();
        if (next.done === true) return;
        yield next.value;
      }
    } finally {
      await iterator.return?.();
    }
  }
  return { first, rest: rest() };
}

async function gather(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array | null> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > LONGEST_CSV) return null;
    parts.push(Uint8Array.from(chunk));
  }
  return Buffer.concat(parts);
}
