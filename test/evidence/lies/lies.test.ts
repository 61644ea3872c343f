import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../src/base/bytes/hash.ts';
import { checkPack, type CheckedPack, type PackTrust } from '../../../src/evidence/check/pack/check.ts';
import { toldOf } from '../../../src/evidence/check/pack/told.ts';
import { formatVkey, vkeyOfSpki } from '../../../src/evidence/log/vkey.ts';
import type { Actor, BodyOf, LeafBody } from '../../../src/model/ledger.ts';
import type { Pack } from '../../../src/model/pack.ts';
import { privateKeyOf } from '../support/keys.ts';
import { checkpointOf, jsonFile, signedOver, spkiOfKey } from '../../support/evidence/signed-files.ts';
import { fullTrust, keys, origin, smallPack, vkeys, type SmallLog, type SmallOptions } from '../../support/evidence/small-pack.ts';

/*
 * Management wants a clean pack, holds the key of the ledger, and signs whatever it likes. Each row is one lie: it has to be a problem of the verdict (a code), or
 * to stand in the list of what is not proven, in words (a text): an auditor reads those two and nothing else.
 */
const by: Actor = { name: 'ann@example.com', from: 'given' };
const period = { from: '2025-10-01T00:00:00.000Z', to: '2026-01-01T00:00:00.000Z' };
const within = '2025-12-05T06:00:00.000Z';
const hex = (of: string): string => sha256Hex(of);

interface Lie {
  readonly lie: (pack: Pack) => Pack;
  readonly options?: SmallOptions;
  readonly trust?: Partial<PackTrust>;
}
const truth = (pack: Pack): Pack => pack;

function check({ lie, options = {}, trust = {} }: Lie): CheckedPack {
  return checkPack(smallPack(lie, 0, options).files, { ...fullTrust, ...trust });
}

function codes(lie: Lie): readonly string[] {
  return [...new Set(check(lie).problems.map(({ code }) => code))];
}

function control(pack: Pack, change: (test: Pack['controls'][number]['tests'][number]) => Pack['controls'][number]['tests'][number]): Pack {
  return {
    ...pack,
    controls: pack.controls.map((each) => ({
      ...each,
      says: 'supports' as const,
      because: ['all is well'],
      tests: each.tests.map((test) =>
        change({ ...test, exceptions: [], undetermined: [], passed: Math.max(test.tested, 1), tested: Math.max(test.tested, 1) }),
      ),
    })),
  };
}

const run = (log: SmallLog, name: string, end: Partial<Extract<LeafBody, { kind: 'run-end' }>>, configuration = '0'.repeat(64)): void => {
  const nonce = hex(name);
  const intent = log.add(within, null, {
    ...{ kind: 'run-intent', command: 'scan', nonce, by, program: 'vestige 0.1.0', configuration, scope: [], anchor: null },
  });
  log.add(within, intent, {
    ...{ kind: 'run-end', command: 'scan', nonce, capture: null, pages: 0, run: hex(`run ${name}`), asOf: within, boundaries: [] },
    ...{ report: null, coverage: { complete: 1, partial: 0, unread: 0, excluded: 0 }, findings: null, rules: [], batches: [] },
    ...end,
  });
};
const listed =
  (log: SmallLog, name: string) =>
  (pack: Pack): Pack => {
    const nonce = hex(name);
    const intent = log.entries.findIndex(({ body }) => body.kind === 'run-intent' && body.nonce === nonce);
    const its = { nonce, intent, end: intent + 1, state: 'ended', command: 'scan', at: within, by: by.name } as const;
    const leaves = { ...pack.integrity.leaves, 'run-intent': 4, 'run-end': 2 };
    const people = pack.people.map((each) => ({
      ...each,
      duties: each.duties.map((duty) => (duty.duty === 'ran' ? { ...duty, times: duty.times + 1 } : duty)),
    }));
    const runs = [...pack.runs, { ...its, capture: null, run: hex(`run ${name}`), why: null }];
    return { ...pack, runs, people, integrity: { ...pack.integrity, leaves } };
  };
/** A run that the pack lists as it should; what it tells otherwise is the lie. */
function alsoRun(name: string, end: Parameters<typeof run>[2], configuration?: string): Lie {
  let kept: SmallLog | undefined;
  return {
    options: {
      also: (log) => {
        kept = log;
        run(log, name, end, configuration);
      },
    },
    lie: (pack) => listed(kept!, name)(pack),
  };
}

const imported: LeafBody = {
  kind: 'import',
  import: {
    ...{ id: hex('leavers'), system: 'workday', sourceKind: 'hr', sha256: hex('leavers.csv'), name: 'leavers.csv', rows: 40, events: 38 },
    ...{ badRows: 0, controlTotal: 40, covers: null, extractedBy: null, extractedAt: null },
  },
  by,
} as unknown as LeafBody;

type Logged = NonNullable<Pack['records'][number]['logged']>;
/** Says of every record that it was logged elsewhere than it was, or of one that says otherwise now. `show`: what the maker puts beside it. */
function moved(to: (logged: Logged) => Logged | null, show: SmallOptions['show'] | 'along' = 'along', also?: SmallOptions['also']): Lie {
  const places = new Map<string, Logged>();
  return {
    options: {
      show: (lines) => (show === 'along' ? lines.map((line) => ({ ...line, ...places.get(line.ending) })) : (show?.(lines) ?? lines)),
      ...(also === undefined ? {} : { also }),
    },
    lie: (pack) => ({
      ...pack,
      records: pack.records.map((record) => {
        const logged = record.logged === null ? null : to(record.logged);
        if (logged !== null) places.set(record.ending.id, logged);
        return { ...record, logged };
      }),
    }),
  };
}
/** A batch of the same run that holds something else. */
function otherBatch(what: 'endings' | 'findings'): SmallOptions['also'] {
  return (log) => {
    const its = log.entries.find(({ body }) => body.kind === 'batch' && body.what === 'endings')!;
    log.add(within, its.leaf.of, { ...(its.body as BodyOf<'batch'>), what, root: hex('made up later') });
  };
}

const lies: readonly (readonly [string, string, () => Lie])[] = [
  [
    'says of records that they were logged at another place of their batch',
    'wrong-item',
    () => moved(({ leaf, item }) => ({ leaf, item: (item + 1) % 7 })),
  ],
  [
    'says so with the place at which they were logged beside it',
    'bad-reference',
    () =>
      moved(
        ({ leaf, item }) => ({ leaf, item: (item + 1) % 7 }),
        (lines) => lines,
      ),
  ],
  [
    'says that records were logged in an earlier batch, of findings',
    'bad-reference',
    () => moved(({ leaf, item }) => ({ leaf: leaf - 1, item })),
  ],
  ['says that records were logged by a batch that is none, and earlier', 'bad-reference', () => moved(({ item }) => ({ leaf: 0, item }))],
  ['says that records were logged where the log has no entry', 'bad-reference', () => moved(({ item }) => ({ leaf: 10_000, item }))],
  [
    'says that records were logged in another batch of endings',
    'wrong-item',
    () => moved(({ leaf, item }) => ({ leaf: leaf + 5, item }), 'along', otherBatch('endings')),
  ],
  [
    'says of records that they were logged and shows it of none',
    'missing-item',
    () =>
      moved(
        (logged) => logged,
        () => [],
      ),
  ],
  [
    'says of records that they were not logged, and shows that they were',
    'bad-reference',
    () =>
      moved(
        () => null,
        (lines) => lines,
      ),
  ],
  [
    'shows of one record twice that it was logged',
    'not-sorted',
    () =>
      moved(
        (logged) => logged,
        (lines) => [...lines, ...lines],
      ),
  ],
  [
    'changes what a record says after it was logged, and shows what it said',
    'wrong-item',
    () => ({
      lie: (pack) => ({
        ...pack,
        records: pack.records.map((record) => ({ ...record, ending: { ...record.ending, firstSeen: '2025-11-11T00:00:00.000Z' } })),
      }),
    }),
  ],
  [
    'shows a salt of its own',
    'wrong-item',
    () =>
      moved(
        (logged) => logged,
        (lines) => lines.map((line) => ({ ...line, salt: Buffer.alloc(32).toString('base64') })),
      ),
  ],
  [
    'shows a salt that takes bytes from what it salts',
    'wrong-item',
    () =>
      moved(
        (logged) => logged,
        (lines) => lines.map((line) => ({ ...line, salt: Buffer.alloc(31).toString('base64') })),
      ),
  ],
  [
    'shows no way at all',
    'wrong-item',
    () =>
      moved(
        (logged) => logged,
        (lines) => lines.map((line) => ({ ...line, path: [] })),
      ),
  ],
  [
    'leaves out an import, with the leavers in it',
    'withheld-import',
    () => ({ lie: truth, options: { also: (log) => void log.add('2025-09-04T00:00:00.000Z', null, imported) } }),
  ],
  [
    'takes a boundary out of the configuration that a run of the period read',
    'withheld-boundary',
    () => alsoRun('wider', { boundaries: ['aws:111122223333', 'aws:999999999999'] }),
  ],
  [
    'changes the settings between runs and says nothing',
    'withheld-change',
    () => {
      const { lie, options } = alsoRun('other', {}, hex('milder'));
      return { lie: (pack) => ({ ...lie(pack), changes: [] }), ...(options === undefined ? {} : { options }) };
    },
  ],
  ['leaves away who held the key and who ran it', 'wrong-people', () => ({ lie: (pack) => ({ ...pack, people: [] }) })],
  [
    'lets one person do two things and does not say so, under a code or not',
    'wrong-people',
    () => ({
      lie: (pack) => ({
        ...pack,
        people: pack.people.map((each) => ({
          ...each,
          duties: [...each.duties, { duty: 'revoked' as const, times: 1, first: within, last: within }],
        })),
      }),
    }),
  ],
  ['claims that all ended in time while rows are late', 'wrong-control', () => ({ lie: (pack) => control(pack, (test) => test) })],
  [
    'claims that every run is accounted for while one never ended',
    'wrong-control',
    () => ({ lie: (pack) => control(pack, (test) => ({ ...test, id: 'runs-accounted' })) }),
  ],
  [
    'claims that nothing is there that should be gone while rows say otherwise',
    'wrong-control',
    () => ({ lie: (pack) => control(pack, (test) => ({ ...test, id: 'none-residual' })) }),
  ],
  [
    'claims that all was read while surfaces were not',
    'wrong-control',
    () => ({ lie: (pack) => control({ ...pack, sample: pack.sample }, (test) => ({ ...test, id: 'population-complete' })) }),
  ],
  [
    'claims to be anchored by a control while it says that it is not',
    'wrong-control',
    () => ({
      lie: (pack) =>
        control({ ...pack, integrity: { ...pack.integrity, level: 'logged', says: 'integrity rests on management' } }, (test) => ({
          ...test,
          id: 'evidence-is-anchored',
        })),
    }),
  ],
  [
    'names a key of its own as the one that signs the log',
    'wrong-integrity',
    () => ({ lie: (pack) => ({ ...pack, integrity: { ...pack.integrity, vkey: formatVkey(vkeys.first) } }) }),
  ],
  [
    'drew over a period that is a day longer, until it pleased',
    'wrong-sample',
    () => ({
      lie: truth,
      options: {
        also(log) {
          const of = { from: period.from, to: '2026-01-02T00:00:00.000Z' };
          const population = log.add('2026-01-01T10:00:00.000Z', null, {
            kind: 'population',
            period: of,
            asOf: of.to,
            size: 1,
            root: hex('r'),
            by,
          });
          const body = {
            kind: 'export',
            pack: hex('p'),
            framework: 'soc2',
            period: of,
            content: hex('c'),
            nonce: 'auditor 7391',
            sample: 3,
            by,
          } as const;
          log.add('2026-01-01T10:00:01.000Z', population, body);
        },
      },
    }),
  ],
  [
    'logged a population, did not like what the nonce drew of it, and never exported it',
    'wrong-sample',
    () => ({
      lie: truth,
      options: {
        also: (log) =>
          void log.add('2026-01-01T10:00:00.000Z', null, { kind: 'population', period, asOf: period.to, size: 1, root: hex('r'), by }),
      },
    }),
  ],
];

describe('a pack whose maker holds the key and lies', () => {
  it('holds where nobody lies', () => {
    expect(check({ lie: truth }).problems).toEqual([]);
  });

  it.each(lies)('%s: %s', (_, code, lie) => {
    expect(codes(lie())).toContain(code);
  });

  it('is told of no such thing where a run like these is listed and nothing is hidden', () => {
    expect(codes(alsoRun('same', { boundaries: ['aws:111122223333'] }))).toEqual([]);
  });
});

const doubts: readonly (readonly [string, RegExp, () => Lie])[] = [
  ['broke off runs whose answer displeased', /1 run would have told that was broken off/, () => ({ lie: truth })],
  ['began a run and never said what it read', /1 run read that never told how it ended/, () => ({ lie: truth })],
  ['drew ten times and shows the best', /1 export over the same time came before it/, () => ({ lie: truth })],
  ['swapped the population once it knew the nonce', /fixed before management knew the nonce: bring a checkpoint/, () => ({ lie: truth })],
  [
    'shows another course of the log to somebody else',
    /one course of this log for everybody: no witness/,
    () => ({ lie: truth, trust: { witnesses: [] } }),
  ],
  ['never imported a source', /no imported source tells/, () => ({ lie: truth })],
  ['left a row of a source out of the import', /hold your own copy of the file/, () => ({ lie: truth })],
  [
    'pseudonymised to hide who is who',
    /two codes are never one person/,
    () => ({ lie: (pack) => ({ ...pack, pseudonyms: { key: hex('key'), people: 3 } }) }),
  ],
  [
    'began the log after the period had begun',
    /the log was begun then, and the period begins before/,
    () => ({ lie: (pack) => ({ ...pack, period: { from: '2025-08-01T00:00:00.000Z', to: pack.period.to } }) }),
  ],
  [
    'dated entries back',
    /run back by up to/,
    () => ({ lie: truth, options: { also: (log) => void log.add('2025-09-02T00:00:00.000Z', null, { ...imported }) } }),
  ],
  ['had nobody mark its entries for weeks', /went by before the first mark of somebody outside/, () => ({ lie: truth })],
  [
    'narrowed what was asked for',
    /management chose not to have read/,
    () => ({ lie: (pack) => ({ ...pack, coverage: pack.coverage.map((each) => ({ ...each, status: 'excluded' as const })) }) }),
  ],
  [
    'removed what was read',
    /what was removed in the period: 1 entry/,
    () => ({ lie: (pack) => ({ ...pack, integrity: { ...pack.integrity, leaves: { ...pack.integrity.leaves, prune: 1 } } }) }),
  ],
];

describe('a pack whose maker has something to hide', () => {
  it.each(doubts)('%s: the list of what is not proven says so', (_, says, lie) => {
    expect(toldOf(check(lie())).notProven.join('\n')).toMatch(says);
  });

  it('whose auditor saw the population in the log before telling the nonce is not doubted for that', () => {
    const { log, files, pack } = smallPack();
    const earlier = Buffer.from(checkpointOf(origin, log.bytes(pack.integrity.population! + 1), [keys.second]));
    const { notProven, proven } = toldOf(checkPack(files, { ...fullTrust, earlier }));
    expect(notProven.join('\n')).not.toMatch(/nonce/);
    expect(proven.join('\n')).toMatch(/under the checkpoint that you saw before/);
  });
});

describe('a pack without names', () => {
  /** As an exporter leaves it: bodies that bear names are kept back, but for the two of its own. */
  function masked(lie: (pack: Pack) => Pack = truth): ReturnType<typeof smallPack> {
    const made = smallPack((pack) =>
      lie({
        ...pack,
        pseudonyms: { key: hex('key'), people: 1 },
        records: pack.records.map((record) => ({
          ...record,
          logged: null,
          cited: record.cited.map((each) => ({ ...each, shown: false, withheld: 'pseudonymised' as const })),
        })),
      }),
    );
    const named = new Set(['begun', 'key-change', 'run-intent', 'run-abort', 'prune', 'import']);
    const own = new Set([made.pack.integrity.population, made.log.entries.length - 1]);
    const lines = Buffer.from(made.files.get('log/bodies.ndjson')!)
      .toString()
      .split('\n')
      .filter((line) => line !== '')
      .filter((line) => {
        const { index, body } = JSON.parse(line) as { index: number; body: LeafBody };
        return !named.has(body.kind) && (own.has(index) || !['population', 'export'].includes(body.kind));
      });
    made.files.set('log/bodies.ndjson', Buffer.from(`${lines.join('\n')}\n`));
    made.files.delete('pages.ndjson');
    made.files.delete('logged.ndjson');
    return { ...made, files: signedOver(made.files, keys.second, made.pack.id, made.predicate) };
  }

  it('holds by the signatures of both keys, from either of them', () => {
    for (const key of [vkeys.first, vkeys.second]) expect(checkPack(masked().files, { ...fullTrust, keys: [key] }).problems).toEqual([]);
    expect(toldOf(checkPack(masked().files, fullTrust)).notProven.join('\n')).toMatch(/given up as compromised/);
  });

  it('does not hold where it says of records that they were logged, which nothing could show', () => {
    const lie = (pack: Pack): Pack => ({ ...pack, records: pack.records.map((record) => ({ ...record, logged: { leaf: 5, item: 0 } })) });
    expect(checkPack(masked(lie).files, fullTrust).problems.map(({ code }) => code)).toContain('missing-item');
    expect(toldOf(checkPack(masked().files, fullTrust)).notProven.join('\n')).toMatch(
      /names are codes, so that no entry of the log could show/,
    );
  });

  it('does not hold where its list of keys is forged: another key, a key that nobody signed over to, one left out', () => {
    const thief = privateKeyOf(hex('thief'));
    const stolen = { vkey: formatVkey(vkeyOfSpki(origin, spkiOfKey(thief))), spki: spkiOfKey(thief).toString('base64') };
    const { files, pack, predicate } = masked();
    const list = JSON.parse(Buffer.from(files.get('log/keys.json')!).toString()) as Record<string, unknown>[];
    const forged = [
      [{ ...list[0]!, ...stolen }, list[1]!],
      [list[0]!, { ...list[1]!, ...stolen }],
      [{ ...list[0]!, until: null, why: null }],
      [list[0]!, { ...list[1]!, from: 3 }],
    ];
    for (const each of forged) {
      const changed = new Map(files).set('log/keys.json', jsonFile(each));
      const again = signedOver(changed, keys.second, pack.id, predicate);
      expect(checkPack(again, fullTrust).problems.map(({ code }) => code)).toContain('bad-key-history');
    }
  });
});
