const encoder = new TextEncoder();
const CHUNK = 65_536;
const DEL = '\u007f';

/**
 * UTF-8 of many texts, gathered into chunks of about 64 KiB: a report is neither held as one string nor written in ten thousand small
 * pieces. A part longer than that is a chunk by itself. Half a surrogate pair becomes U+FFFD. `told` says what is written in place of a text that
 * holds more than ASCII or a DEL; it is given whole parts, one or several.
 */
export function* utf8Chunks(parts: Iterable<string>, told?: (text: string) => string): Generator<Uint8Array, void, undefined> {
  let waiting: string[] = [];
  let length = 0;
  for (const part of parts) {
    waiting.push(part);
    length += part.length;
    if (length < CHUNK) continue;
    yield encoded(waiting.join(''), told);
    waiting = [];
    length = 0;
  }
  if (length > 0) yield encoded(waiting.join(''), told);
}

function encoded(text: string, told: ((text: string) => string) | undefined): Uint8Array {
  const bytes = encoder.encode(text);
  // Of ASCII alone each character is one byte: what was encoded anyway tells it faster than looking at the text.
  if (told === undefined || (bytes.length === text.length && !text.includes(DEL))) return bytes;
  return encoder.encode(told(text));
}
