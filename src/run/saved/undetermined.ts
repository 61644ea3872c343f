import type { Undetermined } from '../../model/finding.ts';
import type { Gap } from '../../model/gap.ts';
import { column, columnBytes, texts } from './columns.ts';
import { files } from './layout.ts';
import { lazyList } from './lazy-list.ts';
import { readLines, writeLines } from './lines.ts';
import { Numbered } from './numbered.ts';
import type { AnalysisFolder } from './read.ts';
import type { AnalysisWriter } from './write.ts';

type About = Pick<Undetermined, 'subject' | 'capability' | 'scope'>;

/** Many questions lack the same: each list of gaps is written once. */
export async function writeUndetermined(writer: AnalysisWriter, open: readonly Undetermined[]): Promise<void> {
  const rules = new Numbered();
  const lists = new Numbered();
  const rule = new Uint16Array(open.length);
  const because = new Uint32Array(open.length);
  const questions = new Uint32Array(open.length);
  for (const [row, each] of open.entries()) {
    rule[row] = rules.of(each.rule);
    because[row] = lists.of(JSON.stringify(each.because));
    questions[row] = each.questions;
  }
  const about = writeLines(open, ({ subject, capability, scope }) => JSON.stringify({ subject, capability, scope } satisfies About));
  await writer.write(files.open, about.pieces);
  const reasons = writeLines(lists.texts, (text) => text);
  await writer.write(files.openBecause, reasons.pieces);
  const columns = { ...about.columns('line'), ...reasons.columns('because'), rule, because, questions };
  await writer.write(files.openIndex, columnBytes({ columns, texts: { rules: rules.texts } }));
}

/**
 * The open questions of a saved analysis as a report's list. Of each, rule, number of questions and what is missing are known at once; whom
 * it is about is read when it is looked at. Those that lack the same have one list of gaps.
 */
export function readUndetermined(folder: AnalysisFolder): readonly Undetermined[] {
  const index = folder.columns(files.openIndex);
  const lines = readLines(folder, files.open, index, 'line');
  const reasons = readLines(folder, files.openBecause, index, 'because');
  const rule = column(index, 'rule');
  const rules = texts(index, 'rules');
  const because = column(index, 'because');
  const questions = column(index, 'questions');
  const lists: (readonly Gap[] | undefined)[] = new Array<undefined>(reasons.length).fill(undefined);

  function made(row: number): Undetermined {
    const read = (): About => lines.at(row) as About;
    const number = because[row] as number;
    return {
      rule: rules[rule[row] as number] as string,
      get subject() {
        return read().subject;
      },
      get capability() {
        return read().capability;
      },
      get scope() {
        return read().scope;
      },
      questions: questions[row] as number,
      get because() {
        return (lists[number] ??= reasons.at(number) as readonly Gap[]);
      },
    };
  }

  // Kept, unlike findings: each is small until it is looked into, and whoever counts them goes through them several times.
  const kept: (Undetermined | undefined)[] = new Array<undefined>(lines.length).fill(undefined);
  return lazyList(lines.length, (row) => (kept[row] ??= made(row)));
}
