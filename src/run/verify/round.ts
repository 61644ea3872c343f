import { hashJson } from '../../base/bytes/hash.ts';
import { groupBy } from '../../base/group.ts';
import { impossible } from '../../base/errors.ts';
import type { CollectIo, Progress } from '../../collect/io.ts';
import type { CaptureWriter } from '../../contract/capture.ts';
import type { Connector, ProbePlan } from '../../contract/connector.ts';
import type { ConnectorId } from '../../model/ids.ts';
import type { Task } from '../../model/page.ts';
import type { Verification } from '../../model/verification.ts';
import type { Configuration } from '../configuration.ts';
import { captureLive } from '../scan.ts';
import { Answers } from './answers.ts';
import { asking, partial, type Led } from './asking.ts';
import type { VerifyTarget } from './target.ts';

/** A target with how it is asked for. */
export interface Planned {
  readonly target: VerifyTarget;
  readonly connector: Connector<unknown>;
  readonly plan: ProbePlan;
}

/** Where a batch's pages go. */
export interface BatchCapture {
  readonly writer: CaptureWriter;
  /** Called where the batch was not read to its end. */
  readonly abandon: () => Promise<void>;
}

export interface RoundIo {
  readonly configuration: Configuration;
  readonly io: CollectIo;
  readonly capture: (connectors: readonly ConnectorId[]) => Promise<BatchCapture>;
  readonly progress?: (progress: Progress) => void;
}

/** So many of one boundary are asked at once: a target and its control are then answered within seconds of each other. */
const MOST_AT_ONCE = 20;

/** Batches with at most so many of each boundary. */
export function batchesOf(planned: readonly Planned[]): readonly (readonly Planned[])[] {
  const batches: Planned[][] = [];
  for (const [, of] of groupBy(planned, ({ target }) => target.access.boundary)) {
    for (const [at, each] of of.entries()) (batches[Math.floor(at / MOST_AT_ONCE)] ??= []).push(each);
  }
  return batches;
}

/** Asks for all of a batch and says what was answered, of each in their order. Nothing is concluded before its pages are kept. */
export async function askBatch(
  batch: readonly Planned[],
  { configuration, io, capture, progress }: RoundIo,
): Promise<readonly Verification[]> {
  const sources = new Map<ConnectorId, { readonly connector: Connector<unknown>; readonly led: Led; readonly tasks: readonly Task[] }>();
  for (const [connector, of] of groupBy(batch, (each) => each.connector)) {
    const tasks = of.flatMap(({ plan }) => [...plan.target, ...plan.control]);
    sources.set(connector.core.id, { ...asking(connector, tasks), tasks });
  }
  const { writer, abandon } = await capture([...sources.keys()]);
  let reader;
  try {
    reader = await captureLive({
      connectors: [...sources.values()].map(({ connector }) => connector),
      configuration,
      writer: partial(writer, new Map([...sources].map(([id, { tasks, led }]) => [id, [...tasks, ...[...led.values()].flat()]]))),
      io,
      ...(progress === undefined ? {} : { progress }),
    });
  } catch (error) {
    await abandon();
    throw error;
  }
  const answers = new Map<ConnectorId, Answers>();
  for (const [id, { connector, led }] of sources) answers.set(id, await Answers.of(reader, led, connector.core));
  return batch.map((planned) =>
    verificationOf(planned, answers.get(planned.connector.core.id) ?? impossible('a source without answers'), reader.id),
  );
}

function verificationOf({ target, plan }: Planned, answers: Answers, capture: string): Verification {
  const { id: access, boundary } = target.access;
  const { pages, ids, sentAt, receivedAt } = answers.to([...plan.target, ...plan.control]);
  if (sentAt === null || receivedAt === null) impossible(`a live answer about ${access} that does not tell when it was given`);
  const { says, cause, because } = plan.says(pages);
  return {
    id: hashJson({ access, pages: [...ids] }),
    access,
    boundary,
    says,
    cause,
    because,
    sentAt,
    receivedAt,
    control: plan.controlText,
    spacedByMs: plan.spacedByMs,
    capture,
    pages: ids,
  };
}
