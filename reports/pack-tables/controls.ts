import type { ControlResult, ControlTest, Pack } from '../../src/model/pack.ts';
import { tableOf, type Table } from './table.ts';

interface Tested {
  readonly control: ControlResult;
  readonly test: ControlTest;
}

/** What is claimed, what was held against it, and what failed or could not be tested. */
export function controlTables({ controls }: Pack): readonly Table[] {
  const tests = controls.flatMap((control) => control.tests.map((test) => ({ control, test })));
  return [controlsTable(controls), testsTable(tests), itemsTable(tests)];
}

function controlsTable(controls: readonly ControlResult[]): Table {
  const sum = ({ tests }: ControlResult, of: (test: ControlTest) => number): number => tests.reduce((all, test) => all + of(test), 0);
  return tableOf<ControlResult>(
    { id: 'controls', sheet: 'Controls', says: 'A control, and whether what was tested supports what management claims by it.' },
    {
      framework: ({ framework }) => framework,
      control: ({ id }) => id,
      title: ({ title }) => title,
      says: ({ says }) => says,
      because: ({ because }) => because,
      assertion: ({ assertion }) => assertion,
      tests: ({ tests }) => tests.length,
      tested: (control) => sum(control, ({ tested }) => tested),
      passed: (control) => sum(control, ({ passed }) => passed),
      exceptions: (control) => sum(control, ({ exceptions }) => exceptions.length),
      undetermined: (control) => sum(control, ({ undetermined }) => undetermined.length),
    },
    controls,
  );
}

function testsTable(tests: readonly Tested[]): Table {
  return tableOf<Tested>(
    { id: 'control-tests', sheet: 'Control tests', says: 'What is held against what for a control, and how it came out.' },
    {
      control: ({ control }) => control.id,
      test: ({ test }) => test.id,
      what: ({ test }) => test.what,
      population_of: ({ test }) => test.population.of,
      population_size: ({ test }) => test.population.size,
      tested: ({ test }) => test.tested,
      passed: ({ test }) => test.passed,
      exceptions: ({ test }) => test.exceptions.length,
      undetermined: ({ test }) => test.undetermined.length,
    },
    tests,
  );
}

function itemsTable(tests: readonly Tested[]): Table {
  const items = tests.flatMap(({ control, test }) => [
    ...test.exceptions.map(({ of, id, why }) => ({ control, test, state: 'exception', of, id, why })),
    ...test.undetermined.map(({ id, why }) => ({ control, test, state: 'undetermined', of: null, id, why })),
  ]);
  return tableOf(
    { id: 'control-items', sheet: 'Control items', says: 'What fails a test of a control, or could not be tested.' },
    {
      control: ({ control }) => control.id,
      test: ({ test }) => test.id,
      state: ({ state }) => state,
      of: ({ of }) => of,
      id: ({ id }) => id,
      why: ({ why }) => why,
    },
    items,
  );
}
