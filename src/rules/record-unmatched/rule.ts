import * as v from 'valibot';
import { groupBy } from '../../base/group.ts';
import { isNonEmpty } from '../../base/json.ts';
import { byCodeUnit } from '../../base/order.ts';
import { defineRule } from '../../contract/rule.ts';
import type { Unmatched } from '../../model/authorisation.ts';
import type { View } from '../../model/view.ts';
import { controls } from '../controls.ts';
import { historyLacks } from '../records.ts';
import { requested, withoutHistory } from '../request-examples.ts';
import { importName, importRef } from '../sources.ts';
import { clear, count, counted } from '../shared.ts';

const stranger = { source: 'jira', keys: [{ kind: 'mail', value: 'j.doe@contractor.example' }] } as const;

export const rule = defineRule({
  id: 'record-unmatched',
  revision: 1,
  family: 'blind-spot',
  title: 'Records about people or things nobody knows',
  why: 'A row that names somebody who was not read, or several people at once, is matched to nobody: it is never guessed. What it tells, an approval or a last day of work, then counts for no account, and what should have ended by it is not seen to be overdue. Asked of each source that told anything.',
  remedy:
    'Read the directory that knows these people, or say in the configuration which tag, handle or name of an account is the key that the records use.',
  verify: 'the next analysis matches the rows, or the share of those about nobody known is below the limit',
  controls: controls('PR.AA-01', 'ZTA-7', 'AC-2', 'IA-4', 'CA-7', 'CC4.1', 'CC6.2', 'A.5.16', 'GDPR-32.1.d'),
  settings: v.strictObject({
    percent: count(
      5,
      'our own choice: one row in twenty',
      'percent of the events of a source',
      'A source with a greater share of rows about nobody known is a finding',
    ),
  }),
  needs: [{ kind: 'identity', where: 'all' }],
  *questions(view) {
    for (const name of namesOf(view)) yield { subject: importRef(name) };
    if (view.assured.from === 'none') for (const { id } of view.boundaries) yield { subject: { type: 'boundary', id } };
  },
  answer(view, { subject }, { percent }) {
    const lacks = historyLacks(view, subject.type === 'boundary' ? subject.id : undefined);
    if (isNonEmpty(lacks)) return { says: 'undetermined', because: lacks };
    if (subject.type !== 'surface') return clear;
    const { id } = subject;
    const events = view.assured.sources.reduce((sum, each) => sum + (importName(each) === id ? each.events : 0), 0);
    const rows = view.assured.unmatched.filter((each) => importName(each) === id);
    const share = events === 0 ? (rows.length === 0 ? 0 : 100) : (rows.length * 100) / events;
    if (share <= percent) return clear;
    return {
      says: 'finding',
      severity: 'low',
      reasons: [
        `${counted(rows.length, 'row')} of ${counted(events, 'event')} are about nobody or nothing known for certain: ${Math.floor(share)} %, and the limit is ${percent} %`,
        `${whyOf(rows)}; the first name ${keysIn(rows)}`,
      ],
      witness: [subject],
    };
  },
  examples: {
    fires: [requested('one row of ten', {}, { sources: [{ source: 'jira', sourceKind: 'ticket', events: 10 }], unmatched: [stranger] })],
    clear: [
      requested('one row of twenty', {}, { sources: [{ source: 'jira', sourceKind: 'ticket', events: 20 }], unmatched: [stranger] }),
      requested('every row is about somebody known'),
    ],
    undetermined: [withoutHistory('no store was at hand')],
  },
});

function namesOf({ assured: { sources, unmatched } }: View): readonly string[] {
  return [...new Set([...sources, ...unmatched].map(importName))].sort(byCodeUnit);
}

const words: Readonly<Record<Unmatched['why'], string>> = {
  ambiguous: 'name several people',
  unknown: 'name somebody or something that was not read',
  'no-key': 'name nobody',
};

function whyOf(rows: readonly Unmatched[]): string {
  return [...groupBy(rows, ({ why }) => why)]
    .sort(([a], [b]) => byCodeUnit(a, b))
    .map(([why, of]) => `${of.length} ${words[why]}`)
    .join(', ');
}

function keysIn(rows: readonly Unmatched[]): string {
  const names = new Set(rows.flatMap(({ keys }) => keys.map(({ kind, value }) => `${kind} ${value}`)));
  return names.size === 0 ? 'nothing' : [...names].slice(0, 3).join(', ');
}
