import type { RecordKind } from '../model/history.ts';
import { sortOf, type Looks } from './looks.ts';
import { groupKey, idsOf, isSameContent, ruleOf, type Sight } from './record.ts';
import { beginning, ending, timeline, unproven, type Absence, type IdentityEvent, type Look, type Span, type SpanEnd } from './timeline.ts';

/** A record with all its sightings, in the order of time. */
export interface KnownRecord {
  readonly kind: RecordKind;
  readonly boundary: string;
  readonly key: string;
  readonly sights: readonly Sight[];
}

/**
 * The intervals of all records, each worked out by {@link timeline}, with what one record says of another: an identity of what depends on
 * it, and one that was seen of one that was not.
 */
export class Composition {
  readonly #looks: Looks;
  readonly #isAnswered: (record: KnownRecord, run: number) => boolean;
  readonly #spans = new Map<KnownRecord, readonly Span[]>();
  readonly #identities = new Map<string, KnownRecord[]>();
  readonly #named = new Map<string, KnownRecord[]>();
  readonly #controls = new Map<string, Set<number>>();
  readonly #events = new Map<string, readonly IdentityEvent[]>();

  constructor(records: Iterable<KnownRecord>, looks: Looks, isAnswered: (record: KnownRecord, run: number) => boolean) {
    this.#looks = looks;
    this.#isAnswered = isAnswered;
    for (const record of records) {
      if (record.kind === 'identity') this.#addIdentity(record);
      this.#addControls(record);
    }
  }

  spansOf(record: KnownRecord): readonly Span[] {
    const known = this.#spans.get(record);
    if (known !== undefined) return known;
    // An identity that depends on itself, by way of others, is asked for while it is being worked out: nothing is known of it then.
    this.#spans.set(record, []);
    const spans = this.#compose(record);
    this.#spans.set(record, spans);
    return spans;
  }

  /** The immutable ids of what a record depends on, as known of a run's time, joined by spaces; `-` where one is not told, `null` where none is. */
  incarnationOf(dependsOn: string, rank: number): string | null {
    const uids = idsOf(dependsOn).map((id) => this.#uidAt(id, rank));
    return uids.some((uid) => uid !== null) ? uids.map((uid) => uid ?? '-').join(' ') : null;
  }

  identities(id: string): readonly KnownRecord[] {
    return this.#identities.get(id) ?? [];
  }

  #compose(record: KnownRecord): readonly Span[] {
    const { sights, kind } = record;
    const seen = new Set(sights.map(({ look }) => look.run));
    const lacking = new Map<number, readonly Look[]>();
    const looks = this.#looks;
    const sort = sortOf(kind);
    function lackedBy(tellers: number): readonly Look[] {
      let list = lacking.get(tellers);
      if (list === undefined) {
        list = looks.whole(tellers).filter(({ run }) => !seen.has(run) && (sort === 'facts' || looks.conclusions(run) !== null));
        lacking.set(tellers, list);
      }
      return list;
    }
    return timeline<Sight>({
      sightings: sights,
      absences: (of) =>
        lackedBy(of.tellers).flatMap((look): readonly Absence[] => {
          if (!looks.asksAsMuch(of.tellers, look.run, of.look.run)) return [];
          const restated = !looks.isComparable(sort, ruleOf(of.content), of.tellers, look.run, of.look.run);
          return [{ look, restated, wants: restated ? null : this.#wants(record, of, look) }];
        }),
      events: idsOf(sights[0]?.content.dependsOn ?? '[]').length === 0 ? [] : this.#eventsOf(sights),
      renamedTo: (uid, run) => this.#renamedTo(record, uid, run),
      same: (a, b) => isSameContent(a.content, b.content),
      isRestated: (a, b) => !looks.isComparable(sort, ruleOf(b.content), b.tellers, a.look.run, b.look.run),
      ends: kind === 'finding' ? 'cleared' : 'absent',
    });
  }

  #wants(record: KnownRecord, { content }: Sight, look: Look): string | null {
    if (look.filtered && this.#controls.get(groupKey(content))?.has(look.rank) !== true) return unproven;
    const lost = idsOf(content.dependsOn).find((id) => !this.#isAccountedFor(id, look));
    if (lost !== undefined) return unaccounted(lost);
    return record.kind === 'finding' && !this.#isAnswered(record, look.run) ? unanswered : null;
  }

  /** An identity that no run told of by then is not asked for: the record was seen without it too. */
  #isAccountedFor(id: string, { rank, run }: Look): boolean {
    const known = this.identities(id).filter(({ sights }) => sights.some(({ look }) => look.rank <= rank));
    if (known.length === 0 || known.some(({ sights }) => sights.some(({ look }) => look.run === run))) return true;
    return known.every((identity) => {
      const last = this.spansOf(identity).findLast(({ first }) => (identity.sights[first] as Sight).look.rank <= rank);
      const end = last?.end ?? null;
      return end !== null && end.look.rank <= rank;
    });
  }

  #eventsOf(sights: readonly Sight[]): readonly IdentityEvent[] {
    const ids = new Set(sights.flatMap(({ content }) => idsOf(content.dependsOn)));
    return [...ids].sort().flatMap((id) => this.#eventsOn(id));
  }

  #eventsOn(id: string): readonly IdentityEvent[] {
    let events = this.#events.get(id);
    if (events === undefined) {
      events = this.identities(id).flatMap((identity) => identityEvents(identity.sights, this.spansOf(identity)));
      this.#events.set(id, events);
    }
    return events;
  }

  #uidAt(id: string, rank: number): string | null {
    for (const identity of this.identities(id)) {
      const span = this.spansOf(identity).findLast(({ first }) => (identity.sights[first] as Sight).look.rank <= rank);
      if (span !== undefined && span.uid !== null) return span.uid;
    }
    return null;
  }

  #renamedTo(record: KnownRecord, uid: string, run: number): string | null {
    const others = (this.#named.get(uid) ?? []).filter(
      ({ key, sights }) => key !== record.key && sights.some((sight) => sight.look.run === run && sight.uid === uid),
    );
    return others.map(({ key }) => key).sort()[0] ?? null;
  }

  #addIdentity(record: KnownRecord): void {
    push(this.#identities, record.key, record);
    for (const uid of new Set(record.sights.map((sight) => sight.uid))) if (uid !== null) push(this.#named, uid, record);
  }

  /** A record seen by a later run than the first that saw it is a control, in that run, for others of its group. */
  #addControls({ sights }: KnownRecord): void {
    const first = Math.min(...sights.map(({ look }) => look.rank));
    for (const { look, content } of sights) {
      if (look.rank === first || !look.filtered) continue;
      const group = groupKey(content);
      const runs = this.#controls.get(group);
      if (runs === undefined) this.#controls.set(group, new Set([look.rank]));
      else runs.add(look.rank);
    }
  }
}

/** What the intervals of an identity say to all that depends on it. */
export function identityEvents(sights: readonly Sight[], spans: readonly Span[]): readonly IdentityEvent[] {
  const events: IdentityEvent[] = [];
  let former: Span | null = null;
  let named: Look | null = null;
  for (const span of spans) {
    if (span.uid === null) continue;
    const { look } = sights[span.first] as Sight;
    // Clocks may leave open which of the two is the later one: then what hangs on them is left alone.
    const end: SpanEnd | null = former?.end ?? null;
    if (end !== null && former !== null && named !== null && span.uid !== former.uid && ending(named) < beginning(look)) {
      events.push({ how: 're-created', look, named, after: end.after, to: null });
    }
    named = sights.slice(span.first, span.last + 1).findLast(({ uid }) => uid !== null)?.look ?? look;
    if (span.end?.how === 'renamed') events.push({ how: 'renamed', look: span.end.look, named, after: span.end.after, to: span.end.to });
    former = span;
  }
  return events;
}

export function unaccounted(id: string): string {
  return `a read that shows ${id}, or that it is gone`;
}

export const unanswered = 'an answer to its question';

function push<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}
