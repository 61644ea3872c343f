import * as v from 'valibot';
import { azureCore } from '../../../../../../connectors/microsoft/azure/core.ts';
import type { AzureSettings } from '../../../../../../connectors/microsoft/azure/settings.ts';
import { azureSettings } from '../../../../../../connectors/microsoft/azure/settings.ts';
import { FactTable } from '../../../../../../src/collect/facts.ts';
import { taskKey } from '../../../../../../src/collect/task-key.ts';
import type { Json, JsonObject } from '../../../../../../src/base/json.ts';
import { isJsonObject } from '../../../../../../src/base/json.ts';
import type { Mapped } from '../../../../../../src/contract/connector.ts';
import type { Task } from '../../../../../../src/model/page.ts';
import type { RecordedPage } from '../../../../../contract/connector-suite.ts';
import { answersOf } from './estate.ts';

export const received = '2026-11-01T00:00:00.000Z';

export function settingsOf(more: v.InferInput<typeof azureSettings> = {}): AzureSettings {
  return v.parse(azureSettings, more);
}

export interface Walked {
  readonly pages: readonly RecordedPage[];
  readonly seen: FactTable;
  readonly mapped: readonly Mapped[];
}

/** Asks as the collector does, stage by stage, of an estate that never refuses. */
export function walk(settings: AzureSettings = settingsOf(), answers: (task: Task) => readonly Json[] = answersOf): Walked {
  const pages: RecordedPage[] = [];
  const mapped: Mapped[] = [];
  const known = new Set<string>();
  const seen = new FactTable();
  let tasks = azureCore.roots(settings);
  for (let stage = 0; ; stage++) {
    const before = known.size;
    for (const task of tasks) {
      if (known.has(taskKey(task))) continue;
      known.add(taskKey(task));
      for (const body of answers(task)) {
        pages.push({ task, body });
        const page = azureCore.map(task, body);
        mapped.push(page);
        seen.add({ page: String(pages.length), at: received, facts: page.facts });
      }
    }
    if (known.size === before) return { pages, seen, mapped };
    tasks = azureCore.plan?.(seen, stage, settings) ?? [];
  }
}

export function callOf(task: Task): string {
  const call = isJsonObject(task.args) ? task.args['call'] : undefined;
  return typeof call === 'string' ? call : '';
}

/** What one page of a call says, of the production subscription unless told otherwise. */
export function mapOne(surface: string, call: string, body: Json, at: JsonObject, boundary: string): Mapped {
  return azureCore.map({ boundary, surface: `azure:${surface}`, args: { call, ...at } }, body);
}
