import { decodeInteger, decodeUtf8 } from '../../base/decode.ts';
import type { Cosigned } from '../check/witness/check.ts';
import { checkCosignatures } from '../check/witness/check.ts';
import type { SignedCheckpoint } from '../log/checkpoint.ts';
import type { NoteSignature } from '../log/note.ts';
import { noteText, parseSignatureLine, signatureLine } from '../log/note.ts';
import type { Vkey } from '../log/vkey.ts';
import type { SealCode } from './errors.ts';
import { SealError } from './errors.ts';
import type { Post, Posted } from './post.ts';
import { posted, saidBy } from './post.ts';

export interface WitnessQuestion {
  /** Prefix of the witness, to which `/add-checkpoint` is put. */
  readonly url: string;
  /** The keys that it is known by; lines by others are left out. */
  readonly witnesses: readonly Vkey[];
  readonly checkpoint: SignedCheckpoint;
  /** Size of the tree that the witness saw last, as far as is known; 0: nothing is. */
  readonly old: number;
  /** From a smaller tree to the checkpoint's; each hash in standard base64. Not asked for size 0. */
  readonly consistency: (from: number) => Promise<readonly string[]>;
}

export interface WitnessAnswer {
  readonly cosigned: readonly Cosigned[];
  /** The lines that hold, each with its line feed: to be put below the checkpoint's own. */
  readonly lines: readonly string[];
}

const refusals: Readonly<Record<number, readonly [code: SealCode, why: string]>> = {
  400: ['bad-request', 'it cannot read the request, or saw a larger tree than this'],
  403: ['not-trusted', 'it knows none of the keys that signed the checkpoint'],
  404: ['unknown-origin', 'it does not know this log'],
  409: ['conflict', 'it saw another tree in the meantime, or another root of the same size'],
  422: ['bad-proof', 'what it saw is no beginning of this tree'],
};
const hints: Readonly<Partial<Record<SealCode, string>>> = {
  'not-trusted': 'tell the witness the key of this ledger: vestige ledger status prints it',
  'unknown-origin': 'ask whoever runs the witness to add this ledger: vestige ledger status prints its origin and key',
  conflict: 'ask again; where it stays so, compare the ledger with a copy: it may have been rolled back or forked',
  'bad-proof': 'compare the ledger with a copy: it was rolled back, forked, or the witness is of another log of the same name',
};

/**
 * Asks a witness to cosign a checkpoint (C2SP tlog-witness `add-checkpoint`). Where it holds another tree than `old` says it is asked once more,
 * with the proof from that one. Each line it answers is verified before it is handed out. Throws a `SealError`, with a code for each refusal.
 */
export async function addCheckpoint(post: Post, question: WitnessQuestion): Promise<WitnessAnswer> {
  const { url, checkpoint, old } = question;
  const first = await ask(post, question, old);
  if (first.status !== 409) return taken(first, question);
  const size = sizeIn(first);
  // it answers the same for another root of the same size, and then tells no size, or the one we named
  if (size === undefined || size === old) throw refused(first, url);
  if (size > checkpoint.size)
    throw new SealError(
      'conflict',
      `cannot have the checkpoint cosigned by ${url}: it saw ${size} entries, and this tree has ${checkpoint.size}`,
      {
        hint: 'this ledger lost its end, or another copy of it went on: compare the two before anything is added',
      },
    );
  return taken(await ask(post, question, size), question);
}

async function ask(post: Post, { url, checkpoint, consistency }: WitnessQuestion, old: number): Promise<Posted> {
  const proof = old === 0 ? [] : await consistency(old);
  const note = noteText(checkpoint.note.text, checkpoint.note.signatures);
  // "old" SP size LF, a hash in base64 LF each, LF, checkpoint
  const body = `old ${old}\n${proof.map((hash) => `${hash}\n`).join('')}\n${note}`;
  return await posted(post, `${url.replace(/\/+$/, '')}/add-checkpoint`, 'text/plain; charset=utf-8', Buffer.from(body, 'utf8'));
}

function sizeIn({ contentType, body }: Posted): number | undefined {
  const text = contentType === 'text/x.tlog.size' ? decodeUtf8(body) : undefined;
  return text?.endsWith('\n') === true ? decodeInteger(text.slice(0, -1)) : undefined;
}

function refused(answer: Posted, url: string): SealError {
  const [code, why] = refusals[answer.status] ?? (['refused', `it answered ${answer.status}`] as const);
  const hint = hints[code];
  return new SealError(
    code,
    `cannot have the checkpoint cosigned by ${url}: ${why}; it says ${saidBy(answer)}`,
    hint === undefined ? {} : { hint },
  );
}

function taken(answer: Posted, { url, witnesses, checkpoint }: WitnessQuestion): WitnessAnswer {
  if (answer.status !== 200) throw refused(answer, url);
  const signatures = linesIn(answer.body);
  if (signatures === undefined)
    throw new SealError('malformed', `cannot take the cosignature of ${url}: it answered ${saidBy(answer)}, and no lines of signatures`);
  const checked = checkCosignatures({ text: checkpoint.note.text, signatures }, witnesses);
  if (!checked.holds) {
    const [{ code, place, seen, expected }] = checked.faults;
    throw new SealError(
      'mismatch',
      `cannot take the cosignature of ${url}: ${place === '' ? '' : `${place}: `}saw ${seen}, expected ${expected}`,
      {
        hint: code === 'no-cosignature' ? 'the key configured for it is not the one it signs with' : 'ask whoever runs the witness',
      },
    );
  }
  const known = signatures.filter(({ name, id }) => checked.value.some(({ witness }) => witness.name === name && witness.id === id));
  return { cosigned: checked.value, lines: known.map(signatureLine) };
}

function linesIn(body: Uint8Array): readonly NoteSignature[] | undefined {
  const text = decodeUtf8(body);
  if (text?.endsWith('\n') !== true || text.length > 65_536) return undefined;
  try {
    return text.slice(0, -1).split('\n').map(parseSignatureLine);
  } catch {
    // said by the caller: it is no answer of a witness
    return undefined;
  }
}
