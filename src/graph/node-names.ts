import type { Grant, Link } from '../model/grant.ts';
import type { BoundaryId, EntityId } from '../model/ids.ts';
import type { GrowingTexts } from './columns/growing-texts.ts';
import type { NameIndex } from './columns/name-index.ts';
import { KeyIndex } from './columns/order.ts';
import { textHash } from './columns/text-hash.ts';
import type { GraphStream } from './input.ts';
import type { Listed } from './listed.ts';
import { sortedFacts } from './named.ts';
import type { Named } from './named.ts';
import { isUnreadPart } from './names.ts';

/** The element that names an identity before all others: grants before links, those that match somebody first, then by key. */
interface Namer {
  rank: number;
  key: string;
  named: Named;
}

/** An end of an element. */
export interface End {
  readonly node: number;
  readonly id: EntityId;
  /** What the element calls it: its id, or its immutable id. */
  readonly told: string;
}

const NOWHERE: End = { node: -1, id: '', told: '' };

const TOLD = 0;
const GRANT = 1;
const LINK = 2;
const NOBODYS_LINK = 3;

/** The nodes of the graph as they are named, in the order in which they come: those that were listed first. */
export class NodeNames {
  readonly #ids: GrowingTexts;
  readonly #uids: GrowingTexts;
  readonly #index: NameIndex;
  readonly #listed: number;
  readonly #namers: Namer[] = [];
  #lastFrom = NOWHERE;
  #lastTo = NOWHERE;
  /** Ids that are no name of a listed identity, and the identity they are the immutable id of; `-1`: of none, or of several. */
  readonly #byUid = new Map<EntityId, number>();
  #uidForms: ReadonlySet<number> | undefined;
  #uidTable: { readonly index: KeyIndex; readonly shared: ReadonlySet<string> } | undefined;
  /** For names of unread parts, the boundaries of the links that lead there. */
  readonly leading = new Map<number, Set<BoundaryId>>();

  constructor({ people, names }: Listed) {
    this.#ids = names.ids;
    this.#uids = people.uids;
    this.#index = names;
    this.#listed = people.length;
  }

  /** Names the identities of credentials and of usage that nobody listed. */
  nameTold({ credentials, usage }: Pick<GraphStream, 'credentials' | 'usage'>): void {
    const unlisted = (each: { readonly value: { readonly identity: EntityId } }): boolean => !this.#isListed(each.value.identity);
    for (const { value, boundary } of sortedFacts(credentials.filter(unlisted)))
      this.#tell(value.identity, boundary, `credential ${value.id}`);
    for (const { value, boundary, surface } of sortedFacts(usage.filter(unlisted)))
      this.#tell(value.identity, boundary, `a use told by ${surface}`);
  }

  get length(): number {
    return this.#ids.length;
  }

  id(node: number): EntityId {
    return this.#ids.at(node) as EntityId;
  }

  /** Those that were named and not listed, by node, rising. */
  *unlisted(): Iterable<readonly [node: number, id: EntityId, named: Named]> {
    for (const [at, { named }] of this.#namers.entries()) yield [this.#listed + at, this.id(this.#listed + at), named];
  }

  subjectOf(grant: Grant): End {
    const end = (this.#lastTo = this.#end(grant.subject, this.#lastTo));
    if (end.node >= this.#listed) this.#nameBy(end.node, GRANT, grant);
    return end;
  }

  /** A deleted principal's id matches nobody, even where a listed identity is told to have it. */
  fromOf(link: Link): End {
    const isNobody = link.openness === 'none';
    const end = isNobody ? this.#found(link.from, false) : (this.#lastFrom = this.#end(link.from, this.#lastFrom));
    if (end.node >= this.#listed) this.#nameBy(end.node, isNobody ? NOBODYS_LINK : LINK, link);
    return end;
  }

  toOf(link: Link): End {
    const end = (this.#lastTo = this.#end(link.to, this.#lastTo));
    if (end.node >= this.#listed) {
      this.#nameBy(end.node, LINK, link);
      this.leading.get(end.node)?.add(link.boundary);
    }
    return end;
  }

  #isListed(id: EntityId): boolean {
    const node = this.#index.find(id);
    return node >= 0 && node < this.#listed;
  }

  /** Elements of one identity mostly come one after the other, and those of the next one after them. */
  #end(told: EntityId, last: End): End {
    if (last.node >= 0 && last.told === told) return last;
    const next = last.node + 1;
    // What is listed is found by its own id before all else; other names may be immutable ids.
    return next < this.#listed && this.#ids.is(next, told) ? { node: next, id: told, told } : this.#found(told, true);
  }

  #found(told: EntityId, byUid: boolean): End {
    const known = this.#index.find(told);
    if (known >= 0 && known < this.#listed) return { node: known, id: told, told };
    const joined = byUid ? this.#ofUid(told) : -1;
    if (joined >= 0) return { node: joined, id: this.id(joined), told };
    return { node: known >= 0 ? known : this.#add(told), id: told, told };
  }

  #add(id: EntityId): number {
    const node = this.#index.add(id);
    this.#namers.push({ rank: Infinity, key: '', named: { boundary: '', by: '', nobody: true, told: false } });
    if (isUnreadPart(id)) this.leading.set(node, new Set());
    return node;
  }

  #tell(id: EntityId, boundary: BoundaryId, by: string): void {
    const known = this.#index.find(id);
    const node = known >= 0 ? known : this.#add(id);
    const namer = this.#namers[node - this.#listed] as Namer;
    if (namer.rank === TOLD) return;
    namer.rank = TOLD;
    namer.named = { boundary, by, nobody: false, told: true };
  }

  #nameBy(node: number, rank: number, { key, boundary, source }: Grant | Link): void {
    const namer = this.#namers[node - this.#listed] as Namer;
    if (rank > namer.rank || (rank === namer.rank && key >= namer.key) || namer.rank === TOLD) return;
    namer.rank = rank;
    namer.key = key;
    namer.named = { boundary, by: source.name, nobody: rank === NOBODYS_LINK, told: false };
  }

  #ofUid(id: EntityId): number {
    let node = this.#byUid.get(id);
    if (node === undefined) {
      this.#uidForms ??= formsOf(this.#uids);
      node = id === '' || !this.#uidForms.has(formOf(id.length, id.charCodeAt(0))) ? -1 : this.#readUid(id);
      this.#byUid.set(id, node);
    }
    return node;
  }

  #readUid(id: EntityId): number {
    const { index, shared } = (this.#uidTable ??= this.#readUids());
    return shared.has(id) ? -1 : index.find(textHash(id), (each) => this.#uids.is(each, id));
  }

  #readUids(): { readonly index: KeyIndex; readonly shared: ReadonlySet<string> } {
    const uids = this.#uids;
    const index = new KeyIndex(uids.length, (node) => uids.hash(node));
    const shared = new Set<string>();
    for (let node = 0; node < uids.length; node++) {
      const uid = uids.at(node) as string;
      if (uid !== '' && index.add(node, (other) => uids.is(other, uid)) >= 0) shared.add(uid);
    }
    return { index, shared };
  }
}

/** The length of a text that is not empty and how it begins: immutable ids have few such forms, and most other names have none of them. */
function formOf(length: number, first: number): number {
  return (length << 16) | first;
}

function formsOf(texts: GrowingTexts): ReadonlySet<number> {
  const forms = new Set<number>();
  let last = 0;
  for (let place = 0; place < texts.length; place++) {
    const size = texts.size(place);
    if (size === 0) continue;
    const form = formOf(size, texts.unit(place, 0));
    if (form !== last) forms.add((last = form));
  }
  return forms;
}
