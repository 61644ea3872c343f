import { stripVTControlCharacters } from 'node:util';
import { resolvePointer } from '../../base/pointer.ts';
import { openCapture } from '../../capture/archive.ts';
import type { Json } from '../../base/json.ts';
import type { Finding } from '../../model/finding.ts';
import type { Report } from '../../model/report.ts';
import type { View } from '../../model/view.ts';
import { openView } from '../saved-view.ts';
import { explained, type Explanation } from '../explained.ts';
import { userPath, type CommonOptions } from '../settings.ts';
import { writeAll, writeFileWhole, type Terminal } from '../streams.ts';
import { UsageError } from '../usage.ts';
import { sheetOf } from '../way.ts';
import type { Wiring } from '../wiring.ts';

export interface ExplainOptions extends CommonOptions {
  readonly format: string;
  readonly output?: string;
  readonly analysis?: string;
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
  const text =
    options.format === 'json' ? [`${JSON.stringify(explanation, null, 2)}\n`] : explained(explanation, sheetOf(terminal, options));
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
    sameCause: report.findings
      .filter((each) => each.rootCause.id === finding.rootCause.id && each.fingerprint !== finding.fingerprint)
      .map(({ fingerprint, severity, rule, title, subject: whom }) => ({ fingerprint, severity, rule, title, subject: whom })),
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
  const reader = await openCapture(state, capture);
  for await (const page of reader.pages()) if (wanted.has(page.id)) bodies.set(page.id, page.body);
  return finding.evidence.map(({ page, pointer }) => {
    const body = bodies.get(page);
    const item = body === undefined ? undefined : resolvePointer(body, pointer);
    return item === undefined ? { page, pointer } : { page, pointer, item };
  });
}
