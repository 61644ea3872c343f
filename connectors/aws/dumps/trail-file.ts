import { cutJsonElements } from '../../../src/base/json-elements.ts';
import type { JsonElement } from '../../../src/base/json-pieces.ts';
import { JsonCutError } from '../../../src/base/json-pieces.ts';
import type { Json } from '../../../src/base/json.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import type { DumpPage } from '../../../src/contract/connector.ts';
import type { BoundaryId } from '../../../src/model/ids.ts';
import type { Task } from '../../../src/model/page.ts';
import { accountBoundary } from '../identity.ts';
import { keptRecord, keptText } from '../trail/record.ts';
import { cloudTrailEvents } from '../trail/surfaces.ts';
import { unknownBoundary } from './unknown.ts';

/** A page holds so many records at most. */
const PAGE_RECORDS = 200;

/**
 * Cuts a file that a trail wrote (CloudTrail user guide, cloudtrail-log-file-examples.html), or what `aws cloudtrail lookup-events` printed: records of several accounts
 * are each a page of the account that received them. Of a record only what is looked at is kept. A file of digests names the account and holds no record: it gives
 * an empty page. A text that cannot be cut to its end throws after all that was whole has been given.
 */
export async function* cutTrailFile(name: string, chunks: AsyncIterable<Uint8Array>): AsyncIterable<DumpPage> {
  const pages = new Pages(name.split(/[\\/]/).at(-1) as string);
  let broken: { readonly cause: JsonCutError } | null = null;
  try {
    for await (const piece of cutJsonElements(chunks, new Set(['Records', 'Events']))) {
      if (piece.type === 'element') yield* pages.take(piece);
      else if (piece.type === 'broken') pages.lose(`${piece.list}, line ${piece.line}: ${piece.reason}`);
      else if (piece.type === 'scalar' && piece.key === 'awsAccountId') pages.enter(JSON.parse(piece.text));
      // the command was told to stop before the end
      else if (piece.type === 'scalar' && piece.key === 'NextToken' && piece.text !== 'null') pages.isCut = true;
    }
  } catch (error) {
    if (!(error instanceof JsonCutError)) throw error;
    broken = { cause: error };
    pages.isCut = true;
  }
  yield* pages.finish();
  if (broken !== null) throw broken.cause;
}

interface Open {
  readonly boundary: BoundaryId;
  records: Json[];
  numbers: number[];
  pages: number;
}

class Pages {
  isCut = false;
  readonly #file: string;
  readonly #open = new Map<BoundaryId, Open>();
  readonly #lost: string[] = [];
  #count = 0;

  constructor(file: string) {
    this.#file = file;
  }

  *take({ text, list, line }: JsonElement): Generator<DumpPage> {
    const number = this.#count++;
    const record = recordIn(text, list);
    const account = isJsonObject(record) ? (record['recipientAccountId'] ?? accountIn(record)) : undefined;
    const open = this.enter(account);
    if (open === undefined || record === undefined) {
      this.lose(`record ${number + 1}, line ${line}: ${record === undefined ? 'it is no JSON' : 'it names no account that received it'}`);
      return;
    }
    open.records.push(record);
    open.numbers.push(number);
    if (open.records.length >= PAGE_RECORDS) yield this.#page(open);
  }

  enter(account: unknown): Open | undefined {
    if (typeof account !== 'string' || !/^\d{12}$/.test(account)) return undefined;
    const boundary = accountBoundary(account);
    let open = this.#open.get(boundary);
    if (open === undefined) this.#open.set(boundary, (open = { boundary, records: [], numbers: [], pages: 0 }));
    return open;
  }

  lose(what: string): void {
    this.#lost.push(`${this.#file}, ${what}`);
  }

  /** Of what cannot be told whose it is, every account of the file is told. */
  *finish(): Generator<DumpPage> {
    for (const [boundary, open] of this.#open) {
      if (open.records.length > 0 || open.pages === 0) yield this.#page(open);
      yield { task: taskOf(boundary), ended: !this.isCut };
    }
    const boundaries = this.#open.size === 0 ? [unknownBoundary] : [...this.#open.keys()];
    for (const detail of this.#lost) {
      for (const boundary of boundaries) yield { gap: { boundary, surface: cloudTrailEvents.id, cause: 'malformed', detail } };
    }
  }

  #page(open: Open): DumpPage {
    const body = { Records: open.records, $places: { file: this.#file, records: open.numbers } };
    Object.assign(open, { records: [], numbers: [], pages: open.pages + 1 });
    return { task: taskOf(open.boundary), body, validAt: null };
  }
}

function taskOf(boundary: BoundaryId): Task {
  return { boundary, surface: cloudTrailEvents.id, args: {} };
}

/** What is kept of a record; `undefined` where the text is no JSON. */
function recordIn(text: string, list: string): Json | undefined {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
  return list === 'Records' ? keptRecord(value) : keptText(isJsonObject(value) ? value['CloudTrailEvent'] : undefined);
}

/** Records of early versions do not say which account received them: that of whoever called, but for what another account asks of this one. */
function accountIn(record: Json): Json | undefined {
  const who = isJsonObject(record) ? record['userIdentity'] : undefined;
  return isJsonObject(who) && (who['type'] === 'IAMUser' || who['type'] === 'Root' || who['type'] === 'AssumedRole')
    ? who['accountId']
    : undefined;
}
