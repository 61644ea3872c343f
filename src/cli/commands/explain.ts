import { stripVTControlCharacters } from 'node:util';
import { resolvePointer } from '../../base/pointer.ts';
import { visible } from '../../base/text/visible.ts';
import { wrapIndented } from '../../base/text/wrap.ts';
import { openCapture } from '../../capture/archive.ts';
import type { Json } from '../../base/json.ts';
import type { Finding, PathStep } from '../../model/finding.ts';
import type { Report } from '../../model/report.ts';
import type { View } from '../../model/view.ts';
import { openView } from '../saved-view.ts';
import { userPath, type CommonOptions } from '../settings.ts';
import { writeAll, writeFileWhole, type Terminal } from '../streams.ts';
import { UsageError } from '../usage.ts';
import type { Wiring } from '../wiring.ts';

export interface ExplainOptions extends CommonOptions {
  readonly format: string;
  readonly output?: string;
  readonly analysis?: string;
}

/** A finding with the items of the capture it rests on. `item` is `undefined` where the capture is not at hand. */
export interface Explanation {
  readonly finding: Finding;
  readonly conditions: readonly string[];
  readonly because: readonly string[];
  readonly evidence: readonly { readonly page: string; readonly pointer: string; readonly item?: Json }[];
  readonly unread: readonly string[];
}

/** Says step by step why a finding is one: by which way, through what, on which pages, with what unread. */
export async function explainCommand(terminal: Terminal, wiring: Wiring, id: string, options: ExplainOptions): Promise<number> {
  if (options.format !== 'json' && options.format !== 'table') {
    throw new UsageError(`cannot explain as ${JSON.stringify(options.format)}`, { hint: 'the formats are table, json' });
  }
  const state = userPath(terminal, options.state);
  const { saved, view } = await openView(terminal, wiring, options);
  const finding = findingNamed(saved.report, id);
  const explanation = await explain(state, saved.report, view, finding);
  const text = options.format === 'json' ? [`${JSON.stringify(explanation, null, 2)}\n`] : lines(explanation, terminal.width);
  if (options.output === undefined) await writeAll(terminal.stdout, text);
  else await writeFileWhole(userPath(terminal, options.output), text);
  return 0;
}

function findingNamed(report: Report, id: string): Finding {
  const matching = /^[0-9a-f]{4,64}$/.test(id) ? report.findings.filter((finding) => finding.fingerprint.startsWith(id)) : [];
  const [only, another] = matching;
  if (only !== undefined && another === undefined) return only;
  const seen = only === undefined ? 'no finding of the analysis has it' : `${matching.length} findings begin so`;
  throw new UsageError(`cannot explain ${JSON.stringify(stripVTControlCharacters(id))}: ${seen}`, {
    hint: "give a finding's fingerprint, or its first characters (four at least): `vestige findings` shows them",
  });
}

async function explain(state: string, report: Report, view: View, finding: Finding): Promise<Explanation> {
  const { capability, scope, subject } = finding;
  const path = capability === null || scope === null ? undefined : view.path(subject.id, capability, scope);
  const object = finding.object;
  const single =
    object === null
      ? undefined
      : object.type === 'grant'
        ? view.grant(object.id)
        : object.type === 'link'
          ? view.link(object.id)
          : undefined;
  const authorities = path === undefined ? (single === undefined ? [] : [single]) : [...path.links, path.grant];
  const boundaries = new Set([subject.boundary, ...authorities.map((each) => each.boundary)]);
  return {
    finding,
    conditions: authorities.flatMap((each) => each.conditions.map((condition) => `${condition.text} (${settledBy[condition.settled]})`)),
    because: [...new Set(authorities.flatMap((each) => each.because))],
    evidence: await itemsOf(state, report.run.capture, finding),
    unread: report.coverage
      .filter((line) => boundaries.has(line.boundary) && line.status !== 'complete')
      .map((line) => `${line.surface} in ${line.boundary}: ${line.status}; ${line.ifUnread}`),
  };
}

const settledBy = {
  decided: 'decided by what was read',
  'by-holder': 'the holder can satisfy it alone',
  outside: 'not told by what was read',
} as const;

async function itemsOf(state: string, capture: string, finding: Finding): Promise<Explanation['evidence']> {
  const wanted = new Set(finding.evidence.map((each) => each.page));
  const bodies = new Map<string, Json>();
  try {
    const reader = await openCapture(state, capture);
    for await (const page of reader.pages()) if (wanted.has(page.id)) bodies.set(page.id, page.body);
  } catch (error) {
    // The explanation stands without the pages (an analysis outlives its capture's retention); each item then says it is missing.
    if ((error as { code?: unknown }).code !== 'no-capture') throw error;
  }
  return finding.evidence.map(({ page, pointer }) => {
    const body = bodies.get(page);
    const item = body === undefined ? undefined : resolvePointer(body, pointer);
    return item === undefined ? { page, pointer } : { page, pointer, item };
  });
}

function* lines(explanation: Explanation, width: number): Iterable<string> {
  const { finding } = explanation;
  const put = function* (text: string, by = 0): Iterable<string> {
    for (const line of wrapIndented(visible(text), width, ' '.repeat(by), ' '.repeat(by + 2))) yield `${line}\n`;
  };
  const section = function* (title: string, items: readonly string[]): Iterable<string> {
    if (items.length === 0) return;
    yield `\n${title}\n`;
    for (const item of items) yield* put(item, 2);
  };
  yield* put(`${finding.title}: ${finding.subject.name}`);
  yield* put(`${finding.severity}, rule ${finding.rule}, ${finding.fingerprint.slice(0, 12)}`, 2);
  yield* put(finding.subject.id, 2);
  yield* section('Why it is one', finding.reasons);
  yield* section('The way', finding.path.map(stepText));
  yield* section('What made its class', explanation.because);
  yield* section('Conditions on it', explanation.conditions);
  yield* section('What might still limit it', finding.caveats);
  yield* section(
    'Read from',
    explanation.evidence.map(
      ({ page, pointer, item }) =>
        `page ${page.slice(0, 12)} ${pointer}: ${item === undefined ? 'the page is not at hand' : shortened(item)}`,
    ),
  );
  yield* section('Not read', explanation.unread);
  yield* section('What to do', [
    finding.remediation.summary,
    ...(finding.remediation.mayBreak === null ? [] : [`may break: ${finding.remediation.mayBreak}`]),
  ]);
  // Commands stay on one line each, to be copied as they are.
  for (const command of finding.remediation.commands) yield `    ${visible(command)}\n`;
  yield* section('How it will be verified', [finding.remediation.verify]);
  yield* section(
    'Controls',
    finding.controls.map((control) => `${control.framework} ${control.id}: ${control.title}`),
  );
}

function stepText(step: PathStep): string {
  switch (step.step) {
    case 'entry':
      return `entry ${step.state}: ${step.text}`;
    case 'identity':
      return `${step.name} (${step.id})`;
    case 'link':
      return `${step.how} ${step.to}, ${step.persistence}: ${step.text}`;
    case 'grant':
      return `${step.capability} on ${step.scope}, ${step.persistence}: ${step.text}`;
  }
}

function shortened(item: Json): string {
  const text = JSON.stringify(item);
  return text.length <= 240 ? text : `${text.slice(0, 240)}… (${text.length} characters)`;
}
