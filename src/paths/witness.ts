import { at, POOL } from '../graph/graph.ts';
import type { Graph } from '../graph/graph.ts';
import type { Authority, Grant, Link } from '../model/grant.ts';
import type { Bounds, EndsBy, Gate, Pattern } from '../model/persistence.ts';
import type { Path } from '../model/view.ts';
import { commonOf } from './common.ts';
import type { Clock } from './live.ts';
import { witnessOf } from './search.ts';
import type { TargetReach, Witness } from './search.ts';

/** Between the keys of two elements that are shown as one. */
const JOINT = ' + ';

/** The path behind a bound of a node's reach; pools on the way are not shown, the two elements around one are one. */
export function pathOf(graph: Graph, reach: TargetReach, node: number, certain: boolean, clock: Clock): Path | undefined {
  const witness = witnessOf(graph, reach, node, certain);
  const elements = elementsOf(graph, witness);
  const grant = graph.grants.at(witness.grant);
  const identity = graph.ids.at(node);
  if (grant === undefined || identity === undefined) return undefined;
  const isIntoPool = (place: number): boolean => {
    const link = witness.links[place];
    return link !== undefined && at(graph.nodeKind, at(graph.linkTo, link)) === POOL;
  };
  const shown = witness.links.some((_, place) => isIntoPool(place)) ? withoutPools(elements, isIntoPool, clock) : elements;
  const links = shown.filter((each) => each.type === 'link');
  const last = shown.find((each) => each.type === 'grant') ?? grant;
  return { identity, links, grant: last, ...commonOf(elements, clock) };
}

function elementsOf(graph: Graph, { links, grant }: Witness): readonly (Grant | Link)[] {
  const elements: (Grant | Link)[] = [];
  for (const link of links) elements.push(graph.links.at(link) as Link);
  elements.push(graph.grants.at(grant) as Grant);
  return elements;
}

/**
 * How access on these elements comes and goes, from the most lasting class they allow: a path that might be standing is not called
 * just-in-time. A session that only its expiry ends is told apart: nothing read shows that it can be cut short.
 */
export function patternOf(elements: readonly Authority[], hi: Bounds['hi']): Pattern {
  if (hi === 'standing') return 'standing';
  if (hi !== 'session') return 'JITP';
  const sessions = elements.filter((each) => each.bounds.hi === 'session');
  return sessions.every((each) => each.endsBy === 'automation' || each.endsBy === 'person') ? 'JITA' : 'JITA, expiry-only';
}

/** The element of a shown path that a key names, joined again from its parts where it went through a pool. */
export function elementNamed<T extends Grant | Link>(
  key: string,
  find: (key: string) => T | undefined,
  link: (key: string) => Link | undefined,
  clock: Clock,
): T | undefined {
  const whole = find(key);
  if (whole !== undefined) return whole;
  for (let joint = key.indexOf(JOINT); joint >= 0; joint = key.indexOf(JOINT, joint + 1)) {
    const first = link(key.slice(0, joint));
    const rest = first === undefined ? undefined : elementNamed(key.slice(joint + JOINT.length), find, link, clock);
    if (first !== undefined && rest !== undefined) return joined(first, rest, clock);
  }
  return undefined;
}

/** `isIntoPool`: by place among the elements. */
function withoutPools(
  elements: readonly (Grant | Link)[],
  isIntoPool: (place: number) => boolean,
  clock: Clock,
): readonly (Grant | Link)[] {
  const shown: (Grant | Link)[] = [];
  for (const [place, element] of [...elements.entries()].reverse()) {
    const after = shown.at(-1);
    if (element.type === 'link' && after !== undefined && isIntoPool(place)) shown[shown.length - 1] = joined(element, after, clock);
    else shown.push(element);
  }
  return shown.reverse();
}

/** One element in place of a link into a pool and what follows it. What a person would remove is the right to be in the pool. */
function joined<T extends Grant | Link>(first: Link, rest: T, clock: Clock): T {
  const both = [first, rest];
  const { bounds, presence, windows, caveats } = commonOf(both, clock);
  const escalation = first.escalation ?? rest.escalation;
  return {
    ...rest,
    ...(rest.type === 'link' ? { from: first.from } : { subject: first.from }),
    key: `${first.key}${JOINT}${rest.key}`,
    bounds,
    presence,
    windows,
    caveats,
    endsBy: firmerEnd(first.endsBy, rest.endsBy),
    gate: firmerGate(first.gate, rest.gate),
    because: [...first.because, ...rest.because],
    conditions: [...first.conditions, ...rest.conditions],
    source: first.source,
    evidence: [...first.evidence, ...rest.evidence],
    ...(escalation === undefined ? {} : { escalation }),
  };
}

const ends: readonly EndsBy[] = ['provider', 'automation', 'person', 'nothing'];
const gates: readonly Gate[] = ['approved', 'checked', 'self', 'none'];

function firmerEnd(a: EndsBy, b: EndsBy): EndsBy {
  return ends.indexOf(a) <= ends.indexOf(b) ? a : b;
}

function firmerGate(a: Gate, b: Gate): Gate {
  return gates.indexOf(a) <= gates.indexOf(b) ? a : b;
}
