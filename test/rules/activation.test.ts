import { describe, expect, it } from 'vitest';
import type { Rule, SmallGraph } from '../../src/contract/rule.ts';
import { viewOfSmallGraph } from '../../src/judge/small.ts';
import {
  admins,
  ann,
  ben,
  cas,
  demanding,
  directory,
  eligible,
  logSince,
  people,
  policy,
  role,
  switchedOn,
  tenant,
} from '../../src/rules/activation-examples.ts';
import { rule as permanentAllowed } from '../../src/rules/permanent-assignment-allowed/rule.ts';
import { rule as overLong } from '../../src/rules/activation-over-long/rule.ts';
import { rule as withoutApproval } from '../../src/rules/activation-without-approval/rule.ts';
import { rule as approverIsHolder } from '../../src/rules/approver-is-holder/rule.ts';
import { rule as approversMissing } from '../../src/rules/approvers-missing/rule.ts';
import { rule as approversTooMany } from '../../src/rules/approvers-too-many/rule.ts';
import { rule as outsideBroker } from '../../src/rules/assigned-outside-broker/rule.ts';
import { rule as deletedRestorable } from '../../src/rules/deleted-restorable/rule.ts';
import { rule as disabled } from '../../src/rules/disabled-with-privilege/rule.ts';
import { rule as dormant } from '../../src/rules/eligible-dormant/rule.ts';
import { rule as holderBlocked } from '../../src/rules/eligible-holder-blocked/rule.ts';
import { rule as guest } from '../../src/rules/guest-privileged/rule.ts';
import { rule as orphaned } from '../../src/rules/orphaned-assignment/rule.ts';
import { rule as serial } from '../../src/rules/serial-activation/rule.ts';
import { rule as administrator } from '../../src/rules/standing-administrator/rule.ts';
import { rule as windowOverLong } from '../../src/rules/window-over-long/rule.ts';
import { judged } from '../contract/rule-suite.ts';

const standing = { bounds: { lo: 'standing', hi: 'standing' }, gate: 'none', endsBy: 'nothing' } as const;
const member = (from: string, to = admins) => ({ from, to, how: 'member-of' as const });

/** `finding high`, `clear`, `undetermined` of each question, in the order of severity. */
function answers<S>(rule: Rule<S>, small: SmallGraph, settings: unknown = {}): readonly string[] {
  const { findings, totals } = judged(rule, small, settings);
  return [
    ...findings.map((each) => `finding ${each.severity}`),
    ...Array<string>(totals.clear).fill('clear'),
    ...Array<string>(totals.undetermined).fill('undetermined'),
  ];
}

describe('a policy is asked about', () => {
  it('only where a privileged right hangs on it, however many roles a tenant has', () => {
    const others = Array.from({ length: 130 }, (_, at) => demanding({ id: `${policy}-${at}`, gate: 'self' }));
    const small = directory('one role of many', { gate: 'self' });
    expect(answers(withoutApproval, { ...small, activationPolicies: [...(small.activationPolicies ?? []), ...others] })).toEqual([
      'finding high',
    ]);
  });

  it('where everybody holds the right for good, for that alone', () => {
    const small = directory(
      'active only',
      { longestActivationMs: null, allowsPermanentAssignment: true },
      { grants: [eligible(ann, standing)] },
    );
    expect(answers(overLong, small)).toEqual([]);
    expect(answers(permanentAllowed, small)).toEqual(['finding high']);
  });

  it('by the rights that a membership it governs leads to', () => {
    const small = directory(
      'an eligible member',
      { gate: 'self', governs: admins },
      {
        grants: [{ subject: admins, capability: 'administer', scope: tenant }],
        links: [{ ...member(ann), bounds: { lo: 'eligible', hi: 'eligible' }, gate: 'self', gatedBy: policy }],
      },
    );
    const { findings } = judged(withoutApproval, small);
    expect(findings.map(({ severity, subject, object }) => [severity, subject.id, object?.type])).toEqual([
      ['high', admins, 'activation-policy'],
    ]);
  });

  it('and is missing where an eligible right names one that nobody told, though all policies were read', () => {
    expect(answers(withoutApproval, directory('named only', {}, { activationPolicies: [] }))).toEqual(['undetermined']);
  });

  it('never in an account where nothing is switched on and no surface tells of policies', () => {
    const view = viewOfSmallGraph({ name: 'an account' });
    const silent = { ...view, coverageOf: () => [] };
    expect([...withoutApproval.questions(silent, {})]).toEqual([]);
  });

  it('is told as a finding about its boundary, with the policy as its root and the rights that hang on it', () => {
    const { findings } = judged(withoutApproval, directory('alone', { gate: 'self' }));
    expect(findings).toMatchObject([
      {
        subject: { kind: 'boundary', id: tenant },
        object: { type: 'activation-policy', id: policy, name: 'Global Administrator' },
        rootCause: { id: policy, kind: 'activation-policy' },
      },
    ]);
    expect(findings[0]?.evidence.map((each) => each.pointer)).toEqual(['/activationPolicies/0', '/grants/0']);
  });
});

describe('approvers', () => {
  it('are members of groups in groups, each once, also where groups hold each other', () => {
    const inner = admins.replace('dddddddd', 'dddddddd'.replace('d', 'e'));
    const round = directory(
      'groups in a ring',
      { approvers: [admins, ben] },
      {
        identities: [...people, { id: inner, kind: 'group', name: 'inner' }],
        links: [member(inner), member(admins, inner), member(ben, inner), member(cas, inner)],
      },
    );
    expect(answers(approversTooMany, round, { most: 1 })).toEqual(['finding medium']);
    expect(answers(approversTooMany, round, { most: 2 })).toEqual(['clear']);
    expect(answers(approversMissing, round)).toEqual(['clear']);
  });

  it('who are eligible members of a group in a group cannot approve', () => {
    const inner = admins.replace('dddddddd', 'eddddddd');
    const small = directory(
      'eligible further in',
      { approvers: [admins] },
      {
        identities: [...people, { id: inner, kind: 'group', name: 'inner' }],
        links: [{ ...member(inner), bounds: { lo: 'eligible', hi: 'eligible' }, gate: 'self' }, member(ben, inner)],
      },
    );
    expect(answers(approversMissing, small)).toEqual(['finding medium']);
  });

  it('are not known to be missing where a membership is in doubt', () => {
    const link = {
      ...member(ben),
      presence: 'possible' as const,
      conditions: [{ text: 'a rule of the group', settled: 'outside' as const }],
    };
    const small = directory('perhaps a member', { approvers: [admins] }, { links: [link] });
    expect(answers(approversMissing, small)).toEqual(['undetermined']);
  });

  it('may be outside the circle unless all of it was read', () => {
    const small = directory('a group that was not read', { approvers: [admins, ann] }, { unread: [{ kind: 'membership' }] });
    expect(answers(approverIsHolder, small)).toEqual(['undetermined']);
  });
});

describe('what was switched on', () => {
  it('counts for one’s own role only, and failed attempts count for nothing', () => {
    const other = switchedOn(ann, 3, 8, { object: 'f2ef992c-3afb-46b9-b7cf-a126ee74c451' });
    const failed = switchedOn(ann, 3, 8, { succeeded: false });
    for (const event of [other, failed]) {
      expect(answers(dormant, directory('not this', {}, { lifeCycleEvents: [logSince(29), event] }))).toEqual(['finding medium']);
    }
  });

  it('is one question for all that one assignment gives', () => {
    const grants = [eligible(ann), eligible(ann, { capability: 'grant-privilege' }), eligible(ann, { capability: 'disable-audit' })];
    expect(answers(dormant, directory('three rows', {}, { grants, lifeCycleEvents: [logSince(29)] }))).toEqual(['finding medium']);
  });

  it('ends when it is given back, and lasts as long as the policy allows where no end is told', () => {
    const week = switchedOn(ann, 8, 7 * 24);
    const back = {
      id: 'back',
      type: 'revoked' as const,
      at: switchedOn(ann, 7.9).at ?? '',
      subject: ann,
      object: role,
      what: 'assignment' as const,
    };
    expect(answers(serial, directory('a week', {}, { lifeCycleEvents: [logSince(28), week] }))).toEqual(['finding high']);
    expect(answers(serial, directory('given back', {}, { lifeCycleEvents: [logSince(28), week, back] }))).toEqual(['clear']);
    const open = switchedOn(ann, 8, 8, { until: null });
    expect(
      answers(serial, directory('no end told', { longestActivationMs: 7 * 86_400_000 }, { lifeCycleEvents: [logSince(28), open] })),
    ).toEqual(['finding high']);
  });

  it('is not forgotten because other people of the group left it off', () => {
    const small = directory(
      'a group',
      {},
      {
        grants: [eligible(admins)],
        links: [member(ann), member(ben)],
        lifeCycleEvents: [logSince(29), switchedOn(ben, 8, 7 * 24)],
      },
    );
    expect(answers(dormant, small)).toEqual(['clear']);
    expect(answers(serial, small)).toEqual(['finding high']);
  });
});

describe('what is latent', () => {
  const over = { [ann]: { enabled: false } } as const;
  const blocked = (more: Partial<SmallGraph>, state: object = over[ann]): SmallGraph =>
    directory('blocked', {}, { identities: people.map((each) => (each.id === ann ? { ...each, ...state } : each)), ...more });

  it('is said by one rule, whatever is held', () => {
    const all = (small: SmallGraph) => [holderBlocked, disabled, deletedRestorable].map((rule) => answers(rule, small).join());
    expect(all(blocked({}))).toEqual(['finding medium', 'clear', '']);
    expect(all(blocked({ grants: [eligible(ann, standing)] }))).toEqual(['clear', 'finding medium', '']);
    const deleted = { deletedAt: '2025-12-20T00:00:00.000Z' };
    expect(all(blocked({}, deleted))).toEqual(['finding medium', '', 'clear']);
    expect(all(blocked({ grants: [eligible(ann, standing)] }, deleted))).toEqual(['clear', '', 'finding medium']);
  });

  it('is no clear where a right that is perhaps there may be standing beside one that is eligible', () => {
    const perhaps = eligible(ann, {
      ...standing,
      capability: 'disable-audit',
      presence: 'possible',
      conditions: [{ text: 'something outside', settled: 'outside' }],
    });
    expect(answers(disabled, blocked({ grants: [eligible(ann), perhaps] }))).toEqual(['undetermined']);
  });

  it('keeps a standing right in the recycle bin a finding, and no way in', () => {
    const small = blocked({ grants: [eligible(ann, standing)] }, { deletedAt: '2025-12-20T00:00:00.000Z' });
    expect(viewOfSmallGraph(small).entry(ann)).toMatchObject({ state: 'none-seen' });
    const { findings } = judged(administrator, small);
    expect(findings).toHaveLength(1);
    expect(findings[0]?.reasons.join()).toContain('recycle bin');
  });
});

describe('a principal in no list', () => {
  const gone = ann.replace('aaaaaaaa', 'eeeeeeee');
  const left = directory('left behind', {}, { grants: [eligible(gone, standing)] });

  it('is left behind where all was read, and asked about by no rule for those who are there', () => {
    expect(answers(orphaned, left)).toEqual(['finding low', 'clear']);
    expect(judged(administrator, left).findings).toEqual([]);
  });

  it('may be there where it was not, and then holds its right', () => {
    const partial = { ...left, unread: [{ kind: 'identity' as const, boundary: tenant, status: 'partial' as const }] };
    expect(answers(orphaned, partial)).toEqual(['undetermined', 'undetermined']);
    expect(judged(administrator, partial).findings.map((each) => each.subject.id)).toEqual([gone]);
  });

  it('is no stranger where only the subscriptions of its tenant were read', () => {
    const root = tenant.replace('entra', 'azure');
    const small = (subject: string): SmallGraph => ({
      name: 'subscriptions only',
      boundaries: [{ id: root }],
      grants: [{ subject, capability: 'administer', scope: root, boundary: root }],
    });
    const own = judged(guest, small(ann));
    expect(own.totals.questions).toBe(0);
    expect(judged(administrator, small(ann)).findings[0]?.reasons.join()).toContain('was left out');
    expect(answers(guest, small('entra/99999999-0000-4000-8000-000000000009/x'))).toEqual(['finding high']);
  });
});

it('an entry about a right made round the broker is told of the right that is still there', () => {
  const event = { id: 'e', type: 'granted' as const, subject: ann, object: role, outsideBroker: true, activity: 'outside' };
  const small = directory(
    'still there',
    {},
    { grants: [eligible(ann, { ...standing, key: `g|${role}|${ann}` })], lifeCycleEvents: [event] },
  );
  const { findings } = judged(outsideBroker, small);
  expect(findings).toMatchObject([{ severity: 'high', subject: { id: ann }, object: { type: 'grant' } }]);
});

it('a year in which a right can be switched on is no window in which it works', () => {
  const windows = [{ from: Date.UTC(2026, 0, 1), until: Date.UTC(2027, 0, 1) }];
  expect(answers(windowOverLong, directory('a year', {}, { grants: [eligible(ann, { windows })] }))).toEqual([]);
});
