import { painter } from '../base/text/paint.ts';
import { prose, type Sheet } from '../base/text/sheet.ts';
import type { PathStep } from '../model/finding.ts';
import type { Terminal } from './streams.ts';

type LinkStep = Extract<PathStep, { step: 'link' }>;
type GrantStep = Extract<PathStep, { step: 'grant' }>;

/** The terminal's width and colours; a file gets none. */
export function sheetOf(terminal: Terminal, options: { readonly output?: string }): Sheet {
  return { width: terminal.width, paint: painter(terminal.colour && options.output === undefined) };
}

/** A step as one line of what it is, and below it, further in, by what. */
export function stepLines(sheet: Sheet, indent: number, head: string, by: string): readonly string[] {
  return [...prose(sheet, indent, `→ ${head}`, indent + 2), ...(by === '' ? [] : prose(sheet, indent + 4, by))];
}

/** `role deploy`; the name alone where it says the kind itself, as `root user` does. */
export function whoText(kind: string, name: string): string {
  return name.split(' ').includes(kind) ? name : `${kind} ${name}`;
}

/** By what a link leads on, without the names that stand beside it anyway. */
export function byOfLink({ how, text }: LinkStep, from: string, to: string): string {
  return by(text, `${from} ${how} ${to}`);
}

export function byOfGrant({ capability, scope, text }: GrantStep): string {
  return by(text, `${capability} on ${scope}`);
}

function by(text: string, said: string): string {
  const rest = text.startsWith(said) ? text.slice(said.length).trimStart() : text;
  const kind = /^through ([a-z]+(?:-[a-z]+)*) /.exec(rest);
  if (kind?.[1] === undefined) return rest;
  // Most sources' names say their kind: `trust-policy trust policy of role x`.
  const name = rest.slice(kind[0].length);
  return kind[1].split('-').some((word) => name.includes(word)) ? `through ${name}` : rest;
}
