import type { ActivationPolicy } from '../../src/model/activation-policy.ts';

const MINUTE_MS = 60_000;

/** What a policy of Privileged Identity Management demands of who switches something on, and for how long that lasts. `undefined`: it was not told. */
export function gateWords(policy: ActivationPolicy | undefined): string {
  if (policy === undefined) return 'what activating it demands was not told';
  const { gate, secondFactor, justification, ticket, longestActivationMs: longest } = policy;
  const asked = [
    ...(gate === 'approved' ? [`approval by ${approversIn(policy)}`] : []),
    ...(policy.context ? ['a context that Conditional Access tests'] : []),
    ...(secondFactor ? ['a second factor'] : []),
    ...(justification ? ['a justification'] : []),
    ...(ticket ? ['the number of a ticket'] : []),
  ];
  const demands = asked.length === 0 ? 'nothing is asked' : `with ${listed(asked)}`;
  const most = longest === null ? 'without a limit' : `for ${lengthOf(longest)} at most`;
  return `${gate === 'approved' ? 'its holder has it activated' : 'its holder activates it'}, ${demands}, ${most}`;
}

function approversIn({ approvers, approversByDefault }: ActivationPolicy): string {
  if (approversByDefault) return 'those whom Microsoft takes where nobody is named';
  if (approvers.length === 0) return 'somebody, and nobody is named who could give it';
  return approvers.length === 1 ? 'the one who is named' : `one of the ${approvers.length} who are named`;
}

function listed(words: readonly string[]): string {
  const [last = '', ...before] = words.toReversed();
  return before.length === 0 ? last : `${before.toReversed().join(', ')} and ${last}`;
}

function lengthOf(ms: number): string {
  const minutes = Math.floor(ms / MINUTE_MS);
  if (minutes % 60 !== 0) return minutes === 1 ? '1 minute' : `${minutes} minutes`;
  return minutes === 60 ? '1 hour' : `${minutes / 60} hours`;
}
