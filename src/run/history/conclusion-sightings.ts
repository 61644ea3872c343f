import type { Instant } from '../../base/instant.ts';
import type { Json, NonEmpty } from '../../base/json.ts';
import { byCodeUnit } from '../../base/order.ts';
import type { PageLog } from '../../collect/page-log.ts';
import type { ConnectorCore } from '../../contract/connector.ts';
import type { Evidence } from '../../model/fact.ts';
import type { Finding, Subject } from '../../model/finding.ts';
import type { Authority, Grant, Link } from '../../model/grant.ts';
import type { RecordKind, Sighting, Teller } from '../../model/history.ts';
import type { BoundaryId, EntityId } from '../../model/ids.ts';
import type { View } from '../../model/view.ts';
import { coreOf } from './fact-sightings.ts';
import { Tellers } from './tellers.ts';

/** The boundary of findings about parties outside everything that was read. */
export const OUTSIDE: BoundaryId = 'outside';
/** Tells what no page shows; it is no surface and is never read, so that nothing is ever concluded from its silence. */
const CONCLUDED = 'concluded';

/** What history keeps of a grant. Words that say why, and what might still limit it, are left out: they change with what else was read. */
export function keptGrant({ subject, capability, scope, through, ...authority }: Grant): Json {
  return { subject, capability, scope, through: through.map(({ how, from, to }) => ({ how, from, to })), ...keptAuthority(authority) };
}

export function keptLink({ from, how, to, openness, detail, ...authority }: Link): Json {
  return { from, how, to, openness, detail, ...keptAuthority(authority) };
}

function keptAuthority(
  authority: Pick<Authority, 'bounds' | 'presence' | 'windows' | 'endsBy' | 'gate' | 'gatedBy' | 'conditions' | 'source' | 'escalation'>,
): Readonly<Record<string, Json>> {
  const { bounds, presence, windows, endsBy, gate, gatedBy, conditions, source, escalation } = authority;
  return {
    bounds: { lo: bounds.lo, hi: bounds.hi },
    presence,
    windows: windows.map(({ from, until }) => ({ from, until })),
    endsBy,
    gate,
    ...(gatedBy === undefined ? {} : { gatedBy }),
    conditions: conditions
      .map(({ text, settled }) => ({ text, settled }))
      .sort((a, b) => byCodeUnit(a.text, b.text) || byCodeUnit(a.settled, b.settled)),
    source: { id: source.id, kind: source.kind, name: source.name },
    ...(escalation === undefined ? {} : { escalation }),
  };
}

/** What history keeps of a finding. Reasons, caveats and the path shown change with what else is there, and with the time. */
export interface KeptFinding {
  readonly rule: string;
  readonly severity: Finding['severity'];
  readonly subject: Pick<Subject, 'id' | 'uid' | 'kind' | 'name' | 'boundary'>;
  readonly capability: Finding['capability'];
  readonly scope: Finding['scope'];
  readonly persistence: Finding['persistence'];
  readonly rootCause: Finding['rootCause'];
}

export function keptFinding({ rule, severity, subject, capability, scope, persistence, rootCause }: Finding): KeptFinding {
  const { id, uid, kind, name, boundary } = subject;
  return { rule, severity, subject: { id, uid, kind, name, boundary }, capability, scope, persistence, rootCause };
}

/** Grants and links that the estate is known to hold, and what was found of it. Made one by one, as they are asked for. */
export function* conclusionSightings(
  view: View,
  findings: readonly Finding[],
  log: PageLog,
  cores: readonly ConnectorCore<unknown>[],
  concludedAt: Instant,
): Generator<Sighting> {
  const isKept = (element: Grant | Link): boolean => isRecord(element, coreOf(element.boundary, cores));
  const making = new Making(log, concludedAt);
  for (const grant of view.grants()) {
    if (!isKept(grant)) continue;
    const { subject, through } = grant;
    const depends = [subject, ...through.flatMap(({ from, to }) => [from, to])];
    const names = [subject, grant.scope, ...sourceNames(grant), ...depends];
    yield making.sighting('grant', grant.key, grant.boundary, 'grant', keptGrant(grant), depends, names, grant.evidence);
  }
  for (const link of view.links()) {
    if (!isKept(link)) continue;
    const depends = [link.from, link.to];
    yield making.sighting(
      'link',
      link.key,
      link.boundary,
      'link',
      keptLink(link),
      depends,
      [...depends, ...sourceNames(link)],
      link.evidence,
    );
  }
  const told = new Set<string>();
  for (const finding of findings) {
    const { subject, rootCause, fingerprint } = finding;
    // Two that a fingerprint does not tell apart are one record.
    if (told.has(fingerprint)) continue;
    told.add(fingerprint);
    const depends =
      subject.boundary === null ? enteredBy(finding) : subject.kind === 'boundary' || subject.kind === 'surface' ? [] : [subject.id];
    const names = [subject.id, ...(subject.uid === null ? [] : [subject.uid]), subject.name, rootCause.id, rootCause.name];
    const value = keptFinding(finding) as unknown as Json;
    yield making.sighting(
      'finding',
      fingerprint,
      findingBoundary(subject),
      'finding',
      value,
      depends,
      names,
      finding.evidence,
      tellerOf(subject),
    );
  }
}

export function findingBoundary({ boundary }: Pick<Subject, 'boundary'>): BoundaryId {
  return boundary ?? OUTSIDE;
}

/** Elements that stand for what was not read are no records: they end when somebody reads. Nor are those that are told in another way by chance. */
function isRecord(element: Grant | Link, core: ConnectorCore<unknown> | undefined): boolean {
  return element.source.kind !== 'surface' && core?.history?.isSteady?.(element) !== false;
}

function sourceNames({ source }: Grant | Link): readonly string[] {
  return [source.id, source.name];
}

/** A party outside is listed nowhere; what it gets into is. */
function enteredBy({ path }: Finding): readonly EntityId[] {
  return path.flatMap((each) => (each.step === 'link' ? [each.to] : []));
}

/** What would show a surface, or a boundary, otherwise is a read of it. */
function tellerOf({ kind, name, boundary }: Subject): Teller | undefined {
  return kind === 'surface' && boundary !== null ? { boundary, surface: name } : undefined;
}

class Making {
  readonly #tellers: Tellers;
  readonly #at: Instant;

  constructor(log: PageLog, concludedAt: Instant) {
    this.#tellers = new Tellers(log);
    this.#at = concludedAt;
  }

  sighting(
    kind: Extract<RecordKind, 'grant' | 'link' | 'finding'>,
    key: string,
    boundary: BoundaryId,
    family: string,
    value: Json,
    depends: readonly EntityId[],
    names: readonly string[],
    evidence: readonly Evidence[],
    teller: Teller = { boundary, surface: CONCLUDED },
  ): Sighting {
    const told = this.#tellers.of(evidence);
    const tellers: NonEmpty<Teller> = told?.tellers ?? [teller];
    return {
      ...{ kind, key, boundary, family, value, tellers, evidence, at: told?.at ?? this.#at },
      dependsOn: [...new Set(depends)].sort(byCodeUnit),
      names: [...new Set(names)].sort(byCodeUnit),
    };
  }
}
