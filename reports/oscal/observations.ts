import type { Json } from '../../src/base/json.ts';
import type { ControlResult, ControlTest } from '../../src/model/pack.ts';
import { origins, resourceId, type Made } from './document.ts';
import { controlId, idOf, props, some } from './ids.ts';
import { listed, paragraphs, plain } from './text.ts';
import { collectedAt, troubleText, troubleTitle, type Trouble } from './trouble.ts';

const MOST_LISTED = 20;

export function testObservationId({ pack }: Made, control: ControlResult, test: ControlTest): string {
  return idOf('observation-test', pack.id, control.id, test.id);
}

/** What was held against what for a control, and how it came out. */
export function testObservation(made: Made, control: ControlResult, test: ControlTest): Json {
  const { population, tested, passed, exceptions, undetermined } = test;
  const items = [
    ...exceptions.map(({ of, id, why }) => `exception: ${of} ${plain(id)}: ${plain(why)}`),
    ...undetermined.map(({ id, why }) => `could not be tested: ${plain(id)}: ${plain(why)}`),
  ];
  return {
    uuid: testObservationId(made, control, test),
    title: plain(`${control.id} ${test.id}`),
    description: paragraphs(
      plain(test.what),
      `Population: ${population.size} ${plain(population.of)}. Tested ${tested}, passed ${passed}, exceptions ${exceptions.length}, could not be tested ${undetermined.length}.`,
      listed(items, MOST_LISTED, 'csv/control-items.csv'),
    ),
    props: props({
      'control-id': controlId(control),
      test: test.id,
      'population-size': population.size,
      tested,
      passed,
      exceptions: exceptions.length,
      undetermined: undetermined.length,
    }),
    methods: ['EXAMINE'],
    types: ['control-objective'],
    origins: origins(),
    'relevant-evidence': [
      { href: `#${resourceId(made, 'items')}`, description: 'Every exception and everything that could not be tested.' },
    ],
    collected: made.pack.asOf,
  };
}

export function troubleObservationId({ pack }: Made, { ending }: Trouble): string {
  return idOf('observation-record', pack.id, ending.id);
}

export function subjectId({ ending }: Trouble): string {
  return idOf('subject', ending.boundary, ending.subject);
}

/** One access that is not as it should be, or of which that cannot be said. */
export function troubleObservation(made: Made, trouble: Trouble): Json {
  const { ending, record } = trouble;
  return {
    uuid: troubleObservationId(made, trouble),
    title: plain(troubleTitle(trouble)),
    description: paragraphs(...troubleText(trouble, made.pack.asOf).map(plain)),
    props: [...recordProps(trouble), ...props({ 'logged-leaf': record.logged?.leaf ?? null, 'logged-item': record.logged?.item ?? null })],
    methods: ending.probes.length > 0 ? ['EXAMINE', 'TEST'] : ['EXAMINE'],
    types: ['discovery'],
    origins: origins(),
    subjects: [{ 'subject-uuid': subjectId(trouble), type: 'inventory-item', title: plain(ending.subjectName) }],
    'relevant-evidence': [
      { href: `#${resourceId(made, 'records')}`, description: `Record ${ending.id} with its time line and what it rests on.` },
    ],
    collected: collectedAt(trouble),
  };
}

/** Both bounds of when it ended and of how late that was, as machines need them. */
export function recordProps({ ending }: Trouble): Json[] {
  const { lateness, ended } = ending;
  return props({
    record: ending.id,
    outcome: ending.outcome,
    boundary: ending.boundary,
    'subject-id': ending.subject,
    access: ending.access.name,
    'tier-zero': ending.tierZero ? 'yes' : 'no',
    trigger: ending.trigger?.at ?? null,
    due: ending.due,
    'ended-after': ended?.after ?? null,
    'ended-not-later-than': ended?.before ?? null,
    'late-at-least-ms': lateness?.lower ?? null,
    'late-at-most-ms': lateness?.upper ?? null,
    'lateness-grows': lateness === null ? null : lateness.open ? 'yes' : 'no',
    'assurance-level': ending.level,
  });
}

/** Whom the observations are about, each once. */
export function subjects(troubles: readonly Trouble[]): Json[] | undefined {
  const known = new Map<string, Json>();
  for (const trouble of troubles) {
    const { subject, subjectName, boundary, nature } = trouble.ending;
    known.set(subjectId(trouble), {
      uuid: subjectId(trouble),
      description: plain(subjectName),
      props: props({ 'subject-id': subject, boundary, nature }),
    });
  }
  return some([...known.values()]);
}
