import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { consistencyProof, inclusionProof, leafHash, treeRoot } from '../../src/evidence/log/merkle.ts';
import { commitment, leafBytes } from '../../src/evidence/log/leaf.ts';
import { formatCheckpoint } from '../../src/evidence/log/checkpoint.ts';
import { publicKeyOf } from '../../src/evidence/envelope/public-key.ts';
import type { Json } from '../../src/base/json.ts';
import type { Ledger } from '../../src/contract/ledger.ts';
import type { PublicKey, Signer } from '../../src/contract/signer.ts';
import { VestigeError } from '../../src/base/errors.ts';
import type { Leaf, LeafBody, OutsideAnchor, SaltedBody } from '../../src/model/ledger.ts';
import type { Logbook } from '../../src/run/ledger/logbook.ts';

/** Trouble of a ledger that a test made. */
export class PlantedError extends VestigeError {
  readonly code: string;

  constructor(code: string) {
    super(`planted: ${code}`, { hint: 'take the fault out' });
    this.code = code;
  }
}

/** Signs with the key of RFC 8032, test 1. */
export function testSigner(): Signer {
  const seed = Buffer.from('302e020100300506032b6570042204209d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex');
  const key = createPrivateKey({ key: seed, format: 'der', type: 'pkcs8' });
  const publicKey = publicKeyOf(createPublicKey(key).export({ format: 'der', type: 'spki' })) as PublicKey;
  return { publicKey, place: 'memory', sign: (message) => Promise.resolve(sign(null, message, key)), close: () => Promise.resolve() };
}

export interface MemoryLedger {
  readonly logbook: Logbook;
  readonly ledger: Ledger;
  /** All that was appended, in order. */
  readonly entries: { readonly leaf: Leaf; readonly body: LeafBody; readonly of: number | null }[];
  readonly secrets: Map<number, Uint8Array>;
  readonly statements: Map<string, Uint8Array>;
  readonly anchors: { readonly anchor: OutsideAnchor; readonly bytes: Uint8Array }[];
  /** Called before each opening and each append; what it throws is the ledger's trouble. */
  trouble: (what: 'open' | 'append', bodies: readonly LeafBody[]) => void;
}

/** A ledger as the contract says, of one writer, that forgets all with the process. */
export function memoryLedger(now: () => number = () => 0): MemoryLedger {
  const signer = testSigner();
  const entries: { leaf: Leaf; body: LeafBody; of: number | null }[] = [];
  const salted: SaltedBody[] = [];
  const secrets = new Map<number, Uint8Array>();
  const statements = new Map<string, Uint8Array>();
  const anchors: { anchor: OutsideAnchor; bytes: Uint8Array }[] = [];
  let isHeld = false;
  let chance = 0;
  const hashes = (size = entries.length): Uint8Array[] => entries.slice(0, size).map(({ leaf }) => leafHash(leafBytes(leaf)));
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
  const random = (bytes: number): Uint8Array => {
    const made = createHash('sha256').update(`chance ${++chance}`).digest();
    return made.subarray(0, bytes);
  };
  const ledger: Ledger = {
    signer,
    place: 'memory',
    origin: 'test.example/ledger',
    get size() {
      return entries.length;
    },
    get root() {
      return base64(treeRoot(hashes()));
    },
    get checkpoint() {
      return formatCheckpoint({ origin: 'test.example/ledger', size: entries.length, root: treeRoot(hashes()) });
    },
    keys: [],
    async *leaves(from = 0, to = entries.length) {
      for (const [place, { leaf }] of entries.slice(from, to).entries())
        yield await Promise.resolve({ index: from + place, bytes: leafBytes(leaf), leaf });
    },
    body: (index) => Promise.resolve(salted[index] ?? null),
    inclusion: (index, size) => Promise.resolve(inclusionProof(hashes(size), index).map(base64)),
    consistency: (from, to) => Promise.resolve(consistencyProof(hashes(to), from).map(base64)),
    async *tiles() {
      // A ledger in memory has no files.
    },
    statement: (sha256) => Promise.resolve(statements.get(sha256) ?? null),
    secret: (index) => Promise.resolve(secrets.get(index) ?? null),
    anchors: () => Promise.resolve(anchors),
    append(given) {
      memory.trouble(
        'append',
        given.map(({ body }) => body),
      );
      const first = entries.length;
      for (const { at, of, body } of given) {
        const salt = random(32);
        salted.push({ salt: base64(salt), body: body as unknown as Json });
        entries.push({ leaf: { v: 1, kind: body.kind, at, of, body: commitment(salt, body as unknown as Json) }, body, of });
      }
      return Promise.resolve(given.map((_, place) => first + place));
    },
    keepStatement(envelope) {
      const id = createHash('sha256').update(envelope).digest('hex');
      statements.set(id, envelope);
      return Promise.resolve(id);
    },
    keepSecret(index, secret) {
      secrets.set(index, secret);
      return Promise.resolve();
    },
    keepAnchor(anchor, bytes) {
      anchors.push({ anchor, bytes });
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
  const logbook: Logbook = {
    place: 'memory',
    by: { name: 'Ida Quist', from: 'configuration' },
    now,
    random,
    sleep: () => new Promise((resolve) => setImmediate(resolve)),
    async open() {
      await Promise.resolve();
      memory.trouble('open', []);
      if (isHeld) throw new PlantedError('busy');
      isHeld = true;
      return {
        ledger,
        close() {
          isHeld = false;
          return Promise.resolve();
        },
      };
    },
  };
  const memory: MemoryLedger = { logbook, ledger, entries, secrets, statements, anchors, trouble: () => undefined };
  return memory;
}
