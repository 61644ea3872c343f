import { isNonEmpty } from '../../base/json.ts';
import { defineRule } from '../../contract/rule.ts';
import type { Grant, Link } from '../../model/grant.ts';
import type { LifeCycleEvent } from '../../model/life-cycle.ts';
import type { Question } from '../../model/question.ts';
import type { View } from '../../model/view.ts';
import { stateAt } from '../../model/window.ts';
import { isEligible, weightOf } from '../activation.ts';
import { ann, ben, daysAgo, directory, eligible, role, tenant } from '../activation-examples.ts';
import { controls } from '../controls.ts';
import { clear, nameOf, noSettings } from '../shared.ts';
import { isAbout } from '../switched-on.ts';

const active = eligible(ann, { bounds: { lo: 'standing', hi: 'standing' }, gate: 'none', endsBy: 'nothing' });
const around = {
  id: 'outside-1',
  type: 'granted',
  what: 'assignment',
  at: daysAgo(9),
  subject: ann,
  actor: ben,
  object: role,
  scope: tenant,
  outsideBroker: true,
  activity: 'Add member to role outside of PIM (permanent)',
} as const;

export const rule = defineRule({
  id: 'assigned-outside-broker',
  revision: 1,
  family: 'jit-integrity',
  title: 'Privilege given round the broker',
  why: 'What is given round the broker was not requested, approved or given an end there: the broker’s policies and records say nothing of it. It is how an attacker makes access last, and how a hurried administrator undoes just-in-time access. Asked of each entry of the log that says so; a right that is gone since is clear.',
  remedy: 'Find out who gave it and why, take it away, and have it requested through the broker where it is needed.',
  verify: 'The next complete read no longer lists the assignment, or the log shows that it was made again through the broker.',
  controls: controls('PR.AA-05', 'AC-2(7)', 'AC-6(5)', 'CA-7', 'CC6.2', 'CC6.3', 'CC7.2', 'A.5.18', 'A.8.2', 'A.8.15', 'PCI-7.2.2'),
  settings: noSettings,
  needs: [
    { kind: 'policy', where: 'own' },
    { kind: 'attachment', where: 'own' },
    { kind: 'membership', where: 'own' },
  ],
  *questions(view): Iterable<Question> {
    for (const event of view.lifeCycleEvents()) if (isRoundIt(event)) yield { subject: { type: 'life-cycle-event', id: event.id } };
    for (const { id } of view.boundaries) {
      // where no log is read, none was asked for of this kind of boundary
      if (view.coverageOf('life-cycle-event', id).length > 0 && view.gapsIn('life-cycle-event', id).length > 0)
        yield { subject: { type: 'boundary', id } };
    }
  },
  answer(view, { subject }) {
    if (subject.type === 'boundary') {
      const gaps = view.gapsIn('life-cycle-event', subject.id);
      return isNonEmpty(gaps) ? { says: 'undetermined', because: gaps } : clear;
    }
    const event = view.lifeCycleEvent(subject.id);
    const held = event === undefined ? undefined : stillHeld(view, event);
    if (event === undefined || held === undefined) return clear;
    const isGrave = weightOf(view, held) === 'tier-0';
    const by = event.actor === null ? 'by somebody the log does not name' : `by ${nameOf(view, event.actor)}`;
    return {
      says: 'finding',
      severity: isGrave ? 'high' : 'medium',
      reasons: [
        `${held.source.name} was given round the broker on ${event.at} ${by} ("${event.activity}"), and is still there`,
        ...(isGrave ? ['it leads to control of a whole boundary'] : []),
      ],
      witness: [
        { type: held.type, id: held.key },
        { type: 'life-cycle-event', id: event.id },
      ],
    };
  },
  examples: {
    fires: [
      directory('the role is still held for good', {}, { grants: [active], lifeCycleEvents: [around] }),
      directory(
        'a lesser role',
        {},
        {
          grants: [{ ...active, capability: 'read-data', scope: `${tenant}/mailboxes` }],
          lifeCycleEvents: [{ ...around, scope: null }],
        },
      ),
    ],
    clear: [
      directory('taken away since', {}, { lifeCycleEvents: [around] }),
      directory(
        'another role is held',
        {},
        {
          grants: [{ ...active, source: { id: 'assignment|other-role', kind: 'directory-role', name: 'Other', boundary: tenant } }].map(
            ({ gatedBy: _, ...grant }) => grant,
          ),
          lifeCycleEvents: [{ ...around, object: 'f2ef992c-3afb-46b9-b7cf-a126ee74c451' }],
        },
      ),
      directory('only eligible now', {}, { grants: [eligible(ann)], lifeCycleEvents: [around] }),
    ],
    undetermined: [directory('the log was refused', {}, { unread: [{ kind: 'life-cycle-event' }] })],
  },
});

function isRoundIt({ type, succeeded, outsideBroker, subject }: LifeCycleEvent): boolean {
  return type === 'granted' && succeeded && outsideBroker && subject !== null;
}

/** What the subject holds now of what the entry tells of; eligible rights are the broker's own. */
function stillHeld(view: View, event: LifeCycleEvent): Grant | Link | undefined {
  if (event.subject === null) return undefined;
  const held: readonly (Grant | Link)[] = [...view.grantsOf(event.subject), ...view.linksFrom(event.subject)];
  const about = held.filter(
    (each) =>
      each.presence !== 'refuted' &&
      stateAt(each.windows, view.now) === 'current' &&
      !isEligible(each) &&
      isAbout(view, event, each) &&
      weightOf(view, each) !== undefined,
  );
  return about.find((each) => weightOf(view, each) === 'tier-0') ?? about[0];
}
