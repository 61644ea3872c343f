import { HistoryError } from '../errors.ts';
import { checksum, migrations, type Migration } from './migrations.ts';
import type { MigrationTable } from './tables.ts';

/** A place whose tables are made, with one writer at a time. */
export interface Schema {
  readonly place: string;
  /** What was applied, by number; `none`: there is nothing yet; `foreign`: it holds tables of someone else. */
  applied(): Promise<readonly MigrationTable[] | 'none' | 'foreign'>;
  /** Applies those that nobody else did in the meantime, all of them or none: whoever else opens the place sees no schema between. */
  apply(list: readonly Migration[]): Promise<void>;
}

/** Schemas before and after. */
export interface Migrated {
  readonly from: number;
  readonly to: number;
}

/**
 * Makes the tables of an empty place. One that an earlier version made is brought forward where that is wished, else refused
 * (`older-schema`), one of a later version always (`newer-schema`).
 */
export async function prepare(schema: Schema, wish: 'open' | 'migrate', list: readonly Migration[] = migrations): Promise<Migrated> {
  const from = await version(schema, list);
  if (from > 0 && from < list.length && wish === 'open')
    throw new HistoryError('older-schema', `opening ${schema.place}: its schema is ${from}, and this program writes ${list.length}`, {
      hint: 'vestige store migrate brings it forward; copy it first if an earlier program is to read it again',
    });
  if (from < list.length) await schema.apply(list.slice(from));
  return { from, to: Math.max(from, await version(schema, list)) };
}

async function version(schema: Schema, list: readonly Migration[]): Promise<number> {
  const applied = await schema.applied();
  if (applied === 'none') return 0;
  if (applied === 'foreign')
    throw new HistoryError('bad-place', `opening ${schema.place}: it holds tables that are not a history's`, {
      hint: 'name another place',
    });
  const last = applied.at(-1)?.number ?? 0;
  if (last > list.length)
    throw new HistoryError('newer-schema', `opening ${schema.place}: its schema is ${last}, and this program knows ${list.length}`, {
      hint: 'use the version of vestige that made it, or a later one',
    });
  applied.forEach(({ number, sha256 }, i) => {
    const known = list[i];
    if (known?.number !== number || checksum(known) !== sha256)
      throw new HistoryError('broken', `opening ${schema.place}: its schema ${number} was not made as this program makes it`);
  });
  return last;
}
