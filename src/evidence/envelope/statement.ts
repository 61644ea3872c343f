import { canonicalJson } from '../../base/bytes/canonical.ts';
import type { Json, NonEmpty } from '../../base/json.ts';
import { isJsonObject, isNonEmpty } from '../../base/json.ts';
import { byKeys } from '../../base/order.ts';
import { clipped, jsonIn, kindOf } from './envelope.ts';
import type { Checked } from './fault.ts';
import { fails, holds } from './fault.ts';
import type { BatchPredicate, PackPredicate } from './predicates.ts';
import { predicateTypes } from './predicates.ts';

const statementV1 = 'https://in-toto.io/Statement/v1';

export interface Subject {
  /** `null`: it has none. */
  readonly name: string | null;
  /** By lower-case name of the algorithm, in hex: `sha256`. Subjects are matched by it, never by name alone. */
  readonly digest: Readonly<Record<string, string>>;
}

/** An in-toto Statement v1: what is said of things known by their digests. */
export interface Statement<P = unknown> {
  readonly subject: NonEmpty<Subject>;
  readonly predicateType: string;
  readonly predicate: P;
}

/** `not-json`, or `not-a-statement`: a member is missing, twice the same name, or of another kind than in-toto's Statement v1 says. */
export type StatementCode = 'not-json' | 'not-a-statement';

/** What is said of a batch: its subject is the root, named by what the batch is of. */
export function batchStatement(predicate: BatchPredicate): Statement<BatchPredicate> {
  return {
    subject: [{ name: predicate.what, digest: { sha256: predicate.root } }],
    predicateType: predicateTypes.batch,
    predicate,
  };
}

/** What is said of a pack: its subjects are its files, sorted by path whatever order they come in. */
export function packStatement(
  predicate: PackPredicate,
  files: NonEmpty<{ readonly path: string; readonly sha256: string }>,
): Statement<PackPredicate> {
  const subject = files.map(({ path, sha256 }): Subject => ({ name: path, digest: { sha256 } })).sort(byKeys(({ name }) => name ?? ''));
  return { subject: subject as readonly Subject[] as NonEmpty<Subject>, predicateType: predicateTypes.pack, predicate };
}

/** The payload that is signed: canonical JSON. */
export function statementBytes({ subject, predicateType, predicate }: Statement): Uint8Array {
  const subjects = subject.map(({ name, digest }) => (name === null ? { digest } : { name, digest }));
  return Buffer.from(canonicalJson({ _type: statementV1, subject: subjects, predicateType, predicate: predicate as Json }), 'utf8');
}

/** Reads anybody's statement from verified bytes; members it does not know are passed over, as in-toto has it. */
export function parseStatement(payload: Uint8Array): Checked<Statement, StatementCode> {
  const value = jsonIn(payload);
  if (value === undefined) return fails('not-json', '', `${payload.length} bytes that are no JSON in UTF-8`, 'an in-toto statement');
  if (!isJsonObject(value)) return fails('not-a-statement', '', kindOf(value), 'an object');
  const { _type, subject, predicateType, predicate } = value as Readonly<Record<string, unknown>>;
  if (_type !== statementV1)
    return fails('not-a-statement', '_type', typeof _type === 'string' ? clipped(_type) : kindOf(_type), statementV1);
  if (typeof predicateType !== 'string' || predicateType === '')
    return fails('not-a-statement', 'predicateType', kindOf(predicateType), 'a URI');
  if (!isJsonObject(predicate)) return fails('not-a-statement', 'predicate', kindOf(predicate), 'an object');
  if (!Array.isArray(subject)) return fails('not-a-statement', 'subject', kindOf(subject), 'a list');
  const subjects: Subject[] = [];
  const names = new Set<string>();
  for (const [index, each] of (subject as readonly unknown[]).entries()) {
    const place = `subject[${index}]`;
    if (!isJsonObject(each)) return fails('not-a-statement', place, kindOf(each), 'an object');
    const { name, digest } = each as Readonly<Record<string, unknown>>;
    if (name !== undefined && typeof name !== 'string') return fails('not-a-statement', `${place}.name`, kindOf(name), 'a text');
    if (!isDigest(digest)) return fails('not-a-statement', `${place}.digest`, kindOf(digest), 'algorithms with their digests in hex');
    if (name !== undefined && names.has(name)) return fails('not-a-statement', `${place}.name`, clipped(name), 'a name only once');
    if (name !== undefined) names.add(name);
    subjects.push({ name: name ?? null, digest });
  }
  if (!isNonEmpty(subjects)) return fails('not-a-statement', 'subject', 'none', 'one or more');
  return holds({ subject: subjects, predicateType, predicate });
}

function isDigest(value: unknown): value is Readonly<Record<string, string>> {
  if (!isJsonObject(value)) return false;
  const entries = Object.entries(value);
  return (
    entries.length > 0 && entries.every(([name, hex]) => name === name.toLowerCase() && typeof hex === 'string' && /^[0-9a-f]+$/.test(hex))
  );
}
