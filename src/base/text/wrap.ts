import { displayWidth, takeWidth } from './width.ts';

// Where a name longer than a line may be broken: after the marks that divide ARNs, URLs, paths and host names.
const SEAM = /(?<=[/:,;|@?&=_.-])/u;

/**
 * Lines of at most `width` columns. Breaks at spaces; a word longer than a line breaks after a mark that divides names (`/`, `:`,
 * `-` and the like), and anywhere only where there is none. Nothing is dropped but the spaces at the breaks. An empty text is one empty line.
 */
export function wrap(text: string, width: number): readonly string[] {
  const columns = Math.max(1, width);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (displayWidth(joined) <= columns) {
      line = joined;
      continue;
    }
    if (displayWidth(word) <= columns) {
      lines.push(line);
      line = word;
      continue;
    }
    // A long name begins on the line before it, so that an ARN does not leave that line half empty.
    const pieces = broken(word, columns, line === '' ? 0 : displayWidth(line) + 1);
    const [first = '', ...rest] = pieces;
    if (line !== '' && first !== '') lines.push(`${line} ${first}`);
    else if (line !== '') lines.push(line);
    else if (first !== '') lines.push(first);
    line = rest.pop() ?? '';
    lines.push(...rest);
  }
  if (line !== '' || lines.length === 0) lines.push(line);
  return lines;
}

/** Pieces of one long word; the first has only what `used` leaves of its line, and may be empty. */
function broken(word: string, columns: number, used: number): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  let room = columns - used;
  for (const part of word.split(SEAM)) {
    let left = part;
    if (displayWidth(piece) + displayWidth(left) > room && (piece !== '' || pieces.length === 0) && (piece !== '' || used > 0)) {
      pieces.push(piece);
      piece = '';
      room = columns;
    }
    while (displayWidth(left) > room) {
      const start = takeWidth(left, room);
      pieces.push(start);
      left = left.slice(start.length);
      room = columns;
    }
    piece += left;
  }
  pieces.push(piece);
  return pieces;
}

/** Wraps with one beginning for the first line and another for the rest, both counted in `width`. */
export function wrapIndented(text: string, width: number, first: string, rest: string): readonly string[] {
  const room = Math.max(8, width - Math.max(displayWidth(first), displayWidth(rest)));
  return wrap(text, room).map((line, index) => `${index === 0 ? first : rest}${line}`.trimEnd());
}
