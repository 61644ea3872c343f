import { readConditions } from '../policy/condition.ts';
import type { Caller, Retags } from './caller.ts';
import { settleTogether } from './joint.ts';
import type { Clause } from './settle.ts';

/**
 * The tags that requests meeting the clauses may put on something, or take off it (`aws:RequestTag` and `aws:TagKeys`: IAM User Guide, access_tags.html).
 * `isSure`: whether it is certain that the clauses can be met; where it is not, the tags that it may put there are as little.
 */
export function retagsBy(clauses: readonly Clause[], caller: Caller, how: 'tags' | 'untags', isSure: boolean): Retags {
  const known = new Map<string, boolean>();
  const meets = (condition: Readonly<Record<string, Readonly<Record<string, string>>>>): boolean => {
    const id = JSON.stringify(condition);
    let answer = known.get(id);
    if (answer === undefined) {
      const atoms = readConditions(condition, []);
      const asked: Clause = { effect: 'Allow', variables: false, caller, atoms, settled: atoms.map(() => 'by-holder') };
      const outcome = settleTogether([...clauses, asked]);
      answer = isSure ? (outcome?.certain.length ?? 0) > 0 : outcome?.possible.length !== 0;
      known.set(id, answer);
    }
    return answer;
  };
  const named = (tag: string): boolean => clauses.length === 0 || meets({ 'ForAnyValue:StringEquals': { 'aws:TagKeys': tag } });
  return {
    // the tags it has now are left to it too
    id: `${how} of ${caller.arn ?? caller.uid ?? ''}: ${clauses.map(textOf).join('; ')}`,
    mayChange: named,
    allows(tag, value) {
      if ((value === null) !== (how === 'untags')) return false;
      if (value === null || clauses.length === 0) return named(tag);
      return meets({ StringEquals: { [`aws:RequestTag/${tag}`]: value } });
    },
  };
}

function textOf({ effect, atoms }: Clause): string {
  return `${effect} ${atoms.map(({ text }) => text).join()}`;
}

/** What either lets a caller do. */
export function eitherRetags(one: Retags | undefined, two: Retags): Retags {
  if (one === undefined) return two;
  const ids = new Set([...one.id.split(AND), ...two.id.split(AND)]);
  if (ids.size === one.id.split(AND).length) return one;
  return {
    id: [...ids].sort().join(AND),
    mayChange: (tag) => one.mayChange(tag) || two.mayChange(tag),
    allows: (tag, value) => one.allows(tag, value) || two.allows(tag, value),
  };
}

const AND = '\nand ';
