import { expect, it } from 'vitest';
import { readCases, requestsOf, together } from '../evaluation/cases.ts';
import { keyState } from './keys.ts';
import type { LiteralRequest } from './request.ts';
import type { Answer } from './unknown.ts';
import { answerOf, keysIn } from './unknown.ts';

/* The table of cases was worked out by hand, and the literal reading was written without it: they agree wherever no key is unknown. */

const cases = readCases().flatMap((each) => each.cases);

function isTold(request: LiteralRequest): boolean {
  return keysIn(request).every((key) => ['absent', 'present'].includes(keyState(request, key).is));
}
function literally(request: LiteralRequest): Answer {
  return answerOf(request, (key) => {
    throw new Error(`${key} is unknown`);
  });
}

it('the literal reading decides the cases of the table as they were worked out', () => {
  const told = cases.filter((each) => requestsOf(each).every(({ request }) => isTold(request)));
  for (const each of told) {
    const answers = requestsOf(each).map(({ request, decision }) => {
      const answer = literally(request);
      if (decision !== null) expect(answer.decision, each.name).toBe(decision);
      return answer;
    });
    expect(together(answers.map((answer) => answer.decision)), each.name).toBe(each.decision);
    expect([...new Set(answers.flatMap((answer) => answer.on))].sort(), each.name).toEqual(
      (each.on ?? []).map((key) => key.toLowerCase()).sort(),
    );
  }
  process.stdout.write(`of ${cases.length} cases ${told.length} without an unknown key\n`);
  expect(told.length).toBeGreaterThan(cases.length / 2);
});
