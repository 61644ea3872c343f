import type { Atom } from '../policy/condition.ts';
import { hasWildcard } from '../policy/glob.ts';
import { atomHolds } from '../policy/match/atom.ts';
import { templateOf } from '../policy/match/variables.ts';
import type { Caller } from './caller.ts';
import { lookupOf, stateOf } from './caller.ts';
import type { PolicyDocument } from './documents.ts';
import { dependsOnCaller } from './keys.ts';
import { hasVariable } from './resources.ts';

/** What a document asks of its caller. */
interface Asked {
  readonly atoms: readonly AskedAtom[];
  /** Keys whose values it puts into the names of resources. */
  readonly keys: readonly string[];
  /** Whether its conditions compare such values, or the unique id, with what the caller chooses: then each caller is alone. */
  readonly alone: boolean;
}

interface AskedAtom {
  readonly atom: Atom;
  readonly variables: boolean;
  /** For each value over `aws:PrincipalArn` the texts an ARN must hold, in order, to be matched; `null` = not looked for. */
  readonly chunks: readonly (readonly string[])[] | null;
}

const asked = new WeakMap<PolicyDocument, Asked>();

/**
 * How a document tells callers of one kind in one account apart: callers of the same answer are alike to it. Empty where it does not.
 */
export function peculiarity(document: PolicyDocument, caller: Caller): string {
  const factor = document.asksFactor && caller.withoutFactor === true ? 'without a second factor' : '';
  if (!document.personal) return factor;
  let of = asked.get(document);
  if (of === undefined) asked.set(document, (of = askedOf(document)));
  if (of.alone) return caller.arn ?? '';
  let text = factor;
  for (const each of of.atoms) text += answer(each, caller);
  for (const key of of.keys) text += valueOf(key, caller);
  return text;
}

function askedOf(document: PolicyDocument): Asked {
  const atoms: AskedAtom[] = [];
  const keys = new Set<string>();
  let alone = false;
  for (const { variables, resources, conditions, rows } of document.statements) {
    if (rows.length === 0) continue;
    for (const part of variables ? resources.list.flatMap((each) => templateOf(each) ?? []) : []) {
      if (typeof part !== 'string' && dependsOnCaller(part.key)) keys.add(part.key);
    }
    for (const atom of conditions) {
      alone ||= atom.key === 'aws:userid' || (variables && atom.values.some(hasVariable));
      if (dependsOnCaller(atom.key)) atoms.push({ atom, variables, chunks: chunksOf(atom) });
    }
  }
  return { atoms, keys: [...keys], alone };
}

// most callers of an account are none of the few that a guardrail spares: told without reading ARNs segment by segment
function chunksOf(atom: Atom): readonly (readonly string[])[] | null {
  const plain =
    atom.key === 'aws:principalarn' && atom.set === null && (atom.family === 'arn' || (atom.family === 'string' && atom.test === 'like'));
  return plain ? atom.values.map((value) => (hasWildcard(value) ? value.split(/[*?]+/) : [value]).filter((each) => each !== '')) : null;
}

function answer({ atom, variables, chunks }: AskedAtom, caller: Caller): string {
  const { arn } = caller;
  if (chunks !== null && arn !== undefined && !chunks.some((each) => each.every((chunk) => arn.includes(chunk))))
    return atom.negated ? '1' : '0';
  return String(atomHolds(atom, lookupOf(caller), variables));
}

/** With its length before it, so that no two lists of values read alike. */
function valueOf(key: string, caller: Caller): string {
  const state = stateOf(key, caller);
  return state.is === 'present' ? `|${state.values.map((each) => `${each.length}=${each}`).join(',')}` : `|${state.is}`;
}
