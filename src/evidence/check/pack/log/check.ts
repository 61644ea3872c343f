import type { LedgerKey } from '../../../../contract/ledger.ts';
import type { Vkey } from '../../../log/vkey.ts';
import { checkLog } from '../../log/log.ts';
import type { LogProblem, LogProblemCode } from '../../log/problem.ts';
import type { PackProblemCode, Problems } from '../problem.ts';
import { readCanonical, type PackFiles } from '../read.ts';
import { keysSchema } from '../schema/files.ts';
import { BODIES, bodiesThatHold, readBodies } from './bodies.ts';
import type { ReadLog } from './read-log.ts';

export const CHECKPOINT = 'log/checkpoint';
const KEYS = 'log/keys.json';
const KEPT = 'log/checkpoints/';

export interface LogTrust {
  readonly keys: readonly Vkey[];
  readonly witnesses: readonly Vkey[];
  /** A checkpoint of the log from another place or time; `null`: none. */
  readonly earlier: Uint8Array | null;
  /** People are pseudonymised, so that entries which tell of keys, and by whom, are kept back. */
  readonly keysWithheld: boolean;
}

/** Checks the whole log of a pack by the keys that came another way. `undefined`: the pack has none. */
export function checkPackLog(problems: Problems, files: PackFiles, trust: LogTrust): ReadLog | undefined {
  const checkpoint = files.get(CHECKPOINT);
  if (checkpoint === undefined) {
    for (const file of files.keys())
      if (file.startsWith('log/')) problems.add('bad-log', file, '', `${file} is part of a log, and the pack has no checkpoint of it`);
    return undefined;
  }
  const disclosed = readBodies(problems, files);
  if (!files.has(KEYS)) problems.add('missing-file', KEYS, '', 'the pack has a log and does not name its keys');
  const keys: readonly LedgerKey[] | null = readCanonical(problems, files, KEYS, keysSchema) ?? null;
  const checked = checkLog({
    checkpoint,
    files: below(files, 'log/tile/'),
    trusted: trust.keys,
    origin: null,
    entries: 'own',
    bodies: disclosed,
    kept: keptIn(problems, files),
    keys,
    keysWithheld: trust.keysWithheld,
    witnesses: trust.witnesses,
    earlier: trust.earlier,
  });
  for (const problem of checked.problems) tell(problems, problem);
  const { origin, size, root, leaves, fitting, rootAt, keys: history, isSigned } = checked;
  for (const { vkey, why, since, isTrusted } of history)
    if (why === 'compromise' && isTrusted && trust.keys.some(({ name, id }) => name === vkey.name && id === vkey.id))
      problems.add(
        'compromised-key',
        KEYS,
        vkey.id,
        `the key that the pack is held against was given up as compromised: what it vouches for since ${since ?? 'then'} may be a thief's`,
        {
          seen: since ?? 'no moment is told',
          expected: 'the key that followed it, handed over another way',
        },
      );
  const isSound = isSigned && !checked.problems.some(({ code }) => breaking.has(code));
  return { origin, size, root, leaves, rootAt, keys: history, isSound, bodies: bodiesThatHold(problems, leaves, fitting, disclosed) };
}

/** With one of these, what the log holds is not what a key signed. */
const breaking: ReadonlySet<LogProblemCode> = new Set<LogProblemCode>([
  'missing-file',
  'root-differs',
  'forked',
  'rolled-back',
  'signature-invalid',
  'other-origin',
]);

const codes: Readonly<Partial<Record<LogProblemCode, PackProblemCode>>> = {
  'missing-file': 'missing-file',
  'rolled-back': 'forked-log',
  forked: 'forked-log',
  'other-origin': 'wrong-origin',
  'signature-invalid': 'bad-signature',
  'signature-unknown': 'unknown-key',
  'key-retired': 'bad-key-history',
  'key-change-broken': 'bad-key-history',
  'keys-differ': 'bad-key-history',
  'body-differs': 'bad-body',
  'witness-invalid': 'bad-anchor',
};
const words: Readonly<Partial<Record<LogProblemCode, string>>> = {
  'missing-file': 'a file of the log is missing',
  'unlisted-file': 'a file is no part of the tree that the checkpoint is of',
  'wider-tile': 'a file speaks of entries that the checkpoint does not have: the log was rolled back, or the checkpoint is an old one',
  'tile-differs': 'a tile does not hold the hashes of the entries below it',
  'root-differs':
    'the entries of the log do not hash to the root of its checkpoint: entries were changed, or it is the checkpoint of another log',
  'rolled-back': 'the log is shorter than it was: entries were taken away',
  forked: 'the log does not begin with a tree that it had before: it was rewritten, or there are two of it',
  'other-origin': 'it is of another log than the trusted key is of',
  'signature-invalid': 'a signature by a known key does not hold',
  'signature-unknown': 'no trusted key signed it',
  'key-retired': 'a key signed it that was no longer, or not yet, in use',
  'key-change-broken': 'a change of keys does not hold',
  'keys-differ': 'the keys that are listed are not those that the log tells of',
  'leaf-of': 'an entry belongs to none that it could belong to',
  'leaf-order': 'an entry stands where no ledger writes it',
  'body-differs': 'what is disclosed of an entry is not what the entry commits to',
  'witness-invalid': 'a cosignature by a known witness does not hold',
};

function tell(problems: Problems, { code, file, place, seen, expected }: LogProblem): void {
  const at = code === 'body-differs' ? BODIES : file === '' ? 'log' : file === 'earlier checkpoint' ? CHECKPOINT : `log/${file}`;
  problems.add(codes[code] ?? 'bad-log', at, place, words[code] ?? `${at} cannot be read: ${code.replaceAll('-', ' ')}`, {
    seen,
    expected,
  });
}

/** Files below a folder by their path below `log/`. */
function below(files: PackFiles, folder: string): ReadonlyMap<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  for (const [path, bytes] of files) if (path.startsWith(folder)) found.set(path.slice('log/'.length), bytes);
  return found;
}

function keptIn(problems: Problems, files: PackFiles): ReadonlyMap<number, Uint8Array> {
  const kept = new Map<number, Uint8Array>();
  for (const [path, bytes] of files) {
    if (!path.startsWith(KEPT)) continue;
    const name = path.slice(KEPT.length);
    if (/^(0|[1-9]\d{0,14})$/.test(name)) kept.set(Number(name), bytes);
    else problems.add('bad-log', path, '', `${path} is not named after the size of a tree`);
  }
  return kept;
}
