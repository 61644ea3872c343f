import { counted, grouped } from '../../../base/text/count.ts';
import type { ControlResult, ControlSays, ControlTest, Framework } from '../../../model/pack.ts';
import type { Tried } from '../tests/told.ts';
import { controlsOf } from './list.ts';

/** Tests of what the rest rests on: where nothing else was tried, that the looking was whole says nothing about the control. */
const grounds: ReadonlySet<string> = new Set(['population-complete']);

/** Of every control of a framework what its tests come to, in the order of the table. */
export function controlResults(framework: Framework, tried: Tried): readonly ControlResult[] {
  const made = new Map<string, ControlTest>();
  return controlsOf[framework].map(({ id, title, assertion, tests }) => {
    const told = tests.map((test) => {
      const known = made.get(test.id) ?? test.make(tried);
      made.set(test.id, known);
      return known;
    });
    return { framework, id, title, assertion, tests: told, ...says(told) };
  });
}

/**
 * `does-not-support` where anything that is known fails, drawn or not. Else `cannot-tell` where anything is undetermined, drawn or not. Else `supports`
 * where anything was tested, and `not-exercised` where nothing came up that could have been. Never that anybody complies.
 */
export function says(tests: readonly ControlTest[]): { readonly says: ControlSays; readonly because: readonly string[] } {
  const failing = tests.filter(({ exceptions, passed, tested }) => exceptions.length > 0 || passed < tested);
  if (failing.length > 0) return { says: 'does-not-support', because: [...failing.map(failText), ...open(tests).map(openText)] };
  if (open(tests).length > 0) return { says: 'cannot-tell', because: open(tests).map(openText) };
  const tried = tests.filter(({ id, tested }) => tested > 0 && (!grounds.has(id) || tests.length === 1));
  if (tried.length > 0) {
    const none = tests
      .filter(({ population }) => population.size === 0)
      .map(({ id, population }) => `${id}: there were no ${population.of}`);
    const undrawn = tests
      .filter(({ population, tested }) => population.size > 0 && tested === 0)
      .map(({ id, population }) => `${id}: none of ${counted(population.size, 'thing')} was drawn`);
    return { says: 'supports', because: [...tried.map(passText), ...none, ...undrawn] };
  }
  return {
    says: 'not-exercised',
    because: tests.map(
      ({ id, population }) => `${id}: ${population.size === 0 ? `there were no ${population.of}` : 'nothing of it was drawn'}`,
    ),
  };
}

function open(tests: readonly ControlTest[]): readonly ControlTest[] {
  return tests.filter(({ undetermined }) => undetermined.length > 0);
}

function failText({ id, exceptions, tested, passed }: ControlTest): string {
  return `${id}: ${counted(exceptions.length, 'exception')} (${passed} of ${tested} tested passed)`;
}

function openText({ id, undetermined }: ControlTest): string {
  return `${id}: ${counted(undetermined.length, 'thing')} could not be tested`;
}

function passText({ id, tested, population }: ControlTest): string {
  return `${id}: all that were tested passed, ${grouped(tested)} of ${grouped(population.size)} (${population.of})`;
}
