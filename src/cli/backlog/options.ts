import type { CommonOptions } from '../settings.ts';

export interface BacklogOptions extends CommonOptions {
  readonly format: string;
  readonly output?: string;
  readonly analysis?: string;
  readonly item?: readonly string[];
  readonly owner?: readonly string[];
  readonly previous?: string;
  readonly whatIf: string;
  readonly terraformState?: readonly string[];
  /** `false`: --no-keep. */
  readonly keep: boolean;
  readonly push?: string;
  readonly yes?: boolean;
  readonly repo?: string;
  readonly project?: string;
  readonly url?: string;
}
