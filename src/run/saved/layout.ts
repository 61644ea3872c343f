/*
 * A saved analysis, as files. Folders are 0700 and files 0600: they hold personal data.
 *
 * <state>/analyses/
 *   latest               the id of the analysis made last, one line
 *   unfinished-PID-XXXX/ being written, or left by a run that was killed
 *   <id>/                finished; the id is the SHA-256 of the run that made it (version, capture, configuration, moment)
 *     manifest.json      schema, byte order, and of each other file its length and CRC-32       folder.ts
 *     head.json          the report without its lists, and the settings of its view             head.ts
 *     findings.jsonl     a finding a line, in the report's order                                findings.ts
 *     findings.index     of each: where its line is, and what findings are chosen by            findings.ts
 *     open.counts.json   undetermined questions, counted by what they lack                      undetermined.ts
 *     open.jsonl         whom undetermined questions are about, each once, many on a line       undetermined.ts
 *     open.because.jsonl the gaps they meet, each once, many on a line                          undetermined.ts
 *     open.index         of each question: rule, subject, what of it, its list of gaps          undetermined.ts
 *     rest.json          what was excepted, endings, and what is kept of earlier runs           head.ts
 *     graph.bin          the graph, as src/graph stores it                                      graph.ts
 *     marks.index        which targets of the graph are tier 0, and at which moment             graph.ts
 *     mentions.index     which pages of the capture speak of which name                         mentions.ts
 *
 * `*.index` are files of columns (columns.ts), `*.jsonl` files of lines (lines.ts). A file that is read whole is held against the manifest;
 * a line is held against the CRC-32 beside its place. So every byte that an answer is made of was checked, and no other is read.
 */
export const SCHEMA = 7;

export const files = {
  manifest: 'manifest.json',
  head: 'head.json',
  findings: 'findings.jsonl',
  findingsIndex: 'findings.index',
  openCounts: 'open.counts.json',
  open: 'open.jsonl',
  openBecause: 'open.because.jsonl',
  openIndex: 'open.index',
  rest: 'rest.json',
  graph: 'graph.bin',
  marks: 'marks.index',
  mentions: 'mentions.index',
} as const;
/** A file that the manifest names. */
export type FileName = Exclude<(typeof files)[keyof typeof files], typeof files.manifest>;

/** The former schema kept one file of this name. */
export const formerFile = 'report.json';
