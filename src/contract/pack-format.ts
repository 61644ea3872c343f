import type { Pack } from '../model/pack.ts';

export interface PackFile {
  /** Within the pack, with `/`: `csv/population.csv`. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Makes files of a pack: for people, or for other people's machines. The same pack and version give files that say the same, in the same order. */
export interface PackFormat {
  readonly id: string;
  /** What it is for, in a few words: `spreadsheet`. */
  readonly describes: string;
  render(pack: Pack, made: { readonly version: string }): Promise<readonly PackFile[]>;
}
