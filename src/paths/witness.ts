import { at, POOL } from '../graph/graph.ts';
import type { Graph } from '../graph/graph.ts';
import type { Authority, Grant, Link } from '../model/grant.ts';
import type { Bounds, EndsBy, Gate, Pattern } from '../model/persistence.ts';
import type { Path } from '../model/view.ts';
import { commonOf } from './common.ts';
import type { CommonOfPath } from './common.ts';
import { keptLately } from './latest.ts';
import type { Clock } from './live.ts';
import { witnessOf } from './search.ts';
import type { TargetReach } from './search.ts';

/** Between the keys of two elements that are shown as one. */
const JOINT = ' + ';

/** The path behind a bound of the reach of the node at a place. `certain`: the one behind the lower bound, which must be there. */
export type PathOf = (reach: TargetReach, place: number, certain: boolean) => Path | undefined;

/** The end of a path as it is shown: pools are not, the two elements around one are one. */
interface End {
  readonly links: readonly Link[];
  readonly grant: Grant;
  /** Its own among all that were made. */
  readonly number: number;
}

/** How many ends are kept. */
const KEPT = 1 << 12;

/**
 * Paths by the ways that a search found. Most begin each with a link of its own and go on alike, so ends are made once for many paths: what
 * is the same element of two paths is mostly one object.
 */
export function pathsOf(graph: Graph, clock: Clock, commonOf: CommonOfPath): PathOf {
  let made = 0;
  const ofGrants = keptLately<number, End | undefined>(KEPT);
  /** By the rest of the path and the link before it. */
  const ofLinks = keptLately<number, End>(KEPT);

  function grantEnd(number: number): End | undefined {
    const grant = graph.grants.at(number);
    return grant === undefined ? undefined : { links: [], grant, number: made++ };
  }

  function before(number: number, rest: End): End {
    const link = graph.links.at(number) as Link;
    const { links, grant } = rest;
    if (at(graph.nodeKind, at(graph.linkTo, number)) !== POOL) return { links: [link, ...links], grant, number: made++ };
    const [first, ...others] = links;
    return first === undefined
      ? { links, grant: joined(link, grant, clock), number: made++ }
      : { links: [joined(link, first, clock), ...others], grant, number: made++ };
  }

  return (reach, place, certain) => {
    const node = at(reach.nodes, place);
    const { links, grant } = witnessOf(graph, reach, node, certain);
    const identity = graph.ids.at(node);
    let end = ofGrants(grant, grantEnd);
    if (end === undefined || identity === undefined) return undefined;
    for (let index = links.length - 1; index >= 0; index--) {
      const link = links[index] as number;
      const rest: End = end;
      end = ofLinks(rest.number * graph.links.length + link, () => before(link, rest));
    }
    const { bounds, presence, windows, caveats } = commonOf(reach, place, certain);
    return { identity, links: end.links, grant: end.grant, bounds, presence, windows, caveats };
  };
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
