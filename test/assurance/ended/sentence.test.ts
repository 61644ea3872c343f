import { expect, test } from 'vitest';
import { endingsIn, inputOf } from './estate.ts';

const twelveHours = {
  what: 'role session',
  longestMs: 12 * 3_600_000,
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_manage-assume.html',
  midSession: 'on-command' as const,
  cutBy: ['session-revoked' as const],
};

test('due on Tuesday, seen on Wednesday, gone on Thursday, logged in between: when it ended, how late, by whom, until when it lived on, and how sure that is', () => {
  const [ending, ...more] = endingsIn(
    inputOf({
      name: 'the sentence',
      asOf: '10-09 06:00',
      holdings: [
        {
          firstSeen: '10-01 02:00',
          lastSeen: '10-07 02:00',
          notBefore: '09-30 02:00',
          end: { after: '10-07 01:59', before: '10-08 02:01' },
        },
      ],
      events: [
        {
          id: 'ask',
          type: 'requested',
          at: '09-30 10:00',
          sourceKind: 'broker',
          source: 'pam',
          correlation: 'c1',
          actor: 'ann',
          region: null,
        },
        {
          id: 'yes',
          type: 'approved',
          at: '09-30 11:00',
          until: '10-06 18:00',
          sourceKind: 'broker',
          source: 'pam',
          correlation: 'c1',
          actor: 'bob',
          region: null,
        },
        { id: 'detached', type: 'revoked', at: '10-07 09:14' },
      ],
      spans: [
        { from: '09-01 00:00', to: '10-09 05:00' },
        { from: '09-01 00:00', to: '10-09 06:00', source: 'pam', sourceKind: 'broker', region: null, boundary: null, tells: 'changes' },
      ],
      lingers: [twelveHours],
    }),
  );
  expect(more).toEqual([]);
  expect(ending).toMatchObject({
    outcome: 'ended',
    authorised: 'yes',
    trigger: { kind: 'authorisation-ended', at: '2026-10-06T18:00:00.000Z' },
    due: '2026-10-06T18:00:00.000Z',
    ended: {
      how: 'absent',
      after: '2026-10-07T09:13:00.000Z',
      before: '2026-10-07T09:15:00.000Z',
      recorded: { source: 'aws:cloudtrail-events', id: 'detached' },
    },
    lateness: { lower: (15 * 60 + 13) * 60_000, upper: (15 * 60 + 15) * 60_000, open: false },
    lingering: [{ until: '2026-10-07T21:15:00.000Z', state: 'passed' }],
    endedBy: { actor: 'arn:aws:iam::111122223333:user/bob', by: 'person' },
    endsBy: 'person',
    otherWays: { state: 'none', ways: [], because: [] },
    level: 3,
    lacks: [],
    tierZero: true,
    owner: 'platform',
    tests: { revokedAtOnce: 'no', nothingLeft: 'yes' },
  });
});
