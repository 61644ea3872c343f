import type { MappingFile } from '../mapping/schema.ts';

/** A mapping that comes with the program, to be used as it is or to start from. */
export interface Preset {
  readonly name: string;
  /** What files it reads, in one line. */
  readonly reads: string;
  /** Where the names of its columns are from. */
  readonly source: string;
  readonly mapping: MappingFile;
}
