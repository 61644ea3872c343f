import * as v from 'valibot';
import type { NonEmpty } from '../../../../src/base/json.ts';
import { isNonEmpty } from '../../../../src/base/json.ts';
import type { SmallGraph } from '../../../../src/contract/rule.ts';
import { defineRule } from '../../../../src/contract/rule.ts';
import type { Gap } from '../../../../src/model/gap.ts';
import type { Identity } from '../../../../src/model/entity.ts';
import type { Link } from '../../../../src/model/grant.ts';
import type { BoundaryId } from '../../../../src/model/ids.ts';
import type { Question } from '../../../../src/model/question.ts';
import type { LinkSeen, View } from '../../../../src/model/view.ts';
import { controls } from '../../../../src/rules/controls.ts';
import { answerUnread } from '../../../../src/rules/credential-questions.ts';
import { roleQuestions } from '../../../../src/rules/role-use.ts';
import { clear, count, counted, gapAbout, isLiveLink, undetermined } from '../../../../src/rules/shared.ts';
import { trustLinks, wholeTrustLinks } from '../../../../src/rules/trust.ts';
import { durationText } from '../../duration.ts';
import { isReserved } from '../assignments.ts';

export const rule = defineRule({
  id: 'role-session-over-long',
  revision: 1,
  family: 'jit-integrity',
  title: 'Privileged role with long sessions',
  why: 'Taking away who may assume a role stops new sessions only: those that run keep the rights of the role to their end, unless somebody denies them by hand. Where the role leads to control of a whole boundary, the longest session it allows is how long a revocation may take to come true. Asked of each role that somebody beside a service of the provider may assume; roles of permission sets are asked about by permission-set-session-over-long.',
  remedy:
    'Set the maximum session duration of privileged roles to an hour, the least IAM takes, or to what their longest task needs, and have longer work ask anew.',
  verify: 'the next analysis, with the settings of roles read, shows a maximum session duration within the limit',
  controls: controls('PR.AA-05', 'AC-2(6)', 'AC-3(8)', 'AC-6(5)', 'ZTA-3', 'CC6.1', 'A.8.2', 'PCI-7.2.2'),
  settings: v.strictObject({
    maxHours: count(
      4,
      'our own choice: half a working day, as for permission sets; IAM allows 1 to 12 hours and takes 1 unless told otherwise',
      'hours',
      'A longer session of a role that leads to control of a whole boundary is a finding',
    ),
  }),
  // How long its sessions last is asked of a role that matters alone: of the rest nothing is missing where it was not read.
  needs: [
    { kind: 'identity', where: 'reached' },
    { kind: 'policy', where: 'reached' },
    { kind: 'attachment', where: 'reached' },
    { kind: 'membership', where: 'reached' },
    { kind: 'trust', where: 'reached' },
  ],
  *questions(view): Iterable<Question> {
    for (const question of roleQuestions(view)) {
      const { subject } = question;
      const role = subject.type === 'identity' ? view.identity(subject.id) : undefined;
      if (role === undefined || !isReserved(role)) yield question;
    }
  },
  answer(view, question, { maxHours }) {
    const { subject } = question;
    const role = subject.type === 'identity' ? view.identity(subject.id) : undefined;
    if (role === undefined || role.boundary === null) return answerUnread(view, question, 'identity');
    const ways = trustLinks(view, role.id).filter((link) => isSession(view, link));
    const sessionSeconds = ways.map(({ detail }) => detail['roleSessionSeconds']).find((told) => typeof told === 'number');
    if (ways.length === 0 || (sessionSeconds !== undefined && sessionSeconds <= maxHours * 3600)) return clear;
    const sure = view.gravest(role.id);
    const [first] = sure === undefined ? view.reachesOf(role.id, { tierZero: true, first: true }) : [sure];
    if (first === undefined) return clear;
    if (sessionSeconds === undefined) return { says: 'undetermined', because: untold(view, role, role.boundary) };
    const entered = wholeTrustLinks(view, role.id).find((link) => link.presence === 'certain' && isSession(view, link));
    if (sure === undefined || entered === undefined) {
      const what = sure === undefined ? `whether it leads to ${first.capability} on ${first.scope}` : 'whether anybody can assume it';
      return undetermined(gapAbout(view, 'trust', role.boundary, `${role.name}: ${what} is not certain`, role.id));
    }
    return {
      says: 'finding',
      severity: 'medium',
      reasons: [
        `a session of it lasts up to ${durationText(sessionSeconds)}; the limit is ${counted(maxHours, 'hour')}`,
        `it leads to ${sure.capability} on ${sure.scope}`,
      ],
      witness: [
        { type: 'identity', id: role.id },
        { type: 'link', id: entered.key },
      ],
      mayBreak: 'work that holds one session for longer than the new limit has to ask for another',
    };
  },
  examples: {
    fires: [
      trusted('an administrator for twelve hours', 43_200, administers()),
      trusted('a second over the limit', 14_401, administers()),
      trusted('a workload of a pipeline for twelve hours', 43_200, administers(), {
        how: 'federates',
        from: 'federated:https://gitlab.example|project_path:acme/app',
      }),
    ],
    clear: [
      trusted('an administrator for exactly four hours', 14_400, administers()),
      trusted('a reader for twelve hours', 43_200, { grants: [{ subject: roleId(), capability: 'read-data' }] }),
      trusted('a reader for a time that was not told', null, { grants: [{ subject: roleId(), capability: 'read-data' }] }),
      trusted('a role of a function', 43_200, administers(), {
        from: 'service:lambda.amazonaws.com',
        detail: { principalForm: 'service', roleSessionSeconds: 43_200 },
      }),
    ],
    undetermined: [
      trusted('an administrator for a time that was not told', null, administers()),
      trusted('settings of roles refused', null, { ...administers(), unread: [{ kind: 'session-limit' }] }),
      trusted('twelve hours, and policies were refused', 43_200, { unread: [{ kind: 'policy' }] }),
      trusted('who may assume it depends on what nobody read', 43_200, administers(), { presence: 'possible' }),
    ],
  },
});

/** Somebody may begin a session of the role by it, now or later. What a service of the provider does as the role ends when the role does. */
function isSession(view: View, link: Omit<LinkSeen, 'sourceKind'>): boolean {
  const { how, detail } = link;
  return (how === 'can-assume' || how === 'federates') && detail['principalForm'] !== 'service' && isLiveLink(view, link);
}

function untold(view: View, { id, name }: Identity, boundary: BoundaryId): NonEmpty<Gap> {
  const gaps = view.gapsIn('session-limit', boundary, id);
  return isNonEmpty(gaps) ? gaps : [gapAbout(view, 'session-limit', boundary, `how long sessions of ${name} may last was not told`, id)];
}

function roleId(): string {
  return 'arn:aws:iam::111122223333:role/operator';
}

function administers(): Partial<SmallGraph> {
  return { grants: [{ subject: roleId(), capability: 'administer' }] };
}

/** A role that a user may assume. */
function trusted(name: string, roleSessionSeconds: number | null, more: Partial<SmallGraph>, over: Partial<Link> = {}): SmallGraph {
  const from = 'arn:aws:iam::111122223333:user/ann';
  const detail = { principalForm: 'principal', ...(roleSessionSeconds === null ? {} : { roleSessionSeconds }) };
  return {
    name,
    identities: [{ id: roleId(), kind: 'role', name: 'operator' }, { id: from }],
    links: [{ from, to: roleId(), detail, ...over }],
    ...more,
  };
}
