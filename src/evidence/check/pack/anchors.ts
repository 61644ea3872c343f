import * as v from 'valibot';
import { sha256Hex } from '../../../base/bytes/hash.ts';
import { decodeBase64, decodeUtf8 } from '../../../base/decode.ts';
import type { Instant } from '../../../base/instant.ts';
import type { OutsideAnchor } from '../../../model/ledger.ts';
import { parseSignedCheckpoint, type SignedCheckpoint } from '../../log/checkpoint.ts';
import { LogError } from '../../log/errors.ts';
import { parseSignatureLine, type Note, type NoteSignature } from '../../log/note.ts';
import type { Vkey } from '../../log/vkey.ts';
import { checkTimestamp } from '../timestamp/check.ts';
import { checkCosignatures } from '../witness/check.ts';
import type { Problems } from './problem.ts';
import { readCanonical, type PackFiles } from './read.ts';
import { anchor as anchorSchema } from './schema/pack.ts';

const FOLDER = 'log/anchors/';
/** One a day for more than ten years; each may cost a path of certificates to check. */
const MOST = 5000;
const fileSchema = v.strictObject({ anchor: anchorSchema, bytes: v.string() });

/** A checkpoint of the pack as it lies. */
interface KeptCheckpoint extends SignedCheckpoint {
  readonly bytes: Uint8Array;
}

/** A mark from outside that holds: what is under it existed no later. */
export interface CheckedAnchor {
  readonly anchor: OutsideAnchor;
  readonly file: string;
  /** As the token or the cosignature says it. */
  readonly at: Instant;
  readonly by: string;
  /** Whether whoever checks named the authority or the witness; else a stranger may have made the mark, and it proves nothing to them. */
  readonly isNamed: boolean;
}

export interface AnchorTrust {
  /** PEM of authorities for time stamps; `null`: none was named. */
  readonly authorities: string | null;
  readonly witnesses: readonly Vkey[];
}

/**
 * Marks of authorities and witnesses over checkpoints of the pack. One that does not hold is told and left out. A cosignature of a witness whose key nobody
 * named cannot be checked at all: it is told as a mark of somebody not named.
 */
export function checkAnchors(
  problems: Problems,
  files: PackFiles,
  trust: AnchorTrust,
): { readonly anchors: readonly CheckedAnchor[]; readonly listed: readonly OutsideAnchor[] } {
  const anchors: CheckedAnchor[] = [];
  const listed: OutsideAnchor[] = [];
  let count = 0;
  for (const file of files.keys()) {
    if (!file.startsWith(FOLDER)) continue;
    if (++count > MOST) {
      problems.add('too-large', FOLDER, '', `the pack has more marks than are checked: those after the first ${MOST} count for nothing`);
      break;
    }
    const read = readCanonical(problems, files, file, fileSchema);
    if (read === undefined) continue;
    const { anchor } = read;
    const bytes = decodeBase64(read.bytes);
    const name = `${FOLDER}${anchor.size}-${anchor.how}-${anchor.sha256.slice(0, 8)}.json`;
    if (name !== file)
      problems.add('bad-anchor', file, '', `${file} is not named after the mark that it holds`, { seen: file, expected: name });
    if (bytes === undefined || sha256Hex(bytes) !== anchor.sha256) {
      problems.add('bad-anchor', file, '/bytes', `${file} does not hold the mark that it tells of`, {
        seen: bytes === undefined ? 'no base64' : sha256Hex(bytes),
        expected: anchor.sha256,
      });
      continue;
    }
    const checkpoint = checkpointOf(files, anchor.size);
    if (checkpoint === undefined) {
      problems.add('bad-anchor', file, '', `the checkpoint of ${anchor.size} entries, which ${file} is a mark of, is not in the pack`);
      continue;
    }
    const root = Buffer.from(checkpoint.root).toString('base64');
    if (root !== anchor.root) {
      problems.add('bad-anchor', file, '/anchor/root', `${file} is a mark of another log, or of another course of it`, {
        seen: anchor.root,
        expected: root,
      });
      continue;
    }
    listed.push(anchor);
    const checked =
      anchor.how === 'rfc3161'
        ? stamped(problems, file, anchor, bytes, checkpoint, trust)
        : cosigned(problems, file, anchor, bytes, checkpoint, trust);
    if (checked !== undefined) anchors.push(checked);
  }
  return { anchors, listed };
}

function stamped(
  problems: Problems,
  file: string,
  anchor: OutsideAnchor,
  token: Uint8Array,
  { bytes }: KeptCheckpoint,
  { authorities }: AnchorTrust,
): CheckedAnchor | undefined {
  const checked = checkTimestamp({ token, message: bytes, ...(authorities === null ? {} : { authorities }) });
  if (!checked.holds) {
    for (const { code, place, seen, expected } of checked.faults)
      problems.add('bad-anchor', file, place, `the time stamp in ${file} does not hold: ${code.replaceAll('-', ' ')}`, { seen, expected });
    return undefined;
  }
  const { at, by, authority } = checked.value;
  tells(problems, file, anchor, at);
  return { anchor, file, at, by, isNamed: authority === 'named' };
}

function cosigned(
  problems: Problems,
  file: string,
  anchor: OutsideAnchor,
  bytes: Uint8Array,
  { note }: KeptCheckpoint,
  { witnesses }: AnchorTrust,
): CheckedAnchor | undefined {
  const lines = signatureLines(bytes);
  if (lines === undefined) {
    problems.add('bad-anchor', file, '/bytes', `${file} does not hold lines of signatures`);
    return undefined;
  }
  const marked: Note = { text: note.text, signatures: lines };
  const named = witnesses.filter(({ name, id }) => lines.some((line) => line.name === name && line.id === id));
  if (named.length === 0) return { anchor, file, at: anchor.at, by: anchor.by, isNamed: false };
  const checked = checkCosignatures(marked, named);
  if (!checked.holds) {
    for (const { code, place, seen, expected } of checked.faults)
      problems.add('bad-anchor', file, place, `the cosignature in ${file} does not hold: ${code.replaceAll('-', ' ')}`, { seen, expected });
    return undefined;
  }
  const first = checked.value.reduce((a, b) => (b.at < a.at ? b : a), checked.value[0] ?? { witness: named[0] as Vkey, at: anchor.at });
  tells(problems, file, anchor, first.at);
  return { anchor, file, at: first.at, by: first.witness.name, isNamed: true };
}

/** What was marked: the checkpoint that was kept at that size, else that of the pack where it is of that size. Whether they hold is told by the check of the log. */
function checkpointOf(files: PackFiles, size: number): KeptCheckpoint | undefined {
  for (const file of [`log/checkpoints/${size}`, 'log/checkpoint']) {
    const bytes = files.get(file);
    if (bytes === undefined) continue;
    try {
      const checkpoint = parseSignedCheckpoint(bytes);
      if (checkpoint.size === size) return { ...checkpoint, bytes };
    } catch (error) {
      if (!(error instanceof LogError)) throw error;
    }
  }
  return undefined;
}

/** The moment beside a mark is for people: it has to be the mark's own. */
function tells(problems: Problems, file: string, anchor: OutsideAnchor, at: Instant): void {
  if (anchor.at !== at)
    problems.add('bad-anchor', file, '/anchor/at', `${file} tells another moment than the mark that it holds`, {
      seen: anchor.at,
      expected: at,
    });
}

/** `undefined`: they are none. */
export function signatureLines(bytes: Uint8Array): readonly NoteSignature[] | undefined {
  const text = decodeUtf8(bytes);
  if (text === undefined || !text.endsWith('\n') || text.length > 100_000) return undefined;
  try {
    return text.slice(0, -1).split('\n').map(parseSignatureLine);
  } catch (error) {
    if (error instanceof LogError) return undefined;
    throw error;
  }
}
