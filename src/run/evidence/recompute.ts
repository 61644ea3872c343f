import { counted, grouped } from '../../base/text/count.ts';
import { byCodeUnit } from '../../base/order.ts';
import type { JsonObject } from '../../base/json.ts';
import { CaptureError } from '../../capture/errors.ts';
import { openDirectory } from '../../capture/reader.ts';
import { CollectError } from '../../collect/errors.ts';
import type { CaptureReader } from '../../contract/capture.ts';
import type { ConnectorCore } from '../../contract/connector.ts';
import type { CheckedPack } from '../../evidence/check/pack/check.ts';
import { Problems, type PackProblem } from '../../evidence/check/pack/problem.ts';
import type { Finding } from '../../model/finding.ts';
import type { Pack } from '../../model/pack.ts';
import type { Report } from '../../model/report.ts';
import { analyze } from '../analyze.ts';
import type { Configuration } from '../configuration.ts';
import { RunError } from '../errors.ts';
import { hashInParts } from '../ledger/hash-in-parts.ts';

export interface RecomputeInput {
  readonly checked: CheckedPack;
  /** Folders of captures, and their names. */
  readonly captures: readonly { readonly directory: string; readonly name: string }[];
  readonly connectors: readonly ConnectorCore<unknown>[];
  /** That of the run: what it decides goes into every answer, so that another one derives other findings. */
  readonly configuration: Configuration;
  readonly clock: () => number;
}

export interface Recomputed {
  /** Captures that were read from their first page to their last. */
  readonly captures: number;
  readonly sentences: readonly string[];
  readonly problems: readonly PackProblem[];
}

/**
 * Derives again from captures what a pack says: each capture's id from its pages, the report of its run where the log has the hash of one, and the findings
 * of the pack. Every finding that a capture gives has to be in the pack, or be set aside there; those of the pack that no capture gives by itself are
 * counted, for history gives findings too. What was asked and could not be done is a problem.
 */
export async function recompute(input: RecomputeInput): Promise<Recomputed> {
  const problems = new Problems();
  const sentences: string[] = [];
  const { checked, captures, configuration } = input;
  const { pack } = checked;
  if (pack === null) {
    problems.add('not-recomputed', 'pack.json', '', 'nothing was derived again: the pack cannot be read');
    return { captures: 0, sentences, problems: problems.all() };
  }
  if (captures.length === 0)
    problems.add('not-recomputed', '', '', 'nothing was derived again: no capture is in the pack or where you said', {
      expected: pack.run.capture,
    });
  if (configuration.hash !== pack.run.configuration)
    problems.add(
      'not-recomputed',
      'pack.json',
      '/run/configuration',
      'the findings cannot be derived again with this configuration: the pack was made with another one',
      {
        seen: configuration.hash,
        expected: pack.run.configuration,
      },
    );
  otherRevisions(pack, configuration, sentences);
  let read = 0;
  const given = new Set<string>();
  const ids = new Set<string>();
  for (const { directory, name } of captures) {
    try {
      const capture = await openDirectory(directory, name);
      await captureAgain(input, pack, capture, { problems, sentences, given });
      ids.add(capture.id);
      read++;
    } catch (error) {
      if (error instanceof CaptureError) problems.add('bad-capture', `captures/${name}`, '', error.message);
      else if (error instanceof CollectError || error instanceof RunError)
        problems.add('not-recomputed', `captures/${name}`, '', error.message);
      else throw error;
    }
  }
  if (read > 0 && read === captures.length && !ids.has(pack.run.capture))
    problems.add(
      'not-recomputed',
      'pack.json',
      '/run/capture',
      'the findings were not derived again: the capture that they rest on is none of those that were given',
      { seen: [...ids].sort(byCodeUnit).join(', '), expected: pack.run.capture },
    );
  const others = pack.findings.filter(({ fingerprint }) => !given.has(fingerprint)).length;
  if (read > 0) {
    sentences.push(
      `of ${counted(pack.findings.length, 'finding')} of the pack ${grouped(pack.findings.length - others)} were derived again from these captures alone`,
    );
    if (others > 0)
      sentences.push(
        `${counted(others, 'finding')} of the pack ${others === 1 ? 'rests' : 'rest'} on history, on records of life cycles or on other captures, and ${others === 1 ? 'was' : 'were'} not derived again`,
      );
  }
  return { captures: read, sentences, problems: problems.all() };
}

interface Told {
  readonly problems: Problems;
  readonly sentences: string[];
  /** Fingerprints of the findings that captures gave. */
  readonly given: Set<string>;
}

async function captureAgain(
  { checked, connectors, configuration, clock }: RecomputeInput,
  pack: Pack,
  capture: CaptureReader,
  told: Told,
): Promise<void> {
  const short = `${capture.id.slice(0, 12)}…`;
  const ends = checked.ended.filter(({ body }) => body.capture === capture.id);
  told.sentences.push(
    ends.length > 0
      ? `the ${counted(capture.count, 'page')} of capture ${short} hash to the id that entry ${ends.map(({ leaf }) => leaf).join(' and ')} of the log has`
      : `the ${counted(capture.count, 'page')} of capture ${short} hash to its id, and no entry of the log that holds names it`,
  );
  // Whether the moment was given or is the capture's own is said in a report.
  const derive = async (asOf?: string): Promise<Report> =>
    (await analyze({ capture, connectors, configuration, clock, ...(asOf === undefined ? {} : { asOf }) })).report;
  for (const { leaf, body } of ends) {
    if (body.report === null || body.asOf === null) continue;
    const { report: logged, asOf } = body;
    const isSame = [await derive(), await derive(asOf)].some((report) => hashInParts(report as unknown as JsonObject) === logged);
    told.sentences.push(
      isSame
        ? `its report of ${asOf} was derived again to the bit, as entry ${leaf} of the log has it`
        : `its report of ${asOf} is not the one of entry ${leaf} of the log to the bit: a history that is not here went into that one, or another version made it`,
    );
  }
  if (capture.id !== pack.run.capture) return;
  const report = await derive(pack.run.asOf);
  const kept = new Map([...pack.findings, ...pack.excepted.map(({ finding }) => finding)].map((finding) => [finding.fingerprint, finding]));
  for (const finding of [...report.findings, ...report.excepted.map((each) => each.finding)]) {
    if (!kept.has(finding.fingerprint) && !finding.controls.some(({ framework }) => framework === pack.framework)) continue;
    told.given.add(finding.fingerprint);
    compare(told.problems, kept.get(finding.fingerprint), finding);
  }
}

function compare(problems: Problems, kept: Finding | undefined, derived: Finding): void {
  const { fingerprint, rule, title, subject } = derived;
  if (kept === undefined) {
    problems.add(
      'not-reproduced',
      'pack.json',
      '/findings',
      `the capture gives a finding that the pack does not have: ${title} (${subject.name})`,
      { expected: `${rule} ${fingerprint}` },
    );
    return;
  }
  for (const part of ['rule', 'severity', 'capability', 'scope', 'persistence'] as const)
    if (kept[part] !== derived[part])
      problems.add(
        'not-reproduced',
        'pack.json',
        `/findings ${fingerprint} ${part}`,
        `the pack does not say of a finding what the capture gives: ${title} (${subject.name})`,
        {
          seen: kept[part],
          expected: derived[part],
        },
      );
}

/** Another revision of a rule may answer otherwise: what differs may be by that. */
function otherRevisions({ run }: Pack, { rules }: Configuration, sentences: string[]): void {
  const now = new Map(rules.map(({ rule }) => [rule.id, rule.revision]));
  const other = run.rules.filter(({ id, revision }) => now.get(id) !== revision).map(({ id }) => id);
  if (other.length > 0)
    sentences.push(
      `${counted(other.length, 'rule')} ${other.length === 1 ? 'has' : 'have'} another revision here than when the pack was made: ${other.slice(0, 5).join(', ')}${other.length > 5 ? ' and more' : ''}`,
    );
}
