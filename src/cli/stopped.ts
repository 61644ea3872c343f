import { VestigeError } from '../base/errors.ts';
import type { CaptureReader } from '../contract/capture.ts';
import type { Terminal } from './streams.ts';

/** The work ended before its end; of a reading, what was read is kept (exit code 2: there is no answer). */
export class StoppedError extends VestigeError {
  readonly code = 'stopped';
}

/** What goes on until somebody wants it to end. */
export interface Stoppable {
  /** The same things, until then. The next one throws {@link StoppedError}. */
  until<T>(things: AsyncIterable<T>): AsyncIterable<T>;
  /** The same capture, whose pages end so. */
  reader(capture: CaptureReader): CaptureReader;
}

/**
 * Runs work that the first Ctrl-C ends at the next thing that it reads, or at the end of them, so that whoever logs it can say so. What comes after
 * all was read is concluded; a second Ctrl-C ends the process.
 */
export async function stoppable<T>(terminal: Terminal, work: (stop: Stoppable) => Promise<T>): Promise<T> {
  let stopped: string | null = null;
  const deaf = terminal.onInterrupt?.((signal) => {
    stopped = signal;
  });
  function check(): void {
    if (stopped !== null) throw new StoppedError(`stopped by ${stopped}`);
  }
  async function* until<Each>(things: AsyncIterable<Each>): AsyncGenerator<Each, void, undefined> {
    for await (const each of things) {
      check();
      yield each;
    }
    check();
  }
  const reader = (capture: CaptureReader): CaptureReader => ({
    ...{ id: capture.id, head: capture.head, count: capture.count },
    pages: () => until(capture.pages()),
  });
  try {
    return await work({ until, reader });
  } finally {
    deaf?.();
  }
}
