import type { CommonOptions } from '../settings.ts';

export interface ExceptionOptions extends CommonOptions {
  readonly format: string;
  readonly output?: string;
}

export interface AddOptions extends ExceptionOptions {
  readonly analysis?: string;
  readonly dryRun?: boolean;
}

export interface ChangeOptions extends ExceptionOptions {
  readonly by: string;
  readonly at?: string;
  readonly reason?: string;
}
