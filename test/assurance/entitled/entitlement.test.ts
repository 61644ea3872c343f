import { describe, expect, it } from 'vitest';
import type { Entitlement } from '../../../src/assurance/entitled/entitled.ts';
import { entitled } from '../../../src/assurance/entitled/entitled.ts';
import type { Holding } from '../../../src/model/access.ts';
import { ANN, ANN_ENTRA, approved, at, BOB, ended, ENTRA, event, holding, input, others, span } from './small.ts';
import type { SmallInput } from './small.ts';

const mail = [{ kind: 'mail', value: 'ann@example.com' }];
const hr = { source: 'workday', sourceKind: 'hr', about: mail } as const;
const review = { source: 'reviews', sourceKind: 'review', about: mail, actor: BOB } as const;
const left = event({ id: 'h1', type: 'left', at: at('8 17:00'), activity: 'last day of work', ...hr });

interface Case extends SmallInput {
  readonly name: string;
  /** Default: {@link holding}. */
  readonly of?: Holding;
  readonly says: { readonly [K in keyof Entitlement]?: unknown };
}

function trigger(kind: string, when: string | null): unknown {
  return when === null ? null : expect.objectContaining({ kind, at: when });
}

const cases: readonly Case[] = [
  {
    name: 'an approved request allows up to its end, which is the trigger',
    events: approved(),
    says: {
      authorised: 'yes',
      authorisations: ['jira|T-1'],
      authorisedUntil: at('10 18:00'),
      trigger: trigger('authorisation-ended', at('10 18:00')),
      lapses: [],
      perhaps: [],
    },
  },
  { name: 'a request that nobody approved allows nothing', events: approved().slice(0, 1), says: { authorised: 'never', trigger: null } },
  {
    name: 'an approval by whom it is for, from another account, allows nothing',
    events: approved({ actor: ANN_ENTRA }),
    says: { authorised: 'never', authorisations: [], trigger: null },
  },
  { name: 'what a machine lets pass allows nothing', events: approved({ by: 'automation' }), says: { authorised: 'never' } },
  {
    name: 'a broker that names no approver approved by its own rule',
    events: approved({ by: 'broker', actor: null }),
    says: { authorised: 'never' },
  },
  { name: 'a failed approval allows nothing', events: approved({ succeeded: false }), says: { authorised: 'never' } },
  { name: 'an approval of the future has not happened', events: approved(), asOf: at('4 08:30'), says: { authorised: 'never' } },
  {
    name: 'the end of one authorisation triggers nothing while another holds',
    events: [...approved(), ...approved({ correlation: 'T-2', until: at('12 18:00') }).map((each) => ({ ...each, id: `${each.id}b` }))],
    says: {
      authorisations: ['jira|T-1', 'jira|T-2'],
      authorisedUntil: at('12 18:00'),
      trigger: trigger('authorisation-ended', at('12 18:00')),
    },
  },
  {
    name: 'a standing approval with no end triggers nothing',
    events: approved().slice(1),
    says: { authorised: 'yes', authorisedUntil: null, trigger: null },
  },
  {
    name: 'a renewal with an approval of its own extends',
    events: [
      ...approved(),
      event({ id: 'T-1/3', type: 'renewed', at: at('9 10:00'), correlation: 'T-1', until: at('15 18:00') }),
      event({ id: 'T-1/4', type: 'approved', at: at('9 11:00'), correlation: 'T-1', actor: BOB }),
    ],
    says: { authorisedUntil: at('15 18:00') },
  },
  {
    name: 'a renewal that nobody approved does not',
    events: [...approved(), event({ id: 'T-1/3', type: 'renewed', at: at('9 10:00'), correlation: 'T-1', until: at('15 18:00') })],
    says: { authorisedUntil: at('10 18:00') },
  },
  {
    name: 'who left is allowed nothing from then on, not by what was approved later either',
    events: [...approved(), left, ...approved({ correlation: 'T-2' }).map((each) => ({ ...each, id: `${each.id}b`, at: at('9 09:00') }))],
    says: { authorised: 'yes', authorisations: ['jira|T-1'], trigger: trigger('left', at('8 17:00')) },
  },
  {
    name: 'who came back is allowed what is approved from then on',
    events: [
      ...approved(),
      left,
      event({ id: 'h2', type: 'moved', at: at('9 08:00'), ...hr }),
      ...approved({ correlation: 'T-2' }).map((each) => ({ ...each, id: `${each.id}b`, at: at('9 09:00') })),
    ],
    says: {
      authorisedUntil: at('10 18:00'),
      trigger: trigger('authorisation-ended', at('10 18:00')),
      lapses: [{ from: at('8 17:00'), to: at('9 09:00') }],
    },
  },
  {
    name: 'leaving triggers where nothing on record ever allowed it',
    events: [left],
    says: { authorised: 'never', authorisedUntil: null, trigger: trigger('left', at('8 17:00')) },
  },
  {
    name: 'leaving that is announced triggers in the future',
    events: [...approved({ until: null }), { ...left, at: at('25 17:00') }],
    says: { authorised: 'yes', trigger: trigger('left', at('25 17:00')) },
  },
  {
    name: 'a move ends what was approved before it',
    events: [...approved(), event({ id: 'h1', type: 'moved', at: at('6 09:00'), ...hr })],
    says: { trigger: trigger('moved', at('6 09:00')) },
  },
  {
    name: 'a move leaves what was approved after it',
    events: [...approved(), event({ id: 'h1', type: 'moved', at: at('4 08:30'), ...hr })],
    says: { trigger: trigger('authorisation-ended', at('10 18:00')) },
  },
  {
    name: 'a move before the access began triggers nothing of it',
    events: [event({ id: 'h1', type: 'moved', at: at('3'), ...hr })],
    says: { trigger: null, perhaps: [] },
  },
  {
    name: 'a move while it may have been there or not triggers perhaps',
    events: [event({ id: 'h1', type: 'moved', at: at('4 12:00'), ...hr })],
    says: { trigger: null, perhaps: [trigger('moved', at('4 12:00'))] },
  },
  {
    name: 'a review allows for as long as the settings say',
    events: [event({ id: 'r1', type: 'reviewed', at: at('6'), object: 'Admin', ...review })],
    settings: { reviewDays: 7 },
    says: { authorised: 'yes', authorisedUntil: at('13') },
  },
  {
    name: 'a review that does not keep it ends an approval',
    events: [...approved(), event({ id: 'r1', type: 'review-denied', at: at('6'), object: 'Admin', ...review })],
    says: { trigger: trigger('review-denied', at('6')) },
  },
  {
    name: 'a review of something else ends nothing',
    events: [...approved(), event({ id: 'r1', type: 'review-denied', at: at('6'), object: 'Reader', ...review })],
    says: { trigger: trigger('authorisation-ended', at('10 18:00')) },
  },
  {
    name: 'a closed ticket ends what it allowed, and nothing else',
    events: [
      ...approved(),
      event({ id: 'T-1/5', type: 'task-ended', at: at('7'), correlation: 'T-1' }),
      ...approved({ correlation: 'T-2', until: at('9') }).map((each) => ({ ...each, id: `${each.id}b` })),
    ],
    says: { authorised: 'yes', trigger: trigger('authorisation-ended', at('9')) },
  },
  {
    name: 'a closed ticket alone triggers',
    events: [...approved(), event({ id: 'T-1/5', type: 'task-ended', at: at('7'), correlation: 'T-1' })],
    says: { trigger: trigger('task-ended', at('7')) },
  },
  {
    name: 'the end of the task of a request that is yet to be made ends nothing that others allow',
    events: [
      ...approved(),
      ...approved({ id: 'T-2/1', correlation: 'T-2', at: at('7') }).slice(0, 1),
      ...approved({ id: 'T-2/2', correlation: 'T-2', at: at('8'), type: 'task-ended', until: null }).slice(0, 1),
    ],
    asOf: at('6'),
    says: { authorised: 'yes', authorisedUntil: at('10 18:00'), trigger: trigger('authorisation-ended', at('10 18:00')) },
  },
  {
    name: 'a run that names the ticket ends it, too',
    events: [...approved(), event({ id: 'run', type: 'task-ended', at: at('7'), ticket: 't-1', source: 'ci', sourceKind: 'ci' })],
    says: { trigger: trigger('task-ended', at('7')) },
  },
  {
    name: 'what an environment was given goes with it',
    events: [
      ...approved(),
      event({ id: 'e', type: 'environment-deleted', at: at('7'), scope: '111122223333', source: 'ci', sourceKind: 'ci' }),
    ],
    says: { trigger: trigger('environment-deleted', at('7')) },
  },
  {
    name: 'an environment elsewhere does not matter',
    events: [...approved(), event({ id: 'e', type: 'environment-deleted', at: at('7'), scope: ENTRA, source: 'ci', sourceKind: 'ci' })],
    says: { trigger: trigger('authorisation-ended', at('10 18:00')) },
  },
  {
    name: 'an incident about the person ends what was approved before',
    events: [...approved(), event({ id: 'i', type: 'incident', at: at('7'), subject: ANN_ENTRA, source: 'soc', sourceKind: 'signal' })],
    says: { trigger: trigger('incident', at('7')) },
  },
  {
    name: 'a signal that the account elsewhere was disabled ends it',
    events: [
      ...approved(),
      event({ id: 'i', type: 'account-disabled', at: at('7'), subject: ANN_ENTRA, source: 'idp', sourceKind: 'signal' }),
    ],
    says: { trigger: trigger('signal', at('7')) },
  },
  {
    name: 'a ticket that says it is revoked ends what it allowed',
    events: [...approved(), event({ id: 'T-1/6', type: 'revoked', at: at('7'), correlation: 'T-1' })],
    says: { trigger: trigger('revocation-claimed', at('7')) },
  },
  {
    name: 'that the provider revoked it triggers nothing',
    events: [
      ...approved({ until: null }),
      event({
        id: 'p',
        type: 'revoked',
        at: at('7'),
        subject: ANN,
        object: 'Admin',
        source: 'aws:cloudtrail-events',
        sourceKind: 'provider-log',
      }),
    ],
    says: { trigger: null },
  },
  {
    name: 'a refusal after the approval ends it',
    events: [...approved(), event({ id: 'T-1/7', type: 'denied', at: at('6'), correlation: 'T-1', actor: BOB })],
    says: { trigger: trigger('authorisation-ended', at('6')) },
  },
  {
    name: 'an approval with an end that does not say which may be about being able to switch it on',
    events: approved(),
    of: holding({ access: { kind: 'eligibility', id: 'eligible' } }),
    says: { authorised: 'unknown', because: ['jira|T-1 may be about it'], trigger: null },
  },
  {
    name: 'what is given to somebody who had left should never have been',
    events: [left],
    of: holding({ notBefore: at('12'), firstSeen: at('13') }),
    says: { authorised: 'never', trigger: trigger('left', at('8 17:00')) },
  },
  {
    name: 'an approval for a place that nobody read may be about it',
    events: approved({ scope: 'the cloud' }),
    says: { authorised: 'unknown', because: ['jira|T-1 may be about it'] },
  },
  {
    name: 'a renewal that tells no end does not take the end away',
    events: [
      ...approved(),
      event({ id: 'T-1/3', type: 'renewed', at: at('9 10:00'), correlation: 'T-1' }),
      event({ id: 'T-1/4', type: 'approved', at: at('9 11:00'), correlation: 'T-1', actor: BOB }),
    ],
    says: { authorisedUntil: at('10 18:00') },
  },
  {
    name: "the provider's own end comes first where it is first",
    events: approved(),
    of: holding({ access: { until: at('9') } }),
    says: { authorised: 'yes', trigger: trigger('provider-end', at('9')) },
  },
  {
    name: 'an approval before a break does not hide it, and one after it says when it is due',
    events: [
      ...approved({ until: at('6') }),
      ...approved({ correlation: 'T-2', from: at('8'), until: at('9') }).map((each) => ({ ...each, id: `${each.id}b` })),
    ],
    says: { authorisedUntil: at('9'), lapses: [{ from: at('6'), to: at('8') }] },
  },
  {
    name: 'an approval that was over before the access began did not allow it',
    events: approved(),
    of: holding({ notBefore: at('11'), firstSeen: at('12') }),
    says: { authorised: 'never', trigger: null },
  },
  {
    name: 'an approval given after it ended did not allow it',
    events: approved(),
    of: holding({ notBefore: at('1'), firstSeen: at('2'), end: ended(at('2'), at('3')) }),
    says: { authorised: 'never' },
  },
  {
    name: 'silence of records that begin later shows nothing',
    spans: [span('jira', 'ticket', at('6'))],
    says: { authorised: 'unknown', trigger: null },
  },
  { name: 'silence of nobody shows nothing', spans: [], says: { authorised: 'unknown' } },
  { name: 'silence of a log shows nothing', spans: [span('aws:cloudtrail-events', 'provider-log')], says: { authorised: 'unknown' } },
  {
    name: 'silence of one ticket system shows nothing where another does not cover the time',
    spans: [span('jira', 'ticket'), span('servicenow', 'ticket', at('6'))],
    says: { authorised: 'unknown', because: ['records of servicenow do not cover when it began'] },
  },
  {
    name: 'what began nobody knows when may have been allowed before',
    of: holding({ notBefore: null }),
    says: { authorised: 'unknown', because: ['when it began is not known'] },
  },
  {
    name: "a beginning that the provider's log tells is known",
    of: holding({ notBefore: null }),
    events: [
      event({
        id: 'p',
        type: 'granted',
        at: at('3'),
        subject: ANN,
        object: 'Admin',
        what: 'assignment',
        source: 'aws:t',
        sourceKind: 'provider-log',
      }),
    ],
    says: { authorised: 'never' },
  },
  {
    name: 'records that name people by what this account has not would not have found it',
    events: [event({ id: '1', type: 'approved', at: at('5'), about: [{ kind: 'badge', value: '1' }], object: 'Admin' })],
    says: { authorised: 'unknown', because: ['rows of jira name people by badge, which this account does not have'] },
  },
  {
    name: 'a row that names nobody may be about it',
    events: [event({ id: '1', type: 'approved', at: at('5'), object: 'Admin' })],
    says: { authorised: 'unknown', because: ['rows of jira name nobody'] },
  },
  {
    name: 'a row about somebody unknown, by a kind of name that this account has, is not about it',
    events: [event({ id: '1', type: 'approved', at: at('5'), about: [{ kind: 'mail', value: 'eve@example.com' }], object: 'Admin' })],
    says: { authorised: 'never' },
  },
  {
    name: 'an approval that names nothing may be about it',
    events: approved({ object: null }),
    says: { authorised: 'unknown', because: ['jira|T-1 may be about it'], trigger: null },
  },
  {
    name: 'an approval of something that nobody read may be about it',
    events: approved({ object: 'super powers' }),
    says: { authorised: 'unknown' },
  },
  {
    name: 'an approval for another place does not allow it here',
    events: approved({ scope: ENTRA }),
    says: { authorised: 'never' },
  },
  { name: 'an approval for the account by its number allows it', events: approved({ scope: '111122223333' }), says: { authorised: 'yes' } },
  { name: 'an approval of an account allows no policy', events: approved({ what: 'account' }), says: { authorised: 'never' } },
  {
    name: 'an approval to have a right on does not allow to be able to switch it on',
    events: approved({ what: 'assignment' }),
    of: holding({ access: { kind: 'eligibility', id: 'eligible' } }),
    says: { authorised: 'never', trigger: null },
  },
];

describe('from when an access should be gone', () => {
  it.each(cases)('$name', ({ of = holding(), says, name: _, ...given }) => {
    const found = entitled(input({ ...given, holdings: [of, ...others] })).entitlementOf(of);
    expect(found).toMatchObject(says);
  });

  it('names both where two sources tell different last days, and takes the first', () => {
    const other = { ...left, id: 'x', source: 'badge-system', at: at('9 17:00') };
    const { trigger: found } = entitled(input({ events: [left, other] })).entitlementOf(holding());
    expect(found).toMatchObject({
      at: at('8 17:00'),
      text: 'left (last day of work, workday); badge-system says 2026-11-09T17:00:00.000Z',
    });
  });

  it('can neither deny nor say that it is due where a leaver is one of two people', () => {
    const about = [...mail, { kind: 'uid', value: 'AIDABOB' }];
    const result = entitled(input({ events: [...approved(), { ...left, about }] }));
    const found = result.entitlementOf(holding());
    expect(found.trigger).toMatchObject({ kind: 'authorisation-ended' });
    expect(found.perhaps).toMatchObject([{ kind: 'left', subjects: [ANN, BOB] }]);
    expect(result.triggers.map(({ kind }) => kind)).toEqual(['authorisation-ended']);
    expect(result.allowedAt(holding().access, at('9')).state).toBe('unknown');
  });

  it('says what is allowed at a moment', () => {
    const result = entitled(input({ events: approved() }));
    const { access } = holding();
    expect(result.allowedAt(access, at('5'))).toEqual({ state: 'yes', until: at('10 18:00'), ids: ['jira|T-1'] });
    expect(result.allowedAt(access, at('10 18:00'))).toEqual({ state: 'no', until: null, ids: [] });
    expect(entitled(input({ events: approved(), spans: [] })).allowedAt(access, at('11')).state).toBe('unknown');
  });

  it('allows the time of the policy that was given last, of those in force at the trigger', () => {
    const none = { from: null, boundaries: null, triggers: null, tierZero: null };
    const allowed = [
      { ...none, ms: 1 },
      { ...none, ms: 2, tierZero: true },
      { ...none, ms: 3, boundaries: 'entra:' },
      { ...none, ms: 4, from: at('9') },
      { ...none, ms: 5, triggers: ['left' as const] },
    ];
    const result = entitled(input({ events: [left], settings: { allowed } }));
    const { access } = holding();
    const [of] = result.triggers;
    if (of === undefined) throw new Error('no trigger');
    expect(result.allowedMs(access, of, false)).toBe(5);
    expect(result.allowedMs(access, { ...of, kind: 'moved' }, false)).toBe(1);
    expect(result.allowedMs(access, { ...of, kind: 'moved' }, true)).toBe(2);
    expect(result.allowedMs(access, { ...of, kind: 'moved', at: at('9') }, true)).toBe(4);
    expect(result.allowedMs({ ...access, boundary: ENTRA }, { ...of, kind: 'moved' }, true)).toBe(3);
    expect(entitled(input({})).allowedMs(access, of, true)).toBe(0);
  });
});
