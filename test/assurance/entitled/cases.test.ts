import { describe, expect, it } from 'vitest';
import { entitled } from '../../../src/assurance/entitled/entitled.ts';
import type { RequestCase } from '../../../src/model/authorisation.ts';
import type { LifeCycleEvent } from '../../../src/model/life-cycle.ts';
import { ANN, ANN_ENTRA, approved, at, BOB, event, holding, input } from './small.ts';
import type { SmallInput } from './small.ts';

const pim = { source: 'entra:directory-audits', sourceKind: 'provider-log', what: 'assignment' } as const;
const theAccess = holding().access.id;

function casesIn(given: SmallInput): readonly RequestCase[] {
  return entitled(input(given)).requests;
}

interface Case extends SmallInput {
  readonly name: string;
  readonly says: readonly { readonly [K in keyof RequestCase]?: unknown }[];
}

const cases: readonly Case[] = [
  {
    name: 'who asked, who approved, what for, until when, and what came of it',
    events: approved(),
    says: [
      {
        id: 'jira|T-1',
        source: 'jira',
        sourceKind: 'ticket',
        subjects: [ANN, ANN_ENTRA],
        unmatched: [],
        asked: [{ object: 'Admin', scope: null, until: at('10 18:00') }],
        requester: ANN,
        approvers: [BOB],
        requestedAt: at('4 08:00'),
        approvedAt: at('4 09:00'),
        deniedAt: null,
        grantedAt: null,
        endedAt: null,
        from: at('4 09:00'),
        until: at('10 18:00'),
        ticket: 'T-1',
        accesses: [theAccess],
        renewals: 0,
        renewalsUnapproved: 0,
        events: [
          { source: 'jira', id: 'T-1/1' },
          { source: 'jira', id: 'T-1/2' },
        ],
      },
    ],
  },
  {
    name: 'an approval by whom it is for is shown',
    events: approved({ actor: ANN }),
    says: [{ requester: ANN, approvers: [ANN], approvedAt: at('4 09:00') }],
  },
  {
    name: 'approvers by other names are those whom the names find',
    events: approved().map((each) => ({ ...each, actor: null, actedBy: [{ kind: 'mail', value: 'BOB@example.com' }] })),
    says: [{ requester: BOB, approvers: [BOB] }],
  },
  {
    name: 'approvers whom nobody knows are named as they are told',
    events: approved().map((each) => ({ ...each, actor: null, actedBy: [{ kind: 'mail', value: 'eve@example.com' }] })),
    says: [{ approvers: ['eve@example.com'] }],
  },
  {
    name: "what another system tells with the ticket's number is of the same case",
    events: [
      ...approved(),
      event({ id: 'p1', type: 'requested', at: at('4 10:00'), subject: ANN, object: 'Admin', correlation: 'x', ticket: 't-1', ...pim }),
      event({ id: 'p2', type: 'activated', at: at('4 10:01'), subject: ANN, object: 'Admin', correlation: 'x', ...pim }),
      event({ id: 'p3', type: 'revoked', at: at('9'), subject: ANN, object: 'Admin', correlation: 'x', ...pim }),
    ],
    says: [
      { id: 'jira|T-1', grantedAt: at('4 10:01'), endedAt: at('9'), asked: [{ object: 'Admin', scope: null, until: at('10 18:00') }] },
    ],
  },
  {
    name: 'a number in the reason joins, where it is that of a ticket',
    events: [
      ...approved(),
      event({ id: 'p2', type: 'granted', at: at('4 10:01'), subject: ANN, object: 'Else', justification: 'see (T-1), please', ...pim }),
      event({ id: 'p3', type: 'granted', at: at('4 10:02'), subject: ANN, object: 'Other', justification: 'see (T-9)', ...pim }),
    ],
    says: [{ grantedAt: at('4 10:01'), events: ['T-1/1', 'T-1/2', 'p2'].map((id) => expect.objectContaining({ id })) }],
  },
  {
    name: 'a number that somebody else typed in joins nothing',
    events: [
      ...approved(),
      event({ id: 'p1', type: 'requested', at: at('4 10:00'), subject: BOB, object: 'Admin', correlation: 'x', ticket: 'T-1', ...pim }),
    ],
    says: [{ id: 'entra:directory-audits|x', subjects: [BOB], ticket: 'T-1', approvedAt: null }, { id: 'jira|T-1' }],
  },
  {
    name: 'what was logged of its accesses in its time was given by it',
    events: [...approved(), event({ id: 'p', type: 'granted', at: at('4 11:00'), subject: ANN, object: 'Admin', ...pim })],
    says: [{ grantedAt: at('4 11:00') }],
  },
  {
    name: 'a refusal is one, and nothing came of it',
    events: [...approved().slice(0, 1), event({ id: 'T-1/3', type: 'denied', at: at('4 10:00'), correlation: 'T-1', actor: BOB })],
    says: [{ deniedAt: at('4 10:00'), approvedAt: null, accesses: [] }],
  },
  {
    name: 'renewals are counted, and those that nobody approved',
    events: [
      ...approved(),
      event({ id: 'T-1/3', type: 'renewed', at: at('9'), correlation: 'T-1', until: at('12') }),
      event({ id: 'T-1/4', type: 'approved', at: at('9 01:00'), correlation: 'T-1', actor: BOB }),
      event({ id: 'T-1/5', type: 'renewed', at: at('11'), correlation: 'T-1', until: at('15') }),
    ],
    says: [{ renewals: 2, renewalsUnapproved: 1, until: at('12') }],
  },
  {
    name: 'an approval after the second renewal is not of the first',
    events: [
      ...approved(),
      event({ id: 'T-1/3', type: 'renewed', at: at('8'), correlation: 'T-1', until: at('12') }),
      event({ id: 'T-1/4', type: 'renewed', at: at('9'), correlation: 'T-1', until: at('15') }),
      event({ id: 'T-1/5', type: 'approved', at: at('9 01:00'), correlation: 'T-1', actor: BOB }),
    ],
    says: [{ renewals: 2, renewalsUnapproved: 1, until: at('15') }],
  },
  {
    name: 'an access came of a request that names nothing where an entry of the request says that it was given',
    events: [
      ...approved({ object: null }),
      event({ id: 'T-1/3', type: 'granted', at: at('4 10:00'), subject: ANN, object: 'Admin', correlation: 'T-1' }),
    ],
    holdings: [holding({ notBefore: at('11'), firstSeen: at('12') })],
    says: [{ accesses: [theAccess] }],
  },
  {
    name: 'an access of another time did not come of it',
    events: approved(),
    holdings: [holding({ notBefore: at('11'), firstSeen: at('12') })],
    says: [{ accesses: [] }],
  },
  {
    name: 'whom nobody knows is told by the names the source has',
    events: approved({ about: [{ kind: 'badge', value: '7' }] }),
    says: [{ subjects: [], unmatched: [{ kind: 'badge', value: '7' }], accesses: [] }],
  },
  {
    name: 'what nobody asked for is no request',
    events: approved().slice(1),
    says: [],
  },
  {
    name: 'the start of an operation that the log tells asks nobody',
    events: [
      event({ id: 's', type: 'requested', at: at('4'), subject: ANN, object: 'Admin', correlation: 'c', activity: 'write', ...pim }),
      event({ id: 'e', type: 'granted', at: at('4'), subject: ANN, object: 'Admin', correlation: 'c', activity: 'write', ...pim }),
    ],
    says: [],
  },
];

describe('requests and what came of them', () => {
  it.each(cases)('$name', ({ name: _, says, ...given }) => {
    const found = casesIn(given);
    expect(found).toHaveLength(says.length);
    expect(found).toMatchObject(says);
  });

  it('approves by the ticket what another system switched on with its number, and nothing that was typed in beside it', () => {
    const ticket = approved({ object: null });
    const switched = (object: string, id: string): LifeCycleEvent =>
      event({
        id,
        type: 'activated',
        at: at('4 10:01'),
        subject: ANN,
        object,
        correlation: id,
        ticket: 'T-1',
        until: at('4 18:00'),
        ...pim,
      });
    const plain = entitled(input({ events: [...ticket, switched('Admin', 'p1')] }));
    expect(plain.authorisations).toMatchObject([
      { id: 'jira|T-1', covers: { objects: ['Admin'] }, until: at('4 18:00'), approvers: [BOB], ticket: 't-1' },
    ]);
    const named = entitled(input({ events: [...approved(), switched('Owner', 'p2')] }));
    expect(named.authorisations).toMatchObject([{ covers: { objects: ['Admin'] } }]);
  });

  it('gives a ticket for nobody in particular to each who used its number, for what each did', () => {
    const ticket = approved({ object: null, about: [] });
    const activated = (subject: string, object: string): LifeCycleEvent =>
      event({ id: subject, type: 'activated', at: at('4 10:01'), subject, object, correlation: subject, ticket: 'T-1', ...pim });
    const { authorisations } = entitled(input({ events: [...ticket, activated(ANN, 'Admin'), activated(BOB, 'Reader')] }));
    expect(authorisations.map(({ subjects, covers }) => [subjects, covers.objects])).toEqual([[[ANN, ANN_ENTRA], ['Admin']]]);
  });

  it('takes the word of a broker that it gave something for a standing approval, and a log for none', () => {
    const given = event({
      id: '1',
      type: 'granted',
      at: at('4'),
      subject: ANN,
      object: 'Admin',
      source: 'pam',
      sourceKind: 'broker',
      by: 'broker',
      until: at('6'),
    });
    expect(entitled(input({ events: [given] })).authorisations).toMatchObject([{ kind: 'standing-approval', until: at('6') }]);
    expect(entitled(input({ events: [{ ...given, sourceKind: 'provider-log' }] })).authorisations).toEqual([]);
    expect(entitled(input({ events: [{ ...given, by: 'person', actor: ANN }] })).authorisations).toEqual([]);
  });
});
