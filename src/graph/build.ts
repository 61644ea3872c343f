import { groupBy } from '../base/group.ts';
import { byCodeUnit, byKeys } from '../base/order.ts';
import type { Credential, Identity } from '../model/entity.ts';
import type { Gap } from '../model/gap.ts';
import type { BoundaryId } from '../model/ids.ts';
import { boundariesOf } from './boundaries.ts';
import { identityReader, isPool, isUnsettledUser } from './columns/people.ts';
import { Numbers } from './columns/numbers.ts';
import { LISTED, NAMED, NOBODY, POOL } from './graph.ts';
import type { Dangling, Graph } from './graph.ts';
import type { GraphStream } from './input.ts';
import { joinActivationPolicies, joinLifeCycleEvents } from './join-jit.ts';
import { joinCredentials, joinServiceUsage, joinUsage } from './join.ts';
import type { Joined } from './join.ts';
import { distinctGaps, ledgerOf } from './ledger.ts';
import type { Ledger } from './ledger.ts';
import { collectListed } from './listed.ts';
import type { Listed } from './listed.ts';
import { danglingGap, gapText, notListedWords, unlistedSource, unreadPart } from './missing.ts';
import { madeIdentity } from './named.ts';
import { refineNature } from './nature.ts';
import { NodeNames } from './node-names.ts';
import { openGraph } from './opened.ts';
import { joinScopes } from './scopes.ts';
import { putInOrder } from './settled.ts';
import { TakenElements } from './taken.ts';

export { graphInputOf } from './input.ts';
export type { GraphInput, GraphStream, SurfaceTraits, Told } from './input.ts';
export type { Graph } from './graph.ts';

/**
 * Joins what was read into one graph. The order of the input changes nothing; identities and elements are asked for once, one after the
 * other, and none is kept.
 *
 * A name that elements or credentials refer to and nobody listed becomes a node too: a party outside when its form or its boundary says
 * so, else *dangling*, counted with a gap; so is what stands for the unread part of a boundary (names.ts). An element that names an identity by its immutable id is joined to it. Two different elements
 * with one key break the connector's contract and throw `GraphError` `duplicate-key`.
 */
export function buildGraph(input: GraphStream): Graph {
  const numbers = new Numbers();
  const listed = collectListed(input.identities, numbers);
  const boundaries = boundariesOf(input);
  const read = boundaries.map((each) => each.id);
  const { scopes, gaps: ofScopes } = joinScopes(input.scopes ?? [], read, input.surfaces);
  const gaps = [...listed.gaps, ...ofScopes];
  const ledger = ledgerOf(input.coverage, input.surfaces, [...input.gaps, ...gaps]);
  const credentials = joinCredentials(input.credentials);
  const credentialsOf = groupBy(
    [...credentials.values()].map((each) => each.value).sort(byKeys((each) => each.id)),
    (each) => each.identity,
  );
  settleNatures(listed, numbers, credentials, credentialsOf, ledger);

  const { kinds, dangling, elements } = takeNodes(input, listed, numbers, ledger);
  const { columns, nodes, kept } = putInOrder(listed.people.view(), listed.names.hashes, kinds, elements, numbers.done());
  for (const each of elements.unlistedSources) {
    if (kept[each.grant] === 0) continue;
    const gap = unlistedSource(each.words, each.subject, each.boundary, ledger);
    dangling.push({ gap, node: each.node, namedIn: gap.boundary });
  }
  return openGraph(columns, {
    boundaries,
    scopes,
    credentials,
    credentialsOf,
    usage: joinUsage(input.usage),
    serviceUsage: joinServiceUsage(input.serviceUsage),
    activationPolicies: joinActivationPolicies(input.activationPolicies ?? []),
    lifeCycleEvents: joinLifeCycleEvents(input.lifeCycleEvents ?? []),
    ledger,
    dangling: dangling
      .map((each) => ({ ...each, node: nodes[each.node] as number }))
      .sort((a, b) => byCodeUnit(gapText(a.gap), gapText(b.gap)) || byCodeUnit(a.namedIn, b.namedIn)),
    gaps: distinctGaps(gaps),
    persons: input.persons ?? [],
  });
}

function settleNatures(
  { people }: Listed,
  numbers: Numbers,
  credentials: ReadonlyMap<string, Joined<Credential>>,
  credentialsOf: ReadonlyMap<string, readonly Credential[]>,
  ledger: Ledger,
): void {
  const columns = people.view();
  const { boundaryNames } = numbers.soFar();
  const reader = identityReader(columns, (number) => boundaryNames[number] as string);
  const isUnsettled = isUnsettledUser(columns);
  for (let node = 0; node < people.length; node++) {
    if (!isUnsettled(node)) continue;
    const identity = reader.at(node);
    const settled = refineNature(identity, credentialsOf.get(identity.id) ?? [], (credential) =>
      isFullyTold(credentials.get(credential.id), identity, ledger),
    );
    if (settled !== identity) people.put(settled, reader.surfaces(node), columns.evidence[node] as number, node);
  }
}

function isFullyTold(credential: Joined<Credential> | undefined, { boundary, id }: Identity, ledger: Ledger): boolean {
  return boundary !== null && (credential?.surfaces ?? []).some((surface) => ledger.isComplete(surface, boundary, id));
}

interface Nodes {
  readonly kinds: Uint8Array;
  readonly dangling: Dangling[];
  readonly elements: TakenElements;
}

/** Takes the elements, and makes an identity of each name that nobody listed. Nodes have the numbers in which they came. */
function takeNodes(input: GraphStream, listed: Listed, numbers: Numbers, ledger: Ledger): Nodes {
  const { people } = listed;
  const holding = new Set<BoundaryId>();
  const { boundaryNames } = numbers.soFar();
  const columns = people.view();
  for (const boundary of columns.boundary) if (boundary >= 0) holding.add(boundaryNames[boundary] as string);
  const isRead = (boundary: BoundaryId): boolean => ledger.listsIdentities(boundary) || holding.has(boundary);
  const isReadWhole = (boundary: BoundaryId): boolean => ledger.gapsIn('identity', boundary).length === 0;
  const isPoolAt = isPool(columns);
  const count = people.length;

  const names = new NodeNames(listed);
  names.nameTold(input);
  const elements = new TakenElements(names, numbers, notListedWords);
  for (const each of input.elements) elements.add(each);
  elements.close();

  const kinds = new Uint8Array(names.length);
  for (let node = 0; node < count; node++) kinds[node] = isPoolAt(node) ? POOL : LISTED;
  const dangling: Dangling[] = [];
  const addDangling = (gap: Gap, node: number, namedIn = gap.boundary): void => void dangling.push({ gap, node, namedIn });
  for (const [node, id, by] of names.unlisted()) {
    const made = madeIdentity(id, by, isRead, isReadWhole);
    people.put(made.identity, [], -1);
    kinds[node] = made.identity.kind === 'pool' ? POOL : by.nobody ? NOBODY : NAMED;
    // Told of by a credential report and not among the listed: a page of the list is missing, or it was deleted in between.
    if (made.dangling && (!by.told || ledger.listsIdentities(made.identity.boundary ?? by.boundary)))
      addDangling(danglingGap(id, by, made.identity.boundary ?? by.boundary, ledger), node);
    for (const boundary of names.leading.get(node) ?? []) addDangling(unreadPart(id, input, ledger), node, boundary);
  }
  return { kinds, dangling, elements };
}
