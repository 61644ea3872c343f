import type { Atom } from '../policy/condition.ts';
import { hasWildcard } from '../policy/glob.ts';
import { atomHolds } from '../policy/match/atom.ts';
import type { Caller } from './caller.ts';
import { lookupOf } from './caller.ts';
import type { PolicyDocument } from './documents.ts';
import { dependsOnCaller } from './keys.ts';
import { hasVariable } from './resources.ts';

interface Asked {
  readonly atom: Atom;
  readonly variables: boolean;
  /** For each value over `aws:PrincipalArn` the texts an ARN must hold, in order, to be matched; `null` = not looked for. */
  readonly chunks: readonly (readonly string[])[] | null;
}

const asked = new WeakMap<PolicyDocument, readonly Asked[] | null>();

/**
 * How a document tells callers of one kind in one account apart: callers of the same answer are alike to it. `null` where it puts a
 * name or tag of the caller into a text, so that each is alone.
 */
export function peculiarity(document: PolicyDocument, caller: Caller): string | null {
  let atoms = asked.get(document);
  if (atoms === undefined) asked.set(document, (atoms = atomsOf(document)));
  if (atoms === null) return null;
  let text = '';
  for (const each of atoms) text += answer(each, caller);
  return text;
}

function atomsOf(document: PolicyDocument): readonly Asked[] | null {
  const found: Asked[] = [];
  for (const { variables, resources, conditions, rows } of document.statements) {
    if (rows.length === 0) continue;
    if (variables && resources.list.some(hasVariable)) return null;
    for (const atom of conditions) {
      if (variables && atom.values.some(hasVariable)) return null;
      if (atom.key === 'aws:userid') return null;
      if (dependsOnCaller(atom.key)) found.push({ atom, variables, chunks: chunksOf(atom) });
    }
  }
  return found;
}

// most callers of an account are none of the few that a guardrail spares: told without reading ARNs segment by segment
function chunksOf(atom: Atom): readonly (readonly string[])[] | null {
  const plain =
    atom.key === 'aws:principalarn' && atom.set === null && (atom.family === 'arn' || (atom.family === 'string' && atom.test === 'like'));
  return plain ? atom.values.map((value) => (hasWildcard(value) ? value.split(/[*?]+/) : [value]).filter((each) => each !== '')) : null;
}

function answer({ atom, variables, chunks }: Asked, caller: Caller): string {
  const { arn } = caller;
  if (chunks !== null && arn !== undefined && !chunks.some((each) => each.every((chunk) => arn.includes(chunk))))
    return atom.negated ? '1' : '0';
  return String(atomHolds(atom, lookupOf(caller), variables));
}
