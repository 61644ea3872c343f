import type { ExplainedStatement } from '../../../src/model/explained.ts';
import type { EscalationMethod } from '../escalation/method.ts';
import { saidOfAll } from './allowing.ts';

/** Names a way by which several permissions lead on, and says of it what `tells`. */
export function wayOf({ id, title, source }: EscalationMethod, tells: string): ExplainedStatement {
  return saidOfAll('allows', 'by-nature', `way ${id}: it may ${title}`, tells, { attached: `described at ${source}` });
}
