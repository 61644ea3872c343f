import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entitled } from '../../../src/assurance/entitled/entitled.ts';
import type { AssureInput } from '../../../src/assurance/input.ts';
import type { Holding } from '../../../src/model/access.ts';
import type { LifeCycleEvent, LifeCycleEventType } from '../../../src/model/life-cycle.ts';
import { runs } from '../../support/runs.ts';
import { ANN, ANN_ENTRA, at, AWS, BOB, ended, ENTRA, event, holding, input, span } from './small.ts';

const types: readonly LifeCycleEventType[] = [
  'requested',
  'approved',
  'approved',
  'denied',
  'granted',
  'activated',
  'renewed',
  'revoked',
  'expired',
  'reviewed',
  'review-denied',
  'left',
  'moved',
  'incident',
  'task-ended',
  'environment-deleted',
  'account-deleted',
];
const told = [
  { source: 'jira', sourceKind: 'ticket' },
  { source: 'pam', sourceKind: 'broker' },
  { source: 'workday', sourceKind: 'hr' },
  { source: 'aws:t', sourceKind: 'provider-log' },
] as const;
const moment = fc.integer({ min: 1, max: 25 }).map((day) => at(`${day}`));
const maybe = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(of, { nil: null });
const about = fc.constantFrom(
  [],
  [{ kind: 'mail', value: 'ann@example.com' }],
  [{ kind: 'badge', value: '1' }],
  [
    { kind: 'mail', value: 'ann@example.com' },
    { kind: 'uid', value: 'AIDABOB' },
  ],
);

const someEvent = fc
  .record({
    type: fc.constantFrom(...types),
    at: moment,
    told: fc.constantFrom(...told),
    subject: maybe(fc.constantFrom(ANN, ANN_ENTRA)),
    about,
    actor: maybe(fc.constantFrom(ANN, BOB)),
    object: maybe(fc.constantFrom('Admin', 'Reader', 'nothing known')),
    scope: maybe(fc.constantFrom(AWS, ENTRA, 'somewhere')),
    from: maybe(moment),
    until: maybe(moment),
    correlation: maybe(fc.constantFrom('T-1', 'T-2')),
    ticket: maybe(fc.constantFrom('T-1', 'T-2')),
    succeeded: fc.integer({ min: 0, max: 9 }).map((each) => each > 0),
  })
  .map(({ told: of, ...given }) => ({ ...given, ...of }));

const events = fc.array(someEvent, { maxLength: 14 }).map((all) => all.map((each, index) => event({ id: `${index}`, ...each })));

const someHolding = fc
  .record({
    object: fc.constantFrom('Admin', 'Reader'),
    scope: maybe(fc.constantFrom(AWS)),
    since: fc.integer({ min: 1, max: 12 }),
    known: fc.boolean(),
    until: maybe(moment),
    open: fc.boolean(),
  })
  .map(({ object, scope, since, known, until, open }) =>
    holding({
      access: { objects: [object], name: object, scope, until },
      notBefore: known ? at(`${since}`) : null,
      firstSeen: at(`${since + 1}`),
      end: open ? null : ended(at('15'), at('16')),
    }),
  );
const holdings = fc.uniqueArray(someHolding, { minLength: 1, maxLength: 3, selector: (each) => each.access.id });
const spans = fc.array(
  fc.constantFrom(
    ...told.map((each) => span(each.source, each.sourceKind)),
    span('jira', 'ticket', at('1'), at('3')),
    span('pam', 'broker', at('8')),
  ),
  { maxLength: 5 },
);

/** All that is said, as plain data. */
function answers(given: AssureInput, of: readonly Holding[]): unknown {
  const { authorisations, triggers, requests, unmatched, sources, events: all, ...ask } = entitled(given);
  return {
    lists: { authorisations, triggers, requests, unmatched, sources, all },
    each: of.map((each) => [
      each.access.id,
      ask.entitlementOf(each),
      ask.matchedTo(each.access),
      ask.grantedEvents(each.access),
      ask.revokedEvents(each.access),
      ask.allowedAt(each.access, at('9')),
      ask.eventsOf(ANN),
    ]),
  };
}

describe('what records say', () => {
  it('does not hang on the order of anything', () => {
    fc.assert(
      fc.property(
        events.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray([...all], { minLength: all.length }))),
        holdings,
        spans,
        ([all, shuffled], held, told_) => {
          const one = answers(input({ events: all, holdings: held, spans: told_ }), held);
          const other = answers(input({ events: shuffled, holdings: held.toReversed(), spans: told_.toReversed() }), held);
          expect(JSON.stringify(other)).toBe(JSON.stringify(one));
        },
      ),
      { numRuns: runs(60) },
    );
  });

  it('does not hang on how often an entry is told', () => {
    fc.assert(
      fc.property(events, holdings, spans, (all, held, told_) => {
        const copies = all.map((each) => ({ ...each, about: [...each.about] }));
        expect(answers(input({ events: [...all, ...copies, ...all], holdings: held, spans: [...told_, ...told_] }), held)).toEqual(
          answers(input({ events: all, holdings: held, spans: told_ }), held),
        );
      }),
      { numRuns: runs(60) },
    );
  });

  it('does not hang on records about somebody else', () => {
    const bobs = (each: LifeCycleEvent): LifeCycleEvent => ({
      ...each,
      id: `bob-${each.id}`,
      subject: BOB,
      about: [],
      correlation: each.correlation === null ? null : `bob-${each.correlation}`,
      ticket: null,
    });
    const untold = (all: readonly LifeCycleEvent[]): readonly LifeCycleEvent[] => all.filter(({ type }) => type !== 'environment-deleted');
    fc.assert(
      fc.property(events, events, holdings, (all, others, held) => {
        const named = all.map((each) => ({ ...each, subject: each.subject ?? ANN, about: [] }));
        const covered = told.map((each) => span(each.source, each.sourceKind));
        const of = (given: readonly LifeCycleEvent[]): unknown => {
          const found = entitled(input({ events: given, holdings: held, spans: covered }));
          return held.map((each) => [found.entitlementOf(each), found.revokedEvents(each.access), found.eventsOf(ANN)]);
        };
        expect(of([...named, ...untold(others).map(bobs)])).toEqual(of(named));
      }),
      { numRuns: runs(60) },
    );
  });

  it('does not hang on whether one source told it or several that cover the same, where no request is torn apart', () => {
    fc.assert(
      fc.property(events, holdings, (all, held) => {
        const tickets = all.map((each) => ({ ...each, source: 'jira', sourceKind: 'ticket' as const, ticket: null }));
        const apart = tickets.map((each) => ({ ...each, source: each.correlation === 'T-1' ? 'servicenow' : 'jira' }));
        const covered = [span('jira', 'ticket'), span('servicenow', 'ticket')];
        const said = (given: readonly LifeCycleEvent[]): unknown => {
          const found = entitled(input({ events: given, holdings: held, spans: covered }));
          return held.map((each) => {
            const { authorised, authorisedUntil, trigger, lapses } = found.entitlementOf(each);
            // a row that would not have found somebody is of one source or of another
            return [authorised === 'yes', authorisedUntil, trigger?.kind, trigger?.at, lapses];
          });
        };
        expect(said(apart)).toEqual(said(tickets));
      }),
      { numRuns: runs(60) },
    );
  });

  it('never says `never` of less: where spans are taken away, or a row may be about it', () => {
    const known = told.map((each, index) =>
      event({ id: `known-${index}`, type: 'approved', at: at('2'), subject: BOB, object: 'Other', ...each }),
    );
    const isNever = (all: readonly LifeCycleEvent[], held: Holding, told_: AssureInput['spans']): boolean =>
      entitled(input({ events: all, holdings: [held], spans: told_ })).entitlementOf(held).authorised === 'never';
    const plenty = [...told.map((each) => span(each.source, each.sourceKind)), span('jira', 'ticket', at('1'), at('3'))];
    const row = fc
      .record({
        at: moment,
        about,
        object: maybe(fc.constantFrom('Admin', 'nothing known')),
        type: fc.constantFrom('approved' as const, 'reviewed' as const),
      })
      .map((given) => event({ id: 'row', actor: BOB, ...given }));
    let nevers = 0;
    fc.assert(
      fc.property(fc.oneof(fc.constant([]), events), someHolding, fc.subarray(plenty), row, (all, held, some, extra) => {
        const never = isNever([...known, ...all], held, plenty);
        if (never) nevers += 1;
        else {
          expect(isNever([...known, ...all], held, some)).toBe(false);
          expect(isNever([...known, ...all, extra], held, plenty)).toBe(false);
        }
        expect(isNever([...known, ...all], held, [])).toBe(false);
      }),
      { numRuns: runs(80) },
    );
    expect(nevers).toBeGreaterThan(0);
  });

  it('leaves no event of the future in what happened', () => {
    fc.assert(
      fc.property(events, holdings, spans, (all, held, told_) => {
        const asOf = at('12');
        const found = entitled(input({ events: all, holdings: held, spans: told_, asOf }));
        const later = new Set(all.filter((each) => each.at > asOf).map(({ id }) => id));
        for (const { events: of } of found.authorisations) expect(of.some(({ id }) => later.has(id))).toBe(false);
        for (const { access } of held) expect(found.matchedTo(access).some(({ id }) => later.has(id))).toBe(false);
        for (const { requestedAt, approvedAt, deniedAt, grantedAt, endedAt } of found.requests) {
          for (const each of [requestedAt, approvedAt, deniedAt, grantedAt, endedAt]) expect(each === null || each <= asOf).toBe(true);
        }
      }),
      { numRuns: runs(60) },
    );
  });
});
