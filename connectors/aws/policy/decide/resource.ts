import type { CompiledStatement } from '../compile/statement.ts';
import type { ResourcePattern } from '../compile/resources.ts';
import type { Truth } from '../match/truth.ts';
import { not, or } from '../match/truth.ts';
import type { ResourceReading } from '../match/resource.ts';
import { DOUBT, NO, YES, YES_BY_TRAILING, readResource, segmentsMatch } from '../match/resource.ts';
import { fill } from '../match/variables.ts';
import type { Situation } from '../request/situation.ts';

/** Whether the statement speaks of the resource. */
export function speaksOfResource(statement: CompiledStatement, situation: Situation): Truth {
  let hit: Truth = 0;
  for (const pattern of statement.resources) {
    const reading = readPattern(pattern, situation);
    if (reading === null) hit = 2;
    else if (reading === DOUBT) hit = or(hit, situation.doubt('doc:resource-wildcard'));
    else if (reading !== NO) hit = 1;
    if (hit === 1) break;
  }
  return statement.exceptResources ? not(hit) : hit;
}

/** `null`: the value of a variable is not known. A variable without a value matches nothing. */
export function readPattern(pattern: ResourcePattern, situation: Situation): ResourceReading | null {
  const { text } = situation.target;
  switch (pattern.is) {
    case 'everything':
      return YES;
    case 'literal':
      return pattern.text === text ? YES : NO;
    case 'prefix':
      return text.startsWith(pattern.prefix) ? YES : NO;
    case 'glob':
      return segmentsMatch(pattern.segments, situation.target.segments) ? YES : readResource(pattern.text, text);
    case 'template': {
      const filled = fill(pattern.template, situation.lookup);
      return filled === undefined ? null : filled === null ? NO : readResource(filled, text);
    }
  }
}

/** What is to be said of how each pattern reads, whether or not the rest of the statement matches. */
export function resourceFlags(
  statement: CompiledStatement,
  situation: Situation,
): readonly ('unresolved-variable' | 'trailing-wildcard' | 'resource-name-case')[] {
  const { text } = situation.target;
  const userName = /^arn:[^:]*:iam::[^:]*:user\//.test(text);
  return statement.resources.flatMap((pattern) => {
    const reading = readPattern(pattern, situation);
    if (reading === YES_BY_TRAILING) return ['trailing-wildcard'];
    if (reading !== NO) return [];
    const filled = pattern.is === 'template' ? fill(pattern.template, situation.lookup) : pattern.text;
    if (filled === null || filled === undefined) return ['unresolved-variable'];
    return userName && readResource(filled.toLowerCase(), text.toLowerCase()) !== NO ? ['resource-name-case'] : [];
  });
}
