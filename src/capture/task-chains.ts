import { CanonicalError, canonicalJson } from '../base/bytes/canonical.ts';
import { hashJson } from '../base/bytes/hash.ts';
import type { Json } from '../base/json.ts';
import { byCodeUnit } from '../base/order.ts';
import type { CaptureWriter } from '../contract/capture.ts';
import type { Envelope, Task } from '../model/page.ts';

/** The `next` of a task's last page when no file ended its answer: a cursor that no page has, so that replay finds the answer cut short. */
export const NOT_GIVEN = 'not-in-the-files-given';

/** A page whose `next` is not known yet. */
export interface OpenPage {
  readonly envelope: Omit<Envelope, 'next' | 'cursor'> & { readonly cursor: string };
  readonly body: Json;
}

interface Chain {
  readonly task: Task;
  held: { readonly envelope: OpenPage['envelope']; readonly body: Json | null; readonly text: string | null } | null;
  ended: boolean;
}

/**
 * Links the pages of each task over all files, in the order in which they are added. The last page of a task is held until the
 * next one, or the end, tells its `next`; `pack` keeps it as text between files. Memory: one page per task.
 */
export class TaskChains {
  readonly #writer: CaptureWriter;
  readonly #lost: (envelope: OpenPage['envelope'], error: CanonicalError) => void;
  readonly #chains = new Map<string, Chain>();

  /** `lost` is told of each page that has no canonical form; the page before it goes on naming it as its next. */
  constructor(writer: CaptureWriter, lost: (envelope: OpenPage['envelope'], error: CanonicalError) => void) {
    this.#writer = writer;
    this.#lost = lost;
  }

  async add(page: OpenPage): Promise<void> {
    const chain = this.#of(page.envelope.task);
    const before = chain.held;
    chain.held = { ...page, text: null };
    if (before !== null) await this.#put(before, page.envelope.cursor);
  }

  /** One file ended the task's answer. */
  end(task: Task, ended: boolean): void {
    const chain = this.#of(task);
    chain.ended ||= ended;
  }

  pack(): void {
    for (const chain of this.#chains.values()) {
      const { held } = chain;
      if (held?.text !== null) continue;
      try {
        chain.held = { envelope: held.envelope, body: null, text: canonicalJson(held.body) };
      } catch (error) {
        chain.held = null;
        this.#mustBeCanonical(held.envelope, error);
      }
    }
  }

  /** Puts what is held. Answers the tasks, each once, by canonical form. */
  async finish(): Promise<readonly Task[]> {
    const chains = [...this.#chains.entries()].sort(([a], [b]) => byCodeUnit(a, b)).map(([, chain]) => chain);
    for (const { held, ended } of chains) if (held !== null) await this.#put(held, ended ? null : NOT_GIVEN);
    return chains.map((chain) => chain.task);
  }

  #of(task: Task): Chain {
    const key = taskForm(task);
    let chain = this.#chains.get(key);
    if (chain === undefined) this.#chains.set(key, (chain = { task, held: null, ended: false }));
    return chain;
  }

  async #put(held: NonNullable<Chain['held']>, next: string | null): Promise<void> {
    const body = held.text === null ? held.body : (JSON.parse(held.text) as Json);
    try {
      await this.#writer.put({ envelope: { ...held.envelope, next }, body });
    } catch (error) {
      this.#mustBeCanonical(held.envelope, error);
    }
  }

  #mustBeCanonical(envelope: OpenPage['envelope'], error: unknown): void {
    if (!(error instanceof CanonicalError)) throw error;
    this.#lost(envelope, error);
  }
}

/** The canonical form that makes two tasks one. Short: the arguments are hashed. */
export function taskForm(task: Task): string {
  return `${JSON.stringify(task.boundary)} ${JSON.stringify(task.surface)} ${hashJson(task.args)}`;
}
