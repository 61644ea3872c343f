import type { ControlResult, ControlSays, ControlTest, Pack } from '../../../../model/pack.ts';
import { PACK } from '../manifest.ts';
import type { Problems } from '../problem.ts';

/** Tests of what the rest rests on: that the looking was whole supports no control by itself. */
const grounds: ReadonlySet<string> = new Set(['population-complete']);

/** What tests allow to be said: nothing is supported that failed once, drawn or not, that could not be tested whole, or of which nothing was tested. */
export function saysOf(tests: readonly ControlTest[]): ControlSays {
  if (tests.some(({ exceptions, tested, passed }) => exceptions.length > 0 || passed < tested)) return 'does-not-support';
  if (tests.some(({ undetermined }) => undetermined.length > 0)) return 'cannot-tell';
  return tests.some(({ id, tested }) => tested > 0 && (tests.length === 1 || !grounds.has(id))) ? 'supports' : 'not-exercised';
}

/** That each control says what its tests allow, and that what fails a test is in the pack. */
export function checkControls(problems: Problems, pack: Pack): void {
  const known = knownIn(pack);
  const ids = new Set<string>();
  pack.controls.forEach((control, index) => {
    const place = `/controls/${index}`;
    if (control.framework !== pack.framework)
      problems.add('wrong-control', PACK, `${place}/framework`, `control ${control.id} is of another framework than the pack`, {
        seen: control.framework,
        expected: pack.framework,
      });
    if (ids.has(control.id)) problems.add('wrong-control', PACK, place, `control ${control.id} is told twice`);
    ids.add(control.id);
    checkControl(problems, control, place, known, pack.sample === null);
  });
}

/** `null`: a pack lists none of that kind, so that nothing can be held against it. */
type Known = Readonly<Record<ControlTest['exceptions'][number]['of'], ReadonlySet<string> | null>>;

function checkControl(problems: Problems, control: ControlResult, place: string, known: Known, isWhole: boolean): void {
  const says = saysOf(control.tests);
  if (control.says !== says)
    problems.add('wrong-control', PACK, `${place}/says`, `control ${control.id} does not say what its tests allow`, {
      seen: control.says,
      expected: says,
    });
  control.tests.forEach((test, index) => {
    const at = `${place}/tests/${index}`;
    const { tested, passed, population, exceptions } = test;
    if (tested > population.size)
      problems.add('wrong-control', PACK, `${at}/tested`, `test ${test.id} of control ${control.id} tested more than there is`, {
        seen: tested,
        expected: `at most ${population.size}`,
      });
    if (passed > tested)
      problems.add('wrong-control', PACK, `${at}/passed`, `test ${test.id} of control ${control.id} passed more than it tested`, {
        seen: passed,
        expected: `at most ${tested}`,
      });
    // Of a sample what is known to fail counts too where it was not drawn.
    if (passed === tested && exceptions.length > 0 && isWhole)
      problems.add(
        'wrong-control',
        PACK,
        `${at}/passed`,
        `test ${test.id} of control ${control.id} has exceptions and says that all passed`,
      );
    if (tested - passed > exceptions.length)
      problems.add('wrong-control', PACK, `${at}/passed`, `test ${test.id} of control ${control.id} does not say what did not pass`);
    exceptions.forEach(({ of, id }, which) => {
      if (known[of]?.has(id) === false)
        problems.add(
          'bad-reference',
          PACK,
          `${at}/exceptions/${which}`,
          `test ${test.id} of control ${control.id} names a ${of} that is not in the pack`,
          { seen: id },
        );
    });
  });
}

function knownIn(pack: Pack): Known {
  return {
    row: new Set(pack.population.rows.map(({ id }) => id)),
    finding: new Set([...pack.findings, ...pack.excepted.map(({ finding }) => finding)].map(({ fingerprint }) => fingerprint)),
    ending: new Set([...pack.records.map(({ ending }) => ending.id), ...pack.population.rows.flatMap(({ ending }) => ending ?? [])]),
    surface: new Set([
      ...pack.coverage.flatMap(({ boundary, surface }) => [surface, `${boundary} ${surface}`, `${surface} ${boundary}`]),
      ...pack.boundaries.flatMap(({ id, unread }) => [
        id,
        ...unread.flatMap(({ surface }) => [surface, `${id} ${surface}`, `${surface} ${id}`]),
      ]),
    ]),
    run: new Set(
      pack.runs.flatMap(({ nonce, run, capture, intent }) =>
        [nonce ?? [], run ?? [], capture ?? [], intent === null ? [] : String(intent)].flat(),
      ),
    ),
    exception: new Set(pack.exceptions.map(({ exception }) => exception.id)),
    person: new Set(pack.people.map(({ person }) => person)),
    // A request is told by the events of rows and endings; those that name none of both are in no part of the pack.
    request: null,
  };
}
