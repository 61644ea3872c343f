import { decodeBase64, decodeInteger, decodeUtf8 } from '../../base/decode.ts';
import { LogError, type LogErrorCode } from './errors.ts';
import { HASH_BYTES, type Hash } from './merkle.ts';
import { isSize } from './ranges.ts';

/*
 * A proof in a file, C2SP tlog-proof:
 *   c2sp.org/tlog-proof@v1 LF
 *   "extra " base64 LF, if there is one
 *   "index " decimal LF
 *   base64 of each hash LF, the sibling of the leaf first
 *   LF
 *   the signed checkpoint, verbatim
 */
export interface TlogProof {
  /** Whatever somebody wrote beside it: nothing vouches for it. */
  readonly extra: Uint8Array | null;
  readonly index: number;
  readonly hashes: readonly Hash[];
  /** A signed note with all its lines of signatures. */
  readonly checkpoint: string;
}

const HEADER = 'c2sp.org/tlog-proof@v1';
/** Of a tree of 2^63 leaves. */
const MOST_HASHES = 63;

export function formatTlogProof({ extra, index, hashes, checkpoint }: TlogProof): string {
  const lines = [HEADER];
  if (extra !== null) lines.push(`extra ${base64(extra)}`);
  return [...lines, `index ${index}`, ...hashes.map(base64), '', checkpoint].join('\n');
}

/** Reads a proof and believes none of it. Throws a {@link LogError} whose code begins with `proof-`: each cause has its own. */
export function parseTlogProof(proof: Uint8Array | string): TlogProof {
  const text = typeof proof === 'string' ? proof : decodeUtf8(proof);
  const parting = text?.indexOf('\n\n') ?? -1;
  if (text === undefined || parting === -1) throw wrong('proof-ending', 'it is no UTF-8, or has no empty line before its checkpoint');
  const lines = text.slice(0, parting).split('\n');
  if (lines.shift() !== HEADER) throw wrong('proof-header', `its first line is not ${HEADER}`);
  let extra: Uint8Array | null = null;
  if (lines[0]?.startsWith('extra ') === true) {
    extra = decodeBase64(lines[0].slice('extra '.length)) ?? null;
    if (extra === null) throw wrong('proof-extra', 'its extra data are no standard base64');
    lines.shift();
  }
  const told = lines.shift();
  const index = told?.startsWith('index ') === true ? decodeInteger(told.slice('index '.length)) : undefined;
  if (index === undefined || !isSize(index)) throw wrong('proof-index', 'it has no index in plain decimal below 2^53 where one should be');
  if (lines.length > MOST_HASHES) throw wrong('proof-hash', `it has ${lines.length} hashes, and no tree needs more than ${MOST_HASHES}`);
  return { extra, index, hashes: lines.map(hashOf), checkpoint: text.slice(parting + 2) };
}

function hashOf(line: string): Hash {
  const hash = decodeBase64(line);
  if (hash?.length !== HASH_BYTES) throw wrong('proof-hash', `${JSON.stringify(line.slice(0, 100))} is no standard base64 of 32 bytes`);
  return hash;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

function wrong(code: LogErrorCode, why: string): LogError {
  return new LogError(code, `cannot read the proof: ${why}`);
}
