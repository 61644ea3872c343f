import type { FactIndex } from '../../../src/model/fact.ts';
import type { Task } from '../../../src/model/page.ts';
import type { AwsSettings } from '../settings.ts';

/** What to ask for, given all that is known after a stage (0: the caller and its organization). Giving a task twice does no harm. */
export type Plan = (seen: FactIndex, stage: number, settings: AwsSettings) => readonly Task[];
