import { canonicalJson } from '../../base/bytes/canonical.ts';
import type { Instant } from '../../base/instant.ts';
import { instantOf } from '../../base/instant.ts';
import type { Json } from '../../base/json.ts';
import type { ConnectorCore } from '../../contract/connector.ts';
import type { PackFormat } from '../../contract/pack-format.ts';
import type { Reporter } from '../../contract/reporter.ts';
import type { Rule } from '../../contract/rule.ts';
import type { HistoryStore } from '../../contract/store.ts';
import type { PackInput, PackOptions } from '../../evidence/pack/input.ts';
import { makePack, pseudonymsOf } from '../../evidence/pack/make.ts';
import type { PageId } from '../../model/ids.ts';
import type { Actor } from '../../model/ledger.ts';
import type { Pack } from '../../model/pack.ts';
import type { Configuration } from '../configuration.ts';
import { withLedger, type Logbook } from '../ledger/logbook.ts';
import { citedPages, type CitedPages } from './cited-pages.ts';
import { EvidenceError } from './errors.ts';
import { toldByStore } from './estate.ts';
import { folderAbove, mustBeFree, nodeDisk, packFolder, type PackDisk } from './folder.ts';
import { loggedEndings } from './logged-endings.ts';
import { loggedBatches, type LoggedBatch } from './logged-pages.ts';
import { loggedPack, type MadePack } from './ledger-part.ts';
import { snapshotOf, type Snapshot } from './ledger-snapshot.ts';
import { selfTest } from './self-test.ts';
import type { Shelf } from './shelf.ts';
import { putFiles, type Put } from './put-files.ts';
import type { ToldEndings } from './told-endings.ts';

export interface ExportInput {
  readonly store: HistoryStore;
  /** `null`: no ledger is kept, and the pack says that integrity rests on management. */
  readonly logbook: Logbook | null;
  readonly shelf: Shelf;
  /** Endings as reports that were kept tell them, each list in its order: those that a run logged are looked for among them. Asked where any were logged. */
  readonly toldEndings: () => Promise<ToldEndings>;
  /** Cores of every connector that the runs were read with. */
  readonly connectors: readonly ConnectorCore<unknown>[];
  readonly configuration: Configuration;
  /** Those of the program, for its self-test. */
  readonly rules: readonly Rule<unknown>[];
  readonly formats: readonly PackFormat[];
  /** Makes `report.html`. */
  readonly page: Reporter;
  readonly options: Omit<PackOptions, 'actor'>;
  readonly actor: Actor;
  /** Captures of the period's runs go with it, so that findings can be derived again elsewhere. */
  readonly withCaptures: boolean;
  /** The folder that the pack becomes; nothing may be there. */
  readonly target: string;
  /** The same as one file. `null`: none. */
  readonly zip: string | null;
  /** Epoch milliseconds. Tells whether the period is over, and when the ledger was told. */
  readonly now: () => number;
  readonly disk?: PackDisk;
}

export interface Exported extends Put {
  readonly pack: Pack;
  /** Index of the entry that tells of it; `null`: there is no ledger. */
  readonly leaf: number | null;
  /** Which names codes stand for, to be kept where the key is; `null`: names stand as they are. */
  readonly pseudonyms: MadePack['pseudonyms'];
  /** What of it could not be done as it should, in words. */
  readonly notes: readonly string[];
}

/**
 * Makes a pack and writes it, whole or not at all. Its population is logged before a sample is drawn of it, the pack before it is sealed. Without a ledger the same
 * inputs give the same bytes. Throws {@link EvidenceError}, and what store, ledger and captures throw; an entry of the ledger that was written before stays.
 */
export async function exportPack(given: ExportInput): Promise<Exported> {
  const { options, actor, logbook, target, zip, shelf, disk = nodeDisk } = given;
  if (given.withCaptures && options.pseudonymKey !== null) {
    throw new EvidenceError('bad-option', 'cannot put captures into a pack without names: they hold all that was read, names among it', {
      hint: 'leave one of the two away',
    });
  }
  await mustBeFree(target, disk);
  if (zip !== null) await mustBeFree(zip, disk);
  const now: Instant = instantOf(given.now());
  const told = await toldByStore({ ...given, period: options.period, now });
  const { snapshot, batches } = await logged(logbook);
  const cited = await citedPages(shelf, pagesCitedBy(told), batches);
  const input: Omit<PackInput, 'ledger'> = {
    ...told,
    signed: false,
    pages: cited.pages,
    selfTest: selfTest(given.rules),
    options: { ...options, actor: actor.name },
  };
  const others = batches.some(({ what }) => what === 'endings') ? await given.toldEndings() : { endings: [], notes: [] };
  const endings = loggedEndings(batches, [told.report.endings, ...others.endings]);
  const made =
    logbook === null || snapshot === null
      ? unlogged(input)
      : await withLedger(logbook, (ledger) =>
          loggedPack(ledger, { input, before: snapshot, endings, places: cited.places, by: actor, now: given.now }),
        );
  try {
    return await written(given, made, cited, others.notes);
  } catch (error) {
    if (made.ledger === null || !(error instanceof EvidenceError)) throw error;
    throw new EvidenceError(error.code, error.message, {
      cause: error,
      hint: `entry ${made.ledger.export} of the ledger tells of this pack, and stays: later packs of the period list it`,
    });
  }
}

async function written(given: ExportInput, made: MadePack, cited: CitedPages, notes: readonly string[]): Promise<Exported> {
  const { target, disk = nodeDisk } = given;
  await folderAbove(target);
  const folder = await packFolder(target, disk);
  try {
    const put = await putFiles(folder, { ...given, made, places: cited.places, disk });
    const { pack, ledger, pseudonyms } = made;
    return { ...put, pack, leaf: ledger?.export ?? null, pseudonyms, notes: [...cited.notes, ...notes, ...put.notes] };
  } catch (error) {
    await folder.abandon();
    throw error;
  }
}

/** As it is before the export writes to it. */
async function logged(logbook: Logbook | null): Promise<{ readonly snapshot: Snapshot | null; readonly batches: readonly LoggedBatch[] }> {
  if (logbook === null) return { snapshot: null, batches: [] };
  return withLedger(logbook, async (ledger) => {
    const snapshot = await snapshotOf(ledger);
    return { snapshot, batches: await loggedBatches(ledger, snapshot.leaves) };
  });
}

function unlogged(input: Omit<PackInput, 'ledger'>): MadePack {
  const whole = { ...input, ledger: null };
  const pack = makePack(whole);
  return { pack, content: canonicalJson(pack as unknown as Json), ledger: null, files: [], pseudonyms: pseudonymsOf(whole) };
}

/** Pages that records of the pack may rest on: of endings, and of what was asked about them. */
function pagesCitedBy({ assured, probes }: Pick<PackInput, 'assured' | 'probes'>): ReadonlySet<PageId> {
  const pages = new Set<PageId>();
  for (const { evidence } of assured.endings) for (const { page } of evidence) pages.add(page);
  for (const probe of probes) for (const page of probe.pages) pages.add(page);
  return pages;
}
