import { azureCore } from '../../../../connectors/microsoft/azure/core.ts';
import { entraCore } from '../../../../connectors/microsoft/entra/core.ts';
import type { Surface } from '../../../../src/contract/connector.ts';
import type { GapCause, SurfaceCoverage } from '../../../../src/model/gap.ts';
import type { Place, Scanned } from './scan.ts';
import { configuration } from './scan.ts';

export const surfaces: readonly Surface[] = [...entraCore.surfaces, ...azureCore.surfaces];

export const isOpen = ({ status, cause }: SurfaceCoverage): boolean =>
  status === 'partial' || (status === 'unread' && cause !== 'excluded');

const lineOf = ({ boundary, surface, status, cause, detail }: SurfaceCoverage): string =>
  [boundary, surface, status, cause, detail].join(' ');

/** Nothing is lost, so nothing is told otherwise. */
export function differences(calm: Scanned, seen: Scanned): readonly string[] {
  const before = new Set(calm.report.coverage.map(lineOf));
  return [
    ...seen.report.coverage.filter((each) => isOpen(each) && !before.has(lineOf(each))).map((each) => `not whole: ${lineOf(each)}`),
    ...[...seen.answers].flatMap(([question, says]) =>
      calm.answers.get(question) === says ? [] : [`${question}: ${says}, was ${calm.answers.get(question) ?? 'not asked'}`],
    ),
    ...[...calm.answers.keys()].filter((question) => !seen.answers.has(question)).map((question) => `${question}: not asked`),
  ];
}

/** Names that the program makes up and shows nobody differ with what else is known. */
function plain(question: string): string {
  return question.replaceAll(/azure-ways-[0-9a-f]+/g, 'azure-ways');
}

/** Who or what is beyond what was read is not asked about as long as it is known to be nobody. */
const ofPresence: ReadonlySet<string> = new Set(['orphaned-assignment', 'eligible-holder-blocked']);

/** Rules about a right that ends or must be switched on, of which each single one may be told by another list. */
const ofElements: ReadonlySet<string> = new Set(['expired-window-attached', 'window-over-long', 'eligible-dormant', 'serial-activation']);

/** The same where answers to several went wrong: a gap on each, and nothing lost. */
export function wrongsOfBatch(calm: Scanned, seen: Scanned, places: readonly Place[], causes: readonly GapCause[]): readonly string[] {
  return [...new Set(places.flatMap((place) => wrongs(calm, seen, place, causes)))];
}

const tellers: ReadonlySet<string> = new Set(['entra:organization', 'azure:subscriptions']);

/** What is wrong with a scan in which an answer to `place` went wrong for good: sentences, none where all is well. */
export function wrongs(calm: Scanned, seen: Scanned, { call, at }: Place, causes: readonly GapCause[]): readonly string[] {
  const { boundary } = at.task;
  const said: string[] = [];
  const before = new Set(calm.report.coverage.map(lineOf));
  const open = seen.report.coverage.filter((each) => isOpen(each) && !before.has(lineOf(each)));
  const own = open.filter(({ surface }) => surface === call.surface);
  const here = own.filter((each) => each.boundary === boundary || boundary.endsWith(':signed-in'));
  const linesOf = (lines: readonly SurfaceCoverage[]): string => lines.map(lineOf).join('; ');
  if (own.length === 0) said.push(`no gap is named on ${call.surface}`);
  else if (here.length === 0) said.push(`the gap is in ${linesOf(own)}, not in ${boundary}`);
  else if (!here.some(({ cause }) => cause !== null && causes.includes(cause)))
    said.push(`the gap says ${linesOf(here)}, not ${causes.join(' or ')}`);
  const known = new Map([...calm.answers].map(([question, says]) => [plain(question), says]));
  const now = new Map([...seen.answers].map(([question, says]) => [plain(question), says]));
  for (const [question, says] of now) {
    const [rule = '', type = '', subject = ''] = question.split(' ');
    if (rule === 'blind-spot') continue;
    const was = known.get(question);
    if (says === 'clear' && was !== 'clear' && !ofElements.has(rule) && isFalseClear(known, question))
      said.push(`clear, and was ${was ?? 'not asked'}: ${question}`);
    if (says === 'finding' && was !== 'finding' && !mayCome(calm, rule, type, subject))
      said.push(`found, and was ${was ?? 'not asked'}: ${question}`);
  }
  for (const [question, was] of known) {
    if (was !== 'finding' || now.has(question) || isTold(seen, open, question)) continue;
    said.push(`gone without a word: ${question}`);
  }
  return said;
}

/** A rule's only question to somebody of whom it found something is answered with clear, or one that was answered otherwise. */
function isFalseClear(before: ReadonlyMap<string, string>, question: string): boolean {
  const was = before.get(question);
  if (was !== undefined) return was !== 'clear';
  const about = question.split(' ').slice(0, 4).join(' ');
  const alike = [...before].filter(([each]) => each.startsWith(`${about} `));
  return alike.some(([, says]) => says !== 'clear');
}

/**
 * What was not read may have been a limit, or that nobody is there any more: rights then count. A policy that nobody was known to use may
 * be in use.
 */
function mayCome(calm: Scanned, rule: string, type: string, subject: string): boolean {
  const { family } = configuration.rules.find((each) => each.rule.id === rule)?.rule ?? {};
  if (family === 'blind-spot' || ofPresence.has(rule)) return true;
  if (type === 'activation-policy') return calm.view.activationPolicy(subject) !== undefined;
  return family === 'standing' && calm.report.findings.some((each) => each.family === 'standing' || each.subject.id === subject);
}

/**
 * Whether the rule leaves something open about the same or about its whole boundary, or the ledger says that a surface its facts come from
 * was not read whole.
 */
function isTold(seen: Scanned, open: readonly SurfaceCoverage[], question: string): boolean {
  const [id = '', , subject] = question.split(' ');
  if (seen.report.undetermined.some((line) => line.rule === id && (line.subject.id === subject || line.subject.kind === 'boundary')))
    return true;
  const rule = configuration.rules.find((each) => each.rule.id === id)?.rule;
  const needs = new Set<string>(rule?.needs.map(({ kind }) => kind));
  return open.some(({ surface }) => {
    const told = surfaces.find((each) => each.id === surface);
    // these tell of whom and where there is anything to ask; what nobody knows of has no questions of its own
    return tellers.has(surface) || told?.role === 'grants' || told?.yields.some((kind) => needs.has(kind)) === true;
  });
}
