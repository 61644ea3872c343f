import { deflateSync } from 'fflate';
import { utf8Chunks } from '../../src/base/bytes/chunks.ts';
import { sha256Hex } from '../../src/base/bytes/hash.ts';
import { counted } from '../../src/base/text/count.ts';
import type { PartOf } from '../../src/contract/reporter.ts';
import type { Report } from '../../src/model/report.ts';
import { assuranceSection } from './assurance.ts';
import { script } from './client.ts';
import { dataParts, type Shapes } from './data.ts';
import type { Group, List } from './list.ts';
import { lists } from './lists.ts';
import { filled, hollow, html, nothing, type Fragment } from './markup.ts';
import { metricsSection } from './metrics.ts';
import { overview } from './overview.ts';
import { historySection } from './past.ts';
import { coverageSection, runSection } from './sections.ts';
import { style } from './style.ts';
import { testsSection, totalsSection } from './totals.ts';

/** Beyond this many rows a list has one line a row for readers without scripts; with scripts nothing changes. */
const IN_FULL = 1000;
/** Beyond this many lines those readers are told how many more there are: nobody reads them, and every reader would load them. */
const IN_LINES = 10_000;

const names = {
  coverage: 'Coverage',
  totals: 'Totals',
  findings: 'Findings',
  undetermined: 'Undetermined',
  excepted: 'Excepted',
  endings: 'Endings',
  identities: 'Time lines by identity',
  assurance: 'Assurance',
  metrics: 'Metrics',
  tests: 'Tests of zero standing privilege',
  history: 'History',
  run: 'How this was made',
} as const;

/** The page, part by part. What it is a part of stands above all that it says. */
export function* pageParts(report: Report, partOf?: PartOf): Generator<string, void, undefined> {
  yield head();
  yield filled(top(report, partOf));
  yield section('coverage', coverageSection(report));
  yield section('totals', totalsSection(report));
  const all = lists(report);
  for (const list of all) yield* listSection(list);
  yield section('assurance', assuranceSection(report));
  yield section('metrics', metricsSection(report));
  yield section('tests', testsSection(report));
  yield section('history', historySection(report));
  yield section('run', runSection(report));
  yield '</main><footer>Made by Vestige. The same inputs and versions give the same bytes. This page sends no request.</footer></div>\n';
  const shapes: Shapes = new Map();
  yield* dataBlock(dataParts(all, shapes));
  let number = 0;
  for (const shape of shapes.keys()) yield `<template id="t${number++}">${hollow(shape)}</template>\n`;
  yield `<script>${script}</script></body></html>\n`;
}

/** Up to so many characters the data stand as text; more are packed: a page of many findings is then a third as long. */
const PLAIN = 1_000_000;
/** A multiple of three, so that pieces in Base64 make one text. */
const PIECE = 3 << 18;

/** The data of the lists: JSON, or, where `data-packed` says so, Base64 of its UTF-8 compressed as RFC 1951 says. */
function* dataBlock(parts: Iterable<string>): Generator<string, void, undefined> {
  const held: string[] = [];
  let length = 0;
  for (const part of parts) {
    held.push(part);
    length += part.length;
  }
  if (length <= PLAIN) {
    yield `<script type="application/json" id="data">${held.join('')}</script>\n`;
    return;
  }
  yield '<script type="text/plain" id="data" data-packed="deflate">';
  // The runtime's own zlib would give other bytes with another version of Node.
  const bytes = deflateSync(Buffer.concat([...utf8Chunks(held)]), { level: 6 });
  for (let at = 0; at < bytes.length; at += PIECE) yield Buffer.from(bytes.subarray(at, at + PIECE)).toString('base64');
  yield '</script>\n';
}

function head(): string {
  // CSP level 3: only these very bytes run or style; trusted types leave the script no way to parse markup.
  const policy = [
    `default-src 'none'`,
    `script-src '${hashSource(script)}'`,
    `style-src '${hashSource(style)}'`,
    `base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'`,
  ].join('; ');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="referrer" content="no-referrer">
<title>Standing privilege report</title><style>${style}</style></head>
<body><a class="skip" href="#overview">Skip to the report</a><div class="page">
`;
}

function hashSource(text: string): string {
  return `sha256-${Buffer.from(sha256Hex(text), 'hex').toString('base64')}`;
}

function top(report: Report, partOf: PartOf | undefined): Fragment {
  const links = Object.entries(names).map(
    ([id, name]) => html`<li><a href="#${{ shape: id, texts: [] }}">${{ shape: name, texts: [] }}</a></li>`,
  );
  return html`<header class="top">
      <h1>Standing privilege report</h1>
      <p>As of <time>${report.run.asOf}</time></p>
      <nav aria-label="Sections">
        <ul>
          ${links}
        </ul>
      </nav>
    </header>
    <main>${partOf === undefined ? nothing : belonging(partOf)}${overview(report)}</main> `;
}

/** Who reads this page alone has to know what it may be believed on. */
function belonging({ whole, integrity, isAnchored }: PartOf): Fragment {
  const said = html`<b>Part of ${whole}.</b> ${integrity}`;
  return isAnchored ? html`<p class="lead good">${said}</p>` : html`<p class="lead">${said}</p>`;
}

function section(id: keyof typeof names, content: Fragment): string {
  return `<section aria-labelledby="${id}"><h2 id="${id}">${names[id]}</h2>${filled(content)}</section>\n`;
}

function* inFull(groups: readonly Group[]): Generator<string, void, undefined> {
  for (const { head: above, rows } of groups) {
    yield `<section class="group">${filled(above())}`;
    for (const row of rows)
      yield `<details><summary>${filled(row.head())}</summary><div class="body">${filled(row.body())}</div></details>`;
    yield '</section>';
  }
}

function* inLines(groups: readonly Group[]): Generator<string, void, undefined> {
  yield '<ul>';
  let lines = 0;
  for (const { rows } of groups) {
    for (const row of rows.slice(0, IN_LINES - lines)) yield `<li>${filled(row.line())}\n`;
    lines += rows.length;
    if (lines >= IN_LINES) break;
  }
  yield '</ul>';
}

/** What is not drawn the browser's own search does not see: a reader has to know, and how to get about in a list that scrolls in its box. */
function hint(id: List['id']): string {
  return `<p class="hint" id="${id}-hint">It looks through every row and all its detail; the search of your browser sees only what is drawn. <span hidden>In the list, arrow keys, Page Up, Page Down, Home and End go from row to row and Enter opens one.</span></p>`;
}

/** Controls and an empty list for the script; the same rows for readers without one. */
function* listSection(list: List): Generator<string, void, undefined> {
  const { id, count, things, groups, none } = list;
  yield `<section aria-labelledby="${id}" data-list="${id}"><h2 id="${id}">${names[id]}</h2>`;
  if (count === 0) return yield `<p class="none">${none}</p></section>\n`;
  yield `<form hidden role="search" aria-label="${names[id]}"><label class="wide">Search in everything the ${things} say<input type="search" autocomplete="off" spellcheck="false" aria-describedby="${id}-hint"></label>${hint(id)}</form>`;
  yield `<p class="status" role="status">${counted(count, 'row')}, drawn by this page's script. If you see no list, scripts are blocked: use the JSON or CSV report.</p>`;
  yield '<div class="rows"></div><noscript>';
  const full = count <= IN_FULL;
  if (!full) yield '<p>Without scripts each has one line here; the detail is in the JSON and CSV reports.</p>';
  if (full) yield* inFull(groups);
  else yield* inLines(groups);
  if (count > IN_LINES) yield `<p>And ${counted(count - IN_LINES, 'more', 'more')}, which stand in the JSON and CSV reports.</p>`;
  yield '</noscript></section>\n';
}
