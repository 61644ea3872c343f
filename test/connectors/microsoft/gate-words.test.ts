import { describe, expect, it } from 'vitest';
import { gateWords } from '../../../connectors/microsoft/gate-words.ts';
import type { ActivationPolicy } from '../../../src/model/activation-policy.ts';
import { HOUR_MS } from '../../../src/base/instant.ts';

const plain: ActivationPolicy = {
  id: 'p',
  name: 'Owner',
  governs: 'owner',
  scope: 's',
  gate: 'self',
  approvers: [],
  approversByDefault: false,
  secondFactor: false,
  context: false,
  justification: false,
  ticket: false,
  longestActivationMs: 8 * HOUR_MS,
  allowsPermanentAssignment: false,
  longestAssignmentMs: null,
  allowsPermanentEligibility: false,
  longestEligibilityMs: null,
};

describe('what activation demands', () => {
  it.each<[string, Partial<ActivationPolicy> | undefined, string]>([
    ['was not told', undefined, 'what activating it demands was not told'],
    ['is nothing', {}, 'its holder activates it, nothing is asked, for 8 hours at most'],
    [
      'are things of the holder alone',
      { secondFactor: true, justification: true, ticket: true, longestActivationMs: HOUR_MS / 2 },
      'its holder activates it, with a second factor, a justification and the number of a ticket, for 30 minutes at most',
    ],
    [
      'is a context',
      { gate: 'checked', context: true, longestActivationMs: null },
      'its holder activates it, with a context that Conditional Access tests, without a limit',
    ],
    [
      'is approval',
      { gate: 'approved', approvers: ['a', 'b'], context: true, longestActivationMs: HOUR_MS },
      'its holder has it activated, with approval by one of the 2 who are named and a context that Conditional Access tests, for 1 hour at most',
    ],
    [
      'is approval by whom the service takes',
      { gate: 'approved', approversByDefault: true },
      'its holder has it activated, with approval by those whom Microsoft takes where nobody is named, for 8 hours at most',
    ],
    [
      'is approval that nobody can give',
      { gate: 'approved' },
      'its holder has it activated, with approval by somebody, and nobody is named who could give it, for 8 hours at most',
    ],
  ])('%s', (_, policy, words) => {
    expect(gateWords(policy === undefined ? undefined : { ...plain, ...policy })).toBe(words);
  });
});
