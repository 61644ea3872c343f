import { byCodeUnit } from '../../src/base/order.ts';
import type { Pack } from '../../src/model/pack.ts';
import { momentOf, tableOf, type Cell, type Table } from './table.ts';

type Line = readonly [part: string, name: string, value: Cell];

/** What a reader of any other table has to know first: which pack this is, what it speaks for and how sure it is. */
export function aboutTable(pack: Pack): Table {
  return tableOf<Line>(
    { id: 'about', sheet: 'About', says: 'What this pack is, what it speaks for, how it was drawn and how sure it is.' },
    { part: ([part]) => part, name: ([, name]) => name, value: ([, , value]) => value },
    [
      ...packLines(pack),
      ...integrityLines(pack),
      ...sampleLines(pack),
      ...runLines(pack),
      ...numbers('totals', pack.totals, ['identities', 'surfaces', 'findings', 'tierZero']),
      ...(['credentials', 'grants', 'links'] as const).map((name): Line => ['totals', name, pack.totals[name]]),
      ['totals', 'boundaries', pack.totals.boundaries],
      ...pack.totals.rules.flatMap((rule) =>
        (['questions', 'findings', 'clear', 'undetermined', 'excepted'] as const).map((name): Line => [
          'rule',
          `${rule.rule} ${name}`,
          rule[name],
        ]),
      ),
      ...numbers('tests', pack.tests, ['ephemeral', 'revokedAtOnce', 'nothingLeft']),
    ],
  );
}

function packLines({ id, schema, framework, period, asOf, population, selfTest, pseudonyms }: Pack): readonly Line[] {
  return [
    ['pack', 'id', id],
    ['pack', 'schema', schema],
    ['pack', 'framework', framework],
    ['pack', 'period from', momentOf(period.from)],
    ['pack', 'period to', momentOf(period.to)],
    ['pack', 'as of', momentOf(asOf)],
    ['population', 'rows', population.rows.length],
    ['population', 'root', population.root],
    ['self-test', 'asked', selfTest.asked],
    ['self-test', 'right', selfTest.right],
    ['pseudonyms', 'names of people', pseudonyms === null ? 'as they are' : 'replaced by codes'],
    ['pseudonyms', 'key', pseudonyms?.key ?? null],
    ['pseudonyms', 'people', pseudonyms?.people ?? null],
  ];
}

function integrityLines({ integrity }: Pack): readonly Line[] {
  return [
    ['integrity', 'says', integrity.says],
    ['integrity', 'level', integrity.level],
    ['integrity', 'ledger', integrity.origin],
    ['integrity', 'key', integrity.vkey],
    ['integrity', 'size', integrity.size],
    ['integrity', 'root', integrity.root],
    ['integrity', 'leaf of the population', integrity.population],
    ...integrity.anchors.flatMap(({ how, size, root, at, by, sha256 }, index): readonly Line[] => {
      const part = `anchor ${index + 1}`;
      return [
        [part, 'how', how],
        [part, 'by', by],
        [part, 'at', momentOf(at)],
        [part, 'size', size],
        [part, 'root', root],
        [part, 'sha256', sha256],
      ];
    }),
    ...Object.entries(integrity.leaves)
      .sort(([a], [b]) => byCodeUnit(a, b))
      .map(([kind, count]): Line => ['leaves in the period', kind, count]),
  ];
}

function sampleLines({ sample }: Pack): readonly Line[] {
  if (sample === null) return [['sample', 'drawn', 'none: the whole population was tested']];
  return [
    ['sample', 'size', sample.size],
    ['sample', 'seed by', sample.seededBy],
    ['sample', 'nonce', sample.nonce],
    ['sample', 'seed', sample.seed],
    ['sample', 'redraws', sample.redraws.length],
  ];
}

function runLines({ run }: Pack): readonly Line[] {
  return [
    ['run', 'version', run.version],
    ['run', 'from', run.from],
    ['run', 'as of', momentOf(run.asOf)],
    ['run', 'as of from', run.asOfFrom],
    ['run', 'capture', run.capture],
    ['run', 'pages', run.pages],
    ['run', 'configuration', run.configuration],
    ...run.inputs.map(({ kind, sha256 }): Line => ['run', `input ${kind}`, sha256]),
    ...run.connectors.map(({ id, mapping }): Line => ['run', `mapping of ${id}`, mapping]),
    ...run.rules.map(({ id, revision }): Line => ['run', `revision of ${id}`, revision]),
  ];
}

/** The members of each part sorted by name. */
function numbers<K extends string>(part: string, of: Readonly<Record<K, object>>, names: readonly K[]): readonly Line[] {
  return names.flatMap((name) =>
    Object.entries(of[name])
      .sort(([a], [b]) => byCodeUnit(a, b))
      .map(([member, value]): Line => [part, `${name} ${member}`, Number(value)]),
  );
}
