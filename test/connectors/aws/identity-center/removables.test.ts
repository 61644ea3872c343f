import { describe, expect, it } from 'vitest';
import { awsRemovables } from '../../../../connectors/aws/resolve/removables.ts';
import { resolveAws } from '../../../../connectors/aws/resolve/resolve.ts';
import type { Removable } from '../../../../src/contract/connector.ts';
import type { FactIndex } from '../../../../src/model/fact.ts';
import { full, indexOf, known, management, member, scan, settingsOf } from './estate.ts';
import { iam, reserved } from './iam.ts';

const asOf = '2026-01-01T00:00:00.000Z';
const accounts = [
  ...iam(member, [reserved('Admin', member), reserved('Reader', member)]),
  ...iam(management, [reserved('Reader', management)]),
];

function factsOf(assignments: string): FactIndex {
  return indexOf(scan(full, [...known(management), ...accounts], settingsOf({ assignments })).facts);
}

/** Source kinds and names of links of people, without those of one removable. */
function linksOf(facts: FactIndex, without: readonly string[] = []): readonly string[] {
  return [...resolveAws(facts, asOf, undefined, new Set(without))]
    .filter((each) => each.type === 'link' && ['assignment', 'membership', 'entitlement'].includes(each.source.kind))
    .map((each) => each.source.id)
    .sort();
}

function removables(facts: FactIndex, kind: string): readonly Removable[] {
  return [...awsRemovables(facts)].filter((each) => each.kind === kind);
}

describe('what can be taken from people of IAM Identity Center', () => {
  // one assignment stands in several lists, by account or by principal
  it.each(['by-principal', 'by-account'])('is each assignment, membership and entitlement once, listed %s', (assignments) => {
    const facts = factsOf(assignments);
    const all = linksOf(facts);
    expect(removables(facts, 'assignment')).toHaveLength(full.assigned.length);
    for (const kind of ['assignment', 'membership', 'entitlement']) {
      const own = removables(facts, kind);
      expect(own.length, kind).toBeGreaterThan(0);
      for (const { without, names, text } of own) {
        const left = linksOf(facts, without);
        expect(left, text).toEqual(all.filter((id) => id !== names[0]));
        expect(left.length, text).toBe(all.length - 1);
      }
    }
  });

  it('leaves what is known of the rest as it is: nobody else is let in', () => {
    const facts = factsOf('by-account');
    const [one] = removables(facts, 'assignment');
    const refuted = (without: readonly string[]): number =>
      [...resolveAws(facts, asOf, undefined, new Set(without))].filter((each) => each.presence === 'refuted').length;
    expect(refuted(one?.without ?? [])).toBe(refuted([]));
    expect(refuted([])).toBeGreaterThan(0);
  });
});
