import { byCodeUnit } from '../../base/order.ts';
import type { Finding } from '../../model/finding.ts';

/** Words of a command that say what it does to a thing, in the order in which they may come: look, cut off, take out, take away, remove. */
const order: readonly RegExp[] = [
  /\b(list|get|show|describe|GET)\b/,
  /\b(update|put|provision|enable|disable|deactivate|PUT|PATCH)\b/,
  /\b(remove|detach|revoke)\b/,
  /\b(delete|purge|DELETE)\b/,
];

/**
 * The exact commands of several findings, each block once. A block is what one finding tells, and stays as it is: a comment in it speaks of the lines
 * beside it. Blocks come in an order that is safe: what is detached before what is deleted.
 */
export function commandsOf(findings: readonly Pick<Finding, 'remediation'>[]): readonly string[] {
  const blocks = new Map<string, readonly string[]>();
  for (const { remediation } of findings)
    if (remediation.commands.length > 0) blocks.set(remediation.commands.join('\n'), remediation.commands);
  const sorted = [...blocks].sort(([a, one], [b, two]) => stepOf(one) - stepOf(two) || byCodeUnit(a, b));
  // a block that is the end of another says nothing more
  const whole = sorted.filter(([text]) => !sorted.some(([other]) => other !== text && other.includes(text)));
  return whole.flatMap(([, block]) => block);
}

/** How far the last act of a block goes. */
function stepOf(block: readonly string[]): number {
  return block.reduce((furthest, line) => (line.startsWith('#') ? furthest : Math.max(furthest, stepOfLine(line))), -1);
}

function stepOfLine(line: string): number {
  // the act stands before the options (`iam detach-role-policy`), or is the method of a REST call: names that hold the same words come later
  const method = /\s--method\s+(\w+)/.exec(line)?.[1]?.toUpperCase() ?? '';
  const act = `${line.split(/\s-/)[0] ?? ''} ${method}`.replaceAll('-', ' ');
  return order.findLastIndex((words) => words.test(act));
}
