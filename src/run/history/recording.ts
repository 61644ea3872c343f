import type { Replayed } from '../../collect/replay.ts';
import type { CaptureReader } from '../../contract/capture.ts';
import type { AssuranceSettings } from '../../assurance/settings.ts';
import type { ConnectorCore } from '../../contract/connector.ts';
import type { Need } from '../../contract/rule.ts';
import type { HistoryStore } from '../../contract/store.ts';
import type { Recorded, RunId, Teller } from '../../model/history.ts';
import type { RuleId } from '../../model/ids.ts';
import type { Report } from '../../model/report.ts';
import type { View } from '../../model/view.ts';
import { byKeys } from '../../base/order.ts';
import { assureEstate, type AssuredEstate } from '../assure/assure.ts';
import { historyInput, withHistory } from './annotate.ts';
import { recordConclusions, recordFacts, type RecordedFacts } from './record.ts';

/** What it takes for an analysis to be recorded. */
export interface Recording {
  readonly store: HistoryStore;
  /** Epoch milliseconds; kept with the run, decides nothing. */
  readonly now: () => number;
}

/**
 * What became of recording a run. `recorded`: facts and conclusions are durable; `untimed` are surfaces left out because their pages tell no
 * time. `untimed`: no page tells one, and nothing was recorded (files: `--read-at` says when they were made). `failed`: the store refused; where
 * `facts` is set those are durable all the same, and recording the same capture again completes the run. A report of what was not recorded whole
 * tells no history.
 */
export type RecordingOutcome =
  | {
      readonly how: 'recorded';
      readonly run: RunId;
      readonly facts: Recorded;
      readonly conclusions: Recorded;
      readonly untimed: readonly Teller[];
    }
  | { readonly how: 'untimed' }
  | { readonly how: 'failed'; readonly error: Error; readonly facts: Recorded | null };

/** One run on its way into a store: its facts first, while they are there, then what was concluded from them. No failure of the store is thrown. */
export class RunRecorder {
  readonly #recording: Recording;
  #facts: RecordedFacts | null = null;
  #log: Replayed['log'] | null = null;
  #used: readonly ConnectorCore<unknown>[] = [];
  #failure: Error | null = null;

  constructor(recording: Recording) {
    this.#recording = recording;
  }

  async facts(replayed: Replayed, capture: CaptureReader, used: readonly ConnectorCore<unknown>[]): Promise<void> {
    const { store, now } = this.#recording;
    try {
      this.#facts = await recordFacts(store, replayed, capture, used, now);
      this.#log = replayed.log;
      this.#used = used;
    } catch (error) {
      this.#failure = asError(error);
    }
  }

  /** What records of life cycles come to. `null`: the facts are not recorded, and nothing is said of what ended. */
  async assured(view: View, connectors: readonly ConnectorCore<unknown>[], settings: AssuranceSettings): Promise<AssuredEstate | null> {
    if (this.#failure !== null || this.#facts === null) return null;
    try {
      return await assureEstate({ store: this.#recording.store, view, connectors, settings });
    } catch (error) {
      this.#failure = asError(error);
      return null;
    }
  }

  /** Why there is nothing to go on with, where there is not. */
  outcome(): Extract<RecordingOutcome, { readonly how: 'untimed' | 'failed' }> {
    if (this.#failure === null) return { how: 'untimed' };
    return { how: 'failed', error: this.#failure, facts: this.#facts?.facts ?? null };
  }

  /** The report with its history, and what became of it all; `needs`: those of each rule that was asked. */
  async conclusions(
    report: Report,
    view: View,
    needs: ReadonlyMap<RuleId, readonly Need[]>,
  ): Promise<{ readonly report: Report; readonly outcome: RecordingOutcome }> {
    if (this.#failure !== null || this.#facts === null || this.#log === null) return { report, outcome: this.outcome() };
    const { run, facts, untimed } = this.#facts;
    const { store, now } = this.#recording;
    try {
      const conclusions = await recordConclusions(store, run, report, view, this.#log, this.#used, needs, now);
      const runs = await store.runs();
      const input = await historyInput(store, runs, run.id);
      const inputs = input === null ? report.run.inputs : [...report.run.inputs, input].sort(byInput);
      const told = await withHistory({ ...report, run: { ...report.run, inputs } }, { store, run: run.id, runs });
      return { report: told, outcome: { how: 'recorded', run: run.id, facts, conclusions, untimed } };
    } catch (error) {
      return { report, outcome: { how: 'failed', error: asError(error), facts } };
    }
  }
}

export const byInput = byKeys<Report['run']['inputs'][number]>(
  (each) => each.kind,
  (each) => each.sha256,
);

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
