import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { RemedyTarget } from '../../src/contract/connector.ts';
import { judge } from '../../src/judge/judge.ts';
import { viewOfSmallGraph } from '../../src/judge/small.ts';
import { rules } from '../../src/rules/list.ts';
import { rule as administrator } from '../../src/rules/standing-administrator/rule.ts';
import { randomGraph } from '../paths/random-graph.ts';
import { runs } from '../support/runs.ts';

const group = 'arn:aws:iam::111122223333:group/ops';
const members = ['ann', 'ben', 'cleo'].map((name) => `arn:aws:iam::111122223333:user/${name}`);
const estate = {
  name: 'three of one group',
  identities: [{ id: group, kind: 'group' as const }, ...members.map((id) => ({ id, kind: 'user' as const }))],
  links: members.map((from) => ({ from, to: group, how: 'member-of' as const })),
  grants: [{ subject: group, capability: 'administer' as const }],
};
const commands = (target: RemedyTarget): readonly string[] => ('key' in target ? [`take away ${target.key}`] : []);

describe('what findings have in common', () => {
  it('is one object, so that many findings need little room', () => {
    const { findings } = judge({ view: viewOfSmallGraph(estate), rules: [{ rule: administrator, settings: {} }], remedy: commands });
    expect(findings.map(({ subject }) => subject.id)).toEqual(members);
    for (const part of ['object', 'rootCause', 'remediation'] as const) expect(new Set(findings.map((each) => each[part])).size).toBe(1);
    expect(new Set(findings.map(({ path }) => path.at(-1))).size).toBe(1);
    expect(findings[0]?.remediation.commands).toEqual([`take away ${findings[0]?.object?.id ?? ''}`]);
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(3);
  });

  it('says of each what is said of it where nothing else was judged', () => {
    let seen = 0;
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 4, max: 14 }), (seed, size) => {
        const set = rules.map((rule) => ({ rule, settings: v.parse(rule.settings, {}) }));
        const graph = randomGraph(seed, size);
        const together = judge({ view: viewOfSmallGraph(graph), rules: set, remedy: commands });
        const other = viewOfSmallGraph(graph);
        const alone = set.map((each) => judge({ view: other, rules: [each], remedy: commands }));
        const byPrint = new Map(alone.flatMap(({ findings }) => findings.map((each) => [each.fingerprint, each] as const)));
        seen += together.findings.length;
        expect(together.findings).toHaveLength(byPrint.size);
        for (const each of together.findings) expect(each).toEqual(byPrint.get(each.fingerprint));
      }),
      { numRuns: runs(6), seed: 5 },
    );
    expect(seen).toBeGreaterThan(50);
  });
});
