import type { Grant, Link } from '../model/grant.ts';
import type { BoundaryId, EntityId } from '../model/ids.ts';
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

const TOLD = 0;
const GRANT = 1;
const LINK = 2;
const NOBODYS_LINK = 3;

/** The nodes of the graph as they are named, in the order in which they come: those that were listed first. */
export class NodeNames {
  readonly #ids: readonly EntityId[];
  readonly #uids: readonly string[];
  readonly #index: NameIndex;
  readonly #listed: number;
  readonly #namers: Namer[] = [];
  #lastFrom = -1;
  #lastTo = -1;
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
    this.#listed = people.ids.length;
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
    return this.#ids[node] as EntityId;
  }

  /** Those that were named and not listed, by node, rising. */
  *unlisted(): Iterable<readonly [node: number, id: EntityId, named: Named]> {
    for (const [at, { named }] of this.#namers.entries()) yield [this.#listed + at, this.id(this.#listed + at), named];
  }

  subjectOf(grant: Grant): number {
    const node = (this.#lastTo = this.#node(grant.subject, this.#lastTo));
    if (node >= this.#listed) this.#nameBy(node, GRANT, grant);
    return node;
  }

  /** A deleted principal's id matches nobody, even where a listed identity is told to have it. */
  fromOf(link: Link): number {
    const isNobody = link.openness === 'none';
    const node = isNobody ? this.#found(link.from, false) : (this.#lastFrom = this.#node(link.from, this.#lastFrom));
    if (node >= this.#listed) this.#nameBy(node, isNobody ? NOBODYS_LINK : LINK, link);
    return node;
  }

  toOf(link: Link): number {
    const node = (this.#lastTo = this.#node(link.to, this.#lastTo));
    if (node >= this.#listed) {
      this.#nameBy(node, LINK, link);
      this.leading.get(node)?.add(link.boundary);
    }
    return node;
  }

  #isListed(id: EntityId): boolean {
    const node = this.#index.find(id);
    return node >= 0 && node < this.#listed;
  }

  /** Elements of one identity mostly come one after the other, and those of the next one after them. */
  #node(id: EntityId, last: number): number {
    // What is listed is found by its own id before all else; other names may be immutable ids.
    if (last >= 0 && last < this.#listed && this.#ids[last] === id) return last;
    if (last + 1 < this.#listed && this.#ids[last + 1] === id) return last + 1;
    return this.#found(id, true);
  }

  #found(id: EntityId, byUid: boolean): number {
    const known = this.#index.find(id);
    if (known >= 0 && known < this.#listed) return known;
    const joined = byUid ? this.#ofUid(id) : -1;
    if (joined >= 0) return joined;
    return known >= 0 ? known : this.#add(id);
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
      node = id === '' || !this.#uidForms.has(formOf(id)) ? -1 : this.#readUid(id);
      this.#byUid.set(id, node);
    }
    return node;
  }

  #readUid(id: EntityId): number {
    const { index, shared } = (this.#uidTable ??= this.#readUids());
    return shared.has(id) ? -1 : index.find(textHash(id), (each) => this.#uids[each] === id);
  }

  #readUids(): { readonly index: KeyIndex; readonly shared: ReadonlySet<string> } {
    const uids = this.#uids;
    const index = new KeyIndex(uids.length, (node) => textHash(uids[node] as string));
    const shared = new Set<string>();
    for (let node = 0; node < uids.length; node++) {
      const uid = uids[node] as string;
      if (uid !== '' && index.add(node, (other) => uids[other] === uid) >= 0) shared.add(uid);
    }
    return { index, shared };
  }
}

/** The length of a text and how it begins: immutable ids have few such forms, and most other names have none of them. */
function formOf(text: string): number {
  return (text.length << 16) | text.charCodeAt(0);
}

function formsOf(texts: readonly string[]): ReadonlySet<number> {
  const forms = new Set<number>();
  let last = 0;
  for (const each of texts) {
    const form = formOf(each);
    if (each !== '' && form !== last) forms.add((last = form));
  }
  return forms;
}
