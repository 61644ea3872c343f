import { canonicalJson } from '../../base/bytes/canonical.ts';
import type { Json } from '../../base/json.ts';
import { byKeys } from '../../base/order.ts';
import type { PlaceRead } from '../../collect/page-log.ts';
import type { Replayed } from '../../collect/replay.ts';
import { readSettings } from '../../collect/settings.ts';
import type { CaptureHead } from '../../contract/capture.ts';
import type { ConnectorCore, Surface } from '../../contract/connector.ts';
import type { SurfaceCoverage } from '../../model/gap.ts';
import type { SurfaceRead, Teller } from '../../model/history.ts';
import type { BoundaryId, SurfaceId } from '../../model/ids.ts';

/**
 * How a capture read each surface of each boundary: a line for each of the ledger, and one for each part of a surface that is asked by itself
 * (`aws:identity-center-directory#group 93672`). By boundary and surface.
 */
export function readsOf(
  { log, coverage, facts }: Pick<Replayed, 'log' | 'coverage' | 'facts'>,
  { sources }: CaptureHead,
  cores: readonly ConnectorCore<unknown>[],
): readonly SurfaceRead[] {
  const places = new Map(log.places().map((place) => [placeKey(place.boundary, tellerSurface(place)), place]));
  const parts = [...places.values()].filter((place) => place.part !== null);
  const asked = new Map(cores.map((core) => [core.id, askedOf(core, sources)]));
  const surfaces = new Map(cores.flatMap((core) => core.surfaces.map((surface) => [surface.id, surface] as const)));
  const silent = new Set(
    cores.flatMap((core) => [...(core.history?.unasked?.(facts) ?? [])].map((each) => placeKey(each.boundary, each.surface))),
  );
  const lines: SurfaceRead[] = [];
  const whole = new Map<string, SurfaceRead>();
  for (const line of coverage) {
    const { boundary, surface } = line;
    const source = asked.get(connectorOf(surface)) ?? unasked;
    const provesNothing = silent.has(placeKey(boundary, surface));
    const read = readOf(line, places.get(placeKey(boundary, surface)), surfaces.get(surface), source, provesNothing);
    lines.push(read);
    whole.set(placeKey(boundary, surface), read);
  }
  for (const place of parts) {
    const read = whole.get(placeKey(place.boundary, place.surface));
    if (read !== undefined) lines.push(partRead(read, place));
  }
  return lines.sort(byLine);
}

export const byLine = byKeys<Teller>(
  (line) => line.boundary,
  (line) => line.surface,
);

/** What tells a page's facts: its surface, or the part of it that was asked by itself. */
export function tellerSurface({ surface, part }: { readonly surface: SurfaceId; readonly part: string | null }): SurfaceId {
  return part === null ? surface : `${surface}#${part}`;
}

/** The surface that a line of reads is of, and the part of it. */
export function surfaceOfTeller(teller: SurfaceId): { readonly surface: SurfaceId; readonly part: string | null } {
  const at = teller.indexOf('#');
  return at === -1 ? { surface: teller, part: null } : { surface: teller.slice(0, at), part: teller.slice(at + 1) };
}

/** A part that needed no asking was read as its surface was. */
export function mootRead(whole: SurfaceRead, teller: SurfaceId): SurfaceRead {
  return { ...whole, surface: teller, pages: 0, facts: 0 };
}

function partRead(whole: SurfaceRead, { part, pages, from, to, skewMs }: PlaceRead): SurfaceRead {
  const surface = tellerSurface({ surface: whole.surface, part });
  return { ...whole, surface, pages, facts: 0, from, to, skewMs, snapshot: isSnapshot(whole.origin, pages) };
}

interface Asked {
  readonly origin: 'live' | 'dump';
  readonly settings: string;
}

const unasked: Asked = { origin: 'dump', settings: '[]' };

/**
 * Settings ask nothing of a file. A source that was read from files in part may lack what they lack.
 */
function askedOf(core: ConnectorCore<unknown>, sources: CaptureHead['sources']): Asked {
  const own = sources.filter((source) => source.connector === core.id);
  const live = own.filter((source) => source.origin === 'live').map((source) => canonicalJson(source.settings));
  const texts = [...new Set(live)].sort();
  return { origin: own.every((source) => source.origin === 'live') ? 'live' : 'dump', settings: `[${texts.join(',')}]` };
}

function readOf(
  { boundary, surface, status, cause, detail, pages, facts }: SurfaceCoverage,
  place: PlaceRead | undefined,
  declared: Surface | undefined,
  { origin, settings }: Asked,
  provesNothing: boolean,
): SurfaceRead {
  return {
    ...{ boundary, surface, status, cause, detail, pages, facts, origin, settings },
    from: place?.from ?? null,
    to: place?.to ?? null,
    skewMs: place?.skewMs ?? null,
    absenceAfterMs: provesNothing ? null : delayOf(declared),
    snapshot: declared?.snapshot === true || isSnapshot(origin, place?.pages ?? 0),
    filtered: origin === 'dump' || declared?.filtered === true,
  };
}

/** The tool that wrote a file may have put the pages of an answer together. */
function isSnapshot(origin: 'live' | 'dump', pages: number): boolean {
  return origin === 'live' && pages === 1;
}

function delayOf(declared: Surface | undefined): number | null {
  if (declared === undefined || declared.provesAbsence === 'no') return null;
  return declared.provesAbsence === 'yes' ? 0 : declared.provesAbsence.after;
}

/**
 * Whether a read asked at least what others asked. Of a file nothing was asked: it is a whole answer of its surface or says that it is not, as
 * a live one is, and what its maker left out of it is for a control to show.
 */
export function asksAsMuchBy(cores: readonly ConnectorCore<unknown>[]): (read: SurfaceRead, former: string) => boolean {
  const known = new Map<string, boolean>();
  return function asksAsMuch({ surface: teller, settings }, former) {
    if (settings === former) return true;
    const { surface } = surfaceOfTeller(teller);
    const key = `${surface}\n${settings}\n${former}`;
    let answer = known.get(key);
    if (answer === undefined) known.set(key, (answer = compared(cores, surface, settings, former)));
    return answer;
  };
}

function compared(cores: readonly ConnectorCore<unknown>[], surface: SurfaceId, settings: string, former: string): boolean {
  const core = cores.find((each) => each.id === connectorOf(surface));
  if (core?.history === undefined) return false;
  const [now, then] = [settings, former].map((text) => JSON.parse(text) as readonly Json[]);
  if (now === undefined || then === undefined) return false;
  if (now.length === 0 || then.length === 0) return true;
  try {
    const asked = now.map((each) => readSettings(core, each));
    return then.every((each) => {
      const before = readSettings(core, each);
      return asked.some((each) => core.history?.asksAsMuch(surface, each, before) === true);
    });
  } catch {
    // Settings of another version that this one does not read: what they asked is not known, so nothing is held against them.
    return false;
  }
}

function connectorOf(id: string): string {
  return id.slice(0, id.indexOf(':'));
}

function placeKey(boundary: BoundaryId, surface: SurfaceId): string {
  return `${boundary}\n${surface}`;
}
