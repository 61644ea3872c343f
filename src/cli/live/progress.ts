import { takeWidth } from '../../base/text/width.ts';
import { visible } from '../../base/text/visible.ts';
import type { Progress } from '../../collect/io.ts';
import { sayWrapped } from '../present.ts';
import type { Terminal } from '../streams.ts';
import { progressLine } from './words.ts';

/** A terminal's line is drawn anew so often; where there is none, a line is printed so often. Milliseconds. */
const REDRAW_MS = 200;
const LINE_MS = 10_000;
const ERASE = '\r\u001b[2K';

export interface Watch {
  readonly update: (progress: Progress) => void;
  /** Takes the line away; answers the last that was told. */
  readonly stop: () => Promise<Progress | null>;
}

/**
 * Shows how far a reading is, on standard error: one line drawn anew on a terminal, else a line every ten seconds and at every stage.
 * Nothing with `--quiet`. `sleep` rejects when its signal aborts.
 */
export function watchProgress(
  terminal: Terminal,
  options: { readonly quiet?: boolean },
  sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>,
): Watch {
  const started = terminal.clock();
  const stopped = new AbortController();
  let last: Progress | null = null;
  let told: string | null = null;

  function draw(columns: number): void {
    if (last === null) return;
    // The last column stays free: a terminal may wrap there.
    const line = takeWidth(visible(progressLine(last, terminal.clock() - started)), columns - 1);
    if (line === told) return;
    told = line;
    terminal.stderr.write(`${ERASE}${line}`);
  }
  function print(): void {
    if (last !== null) sayWrapped(terminal, options, progressLine(last, terminal.clock() - started));
  }
  async function go(): Promise<void> {
    for (;;) {
      await sleep(terminal.redraw === undefined ? LINE_MS : REDRAW_MS, stopped.signal);
      if (stopped.signal.aborted) return;
      if (terminal.redraw === undefined) print();
      else draw(terminal.redraw());
    }
  }
  const going = options.quiet === true ? Promise.resolve() : go().catch((error: unknown) => mustBeStop(error, stopped.signal));

  return {
    update(progress) {
      const isNewStage = last !== null && progress.stage !== last.stage;
      last = progress;
      if (isNewStage && terminal.redraw === undefined) print();
    },
    async stop() {
      stopped.abort();
      await going;
      if (told !== null) terminal.stderr.write(ERASE);
      told = null;
      return last;
    },
  };
}

function mustBeStop(error: unknown, signal: AbortSignal): void {
  if (!signal.aborted) throw error;
}
