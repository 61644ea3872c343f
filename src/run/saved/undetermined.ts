import type { Undetermined } from '../../model/finding.ts';
import type { Gap } from '../../model/gap.ts';
import { openQuestions, type OpenQuestions } from '../../model/open-questions.ts';
import { column, columnBytes, texts, type Columns } from './columns.ts';
import { files, type FileName } from './layout.ts';
import { readLines, writeLines } from './lines.ts';
import { Numbered } from './numbered.ts';
import type { AnalysisFolder } from './read.ts';
import type { AnalysisWriter } from './write.ts';

// So many values stand on one line: a line for each would cost more to find and to check than to read.
const TOGETHER = 256;

/** Many questions are about the same identity and lack the same: each subject, each gap and each list of gaps is written once. */
export async function writeUndetermined(writer: AnalysisWriter, open: readonly Undetermined[]): Promise<void> {
  const [rules, subjects, capabilities, scopes, gaps] = [new Numbered(), new Numbered(), new Numbered(), new Numbered(), new Numbered()];
  const count = open.length;
  const own = {
    rule: new Uint16Array(count),
    subject: new Uint32Array(count),
    capability: new Uint8Array(count),
    scope: new Uint32Array(count),
    questions: new Uint32Array(count),
    because: new Uint32Array(count),
  };
  const lists = new GapLists(gaps);
  // One identity leaves many questions open: it is told apart without its text.
  const seenSubjects = new Map<Undetermined['subject'], number>();
  for (const [row, each] of open.entries()) {
    own.rule[row] = rules.of(each.rule);
    let subject = seenSubjects.get(each.subject);
    if (subject === undefined) seenSubjects.set(each.subject, (subject = subjects.of(JSON.stringify(each.subject))));
    own.subject[row] = subject;
    own.capability[row] = capabilities.of(JSON.stringify(each.capability));
    own.scope[row] = scopes.of(JSON.stringify(each.scope));
    own.questions[row] = each.questions;
    own.because[row] = lists.of(each.because);
  }
  const aboutLines = writeLines(together(subjects.texts), (text) => text);
  await writer.write(files.open, aboutLines.pieces);
  const gapLines = writeLines(together(gaps.texts), (text) => text);
  await writer.write(files.openBecause, gapLines.pieces);
  const columns = { ...aboutLines.columns('line'), ...gapLines.columns('because'), ...lists.columns(), ...own };
  const named = { rules: rules.texts, capabilities: capabilities.texts, scopes: scopes.texts };
  await writer.write(files.openIndex, columnBytes({ columns, texts: named }));
}

/** Lists of gaps, each once: what list `i` holds are the gaps of the numbers from `listStart[i]` to `listStart[i + 1]`. */
class GapLists {
  readonly #gaps: Numbered;
  readonly #lists = new Numbered();
  readonly #start: number[] = [0];
  readonly #items: number[] = [];
  /** Many questions have one list, and many lists one gap: those that were seen are told without their text. */
  readonly #seenLists = new Map<readonly Gap[], number>();
  readonly #seenGaps = new Map<Gap, number>();

  constructor(gaps: Numbered) {
    this.#gaps = gaps;
  }

  of(list: readonly Gap[]): number {
    const seen = this.#seenLists.get(list);
    if (seen !== undefined) return seen;
    const numbers = list.map((gap) => this.#gap(gap));
    const number = this.#lists.of(numbers.join());
    if (number === this.#start.length - 1) {
      for (const each of numbers) this.#items.push(each);
      this.#start.push(this.#items.length);
    }
    this.#seenLists.set(list, number);
    return number;
  }

  columns(): { readonly listStart: Uint32Array; readonly listItem: Uint32Array } {
    return { listStart: Uint32Array.from(this.#start), listItem: Uint32Array.from(this.#items) };
  }

  #gap(gap: Gap): number {
    let number = this.#seenGaps.get(gap);
    if (number === undefined) this.#seenGaps.set(gap, (number = this.#gaps.of(JSON.stringify(gap))));
    return number;
  }
}

/** JSON texts as lists of JSON. */
function together(each: readonly string[]): readonly string[] {
  const lists: string[] = [];
  for (let at = 0; at < each.length; at += TOGETHER) lists.push(`[${each.slice(at, at + TOGETHER).join()}]`);
  return lists;
}

export async function writeOpenCounts(writer: AnalysisWriter, open: readonly Undetermined[]): Promise<void> {
  await writer.write(files.openCounts, [JSON.stringify(openQuestions(open))]);
}

/** What {@link openQuestions} said of the list that was saved. */
export function readOpenCounts(folder: AnalysisFolder): OpenQuestions {
  return JSON.parse(folder.whole(files.openCounts).toString('utf8')) as OpenQuestions;
}

/**
 * The open questions of a saved analysis as a report's list, all of them read now: whoever asks for one counts them all. Subjects, gaps and
 * lists of gaps that were written once are one object.
 */
export function readUndetermined(folder: AnalysisFolder): readonly Undetermined[] {
  const index = folder.columns(files.openIndex);
  const subjects = valuesOf(folder, files.open, index, 'line') as readonly Undetermined['subject'][];
  const gaps = valuesOf(folder, files.openBecause, index, 'because') as readonly Gap[];
  const lists = listsOf(column(index, 'listStart'), column(index, 'listItem'), gaps);
  const rules = texts(index, 'rules');
  const capabilities = texts(index, 'capabilities').map((text) => JSON.parse(text) as Undetermined['capability']);
  const scopes = texts(index, 'scopes').map((text) => JSON.parse(text) as Undetermined['scope']);
  const [rule, subject, capability] = [column(index, 'rule'), column(index, 'subject'), column(index, 'capability')];
  const [scope, questions, because] = [column(index, 'scope'), column(index, 'questions'), column(index, 'because')];
  const open: Undetermined[] = [];
  for (let row = 0; row < rule.length; row++) {
    open.push({
      rule: rules[rule[row] as number] as string,
      subject: subjects[subject[row] as number] as Undetermined['subject'],
      capability: capabilities[capability[row] as number] as Undetermined['capability'],
      scope: scopes[scope[row] as number] as Undetermined['scope'],
      questions: questions[row] as number,
      because: lists[because[row] as number] as readonly Gap[],
    });
  }
  return open;
}

function valuesOf(folder: AnalysisFolder, name: FileName, index: Columns, prefix: string): readonly unknown[] {
  const lines = readLines(folder, name, index, prefix);
  const values: unknown[] = [];
  for (let at = 0; at < lines.length; at++) for (const each of lines.at(at) as readonly unknown[]) values.push(each);
  return values;
}

function listsOf(start: ArrayLike<number>, items: ArrayLike<number>, gaps: readonly Gap[]): readonly (readonly Gap[])[] {
  const lists: (readonly Gap[])[] = [];
  for (let list = 0; list + 1 < start.length; list++) {
    const own: Gap[] = [];
    for (let at = start[list] as number; at < (start[list + 1] as number); at++) own.push(gaps[items[at] as number] as Gap);
    lists.push(own);
  }
  return lists;
}
