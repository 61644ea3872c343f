import type { BodyOf } from '../../../../model/ledger.ts';
import type { Duty, Pack } from '../../../../model/pack.ts';
import { PACK } from '../manifest.ts';
import type { Problems } from '../problem.ts';
import { bodyAt, leavesOf, type ReadLog } from './read-log.ts';

/*
 * What the log says of the period beside its runs, and the pack may not leave away: imports, boundaries that runs read, changes of what decides answers, and who
 * did things. Only bodies that are disclosed can be held against the pack.
 */

/** Answers how many imports of the pack no entry of the log tells of. */
export function checkCommitments(problems: Problems, log: ReadLog, pack: Pack): { readonly importsNotLogged: number } {
  const size = Math.min(pack.integrity.size ?? log.size, log.size);
  checkBoundaries(problems, log, pack, size);
  checkChanges(problems, log, pack, size);
  checkPeople(problems, log, pack, size);
  return { importsNotLogged: checkImports(problems, log, pack, size) };
}

function isWithin({ leaves }: ReadLog, index: number, { from, to }: Pack['period']): boolean {
  const at = leaves[index]?.at ?? '';
  return at >= from && at < to;
}

/** An import that was logged cannot be left out: rows that call for an end would go with it. */
function checkImports(problems: Problems, log: ReadLog, { population: { imports }, pseudonyms }: Pack, size: number): number {
  const told = new Map(imports.map((each, index) => [each.id, { ...each, index }]));
  const logged = new Set<string>();
  const isHidden = pseudonyms !== null || leavesOf(log, 'import', size).some((index) => !log.bodies.has(index));
  for (const index of leavesOf(log, 'import', size)) {
    const its = bodyAt(log, index, 'import')?.import;
    if (its === undefined) continue;
    logged.add(its.id);
    const found = told.get(its.id);
    if (found === undefined) {
      problems.add(
        'withheld-import',
        PACK,
        '/population/imports',
        `entry ${index} of the log tells of an import, ${its.name} of ${its.system}, and the pack does not list it: its rows are not in the population`,
        { expected: `${its.rows} rows, SHA-256 ${its.sha256}` },
      );
      continue;
    }
    for (const member of ['sha256', 'rows', 'events', 'badRows', 'controlTotal'] as const)
      if (found[member] !== its[member])
        problems.add(
          'withheld-import',
          PACK,
          `/population/imports/${found.index}/${member}`,
          `the pack does not say of the import ${its.name} what entry ${index} of the log says`,
          { seen: found[member] ?? 'none', expected: its[member] ?? 'none' },
        );
  }
  return isHidden ? 0 : imports.filter(({ id }) => !logged.has(id)).length;
}

/** A boundary that a run of the period read stands in the pack, whatever the configuration says by now. */
function checkBoundaries(problems: Problems, log: ReadLog, { boundaries, period, pseudonyms }: Pack, size: number): void {
  const known = new Set(boundaries.map(({ id }) => id));
  const read = new Map<string, number>();
  for (const index of leavesOf(log, 'run-end', size)) {
    const body = bodyAt(log, index, 'run-end');
    if (body?.run === null || body === undefined || !isWithin(log, index, period)) continue;
    for (const boundary of body.boundaries) read.set(boundary, index);
  }
  // A code may stand within the id of one: then only how many there are can be held against the log.
  if (pseudonyms !== null) {
    if (known.size < read.size)
      problems.add('withheld-boundary', PACK, '/boundaries', 'runs of the period read more boundaries than the pack lists', {
        seen: known.size,
        expected: `${read.size} or more`,
      });
    return;
  }
  for (const [boundary, index] of read)
    if (!known.has(boundary))
      problems.add(
        'withheld-boundary',
        PACK,
        '/boundaries',
        `entry ${index} of the log says that a run of the period read ${boundary}, and the pack does not tell of it`,
        { expected: boundary },
      );
}

/** Where two runs of the period were made under other settings or other revisions of a rule, the pack says that it changed. */
function checkChanges(problems: Problems, log: ReadLog, { changes, period }: Pack, size: number): void {
  const told = (what: Pack['changes'][number]['what'], id?: string): boolean =>
    changes.some((each) => each.what === what && (id === undefined || each.id === id));
  const configurations = new Set<string>();
  const revisions = new Map<string, Set<number>>();
  for (const index of leavesOf(log, 'run-end', size)) {
    const body = bodyAt(log, index, 'run-end');
    if (body === undefined || body.run === null || !isWithin(log, index, period)) continue;
    const intent = log.leaves[index]?.of ?? null;
    const begun = intent === null ? undefined : bodyAt(log, intent, 'run-intent');
    if (begun !== undefined) configurations.add(begun.configuration);
    for (const { id, revision } of body.rules) revisions.set(id, (revisions.get(id) ?? new Set()).add(revision));
  }
  const withheld = (what: string, expected: string): void =>
    problems.add(
      'withheld-change',
      PACK,
      '/changes',
      `the log shows that ${what} changed between runs of the period, and the pack does not say so`,
      {
        expected,
      },
    );
  if (configurations.size > 1 && !told('configuration')) withheld('the configuration', [...configurations].join(', '));
  for (const [id, all] of revisions) if (all.size > 1 && !told('rule', id)) withheld(`the rule ${id}`, [...all].join(', '));
  for (const index of leavesOf(log, 'key-change', size)) {
    const at = log.leaves[index]?.at;
    if (isWithin(log, index, period) && !changes.some((each) => each.what === 'key' && each.at === at))
      withheld('the key', `entry ${index}`);
  }
}

/** Everybody whom the log names is counted among the people, for each time; and the pairs of duties that the pack sets apart are told wherever both were done. */
function checkPeople(problems: Problems, log: ReadLog, { people, period }: Pack, size: number): void {
  const times = (duty: Duty): number =>
    people.reduce((sum, { duties }) => sum + duties.reduce((all, each) => all + (each.duty === duty ? each.times : 0), 0), 0);
  const nonces = new Set<string>();
  const counts: Partial<Record<Duty, number>> = {};
  const add = (duty: Duty, name: string): void => {
    if (name.trim() !== '') counts[duty] = (counts[duty] ?? 0) + 1;
  };
  for (const [index, body] of log.bodies) {
    if (index >= size) continue;
    const { by } = body as unknown as BodyOf<'prune'>;
    if (body.kind === 'begun' || body.kind === 'key-change') {
      if ((log.leaves[index]?.at ?? '') < period.to) add('holds-key', by.name);
      continue;
    }
    if (!isWithin(log, index, period)) continue;
    if (body.kind === 'run-intent' && !nonces.has(body.nonce)) {
      nonces.add(body.nonce);
      add('ran', by.name);
    }
    if (body.kind === 'prune') add('pruned', by.name);
    if (body.kind === 'import') add('imported', by.name);
  }
  for (const duty of ['ran', 'pruned', 'imported', 'holds-key'] as const) {
    const expected = counts[duty] ?? 0;
    if (times(duty) < expected)
      problems.add('wrong-people', PACK, '/people', `the log names somebody who ${words[duty]} more often than the pack says`, {
        seen: times(duty),
        expected,
      });
  }
  for (const { person, duties, together } of people) {
    const done = new Set(duties.map(({ duty }) => duty));
    for (const [a, b] of apart)
      if (done.has(a) && done.has(b) && !together.some((pair) => pair[0] === a && pair[1] === b))
        problems.add(
          'wrong-people',
          PACK,
          '/people',
          `${person} did two things that one person should not both do, and the pack does not say so`,
          {
            expected: `${a} and ${b}`,
          },
        );
  }
}

const words: Readonly<Record<'ran' | 'pruned' | 'imported' | 'holds-key', string>> = {
  ran: 'ran it',
  pruned: 'removed something',
  imported: 'imported records',
  'holds-key': 'held the key',
};

/** Pairs of duties that nobody should have both of, whatever they were about (docs/evidence.md). */
const apart: readonly (readonly [Duty, Duty])[] = [
  ['ran', 'revoked'],
  ['imported', 'revoked'],
  ['approved-request', 'exported'],
  ['revoked', 'exported'],
  ['approved-exception', 'exported'],
  ['exported', 'pruned'],
  ['pruned', 'holds-key'],
];
