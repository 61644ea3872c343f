import { hash, type KeyObject } from 'node:crypto';
import { hashJson, sha256Hex } from '../../../src/base/bytes/hash.ts';
import { byKeys } from '../../../src/base/order.ts';
import type { Json } from '../../../src/base/json.ts';
import type { LedgerKey } from '../../../src/contract/ledger.ts';
import type { PackTrust } from '../../../src/evidence/check/pack/check.ts';
import { batchHashings, type PackPredicate } from '../../../src/evidence/envelope/predicates.ts';
import { batchStatement } from '../../../src/evidence/envelope/statement.ts';
import { valuesBatch } from '../../../src/evidence/items/batch.ts';
import { showValues } from '../../../src/evidence/items/values.ts';
import { disclose } from '../../../src/evidence/items/disclose.ts';
import { pageHash } from '../../../src/evidence/items/hash.ts';
import { pageTree, hex } from '../../../src/evidence/items/tree.ts';
import { commitment, leafBytes } from '../../../src/evidence/log/leaf.ts';
import { inclusionProof, leafHash, treeRoot } from '../../../src/evidence/log/merkle.ts';
import { formatTlogProof } from '../../../src/evidence/log/proof.ts';
import { formatVkey, vkeyOf, vkeyOfSpki } from '../../../src/evidence/log/vkey.ts';
import type { Actor, BatchKind, Leaf, LeafBody, OutsideAnchor } from '../../../src/model/ledger.ts';
import type { DisclosedRecord, Pack, PackRun, Sample } from '../../../src/model/pack.ts';
import type { Page } from '../../../src/model/page.ts';
import { issue, pemOfCert, timeStamping, tokenOf } from '../../evidence/support/authority.ts';
import { privateKeyOf, seeds } from '../../evidence/support/keys.ts';
import { consistentPack, smallEndings, withId } from './consistent-pack.ts';
import {
  checkpointOf,
  cosignatureLine,
  jsonFile,
  linesFile,
  sealed,
  signedOver,
  spkiOfKey,
  tileFiles,
  type Files,
} from './signed-files.ts';

/*
 * A pack of a few kilobytes with everything in it: a log with runs that ended, were stopped and never told, batches, an earlier export, a change of keys, a
 * time stamp and a cosignature, disclosed items, a sample. Made by hand from the formats, so that the checker is not held against the exporter alone.
 */

export const origin = 'example.com/vestige-ledger';
export const witnessName = 'witness.example/w1';
const actor: Actor = { name: 'ann@example.com', from: 'given' };
const nonce = (name: string): string => sha256Hex(`nonce ${name}`);

export interface Keys {
  readonly first: KeyObject;
  readonly second: KeyObject;
  readonly witness: KeyObject;
}
export const keys: Keys = {
  first: privateKeyOf(seeds.log),
  second: privateKeyOf(sha256Hex('second key')),
  witness: privateKeyOf(seeds.witness),
};
export const vkeys = {
  first: vkeyOfSpki(origin, spkiOfKey(keys.first)),
  second: vkeyOfSpki(origin, spkiOfKey(keys.second)),
  witness: vkeyOf('cosignature-v1', witnessName, spkiOfKey(keys.witness).subarray(-32)),
};

const root = issue({ name: 'Example Root', authority: true });
const stamper = issue({ name: 'tsa.example.org', issuer: root, purposes: [timeStamping] });
export const authorityPem = pemOfCert(root);

/** What an auditor who was told everything brings along. */
export const fullTrust: PackTrust = {
  keys: [vkeys.first],
  authorities: authorityPem,
  witnesses: [vkeys.witness],
  policy: null,
  earlier: null,
};

interface Entry {
  readonly leaf: Leaf;
  readonly salt: Buffer;
  readonly body: LeafBody;
}

export class SmallLog {
  readonly entries: Entry[] = [];

  add(at: string, of: number | null, body: LeafBody): number {
    const salt = hash('sha256', `salt ${this.entries.length}`, 'buffer');
    const leaf: Leaf = { v: 1, kind: body.kind, at, of, body: commitment(salt, body as unknown as Json) };
    return this.entries.push({ leaf, salt, body }) - 1;
  }

  bytes(size = this.entries.length): readonly Uint8Array[] {
    return this.entries.slice(0, size).map(({ leaf }) => leafBytes(leaf));
  }

  lines(): readonly unknown[] {
    return this.entries.map(({ salt, body }, index) => ({ index, salt: salt.toString('base64'), body }));
  }
}

const page: Page = ((): Page => {
  const envelope = {
    connector: 'aws',
    mapping: 1,
    task: { boundary: 'aws:111122223333', surface: 'aws:users', args: {} },
    cursor: null,
    next: null,
    sentAt: '2025-12-01T06:00:00.000Z',
    receivedAt: '2025-12-01T06:00:01.000Z',
    providerDate: null,
    validAt: null,
    requestId: null,
    status: 200,
    refused: null,
    raw: null,
  } as const;
  const body = { Users: [{ UserName: 'ann' }, { UserName: 'bob' }, { UserName: 'carol' }], IsTruncated: false };
  return { id: hashJson({ envelope, body }), envelope, body };
})();
const capture = sha256Hex(page.id);

/** One of each stratum by the order that the seed gives; the strata by name. */
function sampleOf(rows: Pack['population']['rows'], of: string, redraws: Sample['redraws']): Sample {
  const seed = sha256Hex(`vestige-sample/v1\n${of}\nauditor 7391`);
  const names = [...new Set(rows.map(({ stratum }) => stratum))].sort();
  const lots = names.map((name) => ({
    name,
    rows: rows.filter(({ stratum }) => stratum === name).sort(byKeys(({ id }) => sha256Hex(seed + id))),
  }));
  return {
    size: names.length,
    nonce: 'auditor 7391',
    seededBy: 'auditor',
    seed,
    strata: lots.map(({ name, rows: its }) => ({ name, rows: its.length, drawn: 1 })),
    drawn: lots.map(({ name, rows: its }, at) => ({ row: its[0]!.id, stratum: name, order: at + 1, replaces: null })),
    redraws,
  };
}

export interface SmallPack {
  readonly files: Files;
  readonly pack: Pack;
  readonly log: SmallLog;
  readonly predicate: PackPredicate;
}

export interface SmallOptions {
  /** Changes what shows where records were logged. */
  readonly show?: (lines: readonly DisclosedRecord[]) => readonly DisclosedRecord[];
  /** Writes more to the log, behind the runs of the period. */
  readonly also?: (log: SmallLog) => void;
}

/** `lie`: changes the pack before it is logged and signed, as a maker that cheats would. `entries`: how many the log has at least, of earlier imports. */
export function smallPack(
  lie: (pack: Pack) => Pack = (pack) => pack,
  entries = 0,
  { also, show = (lines) => lines }: SmallOptions = {},
): SmallPack {
  const log = new SmallLog();
  const files: Files = new Map();
  const vkey = formatVkey(vkeys.first);
  log.add('2025-09-01T00:00:00.000Z', null, { kind: 'begun', origin, vkey, by: actor, program: 'vestige 0.1.0' });
  log.add('2025-09-02T00:00:00.000Z', null, {
    kind: 'key-change',
    from: vkey,
    to: formatVkey(vkeys.second),
    why: 'rotation',
    since: null,
    by: actor,
  });
  const changed = log.entries.length;
  files.set(`log/checkpoints/${changed}`, Buffer.from(checkpointOf(origin, log.bytes(), [keys.first, keys.second])));
  while (log.entries.length < entries)
    log.add('2025-09-03T00:00:00.000Z', null, { kind: 'prune', what: 'captures', until: null, removed: 0, ids: '0'.repeat(64), by: actor });
  const begin = (at: string, name: string): number =>
    log.add(at, null, {
      kind: 'run-intent',
      command: 'scan',
      nonce: nonce(name),
      by: actor,
      program: 'vestige 0.1.0',
      configuration: '0'.repeat(64),
      scope: [],
      anchor: null,
    });

  const ended = begin('2025-12-01T06:00:00.000Z', 'ended');
  const secret = hash('sha256', 'secret', 'buffer');
  const tree = pageTree(secret, page);
  const batch = (what: BatchKind, count: number, batchRoot: string): number => {
    const statement = sealed(
      keys.second,
      batchStatement({
        what,
        count,
        root: batchRoot,
        nonce: nonce('ended'),
        capture,
        asOf: what === 'pages' ? null : '2025-12-01T06:00:00.000Z',
        program: 'vestige 0.1.0',
        configuration: '0'.repeat(64),
        hashing: what === 'pages' ? batchHashings.pages : batchHashings.values,
      }),
    );
    files.set(`statements/${sha256Hex(statement)}.json`, statement);
    return log.add('2025-12-01T06:01:00.000Z', ended, { kind: 'batch', what, count, root: batchRoot, statement: sha256Hex(statement) });
  };
  const pages = batch('pages', 1, hex(treeRoot([pageHash(page.id, tree.root)])));
  const findings = valuesBatch(secret, 'findings', [{ finding: 1 }]);
  const found = batch('findings', findings.count, findings.root);
  const values = smallEndings as unknown as readonly Json[];
  const endingsBatch = valuesBatch(secret, 'endings', values);
  const concluded = batch('endings', endingsBatch.count, endingsBatch.root);
  const wayOf = showValues(secret, 'endings', values);
  const end = log.add('2025-12-01T06:02:00.000Z', ended, {
    kind: 'run-end',
    command: 'scan',
    nonce: nonce('ended'),
    capture,
    pages: 1,
    run: '3'.repeat(64),
    asOf: '2025-12-01T06:00:00.000Z',
    boundaries: ['aws:111122223333'],
    report: '4'.repeat(64),
    coverage: { complete: 1, partial: 0, unread: 0, excluded: 0 },
    findings: { critical: 0, high: 1, medium: 0, low: 0 },
    rules: [],
    batches: [pages, found, concluded],
  });
  const stopped = begin('2025-12-02T06:00:00.000Z', 'stopped');
  const abort = log.add('2025-12-02T06:01:00.000Z', stopped, {
    kind: 'run-abort',
    nonce: nonce('stopped'),
    code: 'interrupted',
    why: 'by its user',
  });
  const lost = begin('2025-12-03T06:00:00.000Z', 'lost');
  also?.(log);

  const runs: readonly PackRun[] = [
    {
      nonce: nonce('ended'),
      intent: ended,
      end,
      state: 'ended',
      command: 'scan',
      at: '2025-12-01T06:00:00.000Z',
      by: actor.name,
      capture,
      run: '3'.repeat(64),
      why: null,
    },
    {
      nonce: nonce('stopped'),
      intent: stopped,
      end: abort,
      state: 'aborted',
      command: 'scan',
      at: '2025-12-02T06:00:00.000Z',
      by: actor.name,
      capture: null,
      run: null,
      why: 'interrupted: by its user',
    },
    {
      nonce: nonce('lost'),
      intent: lost,
      end: null,
      state: 'without-end',
      command: 'scan',
      at: '2025-12-03T06:00:00.000Z',
      by: actor.name,
      capture: null,
      run: null,
      why: null,
    },
  ];
  const drawnOn = { page: page.id, pointer: '/Users/1/UserName', capture };
  const plain = consistentPack([drawnOn], runs);
  const { period, asOf } = plain;

  // What was marked by somebody outside: a tree that holds all of the period.
  const anchors: OutsideAnchor[] = [];
  const mark = (how: OutsideAnchor['how'], at: string, by: string, bytes: Uint8Array, size: number): void => {
    const anchor: OutsideAnchor = {
      how,
      size,
      root: Buffer.from(treeRoot(log.bytes(size).map(leafHash))).toString('base64'),
      at,
      by,
      sha256: sha256Hex(bytes),
    };
    anchors.push(anchor);
    files.set(
      `log/anchors/${size}-${how}-${anchor.sha256.slice(0, 8)}.json`,
      jsonFile({ anchor, bytes: Buffer.from(bytes).toString('base64') }),
    );
  };
  const marked = log.entries.length;
  const note = checkpointOf(origin, log.bytes(), [keys.second]);
  files.set(`log/checkpoints/${marked}`, Buffer.from(note));
  mark(
    'rfc3161',
    '2026-01-02T00:05:00.000Z',
    'tsa.example.org',
    tokenOf({ signer: stamper, message: Buffer.from(note), at: '20260102000500Z' }),
    marked,
  );
  mark(
    'cosignature',
    '2026-01-02T00:06:40.000Z',
    witnessName,
    Buffer.from(cosignatureLine(witnessName, keys.witness, note, Date.parse('2026-01-02T00:06:40.000Z') / 1000)),
    marked,
  );
  for (const anchor of anchors) log.add('2026-01-02T00:07:00.000Z', null, { kind: 'anchor', anchor });

  // A draw that did not please, and the one that the pack is of.
  const populationOf = (at: string): number =>
    log.add(at, null, { kind: 'population', period, asOf, size: plain.population.rows.length, root: plain.population.root, by: actor });
  const earlier = populationOf('2026-01-02T00:08:00.000Z');
  const redraw = log.add('2026-01-02T00:08:01.000Z', earlier, {
    kind: 'export',
    pack: '5'.repeat(64),
    framework: 'soc2',
    period,
    content: '6'.repeat(64),
    nonce: null,
    sample: 3,
    by: actor,
  });
  const population = populationOf('2026-01-02T00:09:00.000Z');
  const sample = sampleOf(plain.population.rows, hex(leafHash(leafBytes(log.entries[population]!.leaf))), [
    { leaf: redraw, at: '2026-01-02T00:08:01.000Z', nonce: null, size: 3 },
  ]);
  const drawn = new Set(sample.drawn.map(({ row }) => row));
  const endings = new Set(plain.population.rows.flatMap(({ id, ending }) => (drawn.has(id) ? (ending ?? []) : [])));
  const size = log.entries.length;
  const placeOf = (id: string): number => smallEndings.findIndex((each) => each.id === id);
  const pack = withId(
    lie({
      ...plain,
      sample,
      records: plain.records
        .filter(({ ending }) => endings.has(ending.id))
        .map((record, index) => ({
          ...record,
          logged: { leaf: concluded, item: placeOf(record.ending.id) },
          ...(index > 0 ? {} : { cited: [{ ...drawnOn, shown: true, withheld: null }] }),
        })),
      integrity: {
        level: 'anchored',
        says: 'All that the ledger holds of the period lies under a mark.',
        origin,
        vkey: formatVkey(vkeys.second),
        size,
        root: Buffer.from(treeRoot(log.bytes().map(leafHash))).toString('base64'),
        population,
        anchors,
        leaves: { 'run-intent': 3, 'run-end': 1, 'run-abort': 1, batch: 3 },
      },
    }),
  );
  const content = jsonFile(pack);
  const exported = log.add('2026-01-02T00:09:01.000Z', population, {
    kind: 'export',
    pack: pack.id,
    framework: pack.framework,
    period: pack.period,
    content: sha256Hex(content),
    nonce: pack.sample?.nonce ?? null,
    sample: pack.sample?.size ?? null,
    by: actor,
  });
  const told: LedgerKey[] = [
    { vkey, spki: spkiOfKey(keys.first).toString('base64'), from: 0, until: changed, why: 'rotation' },
    { vkey: formatVkey(vkeys.second), spki: spkiOfKey(keys.second).toString('base64'), from: changed, until: null, why: null },
  ];
  const checkpoint = checkpointOf(origin, log.bytes(), [keys.second]);
  files.set('pack.json', content);
  files.set('VERIFY.md', Buffer.from('# How to check this pack\n'));
  files.set('csv/population.csv', Buffer.from('id\r\n'));
  files.set('log/checkpoint', Buffer.from(checkpoint));
  files.set('log/keys.json', jsonFile(told));
  files.set('log/bodies.ndjson', linesFile(log.lines()));
  for (const [path, bytes] of tileFiles(log.bytes())) files.set(path, bytes);
  const hashes = log.bytes().map(leafHash);
  for (const [name, index] of [
    ['population', population],
    ['export', exported],
  ] as const)
    files.set(
      `proofs/${name}.tlog-proof`,
      Buffer.from(formatTlogProof({ extra: null, index, hashes: inclusionProof(hashes, index), checkpoint })),
    );
  files.set(
    'pages.ndjson',
    linesFile([{ page: page.id, capture, leaf: pages, index: 0, path: [], ...disclose(tree, ['/Users/1/UserName']) }]),
  );
  const lines = pack.records.map(({ ending: { id } }) => ({ ending: id, leaf: concluded, item: placeOf(id), ...wayOf(placeOf(id)) }));
  files.set('logged.ndjson', linesFile(show(lines)));
  const predicate: PackPredicate = {
    pack: pack.id,
    framework: pack.framework,
    period: { ...pack.period },
    content: sha256Hex(content),
    ledger: { origin, size: log.entries.length, root: Buffer.from(treeRoot(hashes)).toString('base64'), population, export: exported },
  };
  return { files: signedOver(files, keys.second, pack.id, predicate), pack, log, predicate };
}
