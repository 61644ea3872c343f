import { readFile } from 'node:fs/promises';
import type { Json } from '../base/json.ts';
import { readSettings } from '../collect/settings.ts';
import type { CaptureHead, CaptureWriter } from '../contract/capture.ts';
import type { ConnectorCore } from '../contract/connector.ts';
import type { GapCause } from '../model/gap.ts';
import type { ConnectorId } from '../model/ids.ts';
import type { Task } from '../model/page.ts';
import { readAtOf, type DemoDay } from './days.ts';

/** A connector whose pages are bundled, as a live scan with these settings reads them. */
export interface DemoSource {
  readonly connector: ConnectorId;
  readonly settings: Json;
  /** In `estate/`: a list of {@link DemoPage}. */
  readonly file: string;
}

/** IAM Identity Center alone of AWS: the accounts are told by files of the AWS CLI. */
export const demoSources: readonly DemoSource[] = [
  {
    connector: 'aws',
    settings: {
      surfaces: [
        'identity-center',
        'permission-sets',
        'identity-center-directory',
        'identity-center-assignments',
        'identity-center-provisioning',
        'account-access',
      ],
    },
    file: 'identity-center.json',
  },
  { connector: 'azure', settings: {}, file: 'azure.json' },
  { connector: 'entra', settings: {}, file: 'entra.json' },
];

/** One answer, and the days on which it was given. */
export interface DemoPage {
  readonly days: readonly DemoDay[];
  readonly task: Task;
  readonly cursor: string | null;
  readonly next: string | null;
  readonly status: number | null;
  readonly refused: GapCause | null;
  readonly body: Json;
}

/** The writer, whose capture also holds what was read live on that day. */
export function withPagesOf(day: DemoDay, writer: CaptureWriter, connectors: readonly ConnectorCore<unknown>[]): CaptureWriter {
  return {
    put: (page) => writer.put(page),
    seal: async (head) => writer.seal({ ...head, sources: [...head.sources, ...(await livePages(day, writer, connectors))] }),
  };
}

async function livePages(
  day: DemoDay,
  writer: CaptureWriter,
  connectors: readonly ConnectorCore<unknown>[],
): Promise<CaptureHead['sources']> {
  const at = readAtOf(day);
  const sources: CaptureHead['sources'][number][] = [];
  for (const { connector, settings, file } of demoSources) {
    const core = connectors.find((each) => each.id === connector);
    if (core === undefined) continue;
    const { mapping } = core;
    for (const { days, body, ...told } of await pagesIn(file)) {
      if (!days.includes(day)) continue;
      const times = { sentAt: at, receivedAt: at, providerDate: at, validAt: null };
      await writer.put({ envelope: { connector, mapping, ...told, ...times, requestId: null, raw: null }, body });
    }
    const roots = core.roots(readSettings(core, settings));
    sources.push({ connector, mapping, settings, origin: 'live', roots, gaps: [] });
  }
  return sources;
}

async function pagesIn(file: string): Promise<readonly DemoPage[]> {
  return JSON.parse(await readFile(new URL(`./estate/${file}`, import.meta.url), 'utf8')) as readonly DemoPage[];
}
