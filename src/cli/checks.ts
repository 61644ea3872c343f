import { visible } from '../base/text/visible.ts';
import { wrapIndented } from '../base/text/wrap.ts';

/** One line of what `doctor` says. */
export interface Check {
  readonly state: 'ok' | 'note' | 'warn' | 'fails';
  readonly text: string;
  readonly hint?: string;
  /** To be copied: printed below as it is, without wrapping. */
  readonly copy?: string;
}

export function* checkLines(check: Check, width: number): Iterable<string> {
  for (const line of wrapIndented(visible(check.text), width, check.state.padEnd(6), ' '.repeat(6))) yield `${line}\n`;
  if (check.hint !== undefined)
    for (const line of wrapIndented(visible(check.hint), width, `${' '.repeat(6)}hint: `, ' '.repeat(8))) yield `${line}\n`;
  if (check.copy !== undefined) for (const line of check.copy.split('\n')) yield `${' '.repeat(8)}${line}\n`;
}
