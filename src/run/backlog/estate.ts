import { controlOwnerOf, ownerOf } from '../../assurance/ended/owners.ts';
import type { AssuranceSettings } from '../../assurance/settings.ts';
import type { Instant } from '../../base/instant.ts';
import { groupBy } from '../../base/group.ts';
import { byCodeUnit } from '../../base/order.ts';
import type { Identity } from '../../model/entity.ts';
import type { Ending } from '../../model/ending.ts';
import type { Finding } from '../../model/finding.ts';
import type { Grant, Link, LinkKind } from '../../model/grant.ts';
import type { BoundaryId, EntityId } from '../../model/ids.ts';
import type { Report } from '../../model/report.ts';
import type { View } from '../../model/view.ts';

/** Where a source hangs: a right on its holder, a membership of the one in the other, a trust on what it lets in to. */
export interface Hanging {
  readonly how: 'right' | 'membership' | 'ownership' | 'trust';
  readonly boundary: BoundaryId;
  /** Whose it is: the holder of a right, the group, what is owned, what is trusted into. */
  readonly at: EntityId;
  /** The member, the owner; `null` of others. */
  readonly of: EntityId | null;
}

/** What the estate tells beside a report's findings, for who would work on them. Pure. */
export interface BacklogEstate {
  hanging(source: string): Hanging | undefined;
  identity(id: EntityId): Identity | undefined;
  ending(id: string): Ending | undefined;
  /** Endings of what comes by a source. */
  endingsOf(source: string): readonly Ending[];
  /** By the tags that name owners, else by who owns it in its directory. */
  ownerOf(id: EntityId): string | null;
  /** Who answers for a boundary, by the configuration. */
  controlOwner(boundary: BoundaryId): string | null;
  /** The name people know it by; else its id. */
  boundaryName(boundary: BoundaryId): string;
  isTierZero(finding: Finding): boolean;
  lastUsed(finding: Finding): Instant | 'never' | 'unknown';
  /** A text with names in the place of ids of boundaries and of directory entries that are known. */
  named(text: string): string;
}

const owning: ReadonlySet<LinkKind> = new Set(['owns']);
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const UUID_AT_END = /(?:^|\/)([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

export function backlogEstate(
  view: View,
  report: Pick<Report, 'findings' | 'excepted' | 'endings'>,
  settings: AssuranceSettings,
): BacklogEstate {
  const hangings = hangingsOf(
    view,
    new Set([...report.findings, ...report.excepted.map((each) => each.finding)].map((each) => each.rootCause.id)),
  );
  const endings = new Map(report.endings.map((each) => [each.id, each]));
  const bySource = groupBy(report.endings, ({ access }) => access.source);
  const names = directoryNames(view);
  const boundaries = view.boundaries
    .flatMap(({ id, name }) => (name === null || name === id ? [] : [[id, name] as const]))
    .sort(([a], [b]) => b.length - a.length || byCodeUnit(a, b));
  const gravest = new Map<EntityId, boolean>();
  const holdsTierZero = (id: EntityId): boolean => {
    let known = gravest.get(id);
    if (known === undefined) gravest.set(id, (known = view.gravest(id) !== undefined));
    return known;
  };
  return {
    hanging: (source) => hangings.get(source),
    identity: (id) => view.identity(id),
    ending: (id) => endings.get(id),
    endingsOf: (source) => bySource.get(source) ?? [],
    ownerOf(id) {
      const tagged = ownerOf(view.identity(id), settings);
      if (tagged !== null) return tagged;
      const owners = view.linksTo(id, { among: owning }).filter(({ presence }) => presence === 'certain');
      const [first] = owners.map(({ from }) => view.identity(from)?.name ?? from).sort(byCodeUnit);
      return first ?? null;
    },
    controlOwner: (boundary) => controlOwnerOf({ boundary, kind: 'assignment' } as Ending['access'], settings),
    boundaryName: (boundary) => view.boundaries.find((each) => each.id === boundary)?.name ?? boundary,
    isTierZero({ object, subject, capability, scope }) {
      if (object?.type === 'ending' && endings.get(object.id)?.tierZero === true) return true;
      if (capability !== null && scope !== null) return view.reached(subject.id, capability, scope)?.tierZero ?? false;
      return holdsTierZero(subject.id);
    },
    lastUsed({ subject, object }) {
      if (object?.type === 'credential') return view.credential(object.id)?.lastUsed ?? 'unknown';
      return view.usage(subject.id)?.lastUsed ?? 'unknown';
    },
    named: (text) => boundaries.reduce((told, [id, name]) => told.replaceAll(id, name), text).replace(UUID, (id) => names.get(id) ?? id),
  };
}

/** In one walk over all elements, for those sources that are asked for. */
function hangingsOf(view: View, wanted: ReadonlySet<string>): ReadonlyMap<string, Hanging> {
  const found = new Map<string, Hanging>();
  const add = (element: Grant | Link): void => {
    const { source } = element;
    if (!wanted.has(source.id)) return;
    const hanging = hangingOf(element);
    const known = found.get(source.id);
    // one right on a group is told of each member, and one trust of each whom it lets in
    if (known === undefined || `${hanging.at} ${hanging.of ?? ''}` < `${known.at} ${known.of ?? ''}`) found.set(source.id, hanging);
  };
  for (const grant of view.grants()) add(grant);
  for (const link of view.links()) add(link);
  return found;
}

function hangingOf(element: Grant | Link): Hanging {
  const { boundary } = element.source;
  if (element.type === 'grant') return { how: 'right', boundary, at: element.through.at(-1)?.to ?? element.subject, of: null };
  const { from, to, how } = element;
  if (how === 'member-of') return { how: 'membership', boundary, at: to, of: from };
  if (how === 'owns') return { how: 'ownership', boundary, at: to, of: from };
  return {
    how: element.escalation === undefined ? 'trust' : 'right',
    boundary,
    at: element.escalation === undefined ? to : from,
    of: null,
  };
}

/** Names of identities whose own id ends in a UUID. */
function directoryNames(view: View): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { id, name } of view.identities()) {
    const uuid = UUID_AT_END.exec(id)?.[1];
    if (uuid !== undefined && name !== id && name !== uuid) names.set(uuid, name);
  }
  return names;
}
