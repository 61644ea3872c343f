/*
 * The tables as queries see them, alike in SQLite and PostgreSQL: 64-bit integers are numbers, times epoch milliseconds, yes and no 1 and
 * 0, texts in the forms of text.ts. `migrations.ts` makes them.
 */

export interface RunTable {
  readonly number: number;
  readonly id: string;
  readonly capture: string;
  readonly version: string;
  readonly connectors: string;
  readonly from_at: number;
  readonly to_at: number;
  readonly pages: number;
  readonly recorded_at: number;
  readonly conclusions: string | null;
  readonly hash: string;
}

/** What was asked of connectors: told once, for every surface of a run has the same. */
export interface SettingTable {
  readonly id: number;
  readonly sha256: string;
  readonly text: string;
}

export interface ReadTable {
  readonly run: number;
  readonly boundary: string;
  readonly surface: string;
  readonly status: string;
  readonly cause: string | null;
  readonly detail: string | null;
  readonly pages: number;
  readonly facts: number;
  readonly origin: string;
  readonly from_at: number | null;
  readonly to_at: number | null;
  readonly skew_ms: number | null;
  readonly absence_after_ms: number | null;
  readonly snapshot: number;
  readonly filtered: number;
  readonly setting: number;
}

export interface GapTable {
  readonly run: number;
  readonly position: number;
  readonly gap: string;
}

export interface TellerSetTable {
  readonly id: number;
  readonly members: string;
}

export interface TellerRunTable {
  readonly tellers: number;
  readonly run: number;
  readonly what: string;
  readonly from_at: number;
  readonly to_at: number;
  /** Which rows, as the recorder packs them. */
  readonly seen: Uint8Array;
}

/** A kind in a boundary: told once, for a million intervals have the same. */
export interface SectionTable {
  readonly id: number;
  readonly kind: string;
  readonly boundary: string;
}

/** Heads of a section in parts, each of whole entries. */
export interface HeadTable {
  readonly section: number;
  readonly part: number;
  readonly bytes: Uint8Array;
}

export interface IntervalTable {
  readonly id: number;
  readonly section: number;
  readonly key: string;
  readonly family: string;
  readonly value: string;
  readonly incarnation: string | null;
  readonly tellers: number;
  readonly depends_on: string;
  readonly names: string;
  readonly evidence: string;
  readonly not_before: number | null;
  readonly first_run: number;
  readonly first_at: number;
  readonly seen_run: number;
  readonly seen_at: number;
  readonly missing_run: number | null;
  readonly missing_at: number | null;
  readonly wants: string | null;
  readonly how: string | null;
  readonly end_after: number | null;
  readonly end_before: number | null;
  readonly end_run: number | null;
  readonly renamed_to: string | null;
  readonly previous: number | null;
}

/** By what an interval is found: 32 bits of a hash of its key, its incarnation and each of its names. Those found are looked at again. */
export interface FoundTable {
  readonly hash: number;
  readonly interval_id: number;
}

export interface UsageTable {
  readonly section: number;
  /** SHA-256 of the key, for PostgreSQL refuses long texts in an index. */
  readonly sha256: string;
  /** Empty: as told last. */
  readonly month: string;
  readonly key: string;
  readonly value: string;
  readonly at: number;
}

export interface PruneTable {
  readonly id: number;
  readonly at: number;
  readonly what: string;
}

/** One version of an entry of the journal. */
export interface JournalTable {
  readonly id: number;
  readonly sort: string;
  readonly key: string;
  /** 32 bits of a hash of the key, by which its versions are found. */
  readonly key_hash: number;
  readonly boundary: string | null;
  readonly at: number;
  readonly hash: string;
  readonly version: number;
  readonly stands: number;
  readonly told: number | null;
  readonly recorded_at: number;
  /** Last, as the value: whoever reads what is before need not read them. */
  readonly names: string;
  readonly value: string;
}

/** By what an entry is found: 32 bits of a hash of each of its names. Those found are looked at again. */
export interface JournalFoundTable {
  readonly hash: number;
  readonly entry_id: number;
}

/** What entries that were pruned are known again by. */
export interface ForgottenTable {
  readonly mark: string;
}

/** The greatest ids given, which removing does not take back. */
export interface GivenTable {
  readonly what: string;
  readonly id: number;
}

export interface MigrationTable {
  readonly number: number;
  readonly sha256: string;
}

export interface Tables {
  readonly runs: RunTable;
  readonly settings: SettingTable;
  readonly reads: ReadTable;
  readonly gaps: GapTable;
  readonly teller_sets: TellerSetTable;
  readonly teller_runs: TellerRunTable;
  readonly sections: SectionTable;
  readonly heads: HeadTable;
  readonly intervals: IntervalTable;
  readonly found: FoundTable;
  readonly usage: UsageTable;
  readonly prunes: PruneTable;
  readonly journal: JournalTable;
  readonly journal_found: JournalFoundTable;
  readonly forgotten: ForgottenTable;
  readonly given: GivenTable;
  readonly migrations: MigrationTable;
}

export type ColumnType = 'int' | 'real' | 'text' | 'bytes';

/** The columns of what is written in bulk, in the order of the lists handed to {@link SqlSession}. */
export const columns = {
  intervals: {
    id: 'int',
    section: 'int',
    key: 'text',
    family: 'text',
    value: 'text',
    incarnation: 'text',
    tellers: 'int',
    depends_on: 'text',
    names: 'text',
    evidence: 'text',
    not_before: 'int',
    first_run: 'int',
    first_at: 'int',
    seen_run: 'int',
    seen_at: 'int',
    missing_run: 'int',
    missing_at: 'int',
    wants: 'text',
    how: 'text',
    end_after: 'int',
    end_before: 'int',
    end_run: 'int',
    renamed_to: 'text',
    previous: 'int',
  },
  found: { hash: 'int', interval_id: 'int' },
  reads: {
    run: 'int',
    boundary: 'text',
    surface: 'text',
    status: 'text',
    cause: 'text',
    detail: 'text',
    pages: 'int',
    facts: 'int',
    origin: 'text',
    from_at: 'int',
    to_at: 'int',
    skew_ms: 'real',
    absence_after_ms: 'real',
    snapshot: 'int',
    filtered: 'int',
    setting: 'int',
  },
  gaps: { run: 'int', position: 'int', gap: 'text' },
  teller_sets: { id: 'int', members: 'text' },
  teller_runs: { tellers: 'int', run: 'int', what: 'text', from_at: 'int', to_at: 'int', seen: 'bytes' },
  usage: { section: 'int', sha256: 'text', month: 'text', key: 'text', value: 'text', at: 'int' },
  journal: {
    id: 'int',
    sort: 'text',
    key: 'text',
    key_hash: 'int',
    boundary: 'text',
    at: 'int',
    hash: 'text',
    version: 'int',
    stands: 'int',
    told: 'int',
    recorded_at: 'int',
    names: 'text',
    value: 'text',
  },
  journal_found: { hash: 'int', entry_id: 'int' },
  forgotten: { mark: 'text' },
} as const satisfies { readonly [Table in keyof Tables]?: { readonly [Column in keyof Tables[Table]]: ColumnType } };

export type BulkTable = keyof typeof columns;

export function columnNames(table: BulkTable): readonly string[] {
  return Object.keys(columns[table]);
}
