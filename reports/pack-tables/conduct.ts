import type { BoundaryStanding, DutyHolder, Pack } from '../../src/model/pack.ts';
import { momentOf, tableOf, type Table } from './table.ts';
import { yesNo } from './words.ts';

/** How the evidence came about: what ran, who did what, what was read of which place, and what changed meanwhile. */
export function conductTables(pack: Pack): readonly Table[] {
  return [runsTable(pack), peopleTable(pack), boundariesTable(pack), changesTable(pack), selfTestTable(pack)];
}

function runsTable({ runs }: Pack): Table {
  return tableOf(
    { id: 'runs', sheet: 'Runs', says: 'A run within the period; one without an end was begun and never told how it ended.' },
    {
      at: ({ at }) => momentOf(at),
      state: ({ state }) => state,
      command: ({ command }) => command,
      by: ({ by }) => by,
      why: ({ why }) => why,
      intent_leaf: ({ intent }) => intent,
      end_leaf: ({ end }) => end,
      nonce: ({ nonce }) => nonce,
      capture: ({ capture }) => capture,
      run: ({ run }) => run,
    },
    runs,
  );
}

/** The other duty of each pair of which a person should not have both. */
function conflicts({ together }: DutyHolder, duty: string): readonly string[] {
  return together.flatMap(([a, b]) => (a === duty ? [b] : b === duty ? [a] : []));
}

function peopleTable({ people }: Pack): Table {
  const duties = people.flatMap((holder) => holder.duties.map((duty) => ({ holder, duty })));
  return tableOf(
    {
      id: 'people',
      sheet: 'People',
      says: 'What one person did. A conflict names the other duty that one person should not have beside it.',
    },
    {
      person: ({ holder }) => holder.person,
      duty: ({ duty }) => duty.duty,
      times: ({ duty }) => duty.times,
      first: ({ duty }) => momentOf(duty.first),
      last: ({ duty }) => momentOf(duty.last),
      conflicts_with: ({ holder, duty }) => conflicts(holder, duty.duty),
    },
    duties,
  );
}

function boundariesTable({ boundaries }: Pack): Table {
  type Line = { readonly boundary: BoundaryStanding; readonly unread: BoundaryStanding['unread'][number] | null };
  const lines = boundaries.flatMap((boundary): readonly Line[] =>
    boundary.unread.length === 0 ? [{ boundary, unread: null }] : boundary.unread.map((unread) => ({ boundary, unread })),
  );
  return tableOf<Line>(
    {
      id: 'boundaries',
      sheet: 'Boundaries',
      says: 'A boundary and, for each surface of it, the longest time in the period with no complete read.',
    },
    {
      boundary: ({ boundary }) => boundary.id,
      name: ({ boundary }) => boundary.name,
      known_by: ({ boundary }) => boundary.knownBy,
      runs: ({ boundary }) => boundary.runs,
      first_read: ({ boundary }) => momentOf(boundary.first),
      last_read: ({ boundary }) => momentOf(boundary.last),
      surface: ({ unread }) => unread?.surface ?? null,
      unread_from: ({ unread }) => momentOf(unread?.from ?? null),
      unread_to: ({ unread }) => momentOf(unread?.to ?? null),
      unread_ms: ({ unread }) => unread?.ms ?? null,
      complete_reads: ({ unread }) => unread?.completeReads ?? null,
    },
    lines,
  );
}

function changesTable({ changes }: Pack): Table {
  return tableOf(
    { id: 'changes', sheet: 'Changes', says: 'Something that decides answers changed within the period.' },
    { at: ({ at }) => momentOf(at), what: ({ what }) => what, id: ({ id }) => id, from: ({ from }) => from, to: ({ to }) => to },
    changes,
  );
}

function selfTestTable({ selfTest }: Pack): Table {
  return tableOf(
    { id: 'self-test', sheet: 'Self-test', says: 'A question with a known answer that was answered wrongly by what made this pack.' },
    {
      rule: ({ rule }) => rule,
      example: ({ example }) => example,
      expected: ({ expected }) => expected,
      got: ({ got }) => got,
      asked: () => selfTest.asked,
      right: () => selfTest.right,
      holds: () => yesNo(false),
    },
    selfTest.wrong,
  );
}
