import { byCodeUnit, byKeys } from '../base/order.ts';
import type { Boundary, Credential, Identity, Usage } from '../model/entity.ts';
import type { FactKind } from '../model/fact.ts';
import type { Gap } from '../model/gap.ts';
import type { Grant, Link } from '../model/grant.ts';
import type { BoundaryId, EntityId } from '../model/ids.ts';
import { elementsOf } from './elements.ts';
import { LISTED, NAMED, NOBODY, POOL, rowsOf } from './graph.ts';
import type { Dangling, Graph } from './graph.ts';
import { groupBy } from '../base/group.ts';
import type { GraphInput, Told } from './input.ts';
import { joinCredentials, joinIdentities, joinServiceUsage, joinUsage } from './join.ts';
import type { Joined } from './join.ts';
import { distinctGaps, ledgerOf } from './ledger.ts';
import type { Ledger } from './ledger.ts';
import { connectorOf, isUnreadPart, nameForm } from './names.ts';
import { refineNature } from './nature.ts';
import { targetsOf } from './targets.ts';

export { graphInputOf } from './input.ts';
export type { GraphInput, SurfaceTraits, Told } from './input.ts';
export type { Graph } from './graph.ts';

/**
 * Joins what was read into one graph. The order of the input changes nothing.
 *
 * A name that elements or credentials refer to and nobody listed becomes a node too: a party outside when its form or its boundary says
 * so, else *dangling*, counted with a gap; so is what stands for the unread part of a boundary (names.ts). An element that names an identity by its immutable id is joined to it. Two different elements
 * with one key break the connector's contract and throw `GraphError` `duplicate-key`.
 */
export function buildGraph(input: GraphInput): Graph {
  const { identities: listed, gaps } = joinIdentities(input.identities);
  const ledger = ledgerOf(input.coverage, input.surfaces, [...input.gaps, ...gaps]);
  const credentials = joinCredentials(input.credentials);
  const credentialsOf = groupBy(
    [...credentials.values()].map((each) => each.value).sort(byKeys((each) => each.id)),
    (each) => each.identity,
  );
  const usage = joinUsage(input.usage);
  const canonical = canonicalNames(listed);
  const elements = elementsOf(input.elements);
  const links = renamed(elements.links, (each) => renamedLink(each, canonical));
  const grants = renamed(elements.grants, (each) => renamedGrant(each, canonical));

  const named = new Map<EntityId, Named>();
  collectUnlisted(input, links, grants, listed, named);
  const holding = new Set([...listed.values()].map((each) => each.value.boundary));
  const isRead = (boundary: BoundaryId): boolean => ledger.listsIdentities(boundary) || holding.has(boundary);

  const ids = [...listed.keys(), ...named.keys()].sort(byCodeUnit);
  const nodeOf = new Map(ids.map((id, node) => [id, node]));
  const nodeKind = new Uint8Array(ids.length);
  const dangling: Dangling[] = [];
  const addDangling = (gap: Gap, node: number, namedIn = gap.boundary): void => void dangling.push({ gap, node, namedIn });
  const leading = groupBy(
    links.filter((each) => isUnreadPart(each.to)),
    (each) => each.to,
  );
  const identities = ids.map((id, node): Identity => {
    const known = listed.get(id);
    if (known !== undefined) {
      nodeKind[node] = known.value.kind === 'pool' ? POOL : LISTED;
      return refineNature(known.value, credentialsOf.get(id) ?? [], (credential) =>
        isFullyTold(credentials.get(credential.id), known, ledger),
      );
    }
    const by = named.get(id) ?? { boundary: '', by: '', nobody: true, told: false };
    const made = madeIdentity(id, by, isRead);
    nodeKind[node] = made.identity.kind === 'pool' ? POOL : by.nobody ? NOBODY : NAMED;
    // Told of by a credential report and not among the listed: a page of the list is missing, or it was deleted in between.
    if (made.dangling && (!by.told || ledger.listsIdentities(made.identity.boundary ?? by.boundary)))
      addDangling(danglingGap(id, by, made.identity.boundary ?? by.boundary, ledger), node);
    for (const boundary of new Set(leading.get(id)?.map((each) => each.boundary)))
      addDangling(unreadPart(id, input, ledger), node, boundary);
    return made.identity;
  });

  const linkFrom = nodesOf(links, (each) => each.from, nodeOf);
  const linkTo = nodesOf(links, (each) => each.to, nodeOf);
  const grantSubject = nodesOf(grants, (each) => each.subject, nodeOf);
  const { targets, grantTarget } = targetsOf(grants);
  const boundaries = boundariesOf(input);
  for (let at = 0; at < grants.length; at++) {
    const each = grants[at] as Grant;
    if (each.presence === 'certain') continue;
    const gap = unlistedSource(each, ledger);
    if (gap !== undefined) addDangling(gap, grantSubject[at] as number);
  }

  return {
    identities,
    nodeKind,
    nodeOf,
    links,
    linkFrom,
    linkTo,
    outLinks: rowsOf(ids.length, linkFrom),
    inLinks: rowsOf(ids.length, linkTo),
    grants,
    grantSubject,
    grantTarget,
    grantsBySubject: rowsOf(ids.length, grantSubject),
    targets,
    grantsByTarget: rowsOf(targets.length, grantTarget),
    boundaries,
    credentials,
    credentialsOf,
    usage,
    serviceUsage: joinServiceUsage(input.serviceUsage),
    listed,
    ledger,
    dangling: dangling.sort((a, b) => byCodeUnit(gapText(a.gap), gapText(b.gap)) || byCodeUnit(a.namedIn, b.namedIn)),
    gaps: distinctGaps(gaps),
  };
}

/** Who named an identity that nobody listed. */
interface Named {
  readonly boundary: BoundaryId;
  readonly by: string;
  /** Only links that match nobody name it. */
  readonly nobody: boolean;
  /** A credential or a use of it was read, so it is there. */
  readonly told: boolean;
}

function collectUnlisted(
  input: GraphInput,
  links: readonly Link[],
  grants: readonly Grant[],
  listed: ReadonlyMap<EntityId, unknown>,
  named: Map<EntityId, Named>,
): void {
  function name(id: EntityId, by: Named): void {
    const before = named.get(id);
    if (before === undefined) named.set(id, by);
    else if ((before.nobody && !by.nobody) || (by.told && !before.told)) {
      named.set(id, { ...by, nobody: before.nobody && by.nobody, told: before.told || by.told });
    }
  }
  const isUnlisted = (each: Told<Credential> | Told<Usage>): boolean => !listed.has(each.value.identity);
  for (const each of sortedFacts(input.credentials.filter(isUnlisted))) {
    name(each.value.identity, { boundary: each.boundary, by: `credential ${each.value.id}`, nobody: false, told: true });
  }
  for (const each of sortedFacts(input.usage.filter(isUnlisted))) {
    name(each.value.identity, { boundary: each.boundary, by: `a use told by ${each.surface}`, nobody: false, told: true });
  }
  // Elements come in the order of their keys, so those of one identity mostly follow each other.
  let last: EntityId | undefined;
  for (const { subject, boundary, source } of grants) {
    if (subject === last) continue;
    last = subject;
    if (!listed.has(subject)) name(subject, { boundary, by: source.name, nobody: false, told: false });
  }
  for (const { from, to, openness, boundary, source } of links) {
    if (!listed.has(from)) name(from, { boundary, by: source.name, nobody: openness === 'none', told: false });
    if (!listed.has(to)) name(to, { boundary, by: source.name, nobody: false, told: false });
  }
}

function sortedFacts<T extends { readonly boundary: string; readonly surface: string; readonly key: string }>(
  facts: readonly T[],
): readonly T[] {
  return facts.toSorted(
    byKeys(
      (each) => each.boundary,
      (each) => each.surface,
      (each) => each.key,
    ),
  );
}

function madeIdentity(
  id: EntityId,
  by: Named,
  isRead: (boundary: BoundaryId) => boolean,
): { readonly identity: Identity; readonly dangling: boolean } {
  const form = nameForm(id);
  // A form that tells no boundary is that of a party outside; a text without a form can only be a name in the boundary that uses it.
  const boundary = by.told ? by.boundary : form === undefined ? by.boundary : form.boundary;
  const outside = boundary === null || (!by.told && !isRead(boundary) && form?.kind !== 'pool');
  const kind = form === undefined ? 'external-party' : outside && form.boundary !== null ? 'external-party' : form.kind;
  const nature = kind === 'service' ? 'non-human' : 'unknown';
  return {
    identity: {
      id,
      uid: null,
      kind: by.nobody ? 'external-party' : kind,
      nature,
      natureReason: kind === 'service' ? 'a service of the provider' : `named by ${by.by}, listed by nobody`,
      name: form === undefined || (kind === 'external-party' && form.boundary !== null) ? id : form.name,
      // What was not read is no place of its own: only those who lead to it are asked about it, not all of their boundary.
      boundary: outside || by.nobody || isUnreadPart(id) ? null : boundary,
      createdAt: null,
      tags: {},
      providerManaged: false,
      enabled: null,
    },
    // A root user is always there, whether or not a surface lists it; a pool is a name of ours.
    dangling: !outside && !by.nobody && kind !== 'root' && kind !== 'pool',
  };
}

function danglingGap(id: EntityId, by: Named, boundary: BoundaryId, ledger: Ledger): Gap {
  const detail = `${id} is named by ${by.by} and was not listed in ${boundary}`;
  return { ...shortest('identity', boundary, ledger), subject: id, detail };
}

/** What is missing of the boundary whose unread part it stands for; one that the ledger does not know was never to be read. */
function unreadPart(id: EntityId, { surfaces }: GraphInput, ledger: Ledger): Gap {
  const boundary = nameForm(id)?.boundary ?? id;
  const detail = `identities that were read may reach into ${boundary}, and what they reach there was not read`;
  const known = shortest('trust', boundary, ledger);
  if (ledger.coverageOf('trust', boundary).length > 0) return { ...known, subject: id, detail };
  const telling = surfaces.filter(
    (each) => connectorOf(each.id) === connectorOf(boundary) && each.yields.includes('trust') && each.yields.includes('identity'),
  );
  const surface = telling.map((each) => each.id).sort(byCodeUnit)[0] ?? known.surface;
  return { boundary, surface, cause: 'excluded', subject: id, detail };
}

/** How an element says, in `because`, that what it rests on is named and nobody listed it: `attached policy X was not listed`. */
const NOT_LISTED = ' was not listed';

/** Asked of grants that are not certain: one that rests on what nobody listed never is. */
function unlistedSource(grant: Grant, ledger: Ledger): Gap | undefined {
  const words = grant.because.find((each) => each.endsWith(NOT_LISTED));
  if (words === undefined) return undefined;
  const detail = `${words}, and ${grant.subject} holds it`;
  return { ...shortest('policy', grant.boundary, ledger), subject: grant.subject, detail };
}

/** Where a name of this kind should have been listed, and why it may be missing: the surface was not read to its end, or it was. */
function shortest(kind: FactKind, boundary: BoundaryId, ledger: Ledger): Pick<Gap, 'boundary' | 'surface' | 'cause'> {
  const lines = ledger.coverageOf(kind, boundary);
  const short = lines.find((line) => line.status !== 'complete');
  const surface = (short ?? lines[0])?.surface ?? `${connectorOf(boundary)}:${kind}`;
  return { boundary, surface, cause: short === undefined ? 'vanished' : (short.cause ?? 'interrupted') };
}

/** Immutable ids to names, where exactly one listed identity has it. */
function canonicalNames(listed: ReadonlyMap<EntityId, Joined<Identity>>): (id: EntityId) => EntityId {
  let byUid: ReadonlyMap<string, EntityId | null> | undefined;
  return (id) => (listed.has(id) ? id : ((byUid ??= namesByUid(listed)).get(id) ?? id));
}

function namesByUid(listed: ReadonlyMap<EntityId, Joined<Identity>>): ReadonlyMap<string, EntityId | null> {
  const byUid = new Map<string, EntityId | null>();
  for (const { value } of listed.values()) {
    if (value.uid !== null) byUid.set(value.uid, byUid.has(value.uid) ? null : value.id);
  }
  return byUid;
}

/** The elements with their names as they are; the same list where none has another. */
function renamed<T>(elements: readonly T[], rename: (element: T) => T): readonly T[] {
  let changed: T[] | undefined;
  for (let at = 0; at < elements.length; at++) {
    const each = elements[at] as T;
    const named = rename(each);
    if (named !== each) (changed ??= [...elements])[at] = named;
  }
  return changed ?? elements;
}

function renamedLink(link: Link, canonical: (id: EntityId) => EntityId): Link {
  // A deleted principal's id matches nobody, even where a listed identity is told to have it.
  const from = link.openness === 'none' ? link.from : canonical(link.from);
  const to = canonical(link.to);
  return from === link.from && to === link.to ? link : { ...link, from, to };
}

function renamedGrant(grant: Grant, canonical: (id: EntityId) => EntityId): Grant {
  const subject = canonical(grant.subject);
  return subject === grant.subject ? grant : { ...grant, subject };
}

/** The node that each element names; those that come one after the other with one name cost one look-up. */
function nodesOf<T>(elements: readonly T[], nameOf: (element: T) => EntityId, nodeOf: ReadonlyMap<EntityId, number>): Int32Array {
  const nodes = new Int32Array(elements.length);
  let last: EntityId | undefined;
  let node = -1;
  for (let at = 0; at < elements.length; at++) {
    const id = nameOf(elements[at] as T);
    if (id !== last) {
      last = id;
      node = nodeOf.get(id) ?? -1;
    }
    nodes[at] = node;
  }
  return nodes;
}

/** A boundary that only the ledger names is one where something of it is missing; read whole, it was no more than where a question was put. */
function boundariesOf(input: GraphInput): readonly Boundary[] {
  const byId = new Map<BoundaryId, Boundary>();
  for (const { boundary: id, status } of input.coverage) if (status !== 'complete') byId.set(id, { id, kind: 'unknown', name: null });
  for (const each of sortedFacts(input.boundaries)) {
    const known = byId.get(each.value.id);
    byId.set(
      each.value.id,
      known === undefined || known.kind === 'unknown' ? each.value : { ...known, name: known.name ?? each.value.name },
    );
  }
  const names = new Map((input.names ?? []).toSorted(byKeys((each) => each.name)).map((each) => [each.boundary, each.name] as const));
  return [...byId.values()].map((each) => ({ ...each, name: each.name ?? names.get(each.id) ?? null })).sort(byKeys((each) => each.id));
}

function isFullyTold(credential: Joined<Credential> | undefined, identity: Joined<Identity>, ledger: Ledger): boolean {
  const { boundary, id } = identity.value;
  return boundary !== null && (credential?.surfaces ?? []).some((surface) => ledger.isComplete(surface, boundary, id));
}

function gapText(gap: Gap): string {
  return JSON.stringify([gap.boundary, gap.surface, gap.subject ?? '', gap.cause, gap.detail]);
}
