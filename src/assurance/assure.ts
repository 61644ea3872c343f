import { groupBy } from '../base/group.ts';
import { byKeys } from '../base/order.ts';
import type { Assured } from '../model/assured.ts';
import type { Metrics } from '../model/metrics.ts';
import { endingsOf } from './ended/ended.ts';
import { entitled } from './entitled/entitled.ts';
import { exceptionStandings } from './exceptions.ts';
import type { AssureInput } from './input.ts';
import { metricsOf } from './metrics/metrics.ts';

/** What records of life cycles come to, and the figures of it. The same for the same input in any order. Only exceptions in force count. */
export function assure(given: AssureInput): { readonly assured: Assured; readonly metrics: Metrics } {
  const exceptions = exceptionStandings(given.exceptions, given.view, given.settings.longestExceptionDays);
  const input = { ...given, exceptions: exceptions.flatMap(({ state, exception }) => (state === 'in-force' ? [exception] : [])) };
  const accesses = input.holdings
    .filter(({ end }) => end === null)
    .map(({ access }) => access)
    .sort(byKeys(({ id }) => id));
  const told = entitled(input);
  const ended = endingsOf(input, told);
  const endings = ended.map(({ ending }) => ending);
  const byId = {
    accesses: new Map(accesses.map((each) => [each.id, each])),
    endings: new Map(endings.map((each) => [each.id, each])),
    authorisations: new Map(told.authorisations.map((each) => [each.id, each])),
    requests: new Map(told.requests.map((each) => [each.id, each])),
  };
  const accessesBySubject = groupBy(accesses, ({ subject }) => subject);
  const endingsBySubject = groupBy(endings, ({ subject }) => subject);
  const events = new Map(told.events.map((each) => [JSON.stringify([each.source, each.id]), each]));
  const { authorisations, triggers, requests, unmatched, sources } = told;
  const assured: Assured = {
    from: 'history',
    endings,
    ending: (id) => byId.endings.get(id),
    endingsOf: (subject) => endingsBySubject.get(subject) ?? [],
    accesses,
    access: (id) => byId.accesses.get(id),
    accessesOf: (subject) => accessesBySubject.get(subject) ?? [],
    authorisations,
    authorisation: (id) => byId.authorisations.get(id),
    triggers,
    requests,
    request: (id) => byId.requests.get(id),
    unmatched,
    sources,
    events: told.events,
    eventsOf: (subject) => told.eventsOf(subject),
    event: (source, id) => events.get(JSON.stringify([source, id])),
    exceptions,
    lingerAllowedMs: input.settings.lingerAllowedMs,
  };
  const perhapsLate = new Map(ended.map((each) => [each.ending.id, each.perhapsLate]));
  return { assured, metrics: metricsOf(assured, input, told, ({ id }) => perhapsLate.get(id) ?? []) };
}
