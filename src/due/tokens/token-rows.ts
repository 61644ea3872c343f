import { createHash } from 'node:crypto';
import { sha256Hex } from '../../base/bytes/hash.ts';
import { instantOf } from '../../base/instant.ts';
import { isJsonObject, type Json, type JsonObject } from '../../base/json.ts';
import { visible } from '../../base/text/visible.ts';
import type { EventKey, LifeCycleEvent } from '../../model/life-cycle.ts';
import { unwrapped } from '../bytes/unwrap.ts';
import { DueError, RowFault } from '../errors.ts';
import type { MappedRows } from '../file-rows.ts';
import type { DueFile, RowReader } from '../import.ts';
import { JUSTIFICATION_CHARACTERS, ROW_BYTES } from '../limits.ts';
import { nameable } from '../mapping/values.ts';
import type { MappedRow } from '../read-row.ts';
import { nothingTold } from '../rows/row.ts';
import { bytesAsText } from '../rows/text-of.ts';
import type { TokenTrust } from './keys.ts';
import { scimPath, subjectKeys } from './subject.ts';
import { meaningOf, shortType } from './types.ts';
import { verifyToken, type SecurityEventToken } from './verify.ts';

/** A file of tokens is held whole. */
const FILE_BYTES = 256 * ROW_BYTES;

/**
 * Believes or refuses every token of a file, one a line, and answers a reader of what they tell. `now`: epoch milliseconds, against which times of the
 * tokens are held. A token that cannot be believed is a bad row, and nothing of it is taken.
 */
export async function tokenReader(file: DueFile, system: string, trust: TokenTrust, now: number): Promise<RowReader> {
  const rows: MappedRow[] = [];
  const believed = createHash('sha256');
  for (const { line, token } of linesOf(file, (chunk) => believed.update(chunk))) {
    if (token.length > ROW_BYTES) rows.push({ line, bad: 'it is too long for a token', unzoned: false });
    else rows.push(await tokenRow(line, token, system, trust, now));
  }
  const sha256 = believed.digest('hex');
  return {
    system,
    sourceKind: 'signal',
    name: 'security-event-tokens',
    sha256: trust.sha256,
    *rows(chunks): MappedRows {
      const again = createHash('sha256');
      for (const chunk of chunks) again.update(chunk);
      if (again.digest('hex') !== sha256)
        throw new DueError('changed', `cannot import ${file.name}: it was other bytes when it was read again`, {
          hint: 'wait until it is written whole',
        });
      yield* rows;
      return nothingTold;
    },
  };
}

function linesOf(file: DueFile, look: (chunk: Uint8Array) => unknown): readonly { readonly line: number; readonly token: string }[] {
  const parts: string[] = [];
  let length = 0;
  function* looked(): Generator<Uint8Array, void, undefined> {
    for (const chunk of file.open()) {
      look(chunk);
      yield chunk;
    }
  }
  for (const chunk of unwrapped(file.name, looked())) {
    length += chunk.length;
    if (length > FILE_BYTES)
      throw new DueError('not-understood', `cannot read ${file.name}: it is too large for a file of tokens`, {
        hint: 'cut it into several',
      });
    parts.push(bytesAsText(chunk));
  }
  const lines = parts
    .join('')
    .split('\n')
    .map((text, index) => ({ line: index + 1, token: text.trim() }));
  const tokens = lines.filter(({ token }) => token !== '');
  if (tokens.length === 0) throw new DueError('empty-file', `cannot read ${file.name}: there is nothing in it`);
  return tokens;
}

async function tokenRow(line: number, token: string, system: string, trust: TokenTrust, now: number): Promise<MappedRow> {
  try {
    return rowOf(line, await verifyToken(token, trust, now), system, sha256Hex(token));
  } catch (error) {
    if (!(error instanceof RowFault)) throw error;
    return { line, bad: error.message, unzoned: false };
  }
}

function rowOf(line: number, set: SecurityEventToken, system: string, raw: string): MappedRow {
  const events: LifeCycleEvent[] = [];
  const ignored: string[] = [];
  for (const [type, event] of set.events) {
    const subject = set.claims['sub_id'] ?? event['subject'] ?? ownSubject(set);
    const meaning = meaningOf(type, event, scimPath(subject));
    if (meaning === undefined) throw new RowFault(`it tells of "${nameable('event', type)}", which is not known`);
    if (typeof meaning === 'string') ignored.push(meaning);
    else events.push({ ...eventOf(set, type, event, system, raw), ...meaning, about: subject === undefined ? [] : subjectKeys(subject) });
  }
  return events.length === 0 ? { line, ignored: ignored.join(', ') } : { line, events, unzoned: false };
}

function ownSubject({ issuer, claims }: SecurityEventToken): Json | undefined {
  return typeof claims['sub'] === 'string' ? { format: 'iss_sub', iss: issuer, sub: claims['sub'] } : undefined;
}

function eventOf(
  { issuer, jti, issuedAt, claims }: SecurityEventToken,
  type: string,
  event: JsonObject,
  system: string,
  raw: string,
): LifeCycleEvent {
  const at = event['event_timestamp'] ?? claims['toe'] ?? issuedAt;
  if (typeof at !== 'number' || !(at >= 0) || at > 253_402_300_799) throw new RowFault('when it happened is no time');
  const correlation = claims['txn'];
  return {
    id: `${nameable('iss', issuer)}|${nameable('jti', jti)}|${shortType(type)}`,
    type: 'signal',
    at: instantOf(Math.floor(at * 1000)),
    arrivedAt: instantOf(Math.floor(issuedAt * 1000)),
    succeeded: true,
    subject: null,
    about: [] as readonly EventKey[],
    actor: null,
    actedBy: [],
    by: byIn(event),
    object: typeof event['credential_type'] === 'string' ? nameable('credential_type', event['credential_type']) : null,
    scope: null,
    from: null,
    until: null,
    what: 'account',
    outsideBroker: false,
    correlation: typeof correlation === 'string' ? nameable('txn', correlation) : null,
    justification: reasonIn(event),
    ticket: null,
    activity: shortType(type),
    source: system,
    sourceKind: 'signal',
    region: null,
    raw,
  };
}

function byIn(event: JsonObject): LifeCycleEvent['by'] {
  switch (event['initiating_entity']) {
    case 'admin':
    case 'user':
      return 'person';
    case 'policy':
    case 'system':
      return 'automation';
    default:
      return 'unknown';
  }
}

/** The reason for administrators in English, else in the language that comes first. */
function reasonIn(event: JsonObject): string | null {
  const reasons = event['reason_admin'] ?? event['reason'];
  if (typeof reasons === 'string') return visible(reasons.slice(0, JUSTIFICATION_CHARACTERS));
  if (!isJsonObject(reasons)) return null;
  const [language] = Object.keys(reasons).sort();
  const reason = reasons['en'] ?? (language === undefined ? undefined : reasons[language]);
  return typeof reason === 'string' ? visible(reason.slice(0, JUSTIFICATION_CHARACTERS)) : null;
}
