/**
 * What a producer gives, one by one, as it is asked for: the producer runs inside a transaction, which is open as long as items are asked for.
 * `give` answers whether more is wanted. An error of the producer reaches whoever asks for the next item.
 */
export async function* streamed<T>(produce: (give: (item: T) => Promise<boolean>) => Promise<void>): AsyncGenerator<T> {
  const channel = new Channel<T>();
  const produced = produce((item) => channel.give(item)).then(
    () => {
      channel.end();
    },
    (error: unknown) => {
      channel.end({ error });
    },
  );
  try {
    for (let next = await channel.take(); next !== null; next = await channel.take()) yield* next;
  } finally {
    channel.stop();
    await produced;
  }
}

const PORTION = 256;

class Channel<T> {
  #items: T[] = [];
  #ended = false;
  #failure: { readonly error: unknown } | null = null;
  #stopped = false;
  #wake: (() => void) | null = null;
  #ready: (() => void) | null = null;

  async give(item: T): Promise<boolean> {
    if (this.#stopped) return false;
    this.#items.push(item);
    if (this.#items.length >= PORTION) {
      this.#ready?.();
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return !this.#isStopped();
  }

  end(failure: { readonly error: unknown } | null = null): void {
    this.#ended = true;
    this.#failure = failure;
    this.#ready?.();
  }

  stop(): void {
    this.#stopped = true;
    this.#wake?.();
  }

  /** `null`: there are no more. */
  async take(): Promise<readonly T[] | null> {
    this.#wake?.();
    this.#wake = null;
    if (!this.#ended && this.#items.length < PORTION) {
      await new Promise<void>((resolve) => {
        this.#ready = resolve;
      });
    }
    const items = this.#items;
    this.#items = [];
    if (items.length > 0) return items;
    if (this.#failure !== null) throw this.#failure.error;
    return null;
  }

  #isStopped(): boolean {
    return this.#stopped;
  }
}
