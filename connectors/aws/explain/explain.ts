import type { Instant } from '../../../src/base/instant.ts';
import type { Explained, ExplainedStatement } from '../../../src/model/explained.ts';
import type { FactIndex } from '../../../src/model/fact.ts';
import type { Grant, Link } from '../../../src/model/grant.ts';
import { explainEscalation } from './escalation.ts';
import { explainGrant } from './grant.ts';
import { explainLink } from './link.ts';
import type { Reading } from './reading.ts';
import { readingOf } from './reading.ts';
import { recorded } from './recorded.ts';

/**
 * Why an element is there: the statements that allow it, then every Deny that speaks of it and every limit that had a say, each with what
 * it comes to. An element of two that were joined around a pool is told as one, from who holds it to whom it leads to.
 *
 * It asks the code that decides (conditions, resources, principals), statement by statement. `facts` hold at least what `explainWants`
 * names, and must not grow afterwards. What is not among them is told as unread, never as absent.
 */
export function explainAws(facts: FactIndex, element: Grant | Link, asOf: Instant): Explained {
  const reading = readingOf(facts, asOf);
  const { statements, unread } = tell(reading, element);
  const grounded = statements.some(({ says }) => says === 'allows');
  const all = grounded ? statements : [...recorded(reading, element), ...statements];
  return { statements: ordered(all), unread: [...new Set(unread)] };
}

function tell(reading: Reading, element: Grant | Link): Explained {
  if (element.escalation !== undefined) return explainEscalation(reading, element, element.escalation);
  return element.type === 'grant' ? explainGrant(reading, element) : explainLink(reading, element);
}

const order: readonly ExplainedStatement['says'][] = ['allows', 'limits', 'denies'];

/** What allows first; each statement once. */
function ordered(statements: readonly ExplainedStatement[]): readonly ExplainedStatement[] {
  const seen = new Set<string>();
  const once = statements.filter((each) => {
    const key = JSON.stringify([each.says, each.document, each.attached, each.statement, each.outcome]);
    return !seen.has(key) && seen.add(key);
  });
  return order.flatMap((says) => once.filter((each) => each.says === says));
}
