import type { Pack } from '../../model/pack.ts';
import { byHand } from './verify-by-hand.ts';

/** `VERIFY.md`: how whoever is handed the pack checks it, with our checker and without it. */
export function verifyText({ id, framework, period, integrity, pseudonyms }: Pack): string {
  const lines = [
    '# How to check this pack',
    '',
    `Pack ${id}, for ${framework}, from ${period.from} up to ${period.to}.`,
    '',
    'A pack proves nothing by itself: whoever made it could have made another one. What it is held against has to reach you another way than',
    'the pack did: the public key of the ledger (one line, `NAME+ID+KEY`), and, where marks of somebody outside are to count, the certificate of the',
    'time-stamping authority or the key of the witness, from them.',
    '',
  ];
  if (integrity.vkey === null) {
    lines.push(
      '**No ledger was kept and nothing is signed: integrity rests on management.** The hashes below tell whether a file was changed after the manifest was',
      'written, not by whom it was written.',
      '',
      '    vestige-verify PACK --unsigned',
      '',
    );
  } else {
    lines.push(
      '    vestige-verify PACK --key VKEY',
      '    vestige-verify PACK --key VKEY --tsa-ca AUTHORITY.pem --witness WITNESS_VKEY',
      '',
      'It opens no connection, and tells what holds, what does not, and in which file. This pack claims to be of the ledger',
      `\`${integrity.origin ?? ''}\`, whose key it says is \`${integrity.vkey}\`: compare it, do not copy it.`,
      '',
    );
  }
  lines.push(...byHand(integrity));
  lines.push(
    '## What is where',
    '',
    '- `pack.json`: all that the pack says, as canonical JSON (RFC 8785). Every other file for people and machines is made of it, and where they differ it counts.',
    ...(integrity.vkey === null
      ? []
      : [
          '- `log/bodies.ndjson`: what entries of the log say; the log itself commits to them by salted hashes, so that they can be erased and the log stays.',
          '- `statements/`: what runs signed when they were over.',
          '- `pages.ndjson`: the parts of pages that records rest on, each with its salt and its way up to what was logged when it was read. Other parts of these',
          '  pages were left out, and cannot be guessed from hashes.',
          '- `logged.ndjson`: of each record that a run logged when it ended, the salt and the way from its ending up to what was logged.',
        ]),
    ...(pseudonyms === null
      ? []
      : ['- Names of people are codes. Who has the key that they were made with can tell names from codes; nobody can without it.']),
    '- `docs/evidence.md` of the program tells what a pack proves and what it does not.',
    '',
  );
  return lines.join('\n');
}
