import { importDumps } from '../capture/import.ts';
import type { CaptureReader, CaptureWriter } from '../contract/capture.ts';
import type { ConnectorCore, DumpFormat } from '../contract/connector.ts';
import type { Json } from '../base/json.ts';
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

/** Turns files of vendor tools into a sealed capture. From there on nothing differs from a live scan. */
export async function captureDumps(
  writer: CaptureWriter,
  files: readonly DumpFile[],
  connectors: readonly ConnectorCore<unknown>[],
  configuration: Configuration,
): Promise<CaptureReader> {
  const heads: CaptureHead[] = [];
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
    heads.push(await importDumps(writer, own, { connector: core.id, mapping: core.mapping, settings }));
  }
  for (const file of unclaimed)
    throw new RunError('unknown-connector', `cannot read ${file.name}: no connector knows the format ${file.format}`);
  return writer.seal({ schema: 1, sources: heads.flatMap((head) => head.sources), inputs: heads.flatMap((head) => head.inputs) });
}
