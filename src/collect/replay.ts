import type { Instant } from '../base/instant.ts';
import { byCodeUnit } from '../base/order.ts';
import type { CaptureReader } from '../contract/capture.ts';
import type { ConnectorCore, Mapped } from '../contract/connector.ts';
import type { FactIndex } from '../model/fact.ts';
import type { Gap, SurfaceCoverage } from '../model/gap.ts';
import type { BoundaryId, ConnectorId, PageId } from '../model/ids.ts';
import type { Page } from '../model/page.ts';
import type { Link, TaskPages } from './chain.ts';
import { mustKnowMapping, unknownConnector } from './core-for.ts';
import { CollectError } from './errors.ts';
import { FactTable, saidAt } from './facts.ts';
import { follow, type AskedTask, type Followed } from './follow.ts';
import { forFollowing } from './lean.ts';
import { ledgerOf } from './ledger.ts';
import { mapPage } from './mapping.ts';
import { PageLog } from './page-log.ts';
import type { Expected, Reading } from './places.ts';
import { readSettings } from './settings.ts';
import { taskKey } from './task-key.ts';
import { wordsOf } from './words.ts';

/** What a capture says, and how much of the estate it speaks for. The same capture and cores give the same, in any order. */
export interface Replayed {
  readonly facts: FactTable;
  readonly coverage: readonly SurfaceCoverage[];
  readonly gaps: readonly Gap[];
  /** The latest receive time of any page; `null` when no page has one (a bare dump). */
  readonly lastReceivedAt: Instant | null;
  /** When and where its pages were read. */
  readonly log: PageLog;
  /** Pages of tasks that nothing asked for, sorted. Their facts count; their surface's line says so. */
  readonly strays: readonly PageId[];
}

/**
 * Reads a capture offline. Throws {@link CollectError} `unknown-connector` and `newer-mapping` before anything is concluded from
 * pages we cannot read as they were meant, and `bad-settings` when a connector's schema refuses what the capture was made with.
 */
export async function replay(reader: CaptureReader, cores: readonly ConnectorCore<unknown>[]): Promise<Replayed> {
  const readable = new Map<ConnectorId, Archive>();
  for (const source of reader.head.sources) {
    const core = coreFor(source.connector, source.mapping, cores);
    if (!readable.has(core.id)) readable.set(core.id, { core, held: new Map() });
  }
  const facts = new FactTable();
  const log = new PageLog();
  let lastReceivedAt: Instant | null = null;
  for await (const page of reader.pages()) {
    const { connector, mapping, receivedAt } = page.envelope;
    const core = coreFor(connector, mapping, cores);
    const archive = readable.get(core.id);
    if (archive === undefined) {
      throw new CollectError('unknown-connector', `cannot read page ${page.id}: its connector '${connector}' is no source of this capture`);
    }
    const mapped = page.envelope.refused === null ? mapPage(core, page.envelope.task, page.body) : null;
    shelve(archive, page, mapped);
    log.add(page.id, page.envelope, core);
    if (mapped !== null) facts.add({ page: page.id, at: saidAt(page.envelope), facts: mapped.facts });
    if (receivedAt !== null && receivedAt > (lastReceivedAt ?? '')) lastReceivedAt = receivedAt;
  }
  const strays: PageId[] = [];
  const seen = new Map<ConnectorId, readonly FactIndex[]>();
  const readings = inPlanOrder([...readable.values()]).map((archive) => readingOf(archive, reader, seen, strays));
  return { facts, ...ledgerOf(readings, facts.countBySurface()), lastReceivedAt, log, strays: strays.sort(byCodeUnit) };
}

/** One connector's pages, by task and cursor. */
interface Archive {
  readonly core: ConnectorCore<unknown>;
  readonly held: Map<string, TaskPages>;
}

/** The core that reads such pages. Throws {@link CollectError} where none does, or where they were captured with a later mapping. */
function coreFor(connector: ConnectorId, mapping: number, cores: readonly ConnectorCore<unknown>[]): ConnectorCore<unknown> {
  const core = cores.find((each) => each.id === connector);
  if (core === undefined)
    throw unknownConnector(
      connector,
      cores.map((each) => each.id),
    );
  mustKnowMapping(core, mapping);
  return core;
}

function shelve({ core, held }: Archive, page: Page, mapped: Mapped | null): void {
  const { task, cursor, next, refused, status } = page.envelope;
  const link: Link = {
    id: page.id,
    cursor,
    next,
    refused,
    status,
    at: saidAt(page.envelope) ?? '',
    words: refused === null ? null : wordsOf(page.body),
    mapped: mapped === null ? null : forFollowing(core, mapped),
  };
  const key = taskKey(task);
  let pages = held.get(key);
  if (pages === undefined) held.set(key, (pages = { task, links: new Map() }));
  const links = pages.links.get(cursor);
  if (links === undefined) pages.links.set(cursor, [link]);
  else links.push(link);
}

/** Those first whose facts the plans of others look at. */
function inPlanOrder(archives: readonly Archive[]): readonly Archive[] {
  const cores = new Map(archives.map(({ core }) => [core.id, core]));
  // no two wait for each other, so no way is longer than there are sources
  function depth(core: ConnectorCore<unknown>, left: number): number {
    const before = (core.planAfter ?? []).flatMap(({ connector }) => cores.get(connector) ?? []);
    return left === 0 ? 0 : Math.max(0, ...before.map((each) => 1 + depth(each, left - 1)));
  }
  return archives.toSorted((a, b) => depth(a.core, archives.length) - depth(b.core, archives.length));
}

/** `seen`: what plans saw of the sources gone through so far; grows. */
function readingOf(
  { core, held }: Archive,
  reader: CaptureReader,
  seen: Map<ConnectorId, readonly FactIndex[]>,
  strays: PageId[],
): Reading {
  const others = (core.planAfter ?? []).flatMap(({ connector, kinds }) =>
    (seen.get(connector) ?? []).map((facts) => ({ facts, kinds: new Set(kinds) })),
  );
  const asked = new Map<string, AskedTask>();
  const gaps: Gap[] = [];
  const expected: Expected[] = [];
  for (const source of reader.head.sources) {
    if (source.connector !== core.id) continue;
    const settings = readSettings(core, source.settings);
    const followed: Followed = follow(core, settings, source, held, others);
    seen.set(core.id, [...(seen.get(core.id) ?? []), followed.seen]);
    gaps.push(...source.gaps);
    for (const each of followed.asked) asked.set(each.key, better(asked.get(each.key), each));
    for (const boundary of followed.boundaries) {
      expected.push(...expectedIn(core, settings, boundary, source.origin));
    }
  }
  const strayPlaces: Reading['strays'][number][] = [];
  for (const [key, pages] of held) {
    for (const link of [...pages.links.values()].flat()) {
      gaps.push(...(link.mapped?.gaps ?? []));
      if (asked.has(key)) continue;
      strays.push(link.id);
      strayPlaces.push({ boundary: pages.task.boundary, surface: pages.task.surface });
    }
  }
  return { core, asked: [...asked.values()], gaps, expected, strays: strayPlaces };
}

/** A connector that lists nothing as asked of a boundary does not know that boundary's kind, and so says nothing. */
function expectedIn(
  core: ConnectorCore<unknown>,
  settings: unknown,
  boundary: BoundaryId,
  origin: Expected['origin'],
): readonly Expected[] {
  // A file holds what its maker put in: the settings ask nothing of it.
  const asked = new Set(origin === 'live' ? core.asked?.(boundary, settings) : []);
  const surfaces = new Set([...core.expects(boundary, settings), ...asked]);
  return [...surfaces].map((surface) => {
    const wanted = asked.size === 0 ? 'untold' : asked.has(surface) ? 'yes' : 'no';
    return { boundary, surface, origin, wanted };
  });
}

/** A task that two sources asked for: drained if either finds it whole. */
function better(a: AskedTask | undefined, b: AskedTask): AskedTask {
  return a === undefined || (a.broken !== null && b.broken === null) ? b : a;
}
