import { minuteOf } from '../../../base/text/moment.ts';
import { silences } from '../../../model/event-coverage.ts';
import { isWithin } from '../asks.ts';
import { timeOf } from '../boundaries.ts';
import { MISSING } from '../runs.ts';
import { failed, passed, testOf, undetermined, type Came, type Test } from './told.ts';

/** Nothing of the period is missing that could hold an end: surfaces, boundaries, rows of imports. */
export const populationComplete: Test = {
  id: 'population-complete',
  make({ known, boundaries }) {
    const { report, imports, assured, prunedUntil } = known.input;
    const lines = new Map(report.coverage.map((each) => [`${each.boundary} ${each.surface}`, each]));
    const came: Came[] = [];
    for (const { id, knownBy, unread } of boundaries) {
      if (knownBy === 'named') {
        came.push(undetermined(id, 'it is named by what was read, and was never read'));
        continue;
      }
      for (const { surface, completeReads } of unread) {
        const line = lines.get(`${id} ${surface}`);
        const name = `${surface} of ${id}`;
        if (line !== undefined && line.status !== 'complete' && line.status !== 'excluded') {
          came.push(undetermined(name, `${line.status}: ${line.detail ?? line.cause ?? 'not told why'}; ${line.ifUnread}`));
        } else if (completeReads === 0) {
          came.push(undetermined(name, 'it was not read whole within the period'));
        } else came.push(passed(name));
      }
    }
    for (const { id, name, badRows, controlTotal, rows } of imports) {
      if (badRows > 0) came.push(undetermined(id, `${badRows} rows of ${name} could not be read`));
      else if (controlTotal !== null && controlTotal !== rows) {
        came.push(undetermined(id, `${name} holds ${rows} rows, and its maker counts ${controlTotal}`));
      } else came.push(passed(id));
    }
    if (assured.from === 'none') came.push(undetermined('history', 'no history is kept: what ended is not known'));
    if (boundaries.length === 0) came.push(undetermined('boundaries', 'no boundary was read'));
    if (prunedUntil !== null && prunedUntil > known.period.from) {
      came.push(undetermined('history', `what ended before ${minuteOf(prunedUntil)} may have been removed by the retention`));
    }
    return testOf(
      'population-complete',
      'each surface that could show an end was read whole within the period and at its end, and each import was read whole',
      { of: 'surfaces and imports', size: came.length },
      came,
    );
  },
};

/** Silence of a log says nothing where it did not tell of the time whole. */
export const logCovers: Test = {
  id: 'log-covers-period',
  make({ known }) {
    const time = timeOf(known.input);
    const logs = known.input.assured.sources.filter(({ sourceKind }) => sourceKind === 'provider-log');
    const came = logs.map((log): Came => {
      const id = [log.source, log.boundary, log.region].filter((each) => each !== null).join(' ');
      const [first] = silences(log, time, 'changes');
      return first === undefined
        ? passed(id)
        : undetermined(id, `told nothing whole from ${minuteOf(first.from)} to ${minuteOf(first.to)}`);
    });
    if (logs.length === 0) came.push(undetermined('logs', 'no log of a provider was read'));
    return testOf(
      'log-covers-period',
      'each log that tells of changes told of the whole period',
      { of: 'logs of providers', size: logs.length },
      came,
    );
  },
};

/** By the records of requests, whatever the rules are set to. */
export const approvedByAnother: Test = {
  id: 'approved-by-another',
  make({ known }) {
    const given = known.input.assured.requests.filter(({ grantedAt }) => grantedAt !== null && isWithin(grantedAt, known.period));
    const came = given.map(({ id, requester, approvers, subjects }): Came => {
      if (approvers.length === 0) return failed('request', id, 'nobody approved it, and it was given');
      if (requester === null && subjects.length === 0) return undetermined(id, 'who asked for it is not told');
      const own = new Set([...(requester === null ? [] : [requester]), ...known.accountsOf(subjects)].map((each) => each.toLowerCase()));
      const others = approvers.filter((each) => !own.has(each.toLowerCase()));
      return others.length > 0
        ? passed(id)
        : failed('request', id, `approved by ${approvers.join(', ')} alone, who asked for it or has it`);
    });
    return testOf(
      'approved-by-another',
      'each request that was given in the period was approved by somebody other than who asked for it and who has it',
      { of: 'requests that were given', size: given.length },
      came,
    );
  },
};

export const exceptionsCurrent: Test = {
  id: 'exceptions-are-owned-and-current',
  make({ known }) {
    const standings = known.input.assured.exceptions.filter(({ state }) => state !== 'revoked');
    const came = standings.map(({ exception, state, faults, fresh }): Came => {
      if (state === 'expired') return failed('exception', exception.id, `it ended at ${minuteOf(exception.end)} and was not withdrawn`);
      if (state === 'invalid' || faults.length > 0) return failed('exception', exception.id, faults.join('; ') || 'it is invalid');
      if (exception.testedAt === null) return failed('exception', exception.id, 'it was never tested');
      if (fresh.length > 0)
        return failed('exception', exception.id, `${fresh.length} findings match it that were not there when it was approved`);
      return passed(exception.id);
    });
    return testOf(
      'exceptions-are-owned-and-current',
      'each exception has an owner and another as approver, is in force or not yet begun, was tested, and covers what it was approved for',
      { of: 'exceptions that are not withdrawn', size: standings.length },
      came,
    );
  },
};

export const dutiesApart: Test = {
  id: 'duties-apart',
  make({ people }) {
    const came = people.map(({ person, together }): Came => {
      if (together.length === 0) return passed(person);
      return failed('person', person, together.map(([a, b]) => `${a} and ${b}`).join('; '));
    });
    return testOf(
      'duties-apart',
      'nobody both decides on access or takes it away and makes the evidence of it, or approves what is their own',
      { of: 'people with a duty in the period', size: people.length },
      came,
    );
  },
};

export const runsAccounted: Test = {
  id: 'runs-accounted',
  make({ runs, integrity }) {
    const lastEnd = runs.reduce((last, { state, at }) => (state === 'ended' && at > last ? at : last), '');
    const came = runs.map(({ intent, end, state, run, at, why }, i): Came => {
      const id = String(intent ?? end ?? run ?? i);
      switch (state) {
        case 'ended':
          return why === MISSING ? undetermined(id, `of ${minuteOf(at)}: ${why}`) : passed(id);
        case 'aborted':
          // What was broken off may have been broken off for what it read: only a later look that was told whole makes up for it.
          return at < lastEnd
            ? passed(id)
            : undetermined(id, `of ${minuteOf(at)}: broken off (${why ?? 'erased'}), and no run that ended followed`);
        case 'without-end':
          return failed('run', id, `begun at ${minuteOf(at)}, and how it ended was never told`);
        case 'not-logged':
          return undetermined(id, `of ${minuteOf(at)}: ${why ?? 'not logged'}`);
      }
    });
    if (runs.length === 0) came.push(undetermined('runs', 'no run is known of the period'));
    if (integrity.size === null && runs.length === 0) came.push(undetermined('ledger', 'no ledger is kept'));
    return testOf(
      'runs-accounted',
      'each run was logged before its first read, how it ended was logged after, and none was broken off without another that ended',
      { of: 'runs', size: runs.length },
      came,
    );
  },
};

export const anchored: Test = {
  id: 'evidence-is-anchored',
  make({ integrity }) {
    const came = integrity.level === 'anchored' ? [passed('ledger')] : [undetermined('ledger', integrity.says)];
    return testOf(
      'evidence-is-anchored',
      'what was logged of the period lies under a mark of somebody outside, so that it cannot have been altered since',
      { of: 'ledgers', size: 1 },
      came,
    );
  },
};
