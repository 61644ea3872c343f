import { counted, grouped } from '../../base/text/count.ts';
import type { Progress } from '../../collect/io.ts';

/** `accounts 12/40, 310 pages, 322 calls, 3 throttled, 1m 02s, aws:access-keys`: how far a reading is. */
export function progressLine(progress: Progress, elapsedMs: number): string {
  const { boundaries, pages, calls, throttled, reading, tasksDone, tasksKnown } = progress;
  return [
    boundaries.known === 0 ? null : `${nounOf(boundaries.kind, 2)} ${grouped(boundaries.done)}/${grouped(boundaries.known)}`,
    `questions ${grouped(tasksDone)}/${grouped(tasksKnown)}`,
    counted(pages, 'page'),
    counted(calls, 'call'),
    throttled === 0 ? null : `${grouped(throttled)} throttled`,
    elapsed(elapsedMs),
    reading,
  ]
    .filter((each) => each !== null)
    .join(', ');
}

/** What a reading came to: what was read and refused, then what is there and was not asked. */
export function summaryLines({ boundaries, pages, calls, throttled, refused, leftOut }: Progress, elapsedMs: number): readonly string[] {
  const { known, silent, kind } = boundaries;
  const entered =
    known === 0
      ? ''
      : `${counted(known - silent, nounOf(kind, 1), nounOf(kind, 2))} read${silent === 0 ? '' : `, ${grouped(silent)} gave no answer`}: `;
  const rest = [
    `${counted(pages, 'page')} with ${counted(calls, 'call')} in ${elapsed(elapsedMs)}`,
    ...(refused === 0 ? [] : [`${counted(refused, 'question')} refused`]),
    ...(throttled === 0 ? [] : [`asked ${throttled === 1 ? 'once' : `${grouped(throttled)} times`} to slow down`]),
  ];
  return [`${entered}${rest.join('; ')}`, ...leftOut];
}

function nounOf(kind: string | null, count: number): string {
  if (kind === null) return count === 1 ? 'boundary' : 'boundaries';
  return count === 1 ? kind : `${kind}s`;
}

/** `4s`, `1m 02s`, `2h 05m`. */
export function elapsed(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes}m ${two(seconds % 60)}s` : `${Math.floor(minutes / 60)}h ${two(minutes % 60)}m`;
}
