import { importDumps } from '../capture/import.ts';
import type { CaptureReader, CaptureWriter } from '../contract/capture.ts';
import type { ConnectorCore, DumpFormat } from '../contract/connector.ts';
import type { Instant } from '../base/instant.ts';
import type { Json } from '../base/json.ts';
import type { PageId } from '../model/ids.ts';
import type { Page } from '../model/page.ts';
import type { CaptureHead } from '../contract/capture.ts';
import type { Configuration } from './configuration.ts';
import { RunError } from './errors.ts';

/** A vendor tool's output file. */
export interface DumpFile {
  /** A {@link DumpFormat} id, `aws-authorization-details`. */
  readonly format: string;
  /** What messages call it. */
  readonly name: string;
  readonly open: () => AsyncIterable<Uint8Array>;
}

/**
 * Turns files of vendor tools into a sealed capture. From there on nothing differs from a live scan. The pages just written are kept in
 * memory for the first reading, which lets go of each as it gives it; any other reading takes them from the capture. `readAt`: when the files
 * were made, for what does not tell it itself.
 */
export async function captureDumps(
  writer: CaptureWriter,
  files: readonly DumpFile[],
  connectors: readonly ConnectorCore<unknown>[],
  configuration: Configuration,
  readAt?: Instant,
): Promise<CaptureReader> {
  const heads: CaptureHead[] = [];
  const kept = new Map<PageId, Page>();
  const keeper: CaptureWriter = {
    async put(page) {
      const made = await writer.put(page);
      kept.set(made.id, made);
      return made;
    },
    seal: (head) => writer.seal(head),
  };
  const unclaimed = new Set(files);
  for (const core of connectors) {
    const own: { format: DumpFormat; name: string; open: DumpFile['open'] }[] = [];
    for (const file of files) {
      const format = core.dumps?.find((each) => each.id === file.format);
      if (format === undefined) continue;
      unclaimed.delete(file);
      own.push({ format, name: file.name, open: file.open });
    }
    if (own.length === 0) continue;
    const settings = configuration.connectorSettings[core.id] as Json;
    const source = { connector: core.id, mapping: core.mapping, settings, ...(readAt === undefined ? {} : { readAt }) };
    heads.push(await importDumps(keeper, own, source));
  }
  for (const file of unclaimed)
    throw new RunError('unknown-connector', `cannot read ${file.name}: no connector knows the format ${file.format}`);
  const sources = heads.flatMap((head) => head.sources);
  const reader = await writer.seal({ schema: 1, sources, inputs: heads.flatMap((head) => head.inputs) });
  return { ...reader, pages: () => (kept.size === reader.count ? given(kept) : reader.pages()) };
}

/** In the order of their ids, as a capture gives them. One that is left before its end leaves too few to be read again. */
async function* given(kept: Map<PageId, Page>): AsyncGenerator<Page, void, undefined> {
  for (const id of [...kept.keys()].sort()) {
    const page = kept.get(id);
    kept.delete(id);
    if (page !== undefined) yield await Promise.resolve(page);
  }
}
