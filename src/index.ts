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
export { defineRule } from './contract/rule.ts';
export type { Need, Rule, SmallGraph } from './contract/rule.ts';
export { judge } from './judge/judge.ts';
export type { Judged, JudgeInput, SetRule } from './judge/judge.ts';
export { viewOfSmallGraph } from './judge/small.ts';
export { capabilities } from './model/capability.ts';
export type { Capability } from './model/capability.ts';
export type * from './model/entity.ts';
export type * from './model/fact.ts';
export type * from './model/finding.ts';
export type * from './model/gap.ts';
export type * from './model/grant.ts';
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
export { captureDumps } from './run/import.ts';
export type { DumpFile } from './run/import.ts';
export { outcomeOf } from './run/outcome.ts';
export type { Outcome } from './run/outcome.ts';
export { captureLive, realIo, scan } from './run/scan.ts';
export type { CaptureInput, Scan, ScanInput } from './run/scan.ts';
