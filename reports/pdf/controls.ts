import type { Content } from 'pdfmake';
import { grouped } from '../../src/base/text/count.ts';
import type { ControlResult, ControlTest, Pack } from '../../src/model/pack.ts';
import { heading, paragraph, subheading, table, type Most } from './parts.ts';
import { saysWords } from './style.ts';
import { shown, stacked } from './text.ts';

/** Of each control what it says and why, then what fails it and what could not be tested. */
export function controls({ controls: all }: Pack, most: Most): Content[] {
  return [
    heading('Controls'),
    paragraph(
      'Supports: all that was tested holds, and all could be tested. Cannot tell: something that it needs was not read. Not exercised: nothing of the kind occurred.',
    ),
    ...table(all, {
      columns: {
        control: [58, ({ id }) => id],
        'title and claim': ['*', ({ title, assertion }) => ({ stack: [{ text: shown(title), bold: true }, { text: shown(assertion) }] })],
        says: [68, ({ says }) => ({ text: saysWords[says][0], bold: true, color: saysWords[says][1] })],
        tested: [38, (control) => sum(control, ({ tested }) => tested)],
        passed: [38, (control) => sum(control, ({ passed }) => passed)],
        because: [120, ({ because }) => stacked(because, 4)],
      },
      most: most(60),
      all: 'csv/controls.csv',
      none: 'No control was tested.',
    }),
    ...all
      .filter(({ tests }) => tests.some(({ exceptions, undetermined }) => exceptions.length + undetermined.length > 0))
      .slice(0, most(20))
      .flatMap((control) => items(control, most)),
  ];
}

function sum({ tests }: ControlResult, of: (test: ControlTest) => number): string {
  return grouped(tests.reduce((all, test) => all + of(test), 0));
}

function items({ id, title, tests }: ControlResult, most: Most): Content[] {
  const lines = tests.flatMap((test) => [
    ...test.exceptions.map(({ of, id: item, why }) => ({ test, kind: 'exception', what: `${of} ${item}`, why })),
    ...test.undetermined.map(({ id: item, why }) => ({ test, kind: 'not known', what: item, why })),
  ]);
  return [
    subheading(`${shown(id)} ${shown(title)}: what fails it, and what could not be tested`),
    ...table(lines, {
      columns: {
        test: [90, ({ test }) => test.id],
        '': [48, ({ kind }) => kind],
        which: [140, ({ what }) => short(what)],
        why: ['*', ({ why }) => why],
      },
      most: most(8),
      all: 'csv/control-items.csv',
      none: 'None.',
    }),
  ];
}

/** Ids of 64 hex digits by their first 16: what finds them in the tables. */
function short(text: string): string {
  return text.replace(/\b([0-9a-f]{16})[0-9a-f]{48}\b/g, '$1…');
}
