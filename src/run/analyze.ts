import { instantOf, parseInstant, type Instant } from '../base/instant.ts';
import { byKeys } from '../base/order.ts';
import { replay } from '../collect/replay.ts';
import type { CaptureReader } from '../contract/capture.ts';
import type { ConnectorCore } from '../contract/connector.ts';
import { followingOriginals } from '../graph/copies.ts';
import { buildGraph, graphInputOf, type Told } from '../graph/build.ts';
import { withTokenSubjects } from '../graph/token-subjects.ts';
import type { Graph } from '../graph/graph.ts';
import type { Credential } from '../model/entity.ts';
import type { FactIndex, FactOfKind } from '../model/fact.ts';
import type { Gap, SurfaceCoverage } from '../model/gap.ts';
import type { Grant, Link } from '../model/grant.ts';
import type { BoundaryId, FactKey, SurfaceId } from '../model/ids.ts';
import type { Report, RunMeta } from '../model/report.ts';
import type { View } from '../model/view.ts';
import { tierZeroMarks } from '../paths/view.ts';
import { withAssured } from '../paths/with-assured.ts';
import type { Configuration } from './configuration.ts';
import { RunError } from './errors.ts';
import { byInput, RunRecorder, type Recording, type RecordingOutcome } from './history/recording.ts';
import type { Columns } from './saved/columns.ts';
import { mentionColumns } from './saved/mentions.ts';
import { originalsRead, personsIn } from './persons-of.ts';
import { reportOf } from './report-of.ts';
import { programVersion } from './version.ts';
import { viewOfGraph, viewOptions, type ViewSettings } from './view-of-graph.ts';

export type { ViewSettings } from './view-of-graph.ts';

export interface AnalyzeInput {
  readonly capture: CaptureReader;
  /** Cores of every connector the capture holds pages of. */
  readonly connectors: readonly ConnectorCore<unknown>[];
  readonly configuration: Configuration;
  /**
   * The moment the answers are for; default: the capture's last receive time, and of files the latest moment that they speak for, where all of
   * them tell one.
   */
  readonly asOf?: Instant;
  /** Epoch milliseconds, used only where neither `asOf` nor the capture tells a time. */
  readonly clock: () => number;
  /** Where the run is recorded. Left out: nowhere, and the report tells no history. */
  readonly recording?: Recording;
}

export interface Analysis {
  readonly report: Report;
  /** For questions after the report: paths, explanations. */
  readonly view: View;
  /** What it takes, beside the capture, to make the view again. */
  readonly settings: ViewSettings;
  /** What it takes to make it again without the capture, and to find what the capture says of a name. */
  readonly kept: KeptView;
  /** What became of recording it; `null`: it was not to be recorded. */
  readonly recorded: RecordingOutcome | null;
}

export interface KeptView {
  readonly graph: Graph;
  /** See `tierZeroMarks`. */
  readonly zeroTargets: () => Uint8Array;
  /** See `mentionColumns`. */
  readonly mentions: Columns;
}

/**
 * Capture in, report out: offline, pure after the pages are read. The same capture, configuration, versions and `asOf` give the
 * same bytes, whatever the order in which pages arrived.
 */
export async function analyze(input: AnalyzeInput): Promise<Analysis> {
  const { capture, configuration, recording } = input;
  const recorder = recording === undefined ? null : new RunRecorder(recording);
  const { view: read, kept, used, asOf, asOfFrom } = await viewOf(input, recorder);
  const run: RunMeta = {
    version: programVersion(),
    from: 'capture',
    asOf,
    asOfFrom,
    capture: capture.id,
    pages: capture.count,
    inputs: [...capture.head.inputs].sort(byInput),
    connectors: used.map((core) => ({ id: core.id, mapping: core.mapping })).sort(byKeys((core) => core.id)),
    rules: configuration.rules.map(({ rule }) => ({ id: rule.id, revision: rule.revision })).sort(byKeys((rule) => rule.id)),
    configuration: configuration.hash,
  };
  const { maxTimeBoundDays, connectorSettings, crownJewels, personRules } = configuration;
  const settings = { maxTimeBoundDays, connectorSettings, crownJewels, personRules };
  const alone = (outcome: RecordingOutcome | null): Analysis => {
    return { report: reportOf(read, used, configuration, run), view: read, kept, settings, recorded: outcome };
  };
  if (recorder === null) return alone(null);
  const life = await recorder.assured(read, used, configuration.assurance);
  if (life === null) return alone(recorder.outcome());
  const view = withAssured(read, life.assured);
  const needs = new Map(configuration.rules.map(({ rule }) => [rule.id, rule.needs]));
  const { report, outcome } = await recorder.conclusions(reportOf(view, used, configuration, run, life.metrics), view, needs);
  // What a store says that is not named among the inputs is said by nobody.
  return outcome.how === 'recorded' ? { report, view, kept, settings, recorded: outcome } : alone(outcome);
}

interface Viewed extends ReturnType<typeof chooseAsOf> {
  readonly view: View;
  readonly kept: KeptView;
  readonly used: readonly ConnectorCore<unknown>[];
}

/** What was replayed is recorded and let go of here: judging needs the view alone. */
async function viewOf(input: AnalyzeInput, recorder: RunRecorder | null): Promise<Viewed> {
  const { capture, configuration, connectors } = input;
  const replayed = await replay(capture, connectors);
  if (replayed.facts.boundaries.length === 0 && replayed.coverage.length === 0) {
    throw new RunError('nothing-read', `cannot analyse capture ${capture.id}: its ${capture.count} pages speak of no boundary`);
  }
  const { asOf, asOfFrom } = chooseAsOf(input, replayed.lastReceivedAt ?? replayed.log.until);
  const used = connectorsOf(capture, connectors);
  await recorder?.facts(replayed, capture, used);
  const graph = graphOfReplay(replayed, used, asOf, configuration);
  let marks: Uint8Array | undefined;
  const zeroTargets = (): Uint8Array => (marks ??= tierZeroMarks(graph, viewOptions(asOf, configuration)));
  const view = viewOfGraph(graph, asOf, configuration, zeroTargets);
  return { view, kept: { graph, zeroTargets, mentions: mentionColumns(replayed.facts, used) }, used, asOf, asOfFrom };
}

/** The view that an analysis of this capture had, without judging again. */
export async function viewOfCapture(
  capture: CaptureReader,
  connectors: readonly ConnectorCore<unknown>[],
  asOf: Instant,
  settings: ViewSettings,
): Promise<View> {
  return viewOfReplay(await replay(capture, connectors), connectorsOf(capture, connectors), asOf, settings);
}

export function connectorsOf(capture: CaptureReader, connectors: readonly ConnectorCore<unknown>[]): readonly ConnectorCore<unknown>[] {
  return connectors.filter((core) => capture.head.sources.some((source) => source.connector === core.id));
}

/** What is taken to be gone. */
export interface LeftOut {
  /** For `without` of `resolve`. */
  readonly facts: ReadonlySet<FactKey>;
  /** By id. */
  readonly credentials: ReadonlySet<string>;
  /** Elements that no fact stands for by itself. */
  has(element: Grant | Link): boolean;
}

/** What a capture, or a history, says, and how much of the estate it speaks for. */
export interface ReadEstate {
  readonly facts: FactIndex;
  readonly coverage: readonly SurfaceCoverage[];
  readonly gaps: readonly Gap[];
}

export function viewOfReplay(
  replayed: ReadEstate,
  used: readonly ConnectorCore<unknown>[],
  asOf: Instant,
  settings: ViewSettings,
  without?: LeftOut,
): View {
  return viewOfGraph(graphOfReplay(replayed, used, asOf, settings, without), asOf, settings);
}

function graphOfReplay(
  replayed: ReadEstate,
  used: readonly ConnectorCore<unknown>[],
  asOf: Instant,
  settings: ViewSettings,
  without?: LeftOut,
): Graph {
  const { facts, coverage, gaps } = replayed;
  const surfaces = used.flatMap((core) => core.surfaces);
  const credentials = used
    .flatMap((core) => [...credentialsOf(core, facts)])
    .filter((each) => without?.credentials.has(each.value.id) !== true);
  const names = used.flatMap((core) => [...(core.boundaryNames?.(facts) ?? [])]);
  const scopes = used.flatMap((core) => [...(core.scopes?.(facts) ?? [])]);
  const { persons, copies, tokenSubjects, gaps: ofPersons } = personsIn(facts, settings.personRules);
  const elements = followingOriginals(
    withTokenSubjects(resolved(replayed, used, asOf, settings, without), tokenSubjects),
    copies,
    originalsRead(surfaces, coverage, gaps),
  );
  const left = without === undefined ? elements : remaining(elements, without);
  const input = graphInputOf(facts, credentials, left, coverage, surfaces, [...gaps, ...ofPersons], names, scopes);
  const joined = used
    .flatMap((core) => [...(core.usages?.(facts) ?? [])])
    .sort(
      byKeys(
        ({ boundary }) => boundary,
        ({ key }) => key,
      ),
    );
  return buildGraph({ ...input, usage: [...input.usage, ...joined], persons });
}

/** What joins systems is made after the connectors' own elements, and can be taken away too. */
function* remaining(elements: Iterable<Grant | Link>, without: LeftOut): Iterable<Grant | Link> {
  for (const element of elements) if (!without.has(element)) yield element;
}

/** Grants and links as the connectors yield them: the graph keeps none. */
function* resolved(
  { facts, coverage }: ReadEstate,
  used: readonly ConnectorCore<unknown>[],
  asOf: Instant,
  settings: ViewSettings,
  without: LeftOut | undefined,
): Iterable<Grant | Link> {
  const complete = new Set(coverage.flatMap((line) => (line.status === 'complete' ? [`${line.surface} ${line.boundary}`] : [])));
  const isRead = (surface: SurfaceId, boundary: BoundaryId): boolean => complete.has(`${surface} ${boundary}`);
  for (const core of used) {
    const own = settings.connectorSettings[core.id];
    for (const element of core.resolve(facts, asOf, own, without?.facts, unreadIn(core, coverage), isRead)) {
      if (without?.has(element) !== true) yield element;
    }
  }
}

/** The boundaries in which a surface that tells who may become whom is not complete. */
function unreadIn(core: ConnectorCore<unknown>, coverage: readonly SurfaceCoverage[]): ReadonlySet<BoundaryId> {
  const telling = new Set(core.surfaces.filter((each) => each.yields.includes('trust')).map((each) => each.id));
  return new Set(coverage.flatMap((line) => (telling.has(line.surface) && line.status !== 'complete' ? [line.boundary] : [])));
}

/**
 * Credentials as the connector joins them, each said by every fact it was joined from; without a say of its own, as the facts have them.
 * What facts of kind `service-credential` tell opens one service only.
 */
export function* credentialsOf(core: ConnectorCore<unknown>, facts: FactIndex): Iterable<Told<Credential>> {
  if (core.credentials !== undefined) {
    for (const { value, facts: from } of core.credentials(facts)) for (const fact of from) yield toldBy(fact, value);
    return;
  }
  for (const kind of ['credential', 'service-credential'] as const) {
    for (const fact of facts.ofKind(kind)) if (fact.boundary.startsWith(`${core.id}:`)) yield toldBy(fact, fact.value);
  }
}

function toldBy(fact: FactOfKind<'credential' | 'service-credential'>, value: Credential): Told<Credential> {
  return { ...fact, value: fact.kind === 'service-credential' ? { ...value, opens: 'service' } : value };
}

function chooseAsOf(
  input: AnalyzeInput,
  captureAt: Instant | null,
): { readonly asOf: Instant; readonly asOfFrom: Report['run']['asOfFrom'] } {
  if (input.asOf !== undefined) {
    const given = parseInstant(input.asOf);
    if (given === undefined) {
      throw new RunError('bad-time', `cannot analyse as of ${JSON.stringify(input.asOf)}: it is no RFC 3339 time`, {
        hint: 'write 2026-11-22, or 2026-11-22T09:30:00Z',
      });
    }
    return { asOf: instantOf(given), asOfFrom: 'given' };
  }
  return captureAt === null ? { asOf: instantOf(input.clock()), asOfFrom: 'clock' } : { asOf: captureAt, asOfFrom: 'capture' };
}
