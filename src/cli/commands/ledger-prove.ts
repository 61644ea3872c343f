import { canonicalJson } from '../../base/bytes/canonical.ts';
import type { Json } from '../../base/json.ts';
import { proofOf } from '../../run/ledger/prove.ts';
import { readHere } from '../ledger/reader.ts';
import { say, sayWrapped } from '../present.ts';
import { userPath, type CommonOptions } from '../settings.ts';
import { writeAll, writeFileWhole, type Terminal } from '../streams.ts';
import { UsageError } from '../usage.ts';

export interface LedgerProveOptions extends CommonOptions {
  readonly output?: string;
  /** Where what the entry says goes. */
  readonly body?: string;
}

/** Writes that an entry is in the ledger, as a file of C2SP tlog-proof, and on demand what it says with the salt. */
export async function ledgerProveCommand(terminal: Terminal, name: string, options: LedgerProveOptions): Promise<number> {
  const { ledger } = await readHere(terminal, options);
  const { index, leaf, text, body } = await proofOf(ledger, name);
  if (options.body !== undefined) {
    if (body === null) {
      throw new UsageError(`cannot write what entry ${index} says: it was erased`, {
        hint: 'leave --body away: the proof that it is in the ledger stands',
      });
    }
    await writeFileWhole(userPath(terminal, options.body), [`${canonicalJson(body as unknown as Json)}\n`]);
  }
  if (options.output === undefined) await writeAll(terminal.stdout, [text]);
  else await writeFileWhole(userPath(terminal, options.output), [text]);
  sayWrapped(terminal, options, `entry ${index} (${leaf.kind}) of ${ledger.size} in ${ledger.origin}; its bytes are in the extra line`);
  if (options.output !== undefined) say(terminal, options, `wrote ${options.output}`);
  if (options.body !== undefined)
    say(terminal, options, `wrote ${options.body}, which says more than the proof: give it only to who may read it`);
  return 0;
}
