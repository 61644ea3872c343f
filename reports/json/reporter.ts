import { utf8Chunks } from '../../src/base/bytes/chunks.ts';
import type { Reporter } from '../../src/contract/reporter.ts';
import { jsonEscaped } from '../../src/base/text/json-quoted.ts';
import type { Report } from '../../src/model/report.ts';
import { rowWriter } from './rows.ts';
import { jsonText, members } from './text.ts';

/**
 * The whole `Report` as `schemas/report.schema.json` describes it. Members come in reading order however the report was put together.
 * The members of the report and of `run`, `totals`, `assurance`, `history`, `metrics` and `tests` have a line each; so has each element of
 * a list that grows with the estate, so that two reports compare line by line. Ends with a line feed. Characters that could act on a terminal are escaped, which changes no value.
 */
export const jsonReporter: Reporter = {
  id: 'json',
  mediaType: 'application/json',
  extension: 'json',
  render: (report) => utf8Chunks(lines(report), jsonEscaped),
};

function* lines(report: Report): Generator<string, void, undefined> {
  yield* block(
    '{',
    members(report).map(([name, value]) => [`${jsonText(name)}: `, value] as const),
    '}',
    '',
  );
  yield '\n';
}

type Line = readonly [label: string, value: unknown];

/** Long lists within a member, and what holds one. */
const long: ReadonlySet<string> = new Set(
  ['resolved', 'unconfirmed', 'sources', 'unmatched', 'first', 'exceptions', 'rows'].map((name) => `${jsonText(name)}: `),
);

/** Brackets around one line per value; lists and objects one level down are opened once more. */
function* block(
  open: string,
  values: Iterable<Line>,
  close: string,
  indent: string,
  textOf: (value: unknown) => string = jsonText,
): Generator<string, void, undefined> {
  const inner = `${indent}  `;
  const first = `${open}\n${inner}`;
  let before = first;
  for (const [label, value] of values) {
    yield before + label;
    before = `,\n${inner}`;
    const opened = indent === '' || long.has(label);
    if (Array.isArray(value) && opened) yield* block('[', elements(value), ']', inner, rowWriter());
    else if (!opened || typeof value !== 'object' || value === null) yield textOf(value);
    else
      yield* block(
        '{',
        members(value).map(([name, each]) => [`${jsonText(name)}: `, each] as const),
        '}',
        inner,
      );
  }
  yield before === first ? open + close : `\n${indent}${close}`;
}

/** One after the other: a long list may be read as it is written. */
function* elements(list: readonly unknown[]): Generator<Line, void, undefined> {
  for (const each of list) yield ['', each];
}
