import { readFile, stat } from 'node:fs/promises';
import { UsageError } from '../usage.ts';
import { whyUnread } from '../why-unread.ts';

const LEAST = 32;

/** The key that codes for names are made with: the bytes of a file that its owner alone can read. Throws {@link UsageError}. */
export async function readPseudonymKey(path: string): Promise<Uint8Array> {
  try {
    const { mode } = await stat(path);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw new UsageError(`cannot use the key ${path}: others than its owner can read it, and could tell names from codes`, {
        hint: `chmod 600 ${path}`,
      });
    }
    const bytes = await readFile(path);
    if (bytes.length >= LEAST) return bytes;
    throw new UsageError(`cannot use the key ${path}: it has ${bytes.length} bytes, and fewer than ${LEAST} could be guessed`, {
      hint: `make one: (umask 077; openssl rand -out KEYFILE ${LEAST})`,
    });
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    throw new UsageError(`cannot read the key ${path}: ${whyUnread(cause)}`, {
      cause,
      hint: `make one: (umask 077; openssl rand -out ${path} ${LEAST}), and keep it apart from packs`,
    });
  }
}
