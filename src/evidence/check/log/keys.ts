import { isJsonObject, type JsonObject } from '../../../base/json.ts';
import type { Instant } from '../../../base/instant.ts';
import type { LedgerKey } from '../../../contract/ledger.ts';
import type { Leaf, SaltedBody } from '../../../model/ledger.ts';
import { parseSignedCheckpoint, type SignedCheckpoint } from '../../log/checkpoint.ts';
import { equalHashes, type Hash } from '../../log/merkle.ts';
import { knownSignatures } from '../../log/note.ts';
import { formatVkey, parseVkey, spkiOf, type Vkey } from '../../log/vkey.ts';
import type { LogProblem } from './problem.ts';
import { attempt } from './tiles.ts';

/** A key as the leaves of the log tell of it. */
export interface KeyInLog {
  readonly vkey: Vkey;
  /** The sizes of trees that it signs: from one up to another, `null`: it signs now. */
  readonly from: number;
  readonly until: number | null;
  readonly why: 'rotation' | 'compromise' | null;
  /** Since when it is not to be trusted; only of a compromise. */
  readonly since: Instant | null;
  /** Whether the trusted keys lead to it: it is one of them, or both keys signed each change between. */
  readonly isTrusted: boolean;
  /** The body that names it is not disclosed: the list beside the log does, and no more of it is shown than both signatures of a change show. */
  readonly isClaimed: boolean;
}

/** No ledger changes its key so often; each would cost signatures to check. */
const MOST_KEYS = 1000;

export interface KeyInput {
  readonly trusted: readonly Vkey[];
  readonly leaves: readonly (Leaf | null)[];
  readonly bodies: ReadonlyMap<number, SaltedBody>;
  /** Signed checkpoints that were kept, by their size. */
  readonly kept: ReadonlyMap<number, Uint8Array>;
  /** Root of the tree at a size, as derived; `undefined` where it cannot be. */
  readonly rootAt: (size: number) => Hash | undefined;
  /** The list beside the log. */
  readonly keys: readonly LedgerKey[] | null;
  /** Bodies that tell of keys are kept back: what they would say is taken from the list, and has to be borne out by signatures. */
  readonly keysWithheld: boolean;
}

/**
 * The keys of the log, from its first leaf and its leaves of changes. From a trusted key the way leads on to the next where the checkpoint of the change is kept
 * and signed by both, and back to those before, whose change the trusted key signed with the tree; where the body of the change is not disclosed, back too
 * only by a checkpoint that both signed.
 */
export function keysInLog(
  { trusted, leaves, bodies, kept, rootAt, keys: list, keysWithheld }: KeyInput,
  problems: LogProblem[],
): readonly KeyInLog[] {
  const keys: (Omit<{ -readonly [K in keyof KeyInLog]: KeyInLog[K] }, 'isTrusted'> & { leads: boolean })[] = [];
  for (const [index, leaf] of leaves.entries()) {
    if (leaf?.kind !== 'begun' && leaf?.kind !== 'key-change') continue;
    const place = `leaf ${index}`;
    if (keys.length >= MOST_KEYS) {
      problems.push(broken(place, `more than ${MOST_KEYS} keys`, 'fewer: the rest were not followed'));
      break;
    }
    const body = bodies.get(index)?.body;
    const size = index + 1;
    const claim = keysWithheld && body === undefined ? list?.find(({ from }) => from === (leaf.kind === 'begun' ? 0 : size)) : undefined;
    const text = isJsonObject(body) ? body[leaf.kind === 'begun' ? 'vkey' : 'to'] : claim?.vkey;
    const vkey = typeof text === 'string' ? attempt('', problems, () => parseVkey(text), place) : undefined;
    if (vkey === undefined) {
      if (leaf.kind === 'key-change') problems.push(broken(place, 'a change of keys that is not disclosed', 'its body'));
      continue;
    }
    const before = keys.at(-1);
    const told = { vkey, until: null, why: null, since: null, isClaimed: claim !== undefined };
    if (leaf.kind === 'begun' || before === undefined || (claim === undefined && !isJsonObject(body))) {
      keys.push({ ...told, from: 0, leads: false });
      continue;
    }
    const leads = isSignedByBoth(size, kept.get(size), [before.vkey, vkey], rootAt, problems);
    if (isJsonObject(body)) {
      if (body['from'] !== formatVkey(before.vkey)) problems.push(broken(place, JSON.stringify(body['from']), formatVkey(before.vkey)));
      Object.assign(before, { until: size, why: body['why'] === 'compromise' ? 'compromise' : 'rotation', since: sinceOf(body) });
    } else Object.assign(before, { until: size, why: list?.find(({ until }) => until === size)?.why ?? 'rotation' });
    keys.push({ ...told, from: size, leads });
  }
  const known = new Set(trusted.map(formatVkey));
  const last = keys.findLastIndex(({ vkey }) => known.has(formatVkey(vkey)));
  const first = keys.findIndex(({ vkey }) => known.has(formatVkey(vkey)));
  let isLed = false;
  const trustedBefore = reachedBack(keys, last);
  return keys.map(({ leads, ...key }, i) => {
    isLed = i === first || (isLed && (leads || known.has(formatVkey(key.vkey))));
    return { ...key, isTrusted: (i <= last && i >= trustedBefore) || isLed };
  });
}

/** The first key to which the trusted one at a place leads back; beyond the end: there is none that is trusted. */
function reachedBack(keys: readonly { readonly leads: boolean; readonly isClaimed: boolean }[], last: number): number {
  let at = last === -1 ? keys.length : last;
  for (let key = keys[at]; at > 0 && key !== undefined && (key.leads || !key.isClaimed); key = keys[at]) at--;
  return at;
}

/** That the key which signs now signed the checkpoint, where only the list tells of it. */
export function checkCurrentKey(checkpoint: SignedCheckpoint, keys: readonly KeyInLog[], problems: LogProblem[]): void {
  const now = keys.at(-1);
  if (now?.isClaimed === true && knownSignatures(checkpoint.note, [now.vkey]).length === 0)
    problems.push(
      broken('checkpoint', checkpoint.note.signatures.map(({ name, id }) => `${name} (${id})`).join(', '), formatVkey(now.vkey)),
    );
}

function isSignedByBoth(
  size: number,
  bytes: Uint8Array | undefined,
  keys: readonly Vkey[],
  rootAt: KeyInput['rootAt'],
  problems: LogProblem[],
): boolean {
  const file = `checkpoints/${size}`;
  const checkpoint = bytes === undefined ? undefined : attempt(file, problems, () => parseSignedCheckpoint(bytes));
  if (bytes === undefined)
    problems.push({ code: 'missing-file', file, place: '', seen: 'nothing', expected: 'the checkpoint of a change of keys' });
  if (checkpoint === undefined) return false;
  const holds = keys.every((key) => isSignedBy(checkpoint, key));
  const root = rootAt(size);
  const isTree = checkpoint.size === size && root !== undefined && equalHashes(root, checkpoint.root);
  if (!holds) problems.push(broken(file, 'not signed by both keys', keys.map(formatVkey).join(' and ')));
  if (!isTree) problems.push({ code: 'forked', file, place: '', seen: 'another tree', expected: `the first ${size} leaves of this log` });
  return holds && isTree;
}

export function isSignedBy({ note }: SignedCheckpoint, key: Vkey): boolean {
  const known = knownSignatures(note, [key]);
  return known.length > 0 && known.every(({ holds }) => holds);
}

/** Holds a list of keys that somebody wrote beside the log to what its leaves tell. */
export function checkKeyList(told: readonly LedgerKey[], keys: readonly KeyInLog[], problems: LogProblem[]): void {
  const line = ({ vkey, spki, from, until, why }: LedgerKey): string => `${vkey} ${spki} ${from} ${String(until)} ${String(why)}`;
  const own = ({ vkey, from, until, why }: KeyInLog): LedgerKey => ({
    vkey: formatVkey(vkey),
    spki: Buffer.from(spkiOf(vkey)).toString('base64'),
    from,
    until,
    why,
  });
  const [seen, expected] = [told.map(line), keys.map((key) => line(own(key)))];
  if (seen.join('\n') !== expected.join('\n'))
    problems.push({ code: 'keys-differ', file: 'keys.json', place: '', seen: seen.join('; '), expected: expected.join('; ') });
}

function sinceOf(body: JsonObject): Instant | null {
  return typeof body['since'] === 'string' ? body['since'] : null;
}

function broken(place: string, seen: string, expected: string): LogProblem {
  return { code: 'key-change-broken', file: '', place, seen, expected };
}
