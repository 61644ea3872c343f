import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { personsOf, type Account } from '../../src/graph/persons.ts';
import type { PersonRule } from '../../src/model/person.ts';
import { runs } from '../support/runs.ts';

const upnRule: PersonRule = {
  left: { connector: 'entra', handle: 'user-name' },
  right: { connector: 'aws', handle: 'user-name' },
};

function account(id: string, boundary: string, handles: Readonly<Record<string, string>>): Account {
  const immutable = ['entra-object', 'on-premises'];
  return {
    id,
    boundary,
    handles: Object.entries(handles).map(([kind, value]) => ({ kind, value, immutable: immutable.includes(kind) })),
  };
}

const ann = account('entra/t/ann', 'entra:t', { 'entra-object': 'AAAA', 'user-name': 'Ann@corp.example' });
const annInCenter = account('arn:ann', 'aws:identity-center/i', { 'entra-object': 'aaaa', 'user-name': 'ann@corp.example' });

describe('personsOf', () => {
  it('joins accounts of two directories by an immutable handle, whatever the case of its letters', () => {
    const { persons, conflicts } = personsOf([annInCenter, ann], []);
    expect(persons.map((each) => each.accounts)).toEqual([['arn:ann', 'entra/t/ann']]);
    expect(persons[0]?.because).toEqual(['both have the entra-object aaaa']);
    expect(conflicts).toEqual([]);
  });

  it('joins nothing by a handle that is not immutable, unless a rule says so', () => {
    const center = account('arn:ann', 'aws:identity-center/i', { 'user-name': 'ann@corp.example' });
    expect(personsOf([ann, center], []).persons).toEqual([]);
    const { persons } = personsOf([ann, center], [upnRule]);
    expect(persons.map((each) => each.accounts)).toEqual([['arn:ann', 'entra/t/ann']]);
    expect(persons[0]?.because[0]).toContain('the rule of the configuration: entra user-name is aws user-name, ann@corp.example');
  });

  it('reads a rule for the connectors it names and no others', () => {
    const other = account('gh/ann', 'github:o', { 'user-name': 'ann@corp.example' });
    expect(personsOf([ann, other], [upnRule]).persons).toEqual([]);
  });

  it('joins a chain over three directories', () => {
    const third = account('gcp/ann', 'gcp:o', { 'on-premises': 'x' });
    const both = account('entra/t/ann', 'entra:t', { 'entra-object': 'aaaa', 'on-premises': 'X' });
    expect(personsOf([third, annInCenter, both], []).persons.map((each) => each.accounts)).toEqual([['arn:ann', 'entra/t/ann', 'gcp/ann']]);
  });

  it('reports two accounts of one directory with one immutable handle, and joins neither to anybody', () => {
    const twin = account('entra/t/twin', 'entra:t', { 'entra-object': 'aaaa' });
    const { persons, conflicts } = personsOf([ann, annInCenter, twin], []);
    expect(persons).toEqual([]);
    expect(conflicts.map((each) => each.accounts)).toEqual([['entra/t/ann', 'entra/t/twin']]);
  });

  it('lets a rule give way to what immutable handles say, and reports it', () => {
    const bob = account('entra/t/bob', 'entra:t', { 'user-name': 'ann@corp.example' });
    const renamed = account('entra/t/ann', 'entra:t', { 'entra-object': 'aaaa', 'user-name': 'annie@corp.example' });
    const { persons, conflicts } = personsOf([renamed, bob, annInCenter], [upnRule]);
    expect(persons.map((each) => each.accounts)).toEqual([['arn:ann', 'entra/t/ann']]);
    expect(conflicts).toHaveLength(1);
    expect(conflicts[0]?.accounts).toEqual(['entra/t/ann', 'entra/t/bob']);
  });

  it('reports a rule whose value two accounts of one side have', () => {
    const twin = account('arn:twin', 'aws:identity-center/i', { 'user-name': 'ann@corp.example' });
    const center = account('arn:ann', 'aws:identity-center/i', { 'user-name': 'ann@corp.example' });
    const { persons, conflicts } = personsOf([ann, center, twin], [upnRule]);
    expect(persons).toEqual([]);
    expect(conflicts).toHaveLength(1);
  });

  const handle = fc.record({
    kind: fc.constantFrom('entra-object', 'on-premises', 'user-name', 'display-name'),
    value: fc.constantFrom('a', 'A', 'b', 'c'),
  });
  const estate = fc.uniqueArray(
    fc.record({
      number: fc.nat(12),
      boundary: fc.constantFrom('entra:t', 'aws:i', 'gcp:o'),
      handles: fc.array(handle, { maxLength: 3 }),
    }),
    { selector: ({ number }) => number, maxLength: 9 },
  );

  it('says the same in any order, never puts two accounts of a directory together, and never joins by a name that people read', () => {
    fc.assert(
      fc.property(estate, fc.boolean(), (told, withRule) => {
        const accounts = told.map(({ number, boundary, handles }): Account => ({
          id: `id-${String(number).padStart(2, '0')}`,
          boundary,
          handles: handles.map((each) => ({ ...each, immutable: each.kind === 'entra-object' || each.kind === 'on-premises' })),
        }));
        const rules = withRule ? [upnRule] : [];
        const made = personsOf(accounts, rules);
        expect(personsOf([...accounts].reverse(), rules)).toEqual(made);
        const byId = new Map(accounts.map((each) => [each.id, each]));
        for (const { accounts: ids } of made.persons) {
          const boundaries = ids.map((id) => byId.get(id)?.boundary);
          expect(new Set(boundaries).size).toBe(boundaries.length);
        }
        const nameless = accounts.map((each) => ({ ...each, handles: each.handles.filter(({ kind }) => kind !== 'display-name') }));
        expect(personsOf(nameless, rules)).toEqual(made);
      }),
      { numRuns: runs(300, 20_000) },
    );
  });
});
