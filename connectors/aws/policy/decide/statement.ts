import type { AccessFlag } from '../flags.ts';
import type { CompiledStatement } from '../compile/statement.ts';
import { atomHolds } from '../match/atom.ts';
import type { AtomDoubt, AtomDoubts, Truth } from '../match/truth.ts';
import { and } from '../match/truth.ts';
import { fill, takesVariables, templateOf } from '../match/variables.ts';
import { derived } from '../request/derived.ts';
import type { Situation } from '../request/situation.ts';
import type { Place } from './place.ts';
import { unreadableDoubt } from './place.ts';
import { resourceFlags, speaksOfResource } from './resource.ts';

/** Whether a statement that speaks of the action matches, principals aside. */
export function holds(statement: CompiledStatement, place: Place, situation: Situation): Truth {
  let truth = speaksOfResource(statement, situation);
  if (truth === 0) return 0;
  const { conditions, variables, unknown } = statement.source;
  if (conditions.length > 0) {
    const doubts = doubtsFor(statement, situation);
    for (const atom of conditions) {
      truth = and(truth, atomHolds(atom, situation.lookup, variables, doubts));
      if (truth === 0) return 0;
    }
  }
  // a condition that was understood and is false turns the statement off, whatever the rest of it says
  return unknown === null ? truth : and(truth, situation.doubt(unreadableDoubt(place, statement.number)));
}

/** An Allow does not match where a single-valued operator meets several values; a Deny is left open. */
export function doubtsFor(statement: CompiledStatement, situation: Situation): AtomDoubts {
  return (doubt: AtomDoubt) => (doubt === 'doc:multivalued-key' && statement.allows ? 0 : situation.doubt(doubt));
}

/** What a statement that speaks of the action brings up, whether or not it matches: the same in whatever order statements stand. */
export function noteFlags(statement: CompiledStatement, situation: Situation, flags: { add(flag: AccessFlag): void }): void {
  for (const flag of statement.flags) flags.add(flag);
  for (const flag of resourceFlags(statement, situation)) flags.add(flag);
  const { conditions, variables } = statement.source;
  for (const { key, family, values } of conditions) {
    if (situation.caller.kind === 'anonymous' && isAnonymousKey(key, situation)) flags.add('anonymous-keys');
    if (!variables || !takesVariables(family)) continue;
    for (const value of values) {
      const template = templateOf(value);
      if (template !== null && fill(template, situation.lookup) === null) flags.add('unresolved-variable');
    }
  }
}

function isAnonymousKey(key: string, situation: Situation): boolean {
  if (key !== 'aws:principalaccount' && key !== 'aws:userid') return false;
  return derived(key, situation.caller, situation.target, situation.request) === situation.known(key);
}
