import type { LedgerKey } from '../../../contract/ledger.ts';
import type { Leaf, SaltedBody } from '../../../model/ledger.ts';
import { parseCosignature } from '../../log/cosignature.ts';
import { parseSignedCheckpoint, type SignedCheckpoint } from '../../log/checkpoint.ts';
import { equalHashes, type Hash } from '../../log/merkle.ts';
import { knownSignatures } from '../../log/note.ts';
import { formatVkey, type Vkey } from '../../log/vkey.ts';
import { checkCurrentKey, checkKeyList, keysInLog, type KeyInLog } from './keys.ts';
import { checkBodies, readLeaves } from './leaves.ts';
import type { LogProblem } from './problem.ts';
import { rootsAt } from './roots.ts';
import { attempt, deriveTree } from './tiles.ts';

export interface LogInput {
  /** A signed note. */
  readonly checkpoint: Uint8Array;
  /** All files of `tile/`, by their path. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Keys of the log that came another way: the one that signs, or one from which changes of keys lead to it. */
  readonly trusted: readonly Vkey[];
  /** What the log has to be called; `null`: whatever the trusted keys are called. */
  readonly origin: string | null;
  /** `own`: entries are leaves of this project's ledgers; `any`: entries are bytes, of a log that somebody else keeps. */
  readonly entries: 'own' | 'any';
  /** Bodies that are disclosed, by the index of their leaf. */
  readonly bodies: ReadonlyMap<number, SaltedBody>;
  /** Signed checkpoints that were kept, by their size. */
  readonly kept: ReadonlyMap<number, Uint8Array>;
  /** A list of keys that lies beside the log; `null`: none. */
  readonly keys: readonly LedgerKey[] | null;
  /** Bodies that tell of keys bear names and are kept back: the list stands in for them, as far as signatures bear it out. */
  readonly keysWithheld: boolean;
  readonly witnesses: readonly Vkey[];
  /** A signed checkpoint of this log from another place or time: the log has to begin with its tree. */
  readonly earlier: Uint8Array | null;
}

/** What a log needs at least: everything else is empty. */
export function logInput(input: Pick<LogInput, 'checkpoint' | 'files' | 'trusted'> & Partial<LogInput>): LogInput {
  return {
    origin: null,
    entries: 'own',
    bodies: new Map(),
    kept: new Map(),
    keys: null,
    keysWithheld: false,
    witnesses: [],
    earlier: null,
    ...input,
  };
}

export interface CheckedLog {
  /** As the checkpoint says; 0 and empty where it cannot be read. */
  readonly origin: string;
  readonly size: number;
  readonly root: Hash;
  /** `null`: it cannot be read, which is among the problems. Empty of somebody else's log. */
  readonly leaves: readonly (Leaf | null)[];
  /** Indexes of the leaves that commit to the body given for them, of their kind. */
  readonly fitting: ReadonlySet<number>;
  readonly keys: readonly KeyInLog[];
  /** Whether the checkpoint is signed by a key that is trusted for its size. */
  readonly isSigned: boolean;
  readonly cosigned: readonly { readonly witness: Vkey; readonly seconds: number }[];
  /** Root of the tree at an earlier size, as derived from the entries; `undefined` where it cannot be derived. */
  readonly rootAt: (size: number) => Hash | undefined;
  /** All that does not hold. None: everything does. */
  readonly problems: readonly LogProblem[];
}

/** Checks a log from its bytes: every tile, root, signature, leaf and change of keys. Nothing is thrown for hostile bytes. */
export function checkLog(input: LogInput): CheckedLog {
  const problems: LogProblem[] = [];
  const checkpoint = attempt('checkpoint', problems, () => parseSignedCheckpoint(input.checkpoint));
  if (checkpoint === undefined) return unreadable(problems);
  const { entries, rows, problems: wrongTiles } = deriveTree(checkpoint.size, input.files);
  problems.push(...wrongTiles);
  const earlier = input.earlier === null ? undefined : attempt('earlier checkpoint', problems, parseOf(input.earlier));
  const leaves = input.entries === 'own' ? readLeaves(entries, problems) : [];
  const rootAt = rootsAt(rows);
  const fitting = checkBodies(leaves, input.bodies, problems);
  const keys = keysInLog({ ...input, leaves, rootAt }, problems);
  if (input.keys !== null) checkKeyList(input.keys, keys, problems);
  checkCurrentKey(checkpoint, keys, problems);
  compareRoot(checkpoint, rootAt(checkpoint.size), problems);
  const origin = input.origin ?? input.trusted[0]?.name ?? checkpoint.origin;
  compareOrigin('checkpoint', checkpoint, origin, problems);
  const isSigned = checkSignatures('checkpoint', checkpoint, input, keys, problems);
  if (earlier !== undefined) {
    compareOrigin('earlier checkpoint', earlier, origin, problems);
    checkSignatures('earlier checkpoint', earlier, input, keys, problems);
    checkEarlier(earlier, checkpoint, rootAt(earlier.size), problems);
  }
  for (const [size, bytes] of input.kept) checkKept(size, bytes, checkpoint, { input, keys, rootAt, origin }, problems);
  const cosigned = checkWitnesses(checkpoint, input.witnesses, problems);
  const { size, root } = checkpoint;
  return { origin: checkpoint.origin, size, root, leaves, fitting, keys, isSigned, cosigned, rootAt, problems };
}

function unreadable(problems: readonly LogProblem[]): CheckedLog {
  const nothing = {
    origin: '',
    size: 0,
    root: new Uint8Array(0),
    leaves: [],
    fitting: new Set<number>(),
    keys: [],
    isSigned: false,
    cosigned: [],
  };
  return { ...nothing, rootAt: () => undefined, problems };
}

function parseOf(bytes: Uint8Array): () => SignedCheckpoint {
  return () => parseSignedCheckpoint(bytes);
}

function compareRoot({ size, root }: SignedCheckpoint, derived: Hash | undefined, problems: LogProblem[]): void {
  if (derived !== undefined && equalHashes(derived, root)) return;
  const seen = derived === undefined ? 'entries that are missing' : base64(derived);
  problems.push({ code: 'root-differs', file: 'checkpoint', place: `${size} leaves`, seen, expected: base64(root) });
}

function compareOrigin(file: string, { origin }: SignedCheckpoint, expected: string, problems: LogProblem[]): void {
  if (origin !== expected) problems.push({ code: 'other-origin', file, place: '', seen: origin, expected });
}

/** Whether a trusted key, at a size that is its own, signed. A line by a known key that does not hold condemns the note, whatever else it has. */
function checkSignatures(
  file: string,
  { note, size }: SignedCheckpoint,
  { trusted }: LogInput,
  keys: readonly KeyInLog[],
  problems: LogProblem[],
): boolean {
  const inLog = new Map(keys.map((key) => [formatVkey(key.vkey), key]));
  const all = [...new Map([...trusted, ...keys.map(({ vkey }) => vkey)].map((key) => [formatVkey(key), key])).values()];
  const known = knownSignatures(
    note,
    all.filter(({ type }) => type !== 'cosignature-v1'),
  );
  let isSigned = false;
  for (const { key, holds } of known) {
    const place = formatVkey(key);
    const told = inLog.get(place);
    const isTrusted = told?.isTrusted ?? trusted.some((each) => formatVkey(each) === place);
    if (!holds)
      problems.push({ code: 'signature-invalid', file, place, seen: 'a signature that does not hold', expected: 'one over this text' });
    else if (told !== undefined && (size < told.from || (told.until !== null && size > told.until)))
      problems.push({
        code: 'key-retired',
        file,
        place,
        seen: `a tree of ${size} leaves`,
        expected: `trees of ${told.from} to ${String(told.until ?? 'now')}`,
      });
    else if (isTrusted) isSigned = true;
  }
  if (!isSigned)
    problems.push({
      code: 'signature-unknown',
      file,
      place: '',
      seen: note.signatures.map(({ name, id }) => `${name} (${id})`).join(', '),
      expected: trusted.map(formatVkey).join(', '),
    });
  return isSigned;
}

function checkEarlier(earlier: SignedCheckpoint, now: SignedCheckpoint, root: Hash | undefined, problems: LogProblem[]): void {
  const file = 'earlier checkpoint';
  if (earlier.size > now.size)
    problems.push({ code: 'rolled-back', file: 'checkpoint', place: '', seen: `${now.size} leaves`, expected: `${earlier.size} or more` });
  else if (root === undefined || !equalHashes(root, earlier.root))
    problems.push({
      code: 'forked',
      file,
      place: `${earlier.size} leaves`,
      seen: root === undefined ? 'entries that are missing' : base64(root),
      expected: base64(earlier.root),
    });
}

interface KeptAgainst {
  readonly input: LogInput;
  readonly keys: readonly KeyInLog[];
  readonly rootAt: (size: number) => Hash | undefined;
  readonly origin: string;
}

function checkKept(
  size: number,
  bytes: Uint8Array,
  now: SignedCheckpoint,
  { input, keys, rootAt, origin }: KeptAgainst,
  problems: LogProblem[],
): void {
  const file = `checkpoints/${size}`;
  const kept = attempt(file, problems, parseOf(bytes));
  if (kept === undefined) return;
  compareOrigin(file, kept, origin, problems);
  checkSignatures(file, kept, input, keys, problems);
  if (kept.size !== size) problems.push({ code: 'forked', file, place: '', seen: `${kept.size} leaves`, expected: `${size} leaves` });
  else checkEarlier(kept, now, rootAt(size), problems);
}

function checkWitnesses({ note }: SignedCheckpoint, witnesses: readonly Vkey[], problems: LogProblem[]): CheckedLog['cosigned'] {
  const cosigned: { readonly witness: Vkey; readonly seconds: number }[] = [];
  for (const { key, signature, holds } of knownSignatures(note, witnesses)) {
    const seconds = parseCosignature(signature.signature)?.seconds;
    if (holds && seconds !== undefined) cosigned.push({ witness: key, seconds });
    else
      problems.push({
        code: 'witness-invalid',
        file: 'checkpoint',
        place: formatVkey(key),
        seen: 'a cosignature that does not hold',
        expected: 'one over this text',
      });
  }
  return cosigned;
}

function base64(hash: Hash): string {
  return Buffer.from(hash).toString('base64');
}
