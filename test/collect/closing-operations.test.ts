import { describe, expect, it } from 'vitest';
import { CLOSED, Closings } from '../../src/collect/closing.ts';
import type { GapCause } from '../../src/model/gap.ts';
import type { Task } from '../../src/model/page.ts';

const asks = ({ args }: Task) => ({ operation: (args as { readonly call: string }).call, about: '' });

function of(call: string, at = 0): Task {
  return { boundary: 'plain:1', surface: 'plain:a', args: { call, at } };
}

/** What is closed after these answers: `A+` was answered, `A-` unsupported, `A!` denied. */
function after(answers: string): (call: string) => boolean {
  const closings = new Closings({ asks });
  for (const [at, [call = '', sign]] of answers.split(' ').entries()) {
    const refused: Record<string, GapCause | null> = { '-': 'unsupported', '!': 'denied', '+': null };
    closings.saw(of(call, at), refused[sign ?? ''] ?? null);
  }
  return (call) => closings.isClosed(of(call, 99));
}

describe('three unsupported answers in a row', () => {
  it.each([
    ['of one operation close it and not what the surface asks otherwise', 'A- A- A-', ['A']],
    ['of one operation close it though others answer between', 'A- B+ A- B+ A-', ['A']],
    ['of one operation are not in a row with a refusal of another kind between', 'A- A- A! A-', []],
    ['of several operations close the surface where nothing else was ever answered', 'A- B- C-', ['A', 'B', 'C', 'D']],
    ['of several operations close nothing of a surface that once answered', 'D+ A- B- C-', []],
    ['of several operations close nothing of a surface that once refused by right', 'D! A- B- C-', []],
    ['of a second operation close the surface that the first did not', 'A- A- A- B-', ['A', 'B', 'C', 'D']],
  ])('%s', (_name, answers, closed) => {
    const isClosed = after(answers);
    expect(['A', 'B', 'C', 'D'].filter(isClosed)).toEqual(closed);
  });

  it('close the surface where the connector tells of no operations', () => {
    const closings = new Closings({});
    for (let at = 0; at < 3; at++) closings.saw(of('A', at), 'unsupported');
    expect([closings.isClosed(of('B')), closings.isClosed({ ...of('B'), boundary: 'plain:2' })]).toEqual([true, false]);
    expect(CLOSED).toContain('3 answers in a row');
  });
});
