import { Writable } from 'node:stream';
import type { Terminal } from '../../../src/cli/streams.ts';
import { START } from '../unfriendly/io.ts';

export interface FakeTerminal {
  readonly terminal: Terminal;
  readonly out: () => string;
  readonly err: () => string;
  /** Presses Ctrl-C. */
  readonly interrupt: () => void;
  /** Lets time go by, a second at a time, and whoever waits for it go on. */
  readonly pass: (milliseconds: number) => Promise<void>;
}

/** Streams into memory, 80 columns, and a clock that stands still until told; waits of less than 100 ms take no time. */
export function fakeTerminal(cwd: string, change: Partial<Terminal> = {}): FakeTerminal {
  const written = { out: '', err: '' };
  let now = START;
  const sleepers = new Set<{ readonly until: number; readonly wake: () => void }>();
  let stop: ((signal: string) => void) | null = null;
  const into = (stream: 'out' | 'err'): Writable =>
    new Writable({
      write(chunk: Buffer, _, done) {
        written[stream] += chunk.toString();
        done();
      },
    });
  const terminal: Terminal = {
    stdout: into('out'),
    stderr: into('err'),
    width: 80,
    colour: false,
    environment: {},
    cwd,
    clock: () => now,
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        const sleeper = { until: now + milliseconds, wake: () => (signal.aborted ? reject(signal.reason as Error) : resolve()) };
        if (milliseconds < 100) setImmediate(sleeper.wake);
        else sleepers.add(sleeper);
        signal.addEventListener('abort', () => {
          sleepers.delete(sleeper);
          sleeper.wake();
        });
      }),
    onInterrupt(listener) {
      stop = listener;
      return () => {
        stop = null;
      };
    },
    ...change,
  };
  async function pass(milliseconds: number): Promise<void> {
    for (const end = now + milliseconds; now < end;) {
      now = Math.min(end, now + 1000);
      for (const sleeper of [...sleepers]) {
        if (sleeper.until > now) continue;
        sleepers.delete(sleeper);
        sleeper.wake();
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return { pass, terminal, out: () => written.out, err: () => written.err, interrupt: () => stop?.('SIGINT') };
}
