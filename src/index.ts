/**
 * Vestige as a library. Plug-ins come by subpath (`vestige/rules`, `vestige/connectors/aws`, `vestige/reports/json`), so that a
 * program loads only what it names.
 */
export { VestigeError } from './base/errors.ts';
export type { Instant } from './base/instant.ts';
export type { Json, JsonObject, NonEmpty } from './base/json.ts';
export { createCapture, listCaptures, memoryCapture, openCapture } from './capture/archive.ts';
export type { Budget, CollectIo, Progress } from './collect/io.ts';
export type { CaptureHead, CaptureReader, CaptureSource, CaptureWriter } from './contract/capture.ts';
export type * from './contract/connector.ts';
export type * from './contract/reporter.ts';
export type * from './contract/store.ts';
export { defineRule } from './contract/rule.ts';
export type { Need, Rule, SmallGraph } from './contract/rule.ts';
export { HistoryError } from './history/errors.ts';
export type { HistoryCode } from './history/errors.ts';
export { migrateHistory, openHistory } from './history/open.ts';
export type { HistoryPlace } from './history/open.ts';
export { judge } from './judge/judge.ts';
export type { Judged, JudgeInput, SetRule } from './judge/judge.ts';
export { viewOfSmallGraph } from './judge/small.ts';
export { capabilities } from './model/capability.ts';
export type { Capability } from './model/capability.ts';
export type * from './model/entity.ts';
export type * from './model/explained.ts';
export type * from './model/fact.ts';
export type * from './model/finding.ts';
export type * from './model/gap.ts';
export type * from './model/grant.ts';
export { endings } from './model/history.ts';
export type {
  Conclusions,
  EndHow,
  Interval as HistoryInterval,
  IntervalEnd,
  Missing,
  PastFinding,
  Recorded,
  RecordKind,
  Resolved,
  RunHead,
  RunId,
  Seen,
  Sighting,
  SurfaceRead,
  Teller,
  Unconfirmed,
  UsageNote,
} from './model/history.ts';
export type * from './model/ids.ts';
export type * from './model/page.ts';
export type * from './model/persistence.ts';
export type * from './model/question.ts';
export type * from './model/report.ts';
export type * from './model/view.ts';
export type { Interval, Windows } from './model/window.ts';
export { queryPaths } from './paths/query.ts';
export type { PathEntry, PathQuery } from './paths/query.ts';
export { analyze } from './run/analyze.ts';
export type { Analysis, AnalyzeInput } from './run/analyze.ts';
export { readConfiguration } from './run/configuration.ts';
export type { Configuration, Threshold } from './run/configuration.ts';
export { RunError } from './run/errors.ts';
export { explainElements, explainPath } from './run/explain.ts';
export type { ExplainedElement, ExplainedPath, Explaining, FactSource } from './run/explain.ts';
export { explainFinding } from './run/explain-finding.ts';
export type { Explanation, Reported } from './run/explain-finding.ts';
export { estateAt } from './run/history/at.ts';
export type { At, AtInput, AtRead } from './run/history/at.ts';
export { diff as diffOf } from './run/history/diff.ts';
export type { Diff, DiffEntry, DiffFilter, NotCompared } from './run/history/diff.ts';
export type { Moment } from './run/history/moment.ts';
export { historyOf } from './run/history/of.ts';
export type { HistoryEntry, HistoryOf, HistoryPart, HistorySubject, HistoryUse } from './run/history/of.ts';
export type { Recording, RecordingOutcome } from './run/history/recording.ts';
export { resolvedSince } from './run/history/resolved-since.ts';
export type { IntervalState } from './run/history/state.ts';
export { captureDumps } from './run/import.ts';
export type { DumpFile } from './run/import.ts';
export { replayedSource } from './run/replayed-source.ts';
export type { HeldLedger, Logbook } from './run/ledger/logbook.ts';
export { LoggedRun } from './run/ledger/logged-run.ts';
export type { NotLogged } from './run/ledger/logged-run.ts';
export { outcomeOf } from './run/outcome.ts';
export type { Outcome } from './run/outcome.ts';
export { captureLive, realIo, scan } from './run/scan.ts';
export type { CaptureInput, Scan, ScanInput } from './run/scan.ts';
export { whatIf } from './run/what-if.ts';
export type { WhatIf, WhatIfInput } from './run/what-if.ts';
