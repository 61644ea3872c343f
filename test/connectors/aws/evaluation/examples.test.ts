import { expect, it } from 'vitest';
import { evaluateAccess } from '../../../../connectors/aws/policy/index.ts';
import type { AccessDecision, AccessRequest } from '../../../../connectors/aws/policy/index.ts';
import { readCases, requestsOf } from './cases.ts';

type Assignment = Readonly<Record<string, string | readonly string[] | null>>;

interface Open {
  readonly name: string;
  readonly request: AccessRequest;
  readonly answer: AccessDecision;
}

/** What turns on condition keys alone can be asked again with a value for each. */
const open: readonly Open[] = readCases()
  .flatMap((file) => file.cases)
  .flatMap((each) => requestsOf(each).map(({ request }) => ({ name: each.name, request, answer: evaluateAccess(request) })))
  .filter(({ answer }) => answer.decision === 'depends' && !answer.on.some((key) => /^(?:doc|principal|resource):/.test(key)));

const clock = ['aws:currenttime', 'aws:epochtime'];

/** The request with the values told. A list of nothing says that a key is absent, also one that follows from the principal. */
function told(request: AccessRequest, values: Assignment): AccessRequest {
  const keys = new Set(Object.keys(values).map((key) => key.toLowerCase()));
  // one clock: who tells one of its keys tells the other
  if (clock.some((key) => keys.has(key))) for (const key of clock) keys.add(key);
  const kept = Object.entries(request.context ?? {}).filter(([key]) => !keys.has(key.toLowerCase()));
  const assigned = Object.entries(values).map(([key, value]) => [key, value ?? []] as const);
  const unknownKeys = (request.unknownKeys ?? []).filter((each) => {
    const name = (typeof each === 'string' ? each : each.key).toLowerCase();
    return !keys.has(name) && !(name.endsWith('*') && [...keys].some((key) => key.startsWith(name.slice(0, -1))));
  });
  return { ...request, context: Object.fromEntries([...kept, ...assigned]), unknownKeys };
}

it('has open answers to ask again', () => {
  expect(open.length).toBeGreaterThanOrEqual(80);
});

it('gives for every open answer values that allow and values that deny', () => {
  for (const { name, request, answer } of open) {
    if (answer.flags.includes('not-exact')) continue;
    const { allowingExample, denyingExample } = answer.because();
    expect([allowingExample, denyingExample], name).not.toContain(undefined);
    expect(evaluateAccess(told(request, allowingExample ?? {})).decision, name).toBe('allowed');
    expect(evaluateAccess(told(request, denyingExample ?? {})).decision, name).toMatch(/^(?:explicitly|implicitly)-denied$/);
  }
});

it('tells a value for every key it names', () => {
  for (const { name, answer } of open) {
    if (answer.flags.includes('not-exact')) continue;
    const { allowingExample, denyingExample } = answer.because();
    for (const example of [allowingExample, denyingExample])
      expect(Object.keys(example ?? {}), name).toEqual(expect.arrayContaining([...answer.on]));
  }
});
