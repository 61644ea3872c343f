import { byCodeUnit, byKeys } from '../../../src/base/order.ts';
import type { Explained, ExplainedStatement } from '../../../src/model/explained.ts';
import type { Grant, Link } from '../../../src/model/grant.ts';
import type { EscalationMethod, Ingredient, On } from '../escalation/method.ts';
import { isJoining } from '../escalation/method.ts';
import { escalationMethods } from '../escalation/table.ts';
import { everyThing, oneOf } from '../escalation/things.ts';
import type { WorkloadFact, WorkloadKind } from '../facts.ts';
import { profileName, workloadArn, workloadKinds } from '../facts.ts';
import type { Group, Principal } from '../resolve/estate.ts';
import type { PolicyHeld } from '../resolve/held.ts';
import { firstPage } from '../resolve/policies.ts';
import { saidOfAll } from './allowing.ts';
import type { Ask } from './asks.ts';
import { asksOf, overText } from './asks.ts';
import type { HolderQuestion } from './holder.ts';
import { grounds, joinExplained, limits, nothing } from './holder.ts';
import { lastName } from './papers.ts';
import type { Reading } from './reading.ts';
import { atTrust } from './trust.ts';
import type { Grounded } from './self-given.ts';
import { ownStatements, selfGiven } from './self-given.ts';
import { wayOf } from './way.ts';
import { partsOf } from './wants.ts';

/** A way that several permissions make: each with the statements that give it, and what must be there beside them. */
export function explainEscalation(reading: Reading, element: Grant | Link, id: string): Explained {
  const method = escalationMethods.find((each) => each.id === id);
  const holder = element.type === 'grant' ? element.subject : element.from;
  const principal = reading.estate.principals.get(holder);
  if (method === undefined || principal === undefined) return { statements: [], unread: [`${holder}: its policies`] };
  const target = element.type === 'link' ? element.to : undefined;
  const joined = isJoining(method) ? groupIn(reading, element) : undefined;
  const aim: Aim = { target, joined };
  const groundsOf = (of: EscalationMethod): readonly Grounded[] =>
    of.needs.map((need) => {
      const question = questionOf(reading, principal, aim, of, need);
      return { need, question, statements: grounds(reading, principal, question) };
    });
  const asked = groundsOf(method).map((each) => ({ ...each, statements: ownStatements(element, each) }));
  const statements = [introduction(method), ...asked.flatMap((each) => each.statements)];
  const lacking = asked.flatMap(({ need, statements: found }) => (found.length === 0 ? [need] : []));
  const self = selfGiven(element, lacking, groundsOf);
  const first = asked[0]?.question;
  const asks = [...asked.map(({ question }) => question), ...self.questions].flatMap((question) => question.asks);
  const looks = first === undefined ? nothing : limits(reading, principal, { ...first, asks });
  const untold = method.untold.map((each) => `whether ${each}: nothing that is read tells it`);
  const given = joined === undefined ? nothing : givenByGroup(reading, principal, joined, element);
  return joinExplained([
    { statements, unread: [] },
    self.told,
    { statements: [], unread: untold },
    given,
    present(reading, method, target),
    looks,
  ]);
}

function introduction(method: EscalationMethod): ExplainedStatement {
  const permissions = method.needs.map(({ actions }) => actions.join(' or ')).join(', ');
  const beside = method.exists.map((each) => `that ${each}`).join(', ');
  return wayOf(method, `needs ${permissions}${beside === '' ? '' : `, and ${beside}`}`);
}

/** Whom or what a way leads to. */
interface Aim {
  /** Of a link. */
  readonly target: string | undefined;
  /** The group that is joined. */
  readonly joined: Group | undefined;
}

/** The group that is joined: the right at the end has one of its policies for its source. */
function groupIn({ estate }: Reading, element: Grant | Link): Group | undefined {
  const named = partsOf({ key: element.key.slice(element.key.lastIndexOf(' + ') + 1) });
  return estate.groups.find(({ id }) => named.includes(id));
}

/** What the group gives whoever is in it. */
function givenByGroup(reading: Reading, principal: Principal, group: Group, element: Grant | Link): Explained {
  const member: Principal = { ...principal, held: group.held };
  const { partition, account } = principal;
  const [asks, over] =
    element.type === 'grant'
      ? [asksOf(element.capability, element.scope, { partition, account }), overText(element.scope, account)]
      : [[{ action: 'sts:AssumeRole', on: element.to }], `role ${lastName(element.to)}`];
  const isGround = ({ source }: PolicyHeld): boolean => element.key.slice(element.key.lastIndexOf(' + ') + 1).includes(`|${source.id}|`);
  const statements = grounds(reading, member, { asks, over, whole: false, caller: principal.caller, isGround });
  return { statements: statements.map((each) => ({ ...each, attached: `what group ${group.name} gives` })), unread: [] };
}

function questionOf(
  reading: Reading,
  principal: Principal,
  aim: Aim,
  method: EscalationMethod,
  { actions, on }: Ingredient,
): HolderQuestion {
  const places = placesOf(reading, principal, aim, method, on);
  const passed = on === 'passed-role' && method.passed !== null ? { passedTo: method.passed.passedTo } : {};
  const asks = actions.flatMap((action) => places.map((each): Ask => ({ action, on: each, ...passed })));
  const over =
    places.length === 1
      ? (places[0] ?? '')
      : `${places.slice(0, 2).join(', ')}${places.length > 2 ? ` and ${places.length - 2} more` : ''}`;
  return { asks, over: over === '*' ? 'everything: it takes no resource' : over, whole: false, caller: principal.caller };
}

/** The things, as ARNs or patterns, on one of which an ingredient must be allowed. */
function placesOf(
  reading: Reading,
  principal: Principal,
  { target, joined }: Aim,
  { workload }: EscalationMethod,
  on: On,
): readonly string[] {
  const { id, partition, account, held, limit } = principal;
  const iam = (kind: string): string => `arn:${partition}:iam::${account}:${kind}/*`;
  if (typeof on === 'object') return [everyThing('made' in on ? on.made : on.any, partition, account)];
  switch (on) {
    case 'oneself':
      return [id];
    case 'own-policy':
      return orAny(changeable(held), iam('policy'));
    case 'own-boundary':
      return [limit.state === 'none' ? iam('policy') : limit.name];
    case 'own-group':
      return orAny([...reading.estate.memberOf(principal)].sort(byCodeUnit), iam('group'));
    case 'group':
      return [joined?.id ?? iam('group')];
    case 'passed-role':
    case 'role':
      return [target?.includes(':role/') === true ? target : iam('role')];
    case 'user':
      return [target?.includes(':user/') === true ? target : iam('user')];
    case 'target-policy':
      return orAny(changeable(reading.estate.principals.get(target ?? '')?.held ?? []), iam('policy'));
    case 'provider':
      return [iam('saml-provider')];
    case 'workload':
      return orAny(
        workloadsOf(reading, target).flatMap(({ key, kind }) => (kind === workload ? [wholeOf(key, workload)] : [])),
        workload === null ? '*' : everyThing(workload, partition, account),
      );
    case 'workload-part':
      return orAny(
        workloadsOf(reading, target).flatMap(({ key, kind }) => (kind === workload ? [workloadArn(key)] : [])),
        everyThing((workload === null ? null : workloadKinds[workload].part) ?? 'none', partition, account),
      );
  }
}

/** The ARN of the thing that a workload is, or is a part of. */
function wholeOf(key: string, kind: WorkloadKind): string {
  const { part } = workloadKinds[kind];
  const arn = workloadArn(key);
  return part === null ? arn : arn.slice(0, arn.indexOf(`/${part}/`));
}

function orAny(found: readonly string[], any: string): readonly string[] {
  return found.length === 0 ? [any] : found;
}

/** Customer managed policies: those of AWS cannot be changed, and an inline policy is written by other actions. */
function changeable(held: Principal['held']): readonly string[] {
  return [...new Set(held.map(({ policy }) => policy))].filter((each) => /^arn:[^:]*:iam::\d{12}:policy\//.test(each)).sort(byCodeUnit);
}

function workloadsOf({ facts }: Reading, role: string | undefined): readonly Running[] {
  const profiles = new Set<string>();
  const definitions = new Set<string>();
  const running: Running[] = [];
  for (const { key, value } of facts.ofKind('workload')) {
    const told = value as unknown as WorkloadFact;
    if (told.type === 'instance-profile' && told.role === role) profiles.add(profileName(key));
    if (told.type === 'task-definition' && told.role === role) definitions.add(key);
  }
  for (const fact of facts.ofKind('workload')) {
    const told = fact.value as unknown as WorkloadFact;
    if (told.type !== 'workload') continue;
    const runs =
      told.role === role ||
      definitions.has(told.definition ?? '') ||
      (workloadKinds[told.kind].isIndirect && role?.split(':')[4] === fact.key.split(':')[4]) ||
      (told.instanceProfile !== null && profiles.has(profileName(told.instanceProfile)));
    if (runs) running.push({ key: fact.key, kind: told.kind, name: told.name, usable: told.usable, evidence: firstPage(fact) });
  }
  return running.sort(byKeys(({ key }) => key));
}

interface Running {
  readonly key: string;
  readonly kind: string;
  readonly name: string;
  readonly usable: boolean | null;
  readonly evidence: ExplainedStatement['evidence'];
}

/** What must exist: a role that trusts the service, what runs as it already. */
function present(reading: Reading, method: EscalationMethod, target: string | undefined): Explained {
  const parts: Explained[] = [];
  const trust = reading.estate.trusts.find(({ role }) => role === target);
  if (method.passed !== null && trust !== undefined) {
    const lets = method.passed.trusts.map((service) => atTrust(reading, trust, `service:${service}`));
    parts.push(...lets.map(({ lets: statements, looks }) => joinExplained([{ statements, unread: [] }, looks])));
  } else if (method.passed !== null && target !== undefined && !target.startsWith('pool:')) {
    parts.push({ statements: [], unread: [`the trust policy of role ${lastName(target)}`] });
  }
  if (method.workload !== null) {
    const running = workloadsOf(reading, target).filter(({ kind, usable }) => kind === method.workload && usable !== false);
    const { isIndirect } = workloadKinds[method.workload];
    const runs = isIndirect ? 'may reach what runs as' : 'runs as';
    const statements = running
      .slice(0, 10)
      .map(({ kind, name, evidence }) =>
        saidOfAll('allows', 'recorded', `${kind} ${name}`, `${runs} role ${lastName(target ?? '')}`, { evidence }),
      );
    const unread =
      running.length === 0
        ? [`whether ${oneOf(method.workload)} runs as ${lastName(target ?? '')}: none was read`]
        : isIndirect
          ? [`whether ${workloadKinds[method.workload].runs}: nothing that is read tells it`]
          : [];
    parts.push({ statements, unread });
  }
  return joinExplained(parts);
}
