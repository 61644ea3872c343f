import type { ExplainedStatement } from '../access.ts';
import type { CompiledStatement } from '../compile/statement.ts';
import { anyWay, meeting } from '../decide/principal.ts';
import { speaksOfResource } from '../decide/resource.ts';
import type { Place } from '../decide/place.ts';
import { doubtsFor, holds } from '../decide/statement.ts';
import { keyName } from '../keys.ts';
import { atomHolds } from '../match/atom.ts';
import type { Truth } from '../match/truth.ts';
import { and } from '../match/truth.ts';
import type { Situation } from '../request/situation.ts';

export interface Reasoned {
  readonly truth: Truth;
  readonly statement: ExplainedStatement;
}

/** Whether a statement that speaks of the action matches, and by what. */
export function reasonsOf(statement: CompiledStatement, place: Place, situation: Situation): Reasoned {
  const { source } = statement;
  const met: Truth = place.layer === 'resource' ? anyWay(meeting(statement, place, situation)) : 1;
  const resource = speaksOfResource(statement, situation);
  const truth = and(met, holds(statement, place, situation));
  const why: string[] = [];
  if (met === 0) why.push('it does not mean this principal');
  if (met === 2) why.push('whether it means this principal is not known');
  if (resource === 0) why.push(`it does not speak of ${resourceText(situation)}`);
  if (resource === 2) why.push(`whether it speaks of ${resourceText(situation)} is not known`);
  for (const atom of source.conditions) {
    const each = atomHolds(atom, situation.lookup, source.variables, doubtsFor(statement, situation));
    const says = each === 1 ? 'holds' : each === 0 ? 'does not hold' : 'is open';
    why.push(`the condition ${atom.text} ${says}: ${stateText(atom.key, situation)}`);
  }
  if (source.unknown !== null) why.push(`it could not be understood: ${source.unknown}`);
  if (why.length === 0) why.push('it speaks of the action and the resource without conditions');
  return {
    truth,
    statement: {
      policy: place.policy,
      statement: source.index,
      sid: source.sid,
      effect: source.effect,
      matches: truth === 1 ? 'yes' : truth === 0 ? 'no' : 'depends',
      why,
    },
  };
}

function resourceText({ target }: Situation): string {
  return target.text === '*' ? 'an action without a resource' : target.text;
}

function stateText(key: string, situation: Situation): string {
  const state = situation.known(key);
  const name = keyName(key);
  if (state.is === 'absent') return `${name} is absent`;
  if (state.is === 'unknown') return `${name} is not known`;
  return state.is === 'present-unknown' ? `the value of ${name} is not known` : `${name} is ${state.values.join(', ')}`;
}
