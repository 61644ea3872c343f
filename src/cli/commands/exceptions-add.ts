import type { KeptException } from '../../model/exception.ts';
import { partiesOf } from '../../paths/parties.ts';
import { approvable, type Approvable } from '../../run/exceptions/approve.ts';
import { ExceptionError } from '../../run/exceptions/errors.ts';
import { readExceptionFile } from '../../run/exceptions/file.ts';
import { exceptionEntry, keptExceptions, mustBeNewer } from '../../run/exceptions/kept.ts';
import { exceptionAct } from '../../run/ledger/acts.ts';
import { openAnalysis } from '../../run/saved/open.ts';
import { namedText } from '../due/mapping-file.ts';
import { lines } from '../due/text.ts';
import type { AddOptions } from '../exceptions/options.ts';
import { exceptionFormat } from '../exceptions/format.ts';
import { approvableLines } from '../exceptions/text.ts';
import { json, print } from '../history/format.ts';
import { openStore, placeOf } from '../history/place.ts';
import { actLog } from '../ledger/logged.ts';
import { NOT_LOGGED } from '../ledger/tell.ts';
import { sayWrapped } from '../present.ts';
import { loadHistorySettings, loadLongestDays, userPath } from '../settings.ts';
import type { Terminal } from '../streams.ts';
import { sheetOf } from '../way.ts';

/**
 * Keeps the exceptions of a file, all of them or none, each with the findings that it matches now. What it will cover is printed before it is kept.
 * Exit 0, or 2 where one of them may not be, or they are kept and could not be logged.
 */
export async function exceptionsAddCommand(terminal: Terminal, path: string, options: AddOptions): Promise<number> {
  const format = exceptionFormat(options.format);
  const given = readExceptionFile(await yamlIn(terminal, path), path);
  const [longest, saved] = await Promise.all([
    loadLongestDays(terminal, options),
    openAnalysis(userPath(terminal, options.state), options.analysis),
  ]);
  const { report } = saved;
  const parties = partiesOf(
    await saved.view(),
    given.flatMap(({ owner, approver }) => [owner, approver]),
  );
  const now = terminal.clock();
  const approved = given.map((each) => approvable({ given: each, report, parties, longest, now }));
  const acts = await actLog(terminal, options);
  const store = await openStore(placeOf(terminal, options, await loadHistorySettings(terminal, options)));
  try {
    const known = await keptExceptions(store);
    for (const { exception } of approved) mustBeNewer(known, exception);
    const sheet = sheetOf(terminal, options);
    const dry = options.dryRun === true;
    if (format === 'text')
      await print(
        terminal,
        options,
        approved.flatMap((each) => lines(approvableLines(sheet, each, saved.id, report.run.asOf))),
      );
    const kept = approved.map(({ exception }): KeptException => {
      const { approver, approvedAt, reference } = exception;
      return { exception, change: { what: 'approved', by: approver, at: approvedAt, note: reference } };
    });
    let isLogged = true;
    if (!dry) {
      await store.append(
        kept.map(({ exception, change }) => exceptionEntry(exception, change)),
        new Date(now).toISOString(),
      );
      isLogged = await acts.log((by) => kept.map((each) => exceptionAct(by, each)));
    }
    if (format === 'json') await print(terminal, options, json(told(approved, saved.id, report.run.asOf, !dry)));
    sayWrapped(terminal, options, dry ? 'nothing was kept' : 'kept; the next scan or analyze of a later time counts it');
    return isLogged ? 0 : NOT_LOGGED;
  } finally {
    await store.close();
  }
}

async function yamlIn(terminal: Terminal, path: string): Promise<unknown> {
  const text = await namedText(terminal, path);
  const { parseDocument } = await import('yaml');
  const document = parseDocument(text, { uniqueKeys: true });
  const [error] = document.errors;
  if (error !== undefined)
    throw new ExceptionError('bad-exception', `cannot use ${path}: ${error.message.split('\n')[0] ?? error.code}`, { cause: error });
  return document.toJS() as unknown;
}

function told(approved: readonly Approvable[], analysis: string, asOf: string, kept: boolean): object {
  return {
    schema: 1,
    ...{ analysis, asOf, kept },
    exceptions: approved.map(({ exception, refused }) => ({
      exception,
      refused: refused.map(({ finding, why }) => ({
        fingerprint: finding.fingerprint,
        rule: finding.rule,
        subject: finding.subject.id,
        why,
      })),
    })),
  };
}
