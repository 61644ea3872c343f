import type { Instant } from '../../base/instant.ts';
import type { NonEmpty } from '../../base/json.ts';
import type { PageLog } from '../../collect/page-log.ts';
import type { Evidence } from '../../model/fact.ts';
import type { Teller } from '../../model/history.ts';
import type { PageId } from '../../model/ids.ts';
import { byLine, tellerSurface } from './reads.ts';

/** Who tells a thing, and the latest moment that one of its pages surely speaks for. */
export interface Told {
  readonly tellers: NonEmpty<Teller>;
  readonly at: Instant;
}

/** Finds who tells a thing by the pages that show it. Things of the same pages share one answer. */
export class Tellers {
  readonly #log: PageLog;
  readonly #ofPage = new Map<PageId, Told | null>();
  readonly #ofPages = new Map<string, Told | null>();

  constructor(log: PageLog) {
    this.#log = log;
  }

  /** `null`: none of the pages tells when it was read, so that nothing can be put in its place in time. */
  of(evidence: readonly Evidence[]): Told | null {
    const [first, ...more] = evidence;
    if (first === undefined) return null;
    if (more.every(({ page }) => page === first.page)) return this.#one(first.page);
    const pages = [...new Set(evidence.map(({ page }) => page))].sort();
    const key = pages.join();
    let told = this.#ofPages.get(key);
    if (told === undefined) this.#ofPages.set(key, (told = this.#joined(pages)));
    return told;
  }

  #one(page: PageId): Told | null {
    let told = this.#ofPage.get(page);
    if (told === undefined) {
      const saying = this.#log.saying(page);
      const at = saying?.at ?? null;
      told = saying === undefined || at === null ? null : { tellers: [{ boundary: saying.boundary, surface: tellerSurface(saying) }], at };
      this.#ofPage.set(page, told);
    }
    return told;
  }

  #joined(pages: readonly PageId[]): Told | null {
    let at: Instant | null = null;
    const tellers = new Map<string, Teller>();
    for (const page of pages) {
      const told = this.#one(page);
      if (told === null) continue;
      if (at === null || told.at > at) at = told.at;
      for (const each of told.tellers) tellers.set(`${each.boundary}\n${each.surface}`, each);
    }
    const [first, ...more] = [...tellers.values()].sort(byLine);
    return at === null || first === undefined ? null : { tellers: [first, ...more], at };
  }
}
