import { resolvePointer } from '../base/pointer.ts';
import { replay } from '../collect/replay.ts';
import type { CaptureReader } from '../contract/capture.ts';
import type { ConnectorCore } from '../contract/connector.ts';
import type { FactSource } from './explain.ts';

/** Facts of a whole capture, read once; for captures of which no analysis was saved. Throws as {@link replay} does. */
export async function replayedSource(capture: CaptureReader, connectors: readonly ConnectorCore<unknown>[]): Promise<FactSource> {
  const { facts } = await replay(capture, connectors);
  return {
    about: () => Promise.resolve(facts),
    async item({ page, pointer }) {
      for await (const { id, body } of capture.pages()) if (id === page) return resolvePointer(body, pointer);
      return undefined;
    },
  };
}
