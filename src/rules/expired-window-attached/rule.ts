import type { SmallGraph } from '../../contract/rule.ts';
import { defineRule } from '../../contract/rule.ts';
import type { NonEmpty } from '../../base/json.ts';
import { instantOf } from '../../base/instant.ts';
import { byCodeUnit } from '../../base/order.ts';
import { capabilities, dominates } from '../../model/capability.ts';
import type { Grant, Link } from '../../model/grant.ts';
import type { Observation, Question } from '../../model/question.ts';
import type { Reach, View } from '../../model/view.ts';
import { isAlways, stateAt } from '../../model/window.ts';
import { controls } from '../controls.ts';
import { clear, noSettings } from '../shared.ts';
import { bundleOf, bundleWitness, windowedQuestions } from '../windowed.ts';

export const rule = defineRule({
  id: 'expired-window-attached',
  revision: 1,
  family: 'residual',
  title: 'Expired right still attached',
  why: 'A right whose time is over does nothing by itself, but it is still written down: one edit of its date, or of the clock condition, and it works again without anybody granting anything. Where the holder has the same right by another way, the end was no end at all.',
  remedy:
    'Delete the expired statement, and with it the policy or assignment when nothing else is in it. Let whatever made it clean up after itself.',
  verify: 'the next analysis, with the policy read, finds no element whose window is past',
  controls: controls('NHI1', 'PR.AA-05', 'AC-2(2)', 'AC-2(3)', 'AC-3(8)', 'CC6.2', 'CC6.3', 'A.5.18', 'A.8.2', 'PCI-7.2.4', 'PCI-8.2.7'),
  settings: noSettings,
  needs: [
    { kind: 'policy', where: 'own' },
    { kind: 'trust', where: 'own' },
  ],
  questions: (view): Iterable<Question> => windowedQuestions(view, ({ presence, windows }) => presence !== 'refuted' && !isAlways(windows)),
  answer(view, { subject }): Observation {
    const element = subject.type === 'grant' ? view.grant(subject.id) : subject.type === 'link' ? view.link(subject.id) : undefined;
    if (element === undefined || element.presence === 'refuted' || stateAt(element.windows, view.now) !== 'past') return clear;
    const until = element.windows.at(-1)?.until ?? null;
    const reasons: NonEmpty<string> = [
      until === null
        ? 'its windows leave no time in which it works, and it is still attached'
        : `it ended ${instantOf(until)} and is still attached`,
    ];
    const bundle = bundleOf(view, element);
    const held = bundle.map((each) => otherWay(view, each)).find((way) => way !== undefined);
    const many = bundle.length === 1 ? [] : [`it gave ${bundle.length} rights in all`];
    return {
      says: 'finding',
      severity: held === undefined ? 'low' : 'medium',
      reasons: [...reasons, ...many, ...(held === undefined ? [] : [held])],
      witness: bundleWitness(bundle),
    };
  },
  examples: {
    fires: [
      expired('an administrator grant for one week in November is still attached'),
      {
        ...expired('the same right is held another way'),
        grants: [ended(-40, -30), { subject: 'arn:aws:iam::111122223333:user/ann', capability: 'administer' }],
      },
      {
        ...expired('one expired policy that gave two rights is one finding'),
        grants: [ended(-40, -30), { ...ended(-40, -30), capability: 'read-secrets' }],
      },
      {
        name: 'a trust whose window is past',
        identities: [
          { id: 'arn:aws:iam::111122223333:role/ops', kind: 'role' },
          { id: 'arn:aws:iam::111122223333:user/ann', kind: 'user' },
        ],
        links: [{ from: 'arn:aws:iam::111122223333:user/ann', to: 'arn:aws:iam::111122223333:role/ops', ...ending(-9, -2) }],
      },
    ],
    clear: [
      { ...expired('the window is open'), grants: [ended(-3, 4)] },
      { ...expired('the window is still to come'), grants: [ended(10, 12)] },
    ],
    undetermined: [
      {
        ...expired('the window is open and policies were not read whole'),
        grants: [ended(-3, 4)],
        unread: [{ kind: 'policy', status: 'partial' }],
      },
    ],
  },
});

/** Reaches of the holder that give as much, on the same scope or on the whole boundary; in the order of the view. */
function waysTo(view: View, { subject, capability, scope, boundary }: Grant): readonly Reach[] {
  const as = capabilities.filter((each) => dominates(each, capability)).sort(byCodeUnit);
  const on = [...new Set([scope, boundary])].sort(byCodeUnit);
  return as.flatMap((each) => on.flatMap((place) => view.reach(subject, each, place) ?? []));
}

function otherWay(view: View, element: Grant | Link): string | undefined {
  if (element.type === 'link') return undefined;
  const reach = waysTo(view, element).find(({ presence }) => presence === 'certain');
  return reach === undefined
    ? undefined
    : `the holder still reaches ${reach.capability} on ${reach.scope} another way (${reach.bounds.lo})`;
}

function ending(from: number, until: number): Pick<Grant, 'bounds' | 'endsBy' | 'windows'> {
  const day = (count: number): number => Date.UTC(2026, 0, 1 + count);
  return { bounds: { lo: 'time-bound', hi: 'time-bound' }, endsBy: 'provider', windows: [{ from: day(from), until: day(until) }] };
}

function ended(from: number, until: number): NonNullable<SmallGraph['grants']>[number] {
  return { subject: 'arn:aws:iam::111122223333:user/ann', capability: 'administer', ...ending(from, until) };
}

function expired(name: string): SmallGraph {
  return { name, identities: [{ id: 'arn:aws:iam::111122223333:user/ann', kind: 'user', name: 'ann' }], grants: [ended(-40, -30)] };
}
