import { readFile } from 'node:fs/promises';
import type { Backlog } from '../../model/backlog.ts';
import { terraformOf } from '../../run/backlog/terraform.ts';
import { readStateFile } from '../../run/backlog/terraform-state.ts';
import { userPath } from '../settings.ts';
import type { Terminal } from '../streams.ts';
import { UsageError } from '../usage.ts';
import { whyUnread } from '../why-unread.ts';
import type { BacklogOptions } from './options.ts';

/** Says of each item at which address of the states that are named it is managed. */
export async function withTerraform(terminal: Terminal, backlog: Backlog, { terraformState = [] }: BacklogOptions): Promise<Backlog> {
  if (terraformState.length === 0) return { ...backlog, items: backlog.items.map((item) => ({ ...item, terraform: [] })) };
  const states = await Promise.all(
    terraformState.map(async (name) => {
      const content = await readFile(userPath(terminal, name), 'utf8').catch((cause: unknown) => {
        throw new UsageError(`cannot read the Terraform state ${name}: ${whyUnread(cause)}`, { cause });
      });
      return { name, resources: readStateFile(content, name) };
    }),
  );
  const several = states.length > 1;
  const items = backlog.items.map((item) => ({
    ...item,
    terraform: states.flatMap(({ name, resources }) => terraformOf(item, resources, several ? name : null)),
  }));
  return { ...backlog, items };
}
