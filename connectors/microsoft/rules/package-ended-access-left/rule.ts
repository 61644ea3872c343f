import type { NonEmpty } from '../../../../src/base/json.ts';
import { HOUR_MS, instantOf } from '../../../../src/base/instant.ts';
import { byCodeUnit } from '../../../../src/base/order.ts';
import { minuteOf } from '../../../../src/base/text/moment.ts';
import type { SmallGraph } from '../../../../src/contract/rule.ts';
import { defineRule } from '../../../../src/contract/rule.ts';
import type { Grant, Link } from '../../../../src/model/grant.ts';
import type { LifeCycleEvent } from '../../../../src/model/life-cycle.ts';
import type { Question } from '../../../../src/model/question.ts';
import { isSameId } from '../../../../src/model/same-id.ts';
import type { View } from '../../../../src/model/view.ts';
import { admins, ann, daysAgo, people, tenant } from '../../../../src/rules/activation-examples.ts';
import { controls } from '../../../../src/rules/controls.ts';
import { listedNeeds } from '../../../../src/rules/credential-questions.ts';
import { clear, doubtsOf, isLiveLink, mayBreak, nameOf, noSettings } from '../../../../src/rules/shared.ts';
import { leftBy, PACKAGE_OVER } from '../../entra/package-over.ts';
import { globalAdministrator, holds } from '../examples.ts';
import { weightOfGiven, witnessOf } from '../sources.ts';
import { answerWhole, isTenant, wholeQuestions } from '../unread.ts';
import type { Told } from '../unread.ts';

/** Who has which packages, what these give, and what is there. */
const told: NonEmpty<Told> = [
  { kind: 'assignment', surfaces: ['entra:access-packages'] },
  { kind: 'observation', surfaces: ['entra:access-package-roles'] },
  { kind: 'membership', surfaces: ['entra:group-members'] },
  { kind: 'trust', surfaces: ['entra:group-owners'] },
  { kind: 'attachment', surfaces: ['entra:role-assignments', 'entra:app-role-assignments'] },
];

const source = {
  id: `group-membership|${ann}|${admins}`,
  kind: 'group-membership',
  name: 'membership of payments-admins',
  boundary: tenant,
};
const left = { from: ann, to: admins, how: 'member-of', boundary: tenant, source } as const;
const office = holds(admins, globalAdministrator, 'Global Administrator', { boundary: tenant, scope: tenant });

export const rule = defineRule({
  id: 'package-ended-access-left',
  revision: 1,
  family: 'residual',
  title: 'What an access package gave is still there, and the package is over',
  why: 'Whoever reads the list of assignments sees that the package ended and takes it for the end of all that it gave. But Microsoft takes that away one by one and afterwards; what it could not take, or what was given again by hand, stays for good, and no package, review or expiry speaks of it any more. Asked of each membership, role and app role that a package gave which is over, and of each tenant whether packages were read.',
  remedy:
    'Take away what is left; or where it is needed, assign the package again, so that it has an end and somebody who approved it. Then look in the package’s requests for why its removal failed.',
  verify: 'The next complete read no longer lists it, or lists an assignment of a package that gives it.',
  controls: controls('NHI1', 'PR.AA-05', 'AC-2(2)', 'AC-2(3)', 'AC-3(8)', 'CC6.2', 'CC6.3', 'A.5.18', 'A.8.2', 'PCI-7.2.4', 'PCI-8.2.5'),
  settings: noSettings,
  needs: listedNeeds,
  *questions(view): Iterable<Question> {
    for (const { first } of leftIn(view).values()) yield { subject: { type: first.type, id: first.key } };
    yield* wholeQuestions(view, told, isTenant);
  },
  answer(view, { subject }) {
    if (subject.type === 'boundary') return answerWhole(view, told, subject.id);
    const left = leftIn(view).get(subject.id);
    if (left === undefined) return clear;
    const { first, elements, over } = left;
    const holder = over.subject;
    if (givenAnew(view, left) !== undefined) return clear;
    const doubts = doubtsOf(view, first, first.type === 'link' ? 'membership' : 'attachment', holder);
    if (doubts !== undefined) return { says: 'undetermined', because: doubts };
    const weight = weightOfGiven(view, left);
    const breaks = mayBreak(view, holder);
    const end = endOf(over);
    return {
      says: 'finding',
      severity: weight === 'tier-0' ? 'high' : weight === 'other' ? 'medium' : 'low',
      reasons: [
        `${over.source.name} gave ${nameOf(view, holder)} the ${first.source.name}${end === null ? ', and is over' : ` until ${minuteOf(instantOf(end))}`}`,
        'it is still there; whether it was not taken away, or given again since, the directory does not tell',
        ...(weight === 'tier-0' ? ['it leads to control of a whole boundary'] : []),
      ],
      witness: witnessOf({ id: first.source.id, holder, name: first.source.name, first, elements }),
      ...(breaks === undefined ? {} : { mayBreak: breaks }),
    };
  },
  examples: {
    fires: [
      ended('a membership of administrators', { grants: [gone(), office] }),
      ended('a membership of a group that holds nothing'),
      ended('it was given before it ended', { lifeCycleEvents: [added({ at: daysAgo(30) })] }),
      ended('another was given since', { lifeCycleEvents: [added({ object: ann })] }),
      ended('nobody tells since when', { grants: [gone({ windows: [] })] }),
    ],
    clear: [
      ended('it is not there any more', { links: [] }),
      ended('it was given again since, and is no package’s', { lifeCycleEvents: [added()] }),
      ended('no package is over', { grants: [] }),
    ],
    undetermined: [
      ended('whether it was switched on was not read', { links: [{ ...left, bounds: { lo: 'activated', hi: 'standing' } }] }),
      ended('who has packages was refused', { unread: [{ kind: 'assignment', boundary: tenant }], grants: [], links: [] }),
    ],
  },
});

interface Left {
  /** The right that the package gave, and that is over. */
  readonly over: Grant;
  readonly first: Grant | Link;
  /** Sorted by key. */
  readonly elements: readonly (Grant | Link)[];
}

const known = new WeakMap<View, ReadonlyMap<string, Left>>();

/** What is left of packages, by the key of its first element; of several packages that gave the same the last. */
function leftIn(view: View): ReadonlyMap<string, Left> {
  let all = known.get(view);
  if (all === undefined) {
    const found = [...view.grants({ sourceKind: PACKAGE_OVER })].flatMap((over): readonly Left[] => {
      const id = leftBy(over.source);
      const held = [...view.linksFrom(over.subject), ...view.grantsOf(over.subject)];
      const elements = held.filter((each) => each.source.id === id && isLiveLink(view, each)).sort((a, b) => byCodeUnit(a.key, b.key));
      const [first] = elements;
      return first === undefined ? [] : [{ over, first, elements }];
    });
    all = new Map(found.sort((a, b) => byCodeUnit(a.over.key, b.over.key)).map((each) => [each.first.key, each]));
    known.set(view, all);
  }
  return all;
}

/** When the package ended, epoch milliseconds; `null`: not told. */
function endOf({ windows }: Grant): number | null {
  return windows.at(-1)?.until ?? null;
}

/** What the log tells of it being given after the package ended: then it is another’s, and other rules ask about it. */
function givenAnew(view: View, { over, first }: Left): LifeCycleEvent | undefined {
  const end = endOf(over);
  if (end === null) return undefined;
  const since = instantOf(end + HOUR_MS);
  const names = first.source.id.split('|').slice(2);
  return view
    .lifeCycleEvents(over.subject)
    .find(
      ({ type, succeeded, what, at, object }) =>
        type === 'granted' &&
        succeeded &&
        what !== 'eligibility' &&
        at > since &&
        at <= view.asOf &&
        object !== null &&
        names.some((each) => isSameId(each, object)),
    );
}

/** What the package gave until ten days ago. */
function gone(more: Partial<Grant> = {}): NonNullable<SmallGraph['grants']>[number] {
  const at = (days: number): number => Date.parse(daysAgo(days));
  return {
    subject: ann,
    capability: 'ordinary',
    scope: tenant,
    boundary: tenant,
    presence: 'refuted',
    bounds: { lo: 'time-bound', hi: 'time-bound' },
    windows: [{ from: at(40), until: at(10) }],
    endsBy: 'provider',
    source: { id: `${PACKAGE_OVER}|assignment-1|${source.id}`, kind: PACKAGE_OVER, name: 'access package Payments', boundary: tenant },
    ...more,
  };
}

function added(more: Partial<LifeCycleEvent> = {}): NonNullable<SmallGraph['lifeCycleEvents']>[number] {
  return { id: 'added-1', type: 'granted', what: 'membership', at: daysAgo(5), subject: ann, object: admins, ...more };
}

function ended(name: string, more: Partial<SmallGraph> = {}): SmallGraph {
  return { name, boundaries: [{ id: tenant, kind: 'tenant' }], identities: people, grants: [gone()], links: [left], ...more };
}
