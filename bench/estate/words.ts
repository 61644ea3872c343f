import type { Dice } from './dice.ts';

const nouns = ['orders', 'billing', 'search', 'ledger', 'catalog', 'media', 'reports', 'login', 'pricing', 'fleet', 'claims', 'inbox'];
const kinds = ['api', 'worker', 'ingest', 'etl', 'export', 'web', 'cron', 'stream', 'gateway', 'sync'];
export const stages = ['prod', 'prod', 'staging', 'dev', 'test'] as const;
export const regions = ['eu-west-1', 'eu-west-1', 'eu-central-1', 'us-east-1'] as const;
export const teams = ['payments', 'platform', 'data', 'growth', 'security', 'mobile', 'risk', 'support'] as const;

/** What a document is about: one application in one stage and region of one account. */
export interface Subject {
  readonly app: string;
  readonly stage: string;
  readonly region: string;
  readonly account: string;
  /** Other accounts of the organization. */
  readonly others: readonly string[];
}

export function subjectOf(dice: Dice, account: string, others: readonly string[], number: number): Subject {
  const app = `${dice.pick(nouns)}-${dice.pick(kinds)}${number < 12 ? '' : `-${number}`}`;
  return { app, stage: dice.pick(stages), region: dice.pick(regions), account, others };
}
