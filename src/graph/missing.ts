import { byCodeUnit } from '../base/order.ts';
import type { FactKind } from '../model/fact.ts';
import type { Gap } from '../model/gap.ts';
import type { BoundaryId, EntityId } from '../model/ids.ts';
import type { GraphStream } from './input.ts';
import type { Ledger } from './ledger.ts';
import { connectorOf, nameForm } from './names.ts';
import type { Named } from './named.ts';

/** That an identity is named and was not listed. */
export function danglingGap(id: EntityId, by: Named, boundary: BoundaryId, ledger: Ledger): Gap {
  const detail = `${id} is named by ${by.by} and was not listed in ${boundary}`;
  return { ...shortest('identity', boundary, ledger), subject: id, detail };
}

/** What is missing of the boundary whose unread part it stands for; one that the ledger does not know was never to be read. */
export function unreadPart(id: EntityId, { surfaces }: Pick<GraphStream, 'surfaces'>, ledger: Ledger): Gap {
  const boundary = nameForm(id)?.boundary ?? id;
  const detail = `identities that were read may reach into ${boundary}, and what they reach there was not read`;
  const known = shortest('trust', boundary, ledger);
  if (ledger.coverageOf('trust', boundary).length > 0) return { ...known, subject: id, detail };
  const telling = surfaces.filter(
    (each) => connectorOf(each.id) === connectorOf(boundary) && each.yields.includes('trust') && each.yields.includes('identity'),
  );
  const surface = telling.map((each) => each.id).sort(byCodeUnit)[0] ?? known.surface;
  return { boundary, surface, cause: 'excluded', subject: id, detail };
}

/** How an element says, in `because`, that what it rests on is named and nobody listed it: `attached policy X was not listed`. */
const NOT_LISTED = ' was not listed';

/** The words of an element that rests on what nobody listed. Such a one is never certain. */
export function notListedWords(because: readonly string[]): string | undefined {
  return because.find((each) => each.endsWith(NOT_LISTED));
}

/** That a source of grants is named and was not listed; `words` of the grant that rests on it. */
export function unlistedSource(words: string, subject: EntityId, boundary: BoundaryId, ledger: Ledger): Gap {
  return { ...shortest('policy', boundary, ledger), subject, detail: `${words}, and ${subject} holds it` };
}

/** Where a name of this kind should have been listed, and why it may be missing: the surface was not read to its end, or it was. */
function shortest(kind: FactKind, boundary: BoundaryId, ledger: Ledger): Pick<Gap, 'boundary' | 'surface' | 'cause'> {
  const lines = ledger.coverageOf(kind, boundary);
  const short = lines.find((line) => line.status !== 'complete');
  const surface = (short ?? lines[0])?.surface ?? `${connectorOf(boundary)}:${kind}`;
  return { boundary, surface, cause: short === undefined ? 'vanished' : (short.cause ?? 'interrupted') };
}

/** What gaps are put in order by. */
export function gapText(gap: Gap): string {
  return JSON.stringify([gap.boundary, gap.surface, gap.subject ?? '', gap.cause, gap.detail]);
}
