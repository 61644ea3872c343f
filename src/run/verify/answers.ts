import type { Instant } from '../../base/instant.ts';
import { taskKey } from '../../collect/task-key.ts';
import type { CaptureReader } from '../../contract/capture.ts';
import type { ConnectorCore, ProbePage } from '../../contract/connector.ts';
import type { PageId } from '../../model/ids.ts';
import type { Page, Task } from '../../model/page.ts';
import type { Led } from './asking.ts';

/** What one task and all it led to was answered. */
export interface TaskAnswer {
  /** In order of tasks and pages. One that is not whole ends with a page that says so. */
  readonly pages: readonly ProbePage[];
  readonly ids: readonly PageId[];
  /** `null`: a page does not tell. */
  readonly sentAt: Instant | null;
  readonly receivedAt: Instant | null;
}

/** The pages of a capture by their tasks. */
export class Answers {
  readonly #pages: ReadonlyMap<string, readonly Page[]>;
  readonly #led: Led;
  readonly #core: ConnectorCore<unknown>;

  private constructor(pages: ReadonlyMap<string, readonly Page[]>, led: Led, core: ConnectorCore<unknown>) {
    this.#pages = pages;
    this.#led = led;
    this.#core = core;
  }

  /** Of one connector's part. */
  static async of(capture: CaptureReader, led: Led, core: ConnectorCore<unknown>): Promise<Answers> {
    const pages = new Map<string, Page[]>();
    for await (const page of capture.pages()) {
      if (page.envelope.connector !== core.id) continue;
      const key = taskKey(page.envelope.task);
      const known = pages.get(key);
      if (known === undefined) pages.set(key, [page]);
      else known.push(page);
    }
    return new Answers(pages, led, core);
  }

  to(tasks: readonly Task[]): TaskAnswer {
    const answer = { pages: [] as ProbePage[], ids: [] as PageId[], sent: [] as (Instant | null)[], received: [] as (Instant | null)[] };
    const seen = new Set<string>();
    const add = (task: Task): void => {
      const key = taskKey(task);
      if (seen.has(key)) return;
      seen.add(key);
      const { chain, whole } = inOrder(this.#pages.get(key) ?? []);
      for (const { id, envelope, body } of chain) {
        answer.pages.push({ task, body, refused: envelope.refused ?? this.#malformed(task, body) });
        answer.ids.push(id);
        answer.sent.push(envelope.sentAt);
        answer.received.push(envelope.receivedAt);
      }
      if (!whole)
        answer.pages.push({ task, body: { unanswered: { message: 'its answer was not read to its end' } }, refused: 'interrupted' });
      for (const each of this.#led.get(key) ?? []) add(each);
    };
    for (const each of tasks) add(each);
    return { pages: answer.pages, ids: answer.ids, sentAt: first(answer.sent), receivedAt: last(answer.received) };
  }

  /** An answer of which something could not be read says nothing of what it lacks. */
  #malformed(task: Task, body: Page['body']): ProbePage['refused'] {
    return this.#core.map(task, body).gaps[0]?.cause ?? null;
  }
}

/** From the first page on, each where the one before says that it goes on. Of two in one place the later stands. */
function inOrder(pages: readonly Page[]): { readonly chain: readonly Page[]; readonly whole: boolean } {
  const at = new Map<string | null, Page>();
  for (const page of pages) {
    const known = at.get(page.envelope.cursor);
    if (known === undefined || isAfter(page, known)) at.set(page.envelope.cursor, page);
  }
  const chain: Page[] = [];
  for (let cursor: string | null = null; ;) {
    const page = at.get(cursor);
    if (page === undefined || chain.includes(page)) return { chain, whole: false };
    chain.push(page);
    cursor = page.envelope.next;
    if (cursor === null) return { chain, whole: true };
  }
}

function isAfter(page: Page, other: Page): boolean {
  const [own, its] = [page.envelope.receivedAt ?? '', other.envelope.receivedAt ?? ''];
  return own === its ? page.id > other.id : own > its;
}

function first(times: readonly (Instant | null)[]): Instant | null {
  return times.reduce((least, each) => (least === null || each === null ? null : each < least ? each : least), times[0] ?? null);
}

function last(times: readonly (Instant | null)[]): Instant | null {
  return times.reduce((most, each) => (most === null || each === null ? null : each > most ? each : most), times[0] ?? null);
}
