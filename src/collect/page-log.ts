import { parseInstant, type Instant } from '../base/instant.ts';
import type { ConnectorCore } from '../contract/connector.ts';
import type { BoundaryId, PageId, SurfaceId } from '../model/ids.ts';
import type { Envelope } from '../model/page.ts';

/** What the envelopes of one surface in one boundary, or of a part of it that is asked by itself, tell of when they were read. */
export interface PlaceRead {
  readonly boundary: BoundaryId;
  readonly surface: SurfaceId;
  /** See `ConnectorHistory.part`; `null`: the surface. A page that asks a part counts for both. */
  readonly part: string | null;
  /** Pages with an answer. */
  readonly pages: number;
  /** Pages that refuse. */
  readonly refused: number;
  /** From the earliest to the latest moment that answers speak for; `null`: there is none, or one of them tells no time. */
  readonly from: Instant | null;
  readonly to: Instant | null;
  /** See `SurfaceRead.skewMs`. */
  readonly skewMs: number | null;
}

/** Who says what a page says, and the latest moment it surely speaks for: `validAt`, else `sentAt`, else `receivedAt`. */
export interface PageSaying {
  readonly boundary: BoundaryId;
  readonly surface: SurfaceId;
  readonly part: string | null;
  readonly at: Instant | null;
}

interface Gathering {
  readonly place: Pick<PlaceRead, 'boundary' | 'surface' | 'part'>;
  pages: number;
  refused: number;
  isTimed: boolean;
  from: Instant | null;
  to: Instant | null;
  skewMs: number | null;
}

/** When the pages of a capture were read, and where. Page by page in any order; the same pages give the same. */
export class PageLog {
  readonly #sayings = new Map<PageId, PageSaying>();
  readonly #places = new Map<string, Gathering>();
  #from: Instant | null = null;
  #to: Instant | null = null;
  #isTimed = true;

  add(page: PageId, envelope: Envelope, core: Pick<ConnectorCore<unknown>, 'history'>): void {
    const { boundary, surface } = envelope.task;
    const part = core.history?.part?.(envelope.task) ?? null;
    const began = envelope.validAt ?? envelope.sentAt ?? envelope.receivedAt;
    const ended = envelope.validAt ?? envelope.receivedAt ?? envelope.sentAt;
    if (began !== null && ended !== null) {
      this.#from = earlier(this.#from, began);
      this.#to = later(this.#to, ended);
    } else this.#isTimed = false;
    this.#gather({ boundary, surface, part: null }, envelope, began, ended);
    if (part !== null) this.#gather({ boundary, surface, part }, envelope, began, ended);
    if (envelope.refused === null) this.#sayings.set(page, { boundary, surface, part, at: began });
  }

  /** Of a page with an answer. */
  saying(page: PageId): PageSaying | undefined {
    return this.#sayings.get(page);
  }

  places(): readonly PlaceRead[] {
    return [...this.#places.values()].map(({ place, pages, refused, isTimed, from, to, skewMs }) => {
      return { ...place, pages, refused, from: isTimed ? from : null, to: isTimed ? to : null, skewMs };
    });
  }

  /** The span of all pages that tell a time, refusals too; `null`: none does. */
  get span(): { readonly from: Instant; readonly to: Instant } | null {
    return this.#from === null || this.#to === null ? null : { from: this.#from, to: this.#to };
  }

  /** The latest moment that any page speaks for, where each of them tells one; `null`: one does not, and may be later. */
  get until(): Instant | null {
    return this.#isTimed ? this.#to : null;
  }

  #gather(place: Gathering['place'], envelope: Envelope, began: Instant | null, ended: Instant | null): void {
    const key = `${place.boundary}\n${place.surface}\n${place.part ?? ''}`;
    let gathered = this.#places.get(key);
    if (gathered === undefined) {
      gathered = { place, pages: 0, refused: 0, isTimed: true, from: null, to: null, skewMs: null };
      this.#places.set(key, gathered);
    }
    const skew = skewOf(envelope);
    if (skew !== null) gathered.skewMs = Math.max(gathered.skewMs ?? 0, skew);
    if (envelope.refused !== null) {
      gathered.refused++;
      return;
    }
    gathered.pages++;
    if (began === null || ended === null) gathered.isTimed = false;
    else {
      gathered.from = earlier(gathered.from, began);
      gathered.to = later(gathered.to, ended);
    }
  }
}

/** An HTTP date counts whole seconds: the provider's clock was at it, or up to a second further. */
const DATE_MS = 1000;

/**
 * By how much the provider's clock must differ from the reader's: its `Date` lies within the exchange, as the provider counts time. 0 where it
 * need not differ at all; `null` where the page does not tell.
 */
function skewOf({ sentAt, receivedAt, providerDate }: Envelope): number | null {
  if (sentAt === null || receivedAt === null || providerDate === null) return null;
  const [sent, received, date] = [sentAt, receivedAt, providerDate].map(parseInstant);
  if (sent === undefined || received === undefined || date === undefined) return null;
  const ahead = date - received;
  const behind = sent - (date + DATE_MS);
  return Math.max(0, ahead, behind);
}

function earlier(a: Instant | null, b: Instant): Instant {
  return a === null || b < a ? b : a;
}

function later(a: Instant | null, b: Instant): Instant {
  return a === null || b > a ? b : a;
}
