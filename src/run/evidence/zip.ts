import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { Zip, ZipDeflate } from 'fflate';

/** Members have no time of their own: the first that a zip can say, in local terms as its format has it, so that it is the same everywhere. */
const NO_TIME = new Date(1980, 0, 1);

/** The files of a folder as a zip, in the order given: the same files give the same bytes. Holds a portion of one file at a time. */
export async function* zipped(folder: string, paths: readonly string[]): AsyncGenerator<Uint8Array, void, undefined> {
  const ready: Uint8Array[] = [];
  let failed: Error | null = null;
  const zip = new Zip((error, chunk) => {
    // The library's types say an error is always there; it is null where all is well.
    if ((error as Error | null) !== null) failed = error;
    else ready.push(chunk);
  });
  for (const path of paths) {
    const member = new ZipDeflate(path, { level: 6 });
    member.mtime = NO_TIME;
    // made on Unix, readable by its owner only
    member.os = 3;
    member.attrs = 0o600 << 16;
    zip.add(member);
    for await (const chunk of createReadStream(join(folder, path), { highWaterMark: 1 << 18 })) {
      member.push(chunk as Uint8Array);
      if (failed !== null) throw failed as Error;
      yield* ready.splice(0);
    }
    member.push(new Uint8Array(0), true);
    if (failed !== null) throw failed as Error;
    yield* ready.splice(0);
  }
  zip.end();
  if (failed !== null) throw failed as Error;
  yield* ready.splice(0);
}
