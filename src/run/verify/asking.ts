import type { Json } from '../../base/json.ts';
import { byKeys } from '../../base/order.ts';
import { taskKey } from '../../collect/task-key.ts';
import type { CaptureHead, CaptureWriter } from '../../contract/capture.ts';
import type { Connector, ConnectorCore } from '../../contract/connector.ts';
import type { Gap } from '../../model/gap.ts';
import type { ConnectorId } from '../../model/ids.ts';
import type { Task } from '../../model/page.ts';

/** Which tasks a task's pages led to, by their canonical forms. */
export type Led = ReadonlyMap<string, readonly Task[]>;

/**
 * The connector, made to ask these tasks and what their own answers lead to, and nothing else: no roots, no plan. It reads by the same session,
 * limits and retries as a scan.
 */
export function asking(
  connector: Connector<unknown>,
  tasks: readonly Task[],
): { readonly connector: Connector<unknown>; readonly led: Led } {
  const led = new Map<string, Task[]>();
  const { core } = connector;
  const sparing: ConnectorCore<unknown> = {
    ...core,
    roots: () => tasks,
    plan: () => [],
    planAfter: [],
    map(task, body) {
      const mapped = core.map(task, body);
      const key = taskKey(task);
      const known = led.get(key) ?? [];
      led.set(key, known);
      for (const each of mapped.spawns ?? []) if (!known.some((other) => taskKey(other) === taskKey(each))) known.push(each);
      return mapped;
    },
  };
  return { connector: { core: sparing, open: (settings, io) => connector.open(settings, io) }, led };
}

/**
 * The writer, whose capture says of every surface that only single things were asked of it: whoever analyses it must not take what it lacks
 * for gone.
 */
export function partial(writer: CaptureWriter, asked: ReadonlyMap<ConnectorId, readonly Task[]>): CaptureWriter {
  return {
    put: (page) => writer.put(page),
    seal(head: CaptureHead) {
      const sources = head.sources.map((source) => ({ ...source, gaps: [...source.gaps, ...gapsOf(asked.get(source.connector) ?? [])] }));
      return writer.seal({ ...head, sources });
    },
  };
}

function gapsOf(tasks: readonly Task[]): readonly Gap[] {
  const gaps = new Map<string, Gap>();
  for (const { boundary, surface } of tasks) {
    gaps.set(JSON.stringify([boundary, surface]), {
      boundary,
      surface,
      cause: 'excluded',
      detail: 'only single things were asked for, to see whether they are still there',
    });
  }
  return [...gaps.values()].sort(
    byKeys(
      ({ boundary }) => boundary,
      ({ surface }) => surface,
    ),
  );
}

/** What a capture of a verification says it is for. It cannot be gone on with: what was asked of it is over. */
export function verifyIntent(connectors: readonly ConnectorId[]): Json {
  return { schema: 1, kind: 'verify', connectors: [...connectors] };
}
