import type { Json, JsonObject } from '../../../src/base/json.ts';
import { droppedSecret } from '../../../src/base/redact.ts';
import { repeatedKey } from '../documents.ts';

/** One element's text as JSON, or why it cannot be trusted as a whole. */
export type ReadElement = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly reason: string };

/**
 * Reads one element of a dump. Secrets do not get in: a field whose name says secret holds `{"$dropped":"secret"}` instead. A policy
 * document with a repeated key stays as its raw text, which is the evidence, and which no one takes for a document; a repeated key
 * anywhere else leaves the element without one meaning.
 */
export function readElement(text: string): ReadElement {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (error) {
    return { ok: false, reason: `it is not JSON: ${error instanceof Error ? error.message : 'unknown'}` };
  }
  const found = { keys: 0, secret: false };
  survey(value, found);
  if (repeatedKey(text, value, found.keys) !== undefined) {
    const repeats = scan(text);
    if (repeats.outside !== null) return { ok: false, reason: `the key ${JSON.stringify(repeats.outside)} is there twice in one object` };
    for (const { path, raw } of repeats.documents) put(value, path, raw);
  }
  return { ok: true, value: found.secret ? withoutSecrets(value) : value };
}

const secretNames: ReadonlySet<string> = new Set([
  'secretaccesskey',
  'secretkey',
  'secret',
  'password',
  'servicepassword',
  'sessiontoken',
  'privatekey',
  'servicecredentialsecret',
]);
const judged = new Map<string, boolean>();

function isSecretName(name: string): boolean {
  let answer = judged.get(name);
  if (answer === undefined) {
    answer = secretNames.has(name.toLowerCase().replace(/[_\s-]/g, ''));
    // Names of fields are few; a hostile file's are not kept.
    if (judged.size < 10_000) judged.set(name, answer);
  }
  return answer;
}

function survey(value: Json, found: { keys: number; secret: boolean }): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value as readonly Json[]) survey(item, found);
    return;
  }
  const object = value as JsonObject;
  for (const key in object) {
    found.keys++;
    const member = object[key] as Json;
    if (isSecretName(key) || (key === 'Key' && typeof member === 'string' && isSecretName(member))) found.secret = true;
    if (typeof member === 'object') survey(member, found);
  }
}

/** A tag whose key says secret loses its value. */
function withoutSecrets(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map(withoutSecrets);
  const object = value as JsonObject;
  const secretTag = typeof object['Key'] === 'string' && isSecretName(object['Key']);
  return Object.fromEntries(
    Object.entries(object).map(([key, member]) => {
      const drop = isSecretName(key) || (secretTag && key === 'Value');
      return [key, drop ? droppedSecret : withoutSecrets(member as Json)];
    }),
  );
}

const documentFields: ReadonlySet<string | number> = new Set(['AssumeRolePolicyDocument', 'PolicyDocument', 'Document']);
const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]/gs;

interface Frame {
  /** `null` for an array. */
  readonly keys: Set<string> | null;
  readonly start: number;
  /** Where in it the scan stands. */
  at: string | number;
  repeated: boolean;
}
type Path = readonly (string | number)[];

interface Repeats {
  readonly outside: string | null;
  readonly documents: readonly { readonly path: Path; readonly raw: string }[];
}

/** Finds the policy documents in which a key stands twice, and the first key that does so outside of any. `text` is valid JSON. */
function scan(text: string): Repeats {
  const frames: Frame[] = [];
  const documents: { readonly path: Path; readonly raw: string }[] = [];
  let last: string | null = null;
  for (const match of text.matchAll(token)) {
    const seen = match[0];
    const top = frames.at(-1);
    if (seen === '{' || seen === '[')
      frames.push({ keys: seen === '{' ? new Set() : null, start: match.index, at: seen === '{' ? '' : 0, repeated: false });
    else if (seen === '}' || seen === ']') {
      const closed = frames.pop();
      if (closed?.repeated === true)
        documents.push({ path: frames.map((each) => each.at), raw: text.slice(closed.start, match.index + 1) });
    } else if (seen === ',' && top?.keys === null) top.at = (top.at as number) + 1;
    else if (seen === ':' && last !== null && top !== undefined && top.keys !== null) {
      const key = JSON.parse(last) as string;
      top.at = key;
      if (top.keys.has(key)) {
        const holder = frames.findIndex((each, i) => documentFields.has(each.at) && i < frames.length - 1);
        const document = holder < 0 ? undefined : frames[holder + 1];
        if (document === undefined) return { outside: key, documents: [] };
        document.repeated = true;
      }
      top.keys.add(key);
    }
    last = seen.startsWith('"') ? seen : null;
  }
  return { outside: null, documents };
}

function put(value: Json, path: Path, raw: string): void {
  // The value was parsed here and is nobody else's yet.
  let holder = value as unknown as Record<string | number, unknown>;
  for (const step of path.slice(0, -1)) holder = holder[step] as Record<string | number, unknown>;
  holder[path.at(-1) as string] = raw;
}
