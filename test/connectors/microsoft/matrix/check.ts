import { managementGroup, directoryObject, tenantBoundary, azureTenantBoundary, azureScope } from '../../../../connectors/microsoft/ids.ts';
import type { Gate, Bounds } from '../../../../src/model/persistence.ts';
import type { Observation, Question } from '../../../../src/model/question.ts';
import type { Path, View } from '../../../../src/model/view.ts';
import { stateAt } from '../../../../src/model/window.ts';
import { settler, standingOf } from '../../../../src/judge/settle.ts';
import type { WorldInput } from '../world/description.ts';
import { worldOf } from '../world/description.ts';
import { estateOf } from '../world/estate.ts';
import { armScope, foreignTenant, objectId, tenantId } from '../world/identifiers.ts';
import { directoryRoles } from '../world/known.ts';
import type { Case, Reached } from './case.ts';
import { asOf, type Scanned } from './scan.ts';

/** One sentence for each thing that is not as the case says. */
export function wrongIn(given: Case, scan: Scanned): readonly string[] {
  return [
    ...scan.notUnderstood.map((each) => `asked what the service does not know: ${each}`),
    ...given.expect.flatMap((each) => wrongReach(each, scan.view)),
    ...given.holds.flatMap((each) => wrongHold(each, scan.view)),
    ...wrongAnswers(given, scan),
  ];
}

export function idOf(name: string): string {
  if (name.startsWith('federated:')) return name;
  const [, tenant, object] = /^foreign:([^/]+)\/(.+)$/.exec(name) ?? [];
  if (tenant !== undefined && object !== undefined) return directoryObject(foreignTenant(tenant), objectId(`${tenant}/${object}`));
  if (name.startsWith('partner:')) return `entra/${foreignTenant(name.slice(8))}`;
  return directoryObject(tenantId, objectId(name));
}

export function scopeOf(place: string): string {
  if (place === 'tenant') return tenantBoundary(tenantId);
  if (place === 'azure') return azureTenantBoundary(tenantId);
  if (place === 'mg:root') return managementGroup(tenantId, tenantId);
  return azureScope(tenantId, armScope(place));
}

function wrongReach({ who, can, on, class: wanted, presence, gate, why }: Reached, view: View): readonly string[] {
  const reach = view.reach(idOf(who), can, scopeOf(on));
  const seen = reach === undefined ? 'none' : textOf(reach.bounds);
  const expected = wanted === 'none' ? 'none' : textOf(boundsOf(wanted));
  const head = `${who} ${can} @ ${on}`;
  if (seen !== expected) return [`${head}: ${seen}, expected ${expected} (${why})`];
  if (reach === undefined) return [];
  if (reach.presence !== presence) return [`${head}: ${reach.presence}, expected ${presence} (${why})`];
  if (gate === undefined) return [];
  const path = view.path(idOf(who), can, scopeOf(on));
  const found = path === undefined ? 'no path' : gateOf(path);
  return found === gate ? [] : [`${head}: gate ${found}, expected ${gate} (${why})`];
}

const gates: readonly Gate[] = ['none', 'self', 'checked', 'approved'];

function gateOf(path: Path): Gate {
  const all = [...path.links, path.grant].map((each) => each.gate);
  return gates[Math.max(...all.map((each) => gates.indexOf(each)))] ?? 'none';
}

function boundsOf(wanted: Exclude<Reached['class'], 'none'>): Bounds {
  return typeof wanted === 'string' ? { lo: wanted, hi: wanted } : { lo: wanted[0], hi: wanted[1] };
}

function textOf({ lo, hi }: Bounds): string {
  return lo === hi ? lo : `${lo} to ${hi}`;
}

function wrongHold({ who, class: wanted, when, why }: Case['holds'][number], view: View): readonly string[] {
  const all = [...view.grantsOf(idOf(who)), ...view.linksFrom(idOf(who))];
  const expected = textOf(boundsOf(wanted));
  if (all.some((each) => textOf(each.bounds) === expected && stateAt(each.windows, asOf) === when)) return [];
  const seen = all.map((each) => `${textOf(each.bounds)} ${stateAt(each.windows, asOf)}`);
  return [`${who} holds ${seen.join(', ') || 'nothing'}, expected ${expected} ${when} (${why})`];
}

interface Answered {
  readonly question: Question;
  readonly says: Observation['says'];
  /** All that the question can be said to be about. */
  readonly about: ReadonlySet<string>;
}

function answersOf(ruleId: string, { view, configuration }: Scanned): readonly Answered[] | undefined {
  const set = configuration.rules.find(({ rule }) => rule.id === ruleId);
  if (set === undefined) return undefined;
  const { rule, settings } = set;
  const settle = settler(view);
  return [...rule.questions(view, settings)].map((question) => {
    const answer = rule.answer(view, question, settings);
    const missing = answer.says === 'clear' ? settle(rule.needs, standingOf(view, question)) : [];
    return { question, says: missing.length > 0 ? 'undetermined' : answer.says, about: aboutOf(question, view) };
  });
}

function aboutOf({ subject }: Question, view: View): ReadonlySet<string> {
  switch (subject.type) {
    case 'credential':
      return new Set([view.credential(subject.id)?.identity ?? subject.id, subject.id]);
    case 'grant':
      return new Set([view.grant(subject.id)?.subject ?? subject.id]);
    case 'link': {
      const link = view.link(subject.id);
      return new Set(link === undefined ? [subject.id] : [link.from, link.to]);
    }
    default:
      return new Set([subject.id]);
  }
}

function aboutId(about: string, world: WorldInput): string {
  if (about === 'tenant' || about === 'azure') return scopeOf(about);
  if (!about.startsWith('policy:')) return idOf(about);
  const of = about.slice('policy:'.length);
  const [, azureRole, place] = /^(.+) at (.+)$/.exec(of) ?? [];
  if (azureRole !== undefined && place !== undefined) {
    return `azure/${tenantId}/policy/${scopeOf(place)}/${estateOf(worldOf(world), asOf).azureRole(azureRole)}`;
  }
  if (of in directoryRoles) return `entra/${tenantId}/policy/directory/${estateOf(worldOf(world), asOf).directoryRole(of)}`;
  const [group = '', access = ''] = of.split(' ');
  return `entra/${tenantId}/policy/group/${objectId(group)}/${access}`;
}

/** A finding weighs more than what is open, and that more than what is clear. */
const order = ['finding', 'undetermined', 'clear'] as const;

/**
 * Every rule is asked, so that a finding of whichever rule is wrong unless the case names it. What was refused, and what the licence does not
 * tell, is a blind spot, and nothing else is.
 */
function wrongAnswers({ rules, world }: Case, scan: Scanned): readonly string[] {
  const asked = new Set([...scan.configuration.rules.map(({ rule }) => rule.id), ...rules.map(({ rule }) => rule)]);
  const { refuse, licence } = worldOf(world);
  if (Object.keys(refuse).length > 0 || licence === 'free' || licence === 'p1') asked.delete('blind-spot');
  return [...asked].sort().flatMap((ruleId) => {
    const answers = answersOf(ruleId, scan);
    if (answers === undefined) return [`there is no rule ${ruleId}`];
    const named = rules.filter(({ rule }) => rule === ruleId);
    const wrong = named.flatMap(({ about, says, why }) => {
      const id = aboutId(about, world);
      const seen = answers.filter((each) => each.about.has(id)).map((each) => each.says);
      const found = order.find((each) => seen.includes(each)) ?? 'not-asked';
      return found === says ? [] : [`${ruleId} about ${about}: ${found}, expected ${says} (${why})`];
    });
    const allowed = new Set(named.filter(({ says }) => says === 'finding').map(({ about }) => aboutId(about, world as WorldInput)));
    const more = answers
      .filter(({ says, about }) => says === 'finding' && ![...about].some((each) => allowed.has(each)))
      .map(({ question }) => `${ruleId}: a finding that the case does not name, about ${nameOf(question, scan.view)}`);
    return [...wrong, ...new Set(more)];
  });
}

function nameOf({ subject, capability, scope }: Question, view: View): string {
  const name = subject.type === 'identity' ? (view.identity(subject.id)?.name ?? subject.id) : subject.id;
  return [name, ...(capability === undefined ? [] : [capability]), ...(scope === undefined ? [] : [scope])].join(' ');
}
