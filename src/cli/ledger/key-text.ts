import { labelled, prose, type Sheet } from '../../base/text/sheet.ts';
import { visible } from '../../base/text/visible.ts';

export interface KeyTold {
  readonly place: string;
  readonly origin: string;
  readonly vkey: string;
  /** Where the key is. */
  readonly key: string;
  /** Whether it was made now. */
  readonly isNew: boolean;
  /** It is in a file, and not with a key service, which never hands it out. */
  readonly isFile: boolean;
}

/** A ledger's key, and what to do with it. The key stands on a line of its own, whole, to be copied. */
export function keyLines(sheet: Sheet, { place, origin, vkey, key, isNew, isFile }: KeyTold): readonly string[] {
  return [
    ...labelled(sheet, 0, 'ledger', place, 9),
    ...labelled(sheet, 0, 'origin', origin, 9),
    ...labelled(sheet, 0, 'signs', `${key}${isNew ? ', made now' : ''}`, 9),
    '',
    visible(vkey),
    '',
    ...prose(
      sheet,
      0,
      'This line is the public key of the ledger. Give it to whoever will check your evidence, by another way than the evidence: in a contract, a policy, a ticket of theirs. With it `vestige evidence verify PACK --key KEY` and `vestige ledger check --key KEY` trust nobody here.',
    ),
    ...prose(
      sheet,
      0,
      `${isFile ? 'Keep a copy of the private key where only those who run this can reach it.' : 'Whoever may sign with this key can write to the ledger: let only those who run this, and keep the key from being deleted while anything may have to be signed.'} What the ledger says is as old as it claims only by your word, until somebody outside marks it: \`vestige ledger timestamp\` and \`vestige ledger witness\`.`,
    ),
  ].map((line) => `${line}\n`);
}
