import { isNonEmpty } from '../../base/json.ts';
import { minuteOf } from '../../base/text/moment.ts';
import { defineRule } from '../../contract/rule.ts';
import type { Gap } from '../../model/gap.ts';
import type { BoundaryId } from '../../model/ids.ts';
import type { Observation, Question, Witness } from '../../model/question.ts';
import type { View } from '../../model/view.ts';
import { daysAgo } from '../activation-examples.ts';
import { controls } from '../controls.ts';
import { leaverSecret, logged, withoutHistory } from '../ending-examples.ts';
import { changedAt, doubtOf, opensNow, secretsOfLeavers } from '../known-secrets.ts';
import type { KnownSecret } from '../known-secrets.ts';
import { historyLacks, LOOK_BACK_DAYS, lookBackFrom, recordsLack } from '../records.ts';
import { clear, mayBreak, nameOf, noSettings, reachesTierZero } from '../shared.ts';

export const rule = defineRule({
  id: 'leaver-knew-secret',
  revision: 1,
  family: 'residual',
  title: 'Secret known to somebody who left',
  why: 'Closing the accounts of a leaver leaves the secrets they made or used for applications and services: whoever kept a copy still acts as that application, and no log tells the two apart. Of somebody who moved the same holds for what the old work needed. Asked of each secret of an identity that is no person, where a record tells that such a person made or used it.',
  remedy:
    'Change the secret and remove the old one, or replace it by a federated identity or a managed one, of which nobody can keep a copy.',
  verify: 'The next complete read shows that the secret was changed after the person left, or that it is gone.',
  controls: controls(
    'NHI1',
    'NHI2',
    'NHI7',
    'PR.AA-01',
    'AC-2',
    'IA-5',
    'PS-4',
    'CC6.1',
    'CC6.2',
    'A.5.17',
    'A.5.18',
    'PCI-8.2.5',
    'PCI-8.6.3',
  ),
  settings: noSettings,
  needs: [
    { kind: 'identity', where: 'own' },
    { kind: 'credential', where: 'own' },
  ],
  *questions(view): Iterable<Question> {
    for (const id of secretsOfLeavers(view).keys()) yield { subject: { type: 'credential', id } };
    for (const { id } of view.boundaries) if (lacksOf(view, id).length > 0) yield { subject: { type: 'boundary', id } };
  },
  answer(view, { subject }) {
    if (subject.type === 'boundary') {
      const gaps = lacksOf(view, subject.id);
      return isNonEmpty(gaps) ? { says: 'undetermined', because: gaps } : clear;
    }
    const known = (secretsOfLeavers(view).get(subject.id) ?? []).filter((each) => opensNow(view, each));
    const sure = known.find((each) => each.certain && changedAt(each.credential) !== null);
    if (sure !== undefined) return finding(view, sure, known);
    const gaps = known.map((each) => doubtOf(view, each));
    return isNonEmpty(gaps) ? { says: 'undetermined', because: gaps } : clear;
  },
  examples: {
    fires: [
      leaverSecret('made before its maker left, and never changed', { createdAt: daysAgo(40) }),
      leaverSecret('of an application that controls the directory', { createdAt: daysAgo(40), rotatedAt: daysAgo(6) }, 'administer'),
    ],
    clear: [
      leaverSecret('changed after', { createdAt: daysAgo(40), rotatedAt: daysAgo(4) }),
      leaverSecret('over since', { createdAt: daysAgo(40), expiresAt: daysAgo(1) }),
    ],
    undetermined: [
      leaverSecret('when it was changed last is not told', {}),
      leaverSecret('no log was read', { createdAt: daysAgo(40), rotatedAt: daysAgo(4) }, undefined, {
        sources: [{ source: 'hr', sourceKind: 'hr' }],
      }),
      leaverSecret('nobody tells who left', { createdAt: daysAgo(40), rotatedAt: daysAgo(4) }, undefined, {
        sources: logged,
        triggers: [],
      }),
      withoutHistory(),
    ],
  },
});

/** It takes both: who left, and what they did before. */
function lacksOf(view: View, boundary: BoundaryId): readonly Gap[] {
  const history = historyLacks(view, boundary);
  if (history.length > 0) return history;
  const from = lookBackFrom(view, LOOK_BACK_DAYS);
  return (['hr', 'provider-log'] as const).flatMap((kind) => recordsLack(view, { kinds: [kind], boundary, from }));
}

function finding(view: View, { credential, leaver, trigger, event }: KnownSecret, all: readonly KnownSecret[]): Observation {
  const isGrave = reachesTierZero(view, credential.identity);
  const how = event === null ? 'knew it' : `${event.type === 'used' ? 'used it' : 'made it'} ${minuteOf(event.at)}`;
  const others = new Set(all.map((each) => each.leaver)).size - 1;
  const breaks = mayBreak(view, credential.identity);
  const usual = trigger.kind === 'left' ? 'high' : 'medium';
  return {
    says: 'finding',
    severity: isGrave ? (usual === 'high' ? 'critical' : 'high') : usual,
    reasons: [
      `${nameOf(view, leaver)} ${how}: ${credential.name} of ${nameOf(view, credential.identity)}; since ${minuteOf(trigger.at)} (${trigger.text}) it had to be changed`,
      `the secret was last changed ${minuteOf(changedAt(credential) ?? '')}`,
      ...(others > 0 ? [`${others} more who left or moved knew it`] : []),
      ...(isGrave ? ['it leads to control of a whole boundary'] : []),
    ],
    witness: [
      { type: 'credential', id: credential.id },
      ...[event?.id, ...trigger.events.map(({ id }) => id)].flatMap((id): readonly Witness[] =>
        id === undefined || view.lifeCycleEvent(id) === undefined ? [] : [{ type: 'life-cycle-event', id }],
      ),
    ],
    ...(breaks === undefined ? {} : { mayBreak: breaks }),
  };
}
