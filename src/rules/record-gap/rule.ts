import * as v from 'valibot';
import { HOUR_MS, instantOf } from '../../base/instant.ts';
import { groupBy } from '../../base/group.ts';
import { isNonEmpty } from '../../base/json.ts';
import { defineRule } from '../../contract/rule.ts';
import type { EventSource } from '../../model/authorisation.ts';
import type { Time } from '../../model/event-coverage.ts';
import type { Observation, Ref } from '../../model/question.ts';
import type { View } from '../../model/view.ts';
import { daysAgo, tenant } from '../activation-examples.ts';
import { controls } from '../controls.ts';
import { historyLacks, LOOK_BACK_DAYS, lookBackFrom } from '../records.ts';
import { requested, withoutHistory } from '../request-examples.ts';
import { breaksTold } from '../breaks.ts';
import { importName, importRef } from '../sources.ts';
import { clear, count, days } from '../shared.ts';

const log = { source: 'entra:directory-audits', sourceKind: 'provider-log', boundary: tenant } as const;

export const rule = defineRule({
  id: 'record-gap',
  revision: 1,
  family: 'blind-spot',
  title: 'Times of which no log or export tells',
  why: 'Who gave what, and when it ended, is proved by logs and exports. In a time that none of them covers anything may have happened: what was given and taken away between two reads was never there as far as anybody can show. Asked of each boundary by its provider’s log, and of each imported source by what its exports say they cover.',
  remedy:
    'Read the log of the boundary in each region (the change logs are surfaces that can be asked for), keep it longer than the look-back, and import exports whose times follow each other without a break.',
  verify: 'the next analysis with the log or export that is missing finds the time covered',
  controls: controls('PR.PS-04', 'ZTA-7', 'AU-9', 'CA-7', 'CC4.1', 'CC7.2', 'A.8.15', 'PCI-10.2.1', 'GDPR-32.1.d'),
  settings: v.strictObject({
    days: days(LOOK_BACK_DAYS, 'our own choice: a month, which most exports cover', 'The time that logs and exports should cover'),
    hours: count(
      24,
      'our own choice: exports are made once a day at best, and logs are written with a delay',
      'hours',
      'A break that is shorter, and the last of these hours, are let pass',
    ),
  }),
  needs: [{ kind: 'boundary', where: 'all' }],
  *questions(view) {
    for (const { id } of view.boundaries) yield { subject: { type: 'boundary', id } };
    for (const source of groupBy(imports(view), importName).keys()) yield { subject: importRef(source) };
  },
  answer(view, { subject }, { days: lookBack, hours }) {
    const lacks = historyLacks(view, subject.type === 'boundary' ? subject.id : undefined);
    if (isNonEmpty(lacks)) return { says: 'undetermined', because: lacks };
    const wanted: Time = { from: lookBackFrom(view, lookBack), to: instantOf(Math.max(0, view.now - hours * HOUR_MS)) };
    if (subject.type === 'boundary') return ofBoundary(view, subject, wanted, hours * HOUR_MS);
    const rows = imports(view).filter((each) => importName(each) === subject.id);
    if (subject.type !== 'surface' || rows.length === 0) return clear;
    return breaksTold(subject, rows, subject.id, wanted, hours * HOUR_MS);
  },
  examples: {
    fires: [
      requested(
        'the log begins ten days ago',
        {},
        { sources: [{ ...log, spans: [{ from: daysAgo(10), to: daysAgo(0), tells: 'changes' }] }] },
      ),
      requested('no log was read', {}, { sources: [{ source: 'jira', sourceKind: 'ticket' }] }),
      requested(
        'one region of two was not read',
        {},
        {
          sources: [
            { ...log, region: 'eu-west-1' },
            { ...log, region: 'us-east-1', spans: [] },
          ],
        },
      ),
      requested(
        'five days are missing between two exports',
        {},
        {
          sources: [
            log,
            {
              source: 'jira',
              sourceKind: 'ticket',
              spans: [
                { from: daysAgo(40), to: daysAgo(15), tells: 'changes' },
                { from: daysAgo(10), to: daysAgo(0), tells: 'changes' },
              ],
            },
          ],
        },
      ),
    ],
    clear: [
      requested('a log of a year', {}, { sources: [log] }),
      requested(
        'read until yesterday, in two parts',
        {},
        {
          sources: [
            {
              ...log,
              spans: [
                { from: daysAgo(40), to: daysAgo(15), tells: 'use' },
                { from: daysAgo(15), to: daysAgo(1), tells: 'changes' },
              ],
            },
          ],
        },
      ),
    ],
    undetermined: [withoutHistory('no store was at hand')],
  },
});

function imports(view: View): readonly EventSource[] {
  return view.assured.sources.filter(({ sourceKind, boundary }) => sourceKind !== 'provider-log' && boundary === null);
}

function ofBoundary(view: View, subject: Ref, wanted: Time, leastMs: number): Observation {
  if (!view.boundaries.some(({ id }) => id === subject.id)) return clear;
  const rows = view.assured.sources.filter((each) => each.sourceKind === 'provider-log' && each.boundary === subject.id);
  return breaksTold(subject, rows, 'the provider’s log', wanted, leastMs);
}
