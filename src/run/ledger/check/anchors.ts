import { sha256Hex } from '../../../base/bytes/hash.ts';
import { decodeBase64, decodeUtf8 } from '../../../base/decode.ts';
import { isJsonObject } from '../../../base/json.ts';
import { checkTimestamp } from '../../../evidence/check/timestamp/check.ts';
import { checkCosignatures } from '../../../evidence/check/witness/check.ts';
import { anchorPath, keptCheckpointPath } from '../../../evidence/ledger/layout.ts';
import { parseSignedCheckpoint, type SignedCheckpoint } from '../../../evidence/log/checkpoint.ts';
import { LogError } from '../../../evidence/log/errors.ts';
import { parseSignatureLine, type NoteSignature } from '../../../evidence/log/note.ts';
import type { Vkey } from '../../../evidence/log/vkey.ts';
import type { Leaf, OutsideAnchor, SaltedBody } from '../../../model/ledger.ts';
import type { LedgerFiles } from './files.ts';
import type { LedgerProblem } from './problem.ts';
import { bodyAt } from './statements.ts';

export interface AnchorTrust {
  /** PEM; `null`: nobody named an authority, so a token is held to itself and its maker to nothing. */
  readonly authorities: string | null;
  readonly witnesses: readonly Vkey[];
}

export interface CheckedAnchors {
  readonly anchors: readonly {
    readonly anchor: OutsideAnchor;
    /** Whether its maker is one that was named. */ readonly isNamed: boolean;
  }[];
  readonly problems: readonly LedgerProblem[];
}

/** Holds each mark from outside that a leaf tells of to the checkpoint that was kept with it. */
export async function checkAnchors(
  files: LedgerFiles,
  leaves: readonly (Leaf | null)[],
  bodies: ReadonlyMap<number, SaltedBody>,
  trust: AnchorTrust,
): Promise<CheckedAnchors> {
  const anchors: { anchor: OutsideAnchor; isNamed: boolean }[] = [];
  const problems: LedgerProblem[] = [];
  for (const [index, leaf] of leaves.entries()) {
    const anchor = leaf?.kind === 'anchor' ? bodyAt(bodies, index, 'anchor')?.anchor : undefined;
    if (anchor === undefined) continue;
    const file = anchorPath(anchor.size, anchor.how, anchor.sha256);
    const place = `leaf ${index}`;
    const [kept, mark] = await Promise.all([files.read(keptCheckpointPath(anchor.size)), files.read(file)]);
    const missing = kept === null ? keptCheckpointPath(anchor.size) : mark === null ? file : null;
    if (kept === null || mark === null) {
      problems.push({ code: 'missing-anchor', file: missing ?? file, place, seen: 'nothing', expected: `what ${anchor.by} marked` });
      continue;
    }
    const wrong = faultOf(anchor, mark, kept, trust);
    if (typeof wrong === 'boolean') anchors.push({ anchor, isNamed: wrong });
    else problems.push({ code: 'anchor-differs', file, place, ...wrong });
  }
  return { anchors, problems };
}

interface Wrong {
  readonly seen: string;
  readonly expected: string;
}

/** What does not hold; else whether its maker is one that was named. */
function faultOf(anchor: OutsideAnchor, mark: Uint8Array, kept: Uint8Array, { authorities, witnesses }: AnchorTrust): Wrong | boolean {
  const bytes = bytesIn(mark);
  if (bytes === null) return { seen: 'a file that holds no mark', expected: '{"anchor","bytes"}' };
  if (sha256Hex(bytes) !== anchor.sha256) return { seen: sha256Hex(bytes), expected: anchor.sha256 };
  const checkpoint = checkpointIn(kept);
  if (checkpoint === null) return { seen: 'a checkpoint that cannot be read', expected: 'the one that was marked' };
  const root = Buffer.from(checkpoint.root).toString('base64');
  if (root !== anchor.root || checkpoint.size !== anchor.size)
    return { seen: `${checkpoint.size} ${root}`, expected: `${anchor.size} ${anchor.root}` };
  if (anchor.how === 'rfc3161') {
    const checked = checkTimestamp({ token: bytes, message: kept, ...(authorities === null ? {} : { authorities }) });
    if (!checked.holds) return faultText(checked.faults);
    const { at, by, authority } = checked.value;
    return at === anchor.at && by === anchor.by ? authority === 'named' : { seen: `${at} ${by}`, expected: `${anchor.at} ${anchor.by}` };
  }
  const signatures = linesIn(bytes);
  if (signatures === null) return { seen: 'no lines of signatures', expected: 'lines of signatures' };
  const named = witnesses.filter(({ name, id }) => signatures.some((each) => each.name === name && each.id === id));
  // A witness that is not configured any more cannot be checked here; its line is whole, and says so of itself alone.
  if (named.length === 0) return false;
  const checked = checkCosignatures({ text: checkpoint.note.text, signatures }, named);
  if (!checked.holds) return faultText(checked.faults);
  const [first] = checked.value;
  return first?.at === anchor.at ? true : { seen: first?.at ?? 'nothing', expected: anchor.at };
}

function faultText(faults: readonly { readonly code: string; readonly seen: string; readonly expected: string }[]): Wrong {
  return {
    seen: faults.map(({ code, seen }) => `${code}: ${seen}`).join('; '),
    expected: faults.map(({ expected }) => expected).join('; '),
  };
}

function bytesIn(mark: Uint8Array): Uint8Array | null {
  try {
    const value: unknown = JSON.parse(decodeUtf8(mark) ?? '');
    const bytes = isJsonObject(value) ? value['bytes'] : undefined;
    return typeof bytes === 'string' ? (decodeBase64(bytes) ?? null) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function checkpointIn(bytes: Uint8Array): SignedCheckpoint | null {
  return readable(() => parseSignedCheckpoint(bytes));
}

function linesIn(bytes: Uint8Array): readonly NoteSignature[] | null {
  const lines = (decodeUtf8(bytes) ?? '').split('\n').filter((line) => line !== '');
  return lines.length === 0 ? null : readable(() => lines.map(parseSignatureLine));
}

function readable<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof LogError) return null;
    throw error;
  }
}
