import * as v from 'valibot';
import { isNonEmpty } from '../../../../src/base/json.ts';
import type { NonEmpty } from '../../../../src/base/json.ts';
import { byCodeUnit, byKeys } from '../../../../src/base/order.ts';
import { defineRule } from '../../../../src/contract/rule.ts';
import type { Capability } from '../../../../src/model/capability.ts';
import { dominates } from '../../../../src/model/capability.ts';
import type { Identity, ServiceUsage } from '../../../../src/model/entity.ts';
import type { Grant } from '../../../../src/model/grant.ts';
import type { Observation, Question } from '../../../../src/model/question.ts';
import type { View } from '../../../../src/model/view.ts';
import { stateAt } from '../../../../src/model/window.ts';
import { controls } from '../../../../src/rules/controls.ts';
import { elapsed, notTold } from '../../../../src/rules/credential-questions.ts';
import { clear, days, inDays } from '../../../../src/rules/shared.ts';
import { servicesBehind } from '../../resolve/services.ts';
import { examples } from './examples.ts';

const settings = v.strictObject({
  unusedDays: days(
    90,
    'IAM Access Analyzer, whose unused-access analyzer looks back 90 days unless told otherwise; IAM tells the last use of each service within 400 days',
    'Services last used this long ago or longer, and those never used, count as unused',
  ),
});

export const rule = defineRule({
  id: 'unused-privilege',
  revision: 1,
  family: 'unused',
  title: 'Standing privilege that is not used',
  why: 'A user or role keeps a right that leads to control of the account, or to its secrets, and has not spoken to any of the services that the right is exercised through. Nobody would miss it but whoever takes the identity over. IAM tells the use of services, not of rights: one that was used may still hold rights in it that were not, and a right given lately may have had no time to be used. Rights held through a role are asked of the role. It is asked where service-last-accessed data was asked for.',
  remedy:
    'Ask the owner what the right is for. Take it out of the policy, or let it be had on request for the time of a task, and keep the rights whose services are used.',
  verify: 'The next analysis finds no standing grant of the right to the identity, or a later use of one of the services.',
  controls: controls('NHI5', 'PR.AA-05', 'AC-2(3)', 'AC-6', 'AC-6(7)', 'CC6.3', 'A.5.18', 'A.8.2', 'PCI-7.2.4', 'PCI-7.2.5.1'),
  settings,
  // Use is no need of its own: who holds nothing privileged is clear without it, and where nobody asked for it there is no question.
  needs: [
    { kind: 'identity', where: 'own' },
    { kind: 'policy', where: 'own' },
    { kind: 'attachment', where: 'own' },
    { kind: 'membership', where: 'own' },
  ],
  *questions(view): Iterable<Question> {
    for (const identity of view.identities()) {
      if (!isAsked(view, identity)) continue;
      const subject = { type: 'identity', id: identity.id } as const;
      const held = [...privileges(view, identity).keys()];
      if (held.length === 0) yield { subject };
      for (const capability of held) yield { subject, capability };
    }
  },
  answer(view, { subject, capability }, { unusedDays }): Observation {
    const identity = view.identity(subject.id);
    if (identity === undefined || capability === undefined || !isAsked(view, identity)) return clear;
    const grants = privileges(view, identity).get(capability);
    return grants === undefined ? clear : answerFor(view, identity, grants, unusedDays);
  },
  examples,
});

/** Users and roles that somebody can narrow, in boundaries where somebody asked for the use of services. */
function isAsked(view: View, { kind, providerManaged, boundary }: Identity): boolean {
  if ((kind !== 'user' && kind !== 'role') || providerManaged || boundary === null) return false;
  return view.coverageOf('service-usage', boundary).some((line) => line.status !== 'excluded');
}

type Held = ReadonlyMap<Capability, NonEmpty<Grant>>;
// questions about one identity come one after the other
const last = new WeakMap<View, { readonly id: string; readonly held: Held }>();

/** What it certainly holds for good by policies of its own and of its groups, by capability: tier 0, and reading secrets. */
function privileges(view: View, identity: Identity): Held {
  const known = last.get(view);
  if (known?.id === identity.id) return known.held;
  const held = privilegesOf(view, identity);
  last.set(view, { id: identity.id, held });
  return held;
}

function privilegesOf(view: View, identity: Identity): Held {
  const zero = new Set(view.reachesOf(identity.id, { tierZero: true }).map((each) => `${each.capability} ${each.scope}`));
  const held = view
    .grantsOf(identity.id)
    .filter(({ capability, scope }) => capability === 'read-secrets' || zero.has(`${capability} ${scope}`))
    .filter(
      ({ presence, bounds, windows }) => presence === 'certain' && bounds.lo === 'standing' && stateAt(windows, view.now) === 'current',
    );
  const found = new Map<Capability, [Grant, ...Grant[]]>();
  for (const grant of held.sort(
    byKeys(
      (each) => each.capability,
      (each) => each.key,
    ),
  )) {
    // an administrator's other rights are not asked about by themselves
    if (
      held.some(
        (each) => each.scope === identity.boundary && each.capability !== grant.capability && dominates(each.capability, grant.capability),
      )
    )
      continue;
    const known = found.get(grant.capability);
    if (known === undefined) found.set(grant.capability, [grant]);
    else known.push(grant);
  }
  return found;
}

function answerFor(view: View, identity: Identity, grants: NonEmpty<Grant>, unusedDays: number): Observation {
  const { id, name } = identity;
  const behind = [...new Set(grants.flatMap(({ capability, scope }) => servicesBehind(capability, scope)))].sort(byCodeUnit);
  const told = view.serviceUsage(id).filter(({ service }) => behind.includes(service));
  const open: string[] = [];
  const unused: string[] = [];
  for (const each of told) {
    const use = each.lastUsed === 'never' ? never(view, identity, each, unusedDays) : lastUse(view, identity, each, each.lastUsed);
    if (!use.known) open.push(use.why);
    else if (use.days < unusedDays) return clear;
    else
      unused.push(
        each.lastUsed === 'never'
          ? `${each.service} not in the ${inDays(each.lookBackDays)} IAM keeps`
          : `${each.service} ${inDays(use.days)} ago (${each.lastUsed})`,
      );
  }
  const gaps = view.gapsIn('service-usage', identity.boundary ?? '', id);
  // IAM lists every service that policies of the identity allow, so one that is not listed is one it was not given: if all was read
  if (told.length < behind.length && isNonEmpty(gaps)) return { says: 'undetermined', because: gaps };
  const [doubt] = open;
  if (doubt !== undefined) return notTold(view, 'service-usage', id, doubt);
  if (!isNonEmpty(unused)) return notTold(view, 'service-usage', id, `IAM does not tell whether ${name} used ${behind.join(', ')}`);
  return finding(view, identity, grants, told, unused, unusedDays);
}

type Use = ReturnType<typeof elapsed>;

function lastUse(view: View, { name }: Identity, { service }: ServiceUsage, at: string): Use {
  return elapsed(view, at, `when ${name} last used ${service}`);
}

/** For how long a service was surely not used: no longer than the identity exists, nor than IAM keeps. */
function never(view: View, { name, createdAt }: Identity, { service, lookBackDays }: ServiceUsage, unusedDays: number): Use {
  const age = elapsed(view, createdAt, `when ${name} was created`);
  if (!age.known || age.days < lookBackDays) return age;
  if (lookBackDays >= unusedDays) return { known: true, days: lookBackDays };
  return { known: false, why: `whether ${name} used ${service} is told of the last ${inDays(lookBackDays)} only` };
}

function finding(
  view: View,
  { id, name, boundary }: Identity,
  grants: NonEmpty<Grant>,
  told: readonly ServiceUsage[],
  unused: NonEmpty<string>,
  unusedDays: number,
): Observation {
  const whole = grants.find((each) => each.scope === boundary);
  const main = whole ?? grants[0];
  const others = grants.filter((each) => each !== main).slice(0, 9);
  const on = grants.length === 1 || whole !== undefined ? main.scope : `${main.scope} and ${grants.length - 1} more`;
  const used = told.filter((each) => each.lastUsed !== 'never').map((each) => each.service);
  const tierZero = grants.some(({ capability, scope }) => view.reached(id, capability, scope)?.tierZero === true);
  return {
    says: 'finding',
    severity: tierZero ? 'high' : 'medium',
    reasons: [
      `${name} holds ${main.capability} on ${on} standing, and has used none of the services behind it for ${inDays(unusedDays)}`,
      `last used: ${unused.join('; ')}`,
    ],
    witness: [
      { type: 'grant', id: main.key },
      ...others.map(({ key }) => ({ type: 'grant' as const, id: key })),
      { type: 'service-usage', identity: id, services: told.map((each) => each.service) },
    ],
    ...(used.length === 0 ? {} : { mayBreak: `used ${used.join(', ')} before: a rarer task may still need it` }),
  };
}
