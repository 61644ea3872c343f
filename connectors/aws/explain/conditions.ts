import { byKeys } from '../../../src/base/order.ts';
import type { ConditionNote } from '../../../src/model/grant.ts';
import { never, stateAt } from '../../../src/model/window.ts';
import type { Atom } from '../policy/condition.ts';
import { keyName } from '../policy/keys.ts';
import { atomHolds } from '../policy/match/atom.ts';
import type { Caller } from '../rights/caller.ts';
import { lookupOf, present } from '../rights/caller.ts';
import type { CompiledStatement } from '../rights/documents.ts';
import type { Settled, Settlement } from '../rights/settle.ts';
import { settle, settleAll } from '../rights/settle.ts';
import type { Ask } from './asks.ts';

/** What the conditions of a statement come to, all together, for one thing asked. */
export function settledFor(statement: CompiledStatement, caller: Caller, ask: Ask): Settled {
  const { effect, variables, conditions } = statement;
  const reading = { effect, variables, action: ask.action.toLowerCase() };
  if (ask.passedTo === undefined) return settleAll(conditions, caller, reading);
  const open = conditions.filter((atom) => toldBy(atom, statement, ask) === undefined);
  const settled = settleAll(open, caller, reading);
  const isFalse = conditions.some((atom) => toldBy(atom, statement, ask) === false);
  return isFalse ? { ...settled, applies: false, windows: never } : settled;
}

/** Each condition of a statement, how it is settled for one thing asked, and by what. */
export function conditionNotes(statement: CompiledStatement, caller: Caller, ask: Ask): readonly ConditionNote[] {
  return statement.conditions
    .map((atom): ConditionNote => {
      const settlement = settledOne(atom, statement, caller, ask);
      const { is } = settlement;
      if (is === 'by-holder' || is === 'outside') return { text: atom.text, settled: is };
      return { text: `${atom.text}: ${decidedBy(atom, settlement, caller, ask)}`, settled: 'decided' };
    })
    .sort(byKeys(({ text }) => text));
}

/** The conditions that do not hold, whatever the holder does; empty where none is such. */
export function falseConditions(statement: CompiledStatement, caller: Caller, ask: Ask): readonly string[] {
  return statement.conditions
    .filter((atom) => settledOne(atom, statement, caller, ask).is === 'false')
    .map((atom) => `${atom.text}: ${decidedBy(atom, { is: 'false' }, caller, ask)}`);
}

function settledOne(atom: Atom, statement: CompiledStatement, caller: Caller, ask: Ask): Settlement {
  const told = toldBy(atom, statement, ask);
  if (told !== undefined) return { is: told ? 'true' : 'false' };
  const { effect, variables } = statement;
  return settle(atom, caller, { effect, variables, action: ask.action.toLowerCase() });
}

/**
 * Of a condition on the service that a role is handed to: the way that is explained tells which. Where there are several, the holder
 * takes one that serves it.
 */
function toldBy(atom: Atom, { effect, variables }: CompiledStatement, { passedTo }: Ask): boolean | undefined {
  if (passedTo === undefined || atom.key !== 'iam:passedtoservice') return undefined;
  const holds = passedTo.map((service) => atomHolds(atom, () => present(service), variables) === 1);
  return effect === 'Allow' ? holds.includes(true) : holds.every((each) => each);
}

function decidedBy(atom: Atom, settlement: Settlement, caller: Caller, { passedTo }: Ask): string {
  if (settlement.is === 'window')
    return `${stateAt(settlement.windows, caller.now) === 'current' ? 'holds' : 'does not hold'} now, the clock decides`;
  if (settlement.is === 'older-sessions') return 'only sessions of the past meet it';
  const verdict = settlement.is === 'true' ? 'holds' : 'does not hold';
  const name = keyName(atom.key);
  if (passedTo !== undefined && atom.key === 'iam:passedtoservice') return `${verdict}, as ${name} is ${passedTo.join(' or ')}`;
  const state = lookupOf(caller)(atom.key);
  if (state.is === 'present') return `${verdict}, as ${name} is ${state.values.join(', ')}`;
  return state.is === 'absent' ? `${verdict}, as ${name} is absent` : `${verdict} for this request`;
}
