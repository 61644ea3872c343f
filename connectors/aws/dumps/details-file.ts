import { isJsonObject } from '../../../src/base/json.ts';
import { cutJsonElements } from '../../../src/base/json-elements.ts';
import type { JsonElement, JsonPiece } from '../../../src/base/json-pieces.ts';
import { JsonCutError } from '../../../src/base/json-pieces.ts';
import type { DumpPage } from '../../../src/contract/connector.ts';
import type { BoundaryId } from '../../../src/model/ids.ts';
import { boundaryOf } from '../identity.ts';
import type { DetailList } from '../surfaces/authorization-details.ts';
import { authorizationDetails, detailLists } from '../surfaces/authorization-details.ts';
import type { Placed } from './accounts.ts';
import { Accounts } from './accounts.ts';
import { readElement } from './element.ts';
import { unknownBoundary } from './unknown.ts';

/**
 * Cuts what `aws iam get-account-authorization-details` printed: one whole answer, pages of it (`IsTruncated`, `NextToken`), answers of
 * several accounts, in one document, an array, or one after the other. Memory follows the accounts named, not the file.
 * A text that cannot be cut to its end throws after all that was whole has been given; a file without any of the lists gives nothing.
 */
export async function* cutDetails(name: string, chunks: AsyncIterable<Uint8Array>): AsyncIterable<DumpPage> {
  const cutter = new DetailsCutter(name);
  let broken: { readonly cause: JsonCutError } | null = null;
  try {
    for await (const piece of cutJsonElements(chunks, new Set(detailLists))) {
      cutter.take(piece);
      yield* cutter.ready();
    }
  } catch (error) {
    if (!(error instanceof JsonCutError)) throw error;
    broken = { cause: error };
  }
  cutter.finish();
  yield* cutter.ready();
  if (broken !== null) throw broken.cause;
}

/** An answer, or a page of one. */
interface Document {
  readonly accounts: Set<BoundaryId>;
  readonly lists: Set<string>;
  last: BoundaryId | null;
  cutShort: boolean;
  /** Policies of AWS met before any account was. */
  homeless: Placed[];
  /** Gaps of elements whose account could not be told. */
  readonly lost: string[];
}

class DetailsCutter {
  readonly #name: string;
  #out: DumpPage[] = [];
  readonly #accounts: Accounts;
  readonly #documents = new Map<number, Document>();
  /** Accounts of the document that ended last: a page without any item of an account goes on with theirs. */
  #before: readonly BoundaryId[] = [];
  #homeless: Placed[] = [];
  /** Gaps that no account of their document can be named for. */
  readonly #lost: string[] = [];
  #lists = 0;

  constructor(name: string) {
    this.#name = name;
    // The directory is no part of what a capture says.
    this.#accounts = new Accounts(name.split(/[\\/]/).at(-1) as string, (page) => this.#out.push(page));
  }

  ready(): readonly DumpPage[] {
    const out = this.#out;
    this.#out = [];
    return out;
  }

  take(piece: JsonPiece): void {
    if (piece.type === 'end') {
      this.#end(piece.document);
      return;
    }
    const document = this.#document(piece.document);
    switch (piece.type) {
      case 'scalar':
        if (piece.key === 'IsTruncated' && piece.text !== 'false') document.cutShort = true;
        if (piece.key === 'NextToken' && piece.text !== 'null') document.cutShort = true;
        return;
      case 'list':
        this.#lists++;
        return void document.lists.add(piece.list);
      case 'broken':
        this.#lists++;
        document.lists.add(piece.list);
        return void document.lost.push(`${this.#place(piece.list, piece.index, piece.line)}: ${piece.reason}`);
      case 'element': {
        this.#element(piece, document);
        return;
      }
    }
  }

  #element(piece: JsonElement, document: Document): void {
    const where = this.#place(piece.list, piece.index, piece.line);
    const read = readElement(piece.text);
    if (!read.ok) {
      this.#unreadable(`${where}: ${read.reason}`, piece.text, document);
      return;
    }
    const arn = isJsonObject(read.value) ? read.value['Arn'] : undefined;
    const boundary = boundaryOf(arn);
    if (boundary === undefined) {
      const seen = arn === undefined ? 'it has no Arn' : `its Arn is ${JSON.stringify(arn)}`;
      this.#unreadable(`${where}: it cannot be told which account it belongs to: ${seen}`, piece.text, document);
      return;
    }
    const placed: Placed = { value: read.value, list: piece.list as DetailList, line: piece.line, characters: piece.text.length };
    if (boundary !== null) {
      this.#enter(boundary, document);
      this.#accounts.add(boundary, placed);
    } else if (document.last !== null) this.#accounts.add(document.last, placed);
    else document.homeless.push(placed);
  }

  /** The account is taken from an ARN in the text where there is one, else it may be of any account of the document. */
  #unreadable(detail: string, text: string, document: Document): void {
    const account = /"Arn"\s*:\s*"arn:[a-z-]+:iam::(\d{12}):/.exec(text)?.[1];
    if (account === undefined) return void document.lost.push(detail);
    const boundary = `aws:${account}`;
    this.#enter(boundary, document);
    this.#gap(boundary, detail);
  }

  #enter(boundary: BoundaryId, document: Document): void {
    this.#accounts.enter(boundary);
    document.accounts.add(boundary);
    document.last = boundary;
    if (document.homeless.length > 0) document.homeless = this.#house(boundary, document.homeless);
    if (this.#homeless.length > 0) this.#homeless = this.#house(boundary, this.#homeless);
  }

  #house(boundary: BoundaryId, homeless: readonly Placed[]): [] {
    for (const each of homeless) this.#accounts.add(boundary, each);
    return [];
  }

  #end(number: number): void {
    const document = this.#documents.get(number);
    this.#documents.delete(number);
    if (document === undefined) return;
    const told = document.accounts.size > 0 ? [...document.accounts] : this.#before;
    if (document.lists.size > 0) {
      for (const boundary of told) {
        this.#accounts.told(boundary, document.lists, !document.cutShort);
      }
      this.#before = told;
    }
    const home = told.at(-1);
    if (home !== undefined) this.#house(home, document.homeless);
    else this.#homeless.push(...document.homeless);
    for (const detail of document.lost) {
      if (told.length === 0) this.#lost.push(detail);
      for (const boundary of told) this.#gap(boundary, detail);
    }
  }

  /** Gives what is left. A document that is still open was cut short. */
  finish(): void {
    for (const [number, document] of [...this.#documents]) {
      document.cutShort = true;
      this.#end(number);
    }
    if (this.#homeless.length > 0) {
      this.#lost.push(`${this.#name}: it holds policies of AWS and nothing that names an account: whose they are cannot be told`);
    } else if (this.#accounts.size === 0 && this.#lists > 0 && this.#lost.length === 0) {
      this.#lost.push(`${this.#name}: its lists are empty: no account is named`);
    }
    for (const detail of this.#lost) {
      if (this.#accounts.size === 0) this.#gap(unknownBoundary, detail);
      for (const boundary of this.#accounts.boundaries()) this.#gap(boundary, detail);
    }
    for (const { boundary, lacking } of this.#accounts.finish()) {
      const what = `the answer of account ${boundary.slice(4)} has no list ${lacking}: what it would tell is not known`;
      this.#gap(boundary, `${this.#name}: ${what}`);
    }
  }

  #document(number: number): Document {
    let document = this.#documents.get(number);
    if (document === undefined) {
      document = { accounts: new Set(), lists: new Set(), last: null, cutShort: false, homeless: [], lost: [] };
      this.#documents.set(number, document);
    }
    return document;
  }

  #gap(boundary: BoundaryId, detail: string): void {
    this.#out.push({ gap: { boundary, surface: authorizationDetails.id, cause: 'malformed', detail } });
  }

  #place(list: string, index: number | null, line: number): string {
    return `${this.#name} line ${line}, ${list}${index === null ? '' : ` element ${index}`}`;
  }
}
