const encoder = new TextEncoder();
const CHUNK = 65_536;

/**
 * UTF-8 of many texts, gathered into chunks of about 64 KiB: a report is neither held as one string nor written in ten thousand small
 * pieces. A part longer than that is a chunk by itself. Half a surrogate pair becomes U+FFFD.
 */
export function* utf8Chunks(parts: Iterable<string>): Generator<Uint8Array, void, undefined> {
  let waiting: string[] = [];
  let length = 0;
  for (const part of parts) {
    waiting.push(part);
    length += part.length;
    if (length < CHUNK) continue;
    yield encoder.encode(waiting.join(''));
    waiting = [];
    length = 0;
  }
  if (length > 0) yield encoder.encode(waiting.join(''));
}
