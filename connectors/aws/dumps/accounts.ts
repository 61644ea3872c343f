import type { Json } from '../../../src/base/json.ts';
import type { DumpPage } from '../../../src/contract/connector.ts';
import type { BoundaryId } from '../../../src/model/ids.ts';
import type { Task } from '../../../src/model/page.ts';
import type { DetailList } from '../surfaces/authorization-details.ts';
import { authorizationDetails, detailLists } from '../surfaces/authorization-details.ts';

/** A page holds so many elements, or elements of so many characters of JSON, whichever is reached first. */
const PAGE_ELEMENTS = 200;
const PAGE_CHARACTERS = 4_000_000;

/** One element, and where it stood. */
export interface Placed {
  readonly value: Json;
  readonly list: DetailList;
  readonly line: number;
  readonly characters: number;
}

/** One account's page in the making, and what its documents told. */
interface Account {
  lists: Partial<Record<DetailList, Json[]>>;
  lines: Partial<Record<DetailList, number[]>>;
  elements: number;
  characters: number;
  /** Whether some document that told of it was not cut short. */
  ended: boolean;
  readonly told: Set<string>;
}

/** The accounts of one file, each with its pages. */
export class Accounts {
  readonly #file: string;
  readonly #emit: (page: DumpPage) => void;
  readonly #known = new Map<BoundaryId, Account>();

  constructor(file: string, emit: (page: DumpPage) => void) {
    this.#file = file;
    this.#emit = emit;
  }

  get size(): number {
    return this.#known.size;
  }

  /** In the order in which they were met. */
  boundaries(): Iterable<BoundaryId> {
    return this.#known.keys();
  }

  enter(boundary: BoundaryId): void {
    if (this.#known.has(boundary)) return;
    this.#known.set(boundary, { lists: {}, lines: {}, elements: 0, characters: 0, ended: false, told: new Set() });
  }

  /** The account must have been entered. */
  add(boundary: BoundaryId, { value, list, line, characters }: Placed): void {
    const account = this.#known.get(boundary) as Account;
    (account.lists[list] ??= []).push(value);
    (account.lines[list] ??= []).push(line);
    account.characters += characters;
    if (++account.elements >= PAGE_ELEMENTS || account.characters >= PAGE_CHARACTERS) this.#flush(boundary, account);
  }

  /** A document that speaks of the account has ended. */
  told(boundary: BoundaryId, lists: Iterable<string>, whole: boolean): void {
    const account = this.#known.get(boundary) as Account;
    if (whole) account.ended = true;
    for (const list of lists) account.told.add(list);
  }

  /** Emits what is left. Answers the lists that no document of an account had. */
  finish(): readonly { readonly boundary: BoundaryId; readonly lacking: DetailList }[] {
    const lacking: { boundary: BoundaryId; lacking: DetailList }[] = [];
    for (const [boundary, account] of this.#known) {
      this.#flush(boundary, account);
      for (const list of detailLists) if (!account.told.has(list)) lacking.push({ boundary, lacking: list });
      this.#emit({ task: taskOf(boundary), ended: account.ended });
    }
    return lacking;
  }

  #flush(boundary: BoundaryId, account: Account): void {
    if (account.elements === 0) return;
    const body = { ...account.lists, $places: { file: this.#file, lines: account.lines } };
    this.#emit({ task: taskOf(boundary), body, validAt: null });
    Object.assign(account, { lists: {}, lines: {}, elements: 0, characters: 0 });
  }
}

function taskOf(boundary: BoundaryId): Task {
  return { boundary, surface: authorizationDetails.id, args: {} };
}
