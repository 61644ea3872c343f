import { groupBy } from '../../base/group.ts';
import { firstFew } from '../../base/text/sheet.ts';
import { counted } from '../../base/text/count.ts';
import { isNonEmpty, type NonEmpty } from '../../base/json.ts';
import type { ConnectorCore, ProbePage } from '../../contract/connector.ts';
import type { BoundaryId } from '../../model/ids.ts';
import { grantingOf } from '../../run/granting.ts';
import { probe, type Probed, type Probing } from '../../run/probe.ts';
import { checkLines, type Check } from '../checks.ts';
import { withProgress } from '../live/read.ts';
import { chooseSources, openSources } from '../live/sources.ts';
import { loadConfiguration, type CommonOptions } from '../settings.ts';
import { writeAll, type Terminal } from '../streams.ts';
import type { Wiring } from '../wiring.ts';
import { localChecks } from './doctor.ts';

/** Of one thing that is the same in several boundaries, so many are named. */
const NAMED = 3;

/**
 * Asks a live source as little as shows what a scan would be refused: which boundaries can be entered, which permission is missing
 * where, with the statement that gives it. Keeps nothing. Exit 0 when all was answered, 2 when it cannot start, 3 otherwise.
 */
export async function doctorSource(terminal: Terminal, wiring: Wiring, source: string, options: CommonOptions): Promise<number> {
  const local = await localChecks(terminal, wiring, options);
  if (local.some((check) => check.state === 'fails')) {
    await print(terminal, local);
    return 2;
  }
  const configuration = await loadConfiguration(terminal, wiring, options);
  const [id = source] = chooseSources(wiring, configuration, [source]);
  const [connector] = await openSources(wiring, [id]);
  if (connector === undefined) return 2;
  const probing = await withProgress(terminal, options, (io, progress) => probe(connector, { configuration, io, progress }));
  const checks = checksOf(connector.core, configuration.connectorSettings[id], probing);
  await print(terminal, [...local, ...checks]);
  return checks.some((check) => check.state === 'fails') ? 3 : 0;
}

function print(terminal: Terminal, checks: readonly Check[]): Promise<void> {
  return writeAll(
    terminal.stdout,
    checks.flatMap((check) => [...checkLines(check, terminal.width)]),
  );
}

/** What the answers and refusals of a probe come to. */
export function checksOf(core: ConnectorCore<unknown>, settings: unknown, probing: Probing): readonly Check[] {
  const { probed, pages } = probing;
  const inBoundary = groupBy(probed, (each) => each.boundary);
  const silent = [...inBoundary].filter(([, all]) => all.every((each) => each.refused !== null));
  const open = [...inBoundary].filter(([, all]) => all.some((each) => each.refused === null)).map(([boundary]) => boundary);
  const refused = probed.filter((each) => each.refused !== null && open.includes(each.boundary));
  const [denied, otherwise] = [refused.filter((each) => each.refused === 'denied'), refused.filter((each) => each.refused !== 'denied')];
  // Where the first question is asked is no boundary of the estate.
  const roots = new Set(core.roots(settings).map((each) => each.boundary));
  const [known, readable] = [[...inBoundary.keys()], open].map((all) => all.filter((each) => !roots.has(each)).length);
  const answered = probed.filter((each) => each.refused === null).length;
  return [
    ...(core.self?.tells(pages, settings) ?? []),
    {
      state: silent.length === 0 && (readable ?? 0) > 0 ? 'ok' : 'fails',
      text: `${core.id}: ${counted(readable ?? 0, 'boundary', 'boundaries')} of ${known ?? 0} can be read: ${answered} of ${counted(probed.length, 'kind of question', 'kinds of questions')} answered`,
    },
    ...[...groupBy(silent, ([, all]) => `${all[0]?.refused ?? ''} ${bare(all[0])}`).values()].map((same): Check => {
      const [first] = same[0]?.[1] ?? [];
      const words = first?.words ?? null;
      return {
        state: 'fails',
        text: `${namesOf(same.map(([boundary]) => boundary))}: nothing was answered: ${first?.refused ?? ''}${words === null ? '' : `: ${words}`}`,
        ...(first?.refused === 'denied' && core.permissions !== undefined
          ? { hint: `what has to be there for it is printed by \`vestige permissions ${core.id}\`` }
          : {}),
      };
    }),
    ...saidOnce(
      [...groupBy(denied, (each) => JSON.stringify([each.surface, each.permissions])).values()].flatMap((same) =>
        isNonEmpty(same) ? [denial(core, settings, same, pages)] : [],
      ),
    ),
    ...[...groupBy(otherwise, (each) => `${each.refused ?? ''} ${bare(each)}`).values()].flatMap((same) =>
      isNonEmpty(same) ? [otherRefusal(same)] : [],
    ),
    ...untried(core, settings, open, inBoundary),
  ];
}

/** Where several need the same commands, the first shows them. */
function saidOnce(checks: readonly Check[]): readonly Check[] {
  const shown = new Set<string>();
  return checks.map(({ copy, ...check }) => {
    if (copy === undefined) return check;
    if (shown.has(copy)) return { ...check, hint: 'the same commands give it' };
    shown.add(copy);
    return { ...check, copy };
  });
}

/** Words without the place they speak of, so that the same refusal in many boundaries is one. */
function bare(probed: Probed | undefined): string {
  return (probed?.words ?? '').replaceAll(/\d{6,}/g, '…');
}

/** One permission that is missing: where, and the statement that gives it. */
function denial(core: ConnectorCore<unknown>, settings: unknown, same: NonEmpty<Probed>, pages: readonly ProbePage[]): Check {
  const [{ surface, permissions, words }] = same;
  const boundaries = [...new Set(same.map((each) => each.boundary))];
  const text = (missing: readonly string[]): string =>
    `${surface} in ${namesOf(boundaries)}: denied${missing.length === 0 ? '' : `; missing: ${missing.join(', ')}`}${words === null ? '' : `: ${words}`}`;
  const given = core.self?.granting({ surface, permissions, boundaries }, pages, settings) ?? null;
  if (given !== null) {
    const { missing, hint, commands } = given;
    return { state: 'fails', text: text(missing), hint, ...(commands.length === 0 ? {} : { copy: commands.join('\n') }) };
  }
  const granting = grantingOf(core.permissions?.(settings) ?? [], permissions);
  return {
    state: 'fails',
    text: text(permissions),
    ...(granting === null
      ? {}
      : {
          hint: `add this statement (it is of ${granting.documents.join(' and ')}, see \`vestige permissions ${core.id}\`):`,
          copy: JSON.stringify(granting.part, null, 2),
        }),
  };
}

/** All that failed for one cause which no permission mends: said once, with the surfaces that it struck in the same boundaries. */
function otherRefusal(same: NonEmpty<Probed>): Check {
  const [{ refused, words }] = same;
  const where = new Map(
    [...groupBy(same, (each) => each.surface)].map(([surface, all]) => [surface, namesOf(all.map((each) => each.boundary))]),
  );
  const struck = [...groupBy([...where.keys()], (surface) => where.get(surface) ?? '')].map(
    ([names, surfaces]) => `${surfaces.join(', ')} in ${names}`,
  );
  const cause = refused === 'unsupported' ? 'unsupported by this endpoint' : refused === 'not-licensed' ? 'not licensed' : (refused ?? '');
  return {
    state: 'fails',
    text: `${cause}${words === null ? '' : ` (${words.replace(/\.$/, '')})`}: ${struck.join('; ')}`,
    ...(refused === 'not-licensed'
      ? { hint: 'no permission mends this: what these surfaces tell stays unknown, or is left out with the setting `surfaces`' }
      : {}),
  };
}

/** Surfaces that the settings ask for and that nothing led to: whether they can be read is not known. */
function untried(
  core: ConnectorCore<unknown>,
  settings: unknown,
  open: readonly BoundaryId[],
  inBoundary: ReadonlyMap<BoundaryId, readonly Probed[]>,
): readonly Check[] {
  // What answers for all boundaries is tried in one of them.
  const once = new Set(core.surfaces.flatMap(({ id, shared }) => (shared === true ? [id] : [])));
  const everywhere = new Set([...inBoundary.values()].flatMap((all) => all.map((each) => each.surface)).filter((id) => once.has(id)));
  const places = open.flatMap((boundary) => {
    const tried = new Set(inBoundary.get(boundary)?.map((each) => each.surface));
    return (core.asked?.(boundary, settings) ?? [])
      .filter((surface) => !tried.has(surface) && !everywhere.has(surface))
      .map((surface) => ({ boundary, surface }));
  });
  const elsewhere = new Set([...inBoundary.values()].flatMap((all) => all.map((each) => each.surface)));
  const whereOf = [...groupBy(places, (each) => each.surface)].map(([surface, all]) => ({
    surface,
    where: namesOf(all.map((each) => each.boundary)),
  }));
  return [...groupBy(whereOf, ({ where }) => where)].flatMap(([where, all]) => {
    const surfaces = all.map((each) => each.surface);
    return [
      ...notTried(
        `not tried in ${where}, since no answer told of anything to ask about`,
        surfaces
          .filter((each) => !elsewhere.has(each))
          .map((each) => `${each} (needs ${core.surfaces.find(({ id }) => id === each)?.permission ?? 'what nobody told'})`),
      ),
      ...notTried(
        `nothing to ask about in ${where}, of what was tried elsewhere`,
        surfaces.filter((each) => elsewhere.has(each)),
      ),
    ];
  });
}

function notTried(words: string, surfaces: readonly string[]): readonly Check[] {
  return surfaces.length === 0 ? [] : [{ state: 'note', text: `${words}: ${surfaces.join(', ')}` }];
}

function namesOf(boundaries: readonly BoundaryId[]): string {
  return firstFew([...new Set(boundaries)], NAMED);
}
