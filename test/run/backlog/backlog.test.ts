import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ending } from '../../../src/model/ending.ts';
import type { Finding, Undetermined } from '../../../src/model/finding.ts';
import { sampleReport } from '../../support/report.ts';
import { runs } from '../../support/runs.ts';
import { asOf, estate, finding, home, made, report, resolvedOf } from './estate.ts';

const rules = [
  'standing-administrator',
  'access-key-unused',
  'end-late',
  'no-owner',
  'blind-spot',
  'trust-open-to-any-subject',
  'of-somebody-else',
] as const;
const families: Readonly<Record<string, Finding['family']>> = {
  'end-late': 'jit-integrity',
  'no-owner': 'ownership',
  'blind-spot': 'blind-spot',
};

const someFinding = fc
  .record({
    rule: fc.constantFrom(...rules),
    subject: fc.constantFrom('ana', 'ben', 'cara'),
    cause: fc.constantFrom('a|x', 'b|x', 'c|y', 'd'),
    severity: fc.constantFrom('critical' as const, 'high' as const, 'low' as const),
  })
  .map(({ rule, ...rest }) => finding({ rule, family: families[rule] ?? 'standing', ...rest }));
const someFindings = fc.uniqueArray(someFinding, { selector: ({ fingerprint }) => fingerprint, maxLength: 25 });

describe('items', () => {
  it('hold each finding once, those that are excepted among them', () => {
    fc.assert(
      fc.property(someFindings, fc.nat(25), (findings, cut) => {
        const excepted = findings.slice(cut).map((each) => ({ exception: 'e', owner: 'o', until: asOf, finding: each }));
        const { items } = made([], { report: report(findings.slice(0, cut), { excepted }) });
        const told = items.flatMap((each) => each.findings.map(({ fingerprint }) => fingerprint));
        expect([...told].sort()).toEqual(findings.map(({ fingerprint }) => fingerprint).sort());
      }),
      { numRuns: runs(200, 3000) },
    );
  });

  it('are the same in whatever order findings come', () => {
    fc.assert(
      fc.property(
        someFindings.chain((findings) => fc.tuple(fc.constant(findings), fc.shuffledSubarray(findings, { minLength: findings.length }))),
        ([one, two]) => {
          expect(JSON.stringify(made(two))).toBe(JSON.stringify(made(one)));
        },
      ),
      { numRuns: runs(200, 3000) },
    );
  });

  it('keep their ids when something else comes, goes or is renamed', () => {
    fc.assert(
      fc.property(someFindings, fc.string(), (findings, name) => {
        const here = finding({ subject: 'dora', cause: 'dora|admin' });
        const renamed = findings.map((each) => ({ ...each, subject: { ...each.subject, name }, rootCause: { ...each.rootCause, name } }));
        const ids = [made([here]), made([here, ...findings]), made([...renamed, here])].map(
          ({ items }) => items.find((item) => item.findings.some(({ fingerprint }) => fingerprint === here.fingerprint))?.id,
        );
        expect(new Set(ids).size).toBe(1);
        expect(ids[0]).toMatch(/^VST-[0-9a-f]{12}$/);
      }),
      { numRuns: runs(100, 2000) },
    );
  });

  it('never cross owners or boundaries', () => {
    const owners: Readonly<Record<string, string>> = { x: 'red', y: 'blue' };
    const { items } = made([finding({ cause: 'x' }), finding({ cause: 'y', subject: 'ben' }), finding({ cause: 'y' })], {
      estate: estate({
        hanging: (source) => ({ how: 'right', boundary: `aws:${source}`, at: source, of: null }),
        ownerOf: (id) => owners[id] ?? null,
      }),
    });
    expect(items.map(({ owner, boundary, findings }) => [owner, boundary, findings.length]).sort()).toEqual([
      ['blue', 'aws:y', 2],
      ['red', 'aws:x', 1],
    ]);
  });

  it('keep apart what different work mends, though one thing is behind it', () => {
    const both = [finding({ cause: 'ana' }), finding({ cause: 'ana', rule: 'no-owner', family: 'ownership' })];
    expect(made(both).items).toHaveLength(2);
  });

  it('rank what is certain before what was not read, and drop neither', () => {
    const open: Undetermined = {
      ...{ rule: 'role-unused', subject: deploy(), capability: null, scope: null, questions: 7 },
      because: [{ boundary: home, surface: 'aws:role-last-used', cause: 'denied', detail: 'AccessDenied' }],
    };
    const low = finding({ severity: 'low' });
    const { items, caveats } = made([], { report: report([low], { undetermined: [open] }) });
    expect(items.map(({ rootCause }) => rootCause.kind)).toEqual(['attached-policy', 'reading']);
    expect(items[1]?.title).toBe(`Let the scanner read aws:role-last-used in ${home}`);
    expect(items[1]?.fix.join()).toContain('AccessDenied');
    expect(caveats).toContain('7 questions of rules without an answer');
  });

  it('tell the least right that reads what was not read', () => {
    const [line] = sampleReport.coverage.filter(({ status }) => status === 'unread');
    const blind = finding({ rule: 'blind-spot', family: 'blind-spot', subject: line?.surface ?? '' });
    const { items } = made([], { report: report([blind], { coverage: sampleReport.coverage }) });
    expect(items[0]?.fix[0]).toBe(
      'Give the scanner organizations:ListPolicies so that aws:service-control-policies can be read (unread, unsupported); without it is not known whether the organization denies what is reported here',
    );
  });

  it('are due by their severity from when they were first seen', () => {
    const seen = { first: '2026-10-01T00:00:00.000Z', last: asOf, runs: 3, since: '2026-10-10T00:00:00.000Z', reappeared: 0 };
    expect(made([finding({ seen })]).items[0]?.due).toBe('2026-10-17T00:00:00.000Z');
    expect(made([finding({ seen, severity: 'low' })]).items[0]?.due).toBe('2027-04-08T00:00:00.000Z');
  });

  it('keep the date they were told first where no history tells since when', () => {
    const first = made([finding()]);
    const later = made([], {
      report: { ...report([finding()]), run: { ...report([]).run, asOf: '2026-11-05T00:00:00.000Z' } },
      before: first,
    });
    expect(first.items[0]?.due).toBe('2026-11-08T06:00:00.000Z');
    expect(later.items[0]?.due).toBe('2026-11-08T06:00:00.000Z');
  });

  it('are accepted only where every finding is excepted', () => {
    const [one, two] = [finding({ cause: 'x' }), finding({ cause: 'x', subject: 'ben' })];
    const aside = (each: Finding) => ({ exception: 'e', owner: 'o', until: asOf, finding: each });
    expect(made([], { report: report([], { excepted: [aside(one), aside(two)] }) }).items[0]?.state).toBe('accepted');
    const mixed = made([], { report: report([one], { excepted: [aside(two)] }) }).items[0];
    expect([mixed?.state, mixed?.findings.length]).toEqual(['open', 2]);
    expect(mixed?.severityReasons).toContain('1 finding of it excepted');
  });
});

describe('a second export', () => {
  const old = finding();
  const before = made([old]);

  it('closes what was shown to be gone, observed and not verified where no ending tells more', () => {
    const [item] = made([], { before, resolved: [resolvedOf(old)] }).items;
    expect([item?.id, item?.state, item?.closed?.level]).toEqual([before.items[0]?.id, 'closed', 2]);
    expect(item?.closed?.lacks).toEqual(['an ending on record: linger, other ways and use after the end were not looked at']);
  });

  it('closes with the level of the least sure ending, and says what that lacks', () => {
    const ended = (level: 1 | 3, lacks: readonly string[]): Ending => ({
      ...(sampleReport.endings[0] as Ending),
      outcome: 'ended',
      level,
      lacks,
    });
    const known = estate({ endingsOf: () => [ended(3, []), ended(1, ['a second read'])] });
    const [item] = made([], { before, resolved: [resolvedOf(old)], estate: known }).items;
    expect(item?.closed).toMatchObject({ level: 1, lacks: ['a second read'] });
  });

  it('never closes what is only not told any more', () => {
    for (const resolved of [[], null]) {
      const [item] = made([], { before, resolved }).items;
      expect([item?.state, item?.closed]).toEqual(['unconfirmed', null]);
      expect(item?.rankBecause.join()).toMatch(/nothing shows that it is gone/);
    }
  });

  it('does not close an item of which one finding is without proof', () => {
    const [one, two] = [finding({ cause: 'x' }), finding({ cause: 'x', subject: 'ben' })];
    const [item] = made([], { before: made([one, two]), resolved: [resolvedOf(one)] }).items;
    expect(item?.state).toBe('unconfirmed');
    expect(item?.rankBecause.join()).toContain('of 1 of its 2 findings');
  });

  it('tells that what was done returned, under the same id, until it is done again', () => {
    const closed = made([], { before, resolved: [resolvedOf(old)] });
    const back = made([old], { before: closed });
    expect(back.items.map(({ id, state }) => [id, state])).toEqual([[before.items[0]?.id, 'returned']]);
    expect(made([old], { before: back }).items[0]?.state).toBe('returned');
    expect(made([], { before: back, resolved: [resolvedOf(old)] }).items[0]?.state).toBe('closed');
  });

  it('keeps what is closed closed, without asking for proof again', () => {
    const closed = made([], { before, resolved: [resolvedOf(old)] });
    expect(made([], { before: closed, resolved: [] }).items[0]?.state).toBe('closed');
  });

  it('says under which item the findings of one that is not told any more are now', () => {
    const moved = { ...old, rootCause: { ...old.rootCause, id: 'another' } };
    const { items, caveats } = made([moved], { before });
    const left = items.find(({ id }) => id === before.items[0]?.id);
    const now = items.find(({ id }) => id !== before.items[0]?.id);
    expect([left?.state, left?.movedTo]).toEqual(['unconfirmed', [now?.id]]);
    expect(caveats).toContain(`${left?.id ?? ''} is told under ${now?.id ?? ''} now`);
  });

  it('closes an item of open questions only when its boundary was read to the end', () => {
    const open: Undetermined = {
      ...{ rule: 'role-unused', subject: deploy(), capability: null, scope: null, questions: 1 },
      because: [{ boundary: home, surface: 'aws:x', cause: 'denied', detail: 'no' }],
    };
    const first = made([], { report: report([], { undetermined: [open] }) });
    const line = { ...(sampleReport.coverage[0] as (typeof sampleReport.coverage)[number]), surface: 'aws:x' };
    const of = (status: 'complete' | 'unread') =>
      made([], { report: report([], { coverage: [{ ...line, status }] }), before: first }).items[0]?.state;
    expect([of('complete'), of('unread')]).toEqual(['closed', 'unconfirmed']);
    expect(made([], { before: first }).items[0]?.state).toBe('unconfirmed');
  });
});

function deploy(): Finding['subject'] {
  return finding().subject;
}
