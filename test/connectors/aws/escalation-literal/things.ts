import { everyThing } from '../../../../connectors/aws/escalation/things.ts';
import type { Thing } from '../../../../connectors/aws/escalation/things.ts';
import type { Spec } from './spec.ts';
import { arnOf, workloadServices } from './spec.ts';
import { HOME } from '../resolve/say.ts';

/** Names that tell all patterns of the estates apart. */
const names = ['zz', 'dev-zz', 'dev-1'];
const known = new Map<string, readonly string[]>();

/** Concrete things of a kind, or those that a pattern of ARNs speaks of: enough of them that what all policies say of any is said of one. */
export function namesOf(kind: string): readonly string[] {
  let found = known.get(kind);
  if (found === undefined) {
    const pattern = kind.startsWith('arn:') ? kind : everyThing(kind as Thing, 'aws', HOME);
    const regions = kind in workloadServices ? ['us-east-1', 'eu-west-1'] : ['us-east-1'];
    found = pattern === '*' ? ['*'] : regions.flatMap((region) => names.map((name) => concrete(pattern, name, region)));
    known.set(kind, found);
  }
  return found;
}

const bySpec = new WeakMap<Spec, Map<string, readonly string[]>>();

/** Users or roles that policies of an estate speak of by name, whether or not they are there. */
export function namedIn(spec: Spec, kind: 'user' | 'role'): readonly string[] {
  let here = bySpec.get(spec);
  if (here === undefined) bySpec.set(spec, (here = new Map<string, readonly string[]>()));
  let named = here.get(kind);
  if (named === undefined) {
    const all = JSON.stringify(spec).match(new RegExp(`${arnOf(kind, '')}[^"*?$]+(?=")`, 'g'));
    here.set(kind, (named = [...new Set(all)]));
  }
  return named;
}

function concrete(pattern: string, name: string, here: string): string {
  const parts = pattern.split(':');
  const [region, account] = [parts[3], parts[4]];
  return [...parts.slice(0, 3), region === '*' ? here : region, account === '*' ? HOME : account, ...parts.slice(5)]
    .join(':')
    .replaceAll('*', name);
}
