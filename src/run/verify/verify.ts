import { instantOf } from '../../base/instant.ts';
import { byKeys } from '../../base/order.ts';
import { readSettings } from '../../collect/settings.ts';
import type { Connector, ProbeNear } from '../../contract/connector.ts';
import type { HistoryStore } from '../../contract/store.ts';
import type { BoundaryId } from '../../model/ids.ts';
import type { Verification } from '../../model/verification.ts';
import { coreOf } from '../history/fact-sightings.ts';
import { probeEntry } from './entry.ts';
import { isConfirmed, verifiedOf, type Verified } from './outcome.ts';
import { askBatch, batchesOf, type Planned, type RoundIo } from './round.ts';
import type { VerifyTarget } from './target.ts';

/** Ask again until nothing is left, or until a moment. */
export interface VerifyWatch {
  /** Epoch milliseconds; no round is begun after it. */
  readonly until: number;
  /** Milliseconds between rounds; never less than a provider may still show what is gone. `null`: that. */
  readonly everyMs: number | null;
}

export interface VerifyInput extends RoundIo {
  /** Those that can read live. What lies in no boundary of theirs is not asked for. */
  readonly connectors: readonly Connector<unknown>[];
  readonly targets: readonly VerifyTarget[];
  /** What the last scan saw in a boundary. */
  readonly near: (boundary: BoundaryId) => ProbeNear;
  readonly store: Pick<HistoryStore, 'append'>;
  /** Left out: one round. */
  readonly watch?: VerifyWatch;
  /** Called when a round is over and recorded. `nextMs`: after how long the next one begins; `null`: there is none. */
  readonly told?: (round: VerifyRound) => void;
}

export interface VerifyRound {
  /** From 1. */
  readonly number: number;
  readonly results: readonly Verified[];
  readonly nextMs: number | null;
}

export interface VerifyResult {
  /** By boundary, then access. */
  readonly results: readonly Verified[];
  readonly rounds: number;
  /** `settled`: everything that can be asked for was absent twice; `once`: no more was asked for; `interrupted`: the signal aborted. */
  readonly endedBy: 'once' | 'settled' | 'deadline' | 'interrupted';
}

/**
 * Asks live systems by id whether accesses are there, each beside something of its sort that is known to be. Every page is kept before it is looked at, and
 * every answer is recorded when its batch is over. Changes nothing in a scanned system. Rejects as a reading does where the first round fails; an
 * abort after something was recorded ends it with what there is.
 */
export async function verify(input: VerifyInput): Promise<VerifyResult> {
  const { io, watch, told } = input;
  const sorted = input.targets.toSorted(
    byKeys(
      ({ access }) => access.boundary,
      ({ access }) => access.id,
    ),
  );
  const plans = new Map(sorted.map((target) => [target, plannedOf(target, input)]));
  const rounds = new Map<VerifyTarget, Verification[]>(sorted.map((target) => [target, []]));
  const results = (): readonly Verified[] =>
    sorted.map((target) => {
      const planned = plans.get(target);
      return verifiedOf(target, rounds.get(target) ?? [], typeof planned === 'string' ? planned : 'it was not asked for');
    });
  for (let number = 1; ; number++) {
    const open = sorted.flatMap((target) => {
      const planned = plans.get(target);
      return planned === undefined || typeof planned === 'string' || isConfirmed(rounds.get(target) ?? []) ? [] : [planned];
    });
    try {
      for (const batch of batchesOf(open)) await askAndRecord(batch, input, rounds);
    } catch (error) {
      if (!io.signal.aborted || [...rounds.values()].every((each) => each.length === 0)) throw error;
      return { results: results(), rounds: number, endedBy: 'interrupted' };
    }
    const waiting = open.filter(({ target }) => !isConfirmed(rounds.get(target) ?? []));
    const nextMs = Math.max(watch?.everyMs ?? 0, ...waiting.map(({ plan }) => plan.spacedByMs));
    const endedBy = watch === undefined ? 'once' : waiting.length === 0 ? 'settled' : io.now() + nextMs > watch.until ? 'deadline' : null;
    told?.({ number, results: results(), nextMs: endedBy === null ? nextMs : null });
    if (endedBy !== null) return { results: results(), rounds: number, endedBy };
    try {
      await io.sleep(nextMs, io.signal);
    } catch (error) {
      if (!io.signal.aborted) throw error;
    }
    if (io.signal.aborted) return { results: results(), rounds: number, endedBy: 'interrupted' };
  }
}

/** How a target is asked for, or why it is not. */
function plannedOf(target: VerifyTarget, { connectors, configuration, near }: VerifyInput): Planned | string {
  const { access } = target;
  const core = coreOf(
    access.boundary,
    connectors.map((each) => each.core),
  );
  const connector = connectors.find((each) => each.core === core);
  if (core === undefined || connector === undefined) return `nothing here reads ${access.boundary} live`;
  if (core.probe === undefined) return `connector ${core.id} asks for nothing by id`;
  const plan = core.probe(access, near(access.boundary), readSettings(core, configuration.connectorSettings[core.id]));
  return plan === null ? 'the system does not tell it by id' : { target, connector, plan };
}

async function askAndRecord(
  batch: readonly Planned[],
  input: VerifyInput,
  rounds: ReadonlyMap<VerifyTarget, Verification[]>,
): Promise<void> {
  const said = await askBatch(batch, input);
  const asked = said.flatMap((verification, at) => {
    const planned = batch[at];
    return planned === undefined ? [] : [{ verification, target: planned.target }];
  });
  await input.store.append(
    asked.map(({ verification, target }) => probeEntry(verification, target.access)),
    instantOf(input.io.now()),
  );
  for (const { verification, target } of asked) rounds.get(target)?.push(verification);
}
