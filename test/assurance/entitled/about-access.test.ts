import { describe, expect, it } from 'vitest';
import { entitled } from '../../../src/assurance/entitled/entitled.ts';
import type { Holding } from '../../../src/model/access.ts';
import type { LifeCycleEvent } from '../../../src/model/life-cycle.ts';
import { ANN, ANN_ENTRA, approved, at, AWS, BOB, event, holding, input, span } from './small.ts';

const left = event({
  id: 'h1',
  type: 'left',
  at: at('8 17:00'),
  source: 'workday',
  sourceKind: 'hr',
  about: [{ kind: 'mail', value: 'ann@example.com' }],
});

describe('which events are about an access', () => {
  const log = { source: 'aws:t', sourceKind: 'provider-log', subject: ANN } as const;
  const scoped = (scope: string): Holding => holding({ access: { objects: ['Admin'], scope } });
  const events = (all: readonly LifeCycleEvent[], holdings: readonly Holding[] = [holding()]): ReturnType<typeof entitled> =>
    entitled(input({ events: all, holdings, scopes: [{ scope: AWS, parent: 'aws:org' }] }));

  it('finds grants and revocations by any name of the object', () => {
    const all = [
      event({ id: '1', type: 'granted', at: at('5'), object: 'arn:aws:iam::aws:policy/Admin', ...log }),
      event({ id: '2', type: 'revoked', at: at('6'), object: 'ADMIN', ...log }),
      event({ id: '3', type: 'revoked', at: at('6'), object: 'Reader', ...log }),
      event({ id: '4', type: 'revoked', at: at('6'), object: 'Admin', ...log, subject: BOB }),
      event({ id: '5', type: 'revoked', at: at('6'), object: 'Admin', ...log, succeeded: false }),
      event({ id: '6', type: 'revoked', at: at('6'), ...log }),
      event({ id: '7', type: 'revoked', at: at('6'), object: 'Admin', ...log, what: 'credential' }),
      event({ id: '8', type: 'revoked', at: at('21'), object: 'Admin', ...log }),
    ];
    const found = events(all);
    const { access } = holding();
    expect(found.grantedEvents(access).map(({ id }) => id)).toEqual(['1']);
    expect(found.revokedEvents(access).map(({ id }) => id)).toEqual(['2']);
    expect(found.matchedTo(access).map(({ id }) => id)).toEqual(['1', '2', '5']);
  });

  it('takes a place told roughly only where nothing is given on just that place', () => {
    const [here, above] = [scoped(AWS), scoped('aws:org')];
    const gone = event({ id: '1', type: 'revoked', at: at('6'), object: 'Admin', scope: 'aws:org', ...log });
    expect(events([gone], [here]).revokedEvents(here.access)).toHaveLength(1);
    const both = events([gone], [here, above]);
    expect([here, above].map(({ access }) => both.revokedEvents(access).length)).toEqual([0, 1]);
  });

  it('takes all accesses along with the account', () => {
    const gone = event({ id: '1', type: 'account-deleted', at: at('6'), what: 'account', ...log });
    expect(events([gone]).revokedEvents(holding().access)).toHaveLength(1);
    expect(events([{ ...gone, type: 'account-disabled' }]).revokedEvents(holding().access)).toHaveLength(0);
    expect(events([{ ...gone, type: 'account-disabled' }]).revokedEvents(holding({ access: { kind: 'account' } }).access)).toHaveLength(1);
  });

  it('takes an access along with the place it is given on', () => {
    const gone = event({ id: '1', type: 'environment-deleted', at: at('6'), scope: 'aws:org', source: 'ci', sourceKind: 'ci' });
    const of = (scope: string): number => events([{ ...gone, scope }]).revokedEvents(holding().access).length;
    expect([of('aws:org'), of(AWS), of('aws:other'), of('somewhere')]).toEqual([1, 1, 0, 0]);
  });

  it('tells events of any account of the person about the person, of one account about that', () => {
    const used = event({ id: '1', type: 'used', at: at('6'), ...log });
    const result = events([used, left]);
    expect(result.eventsOf(ANN).map(({ id }) => id)).toEqual(['1', 'h1']);
    expect(result.eventsOf(ANN_ENTRA).map(({ id }) => id)).toEqual(['h1']);
    expect(result.events.map(({ id, subject }) => [id, subject])).toEqual([
      ['1', ANN],
      ['h1', ANN],
    ]);
  });

  it('counts an event once that two regions and two imports tell, the one that arrived last standing', () => {
    const one = event({ id: '1', type: 'granted', at: at('5'), object: 'Admin', region: 'us-east-1', ...log });
    const copies = [one, { ...one, region: 'eu-west-1' }, { ...one, arrivedAt: at('6'), until: at('9') }];
    const { events: all, sources } = events(copies);
    expect(all).toEqual([copies[2]]);
    const either = [one, { ...one, region: 'eu-west-1' }];
    expect(events(either).events).toEqual(events(either.toReversed()).events);
    expect(sources.map(({ source, events: count }) => [source, count])).toContainEqual(['aws:t', 1]);
  });
});

describe('authorisations', () => {
  it('hold from when they were given, whatever they say of before', () => {
    expect(entitled(input({ events: approved({ from: at('1') }) })).authorisations).toMatchObject([{ from: at('4 09:00') }]);
    expect(entitled(input({ events: approved({ from: at('6') }) })).authorisations).toMatchObject([{ from: at('6') }]);
  });
});

describe('sources', () => {
  it('joins what they told of whole, each row apart', () => {
    const spans = [
      span('jira', 'ticket', at('5'), at('9')),
      span('jira', 'ticket', at('1'), at('5')),
      span('jira', 'ticket', at('12'), at('13')),
    ];
    expect(entitled(input({ spans, events: [...approved(), left] })).sources).toEqual([
      {
        source: 'jira',
        sourceKind: 'ticket',
        region: null,
        boundary: null,
        spans: [
          { from: at('1'), to: at('9'), tells: 'changes' },
          { from: at('12'), to: at('13'), tells: 'changes' },
        ],
        events: 2,
      },
      { source: 'workday', sourceKind: 'hr', region: null, boundary: null, spans: [], events: 1 },
    ]);
  });
});
