import { sha256Hex } from '../../base/bytes/hash.ts';
import { canonicalJson } from '../../base/bytes/canonical.ts';
import type { Json } from '../../base/json.ts';
import { minuteOf } from '../../base/text/moment.ts';
import type { PackFormat } from '../../contract/pack-format.ts';
import type { PartOf, Reporter } from '../../contract/reporter.ts';
import type { HistoryStore } from '../../contract/store.ts';
import { sealEnvelope } from '../../evidence/seal/envelope.ts';
import { frameworkNames } from '../../model/framework-names.ts';
import type { CaptureId, PageId } from '../../model/ids.ts';
import type { Pack } from '../../model/pack.ts';
import { withLedger, type Logbook } from '../ledger/logbook.ts';
import { programVersion } from '../version.ts';
import type { PagePlace } from './cited-pages.ts';
import { disclosedPages } from './disclosed-pages.ts';
import { EvidenceError } from './errors.ts';
import { writing, type ListedFile, type PackDisk, type PackFolder } from './folder.ts';
import type { MadePack } from './ledger-part.ts';
import { reportOfPack } from './report-of-pack.ts';
import { manifestOf, statementOf } from './seal-pack.ts';
import type { Shelf } from './shelf.ts';
import { verifyText } from './verify-text.ts';
import { zipped } from './zip.ts';

export interface PutInput {
  readonly made: MadePack;
  readonly places: ReadonlyMap<PageId, PagePlace>;
  readonly shelf: Shelf;
  readonly store: HistoryStore;
  readonly formats: readonly PackFormat[];
  readonly page: Reporter;
  readonly logbook: Logbook | null;
  readonly withCaptures: boolean;
  readonly target: string;
  readonly zip: string | null;
  readonly disk: PackDisk;
}

export interface Put {
  readonly target: string;
  readonly zip: string | null;
  /** All of it, by path. */
  readonly files: readonly ListedFile[];
  readonly notes: readonly string[];
}

/** Writes every file of a pack, lists them, seals the list, and puts the folder, and the zip of it, in their places. */
export async function putFiles(folder: PackFolder, input: PutInput): Promise<Put> {
  const { made, target, zip, disk } = input;
  const { pack, content } = made;
  await folder.add('pack.json', content);
  await folder.add('VERIFY.md', verifyText(pack));
  for (const { path, bytes } of made.files) await folder.add(path, bytes);
  if (made.ledger !== null) {
    const pages = await disclosedPages(input.shelf, pack.records, input.places);
    await folder.add('pages.ndjson', pages.map((page) => `${canonicalJson(page as unknown as Json)}\n`).join(''));
  }
  for (const format of input.formats)
    for (const { path, bytes } of await format.render(pack, { version: programVersion() })) await folder.add(path, bytes);
  await folder.add('report.html', joined(input.page.render(reportOfPack(pack), { width: 100, colour: false, partOf: partOf(pack) })));
  const notes = input.withCaptures ? await putCaptures(folder, input) : [];
  await folder.add('manifest.json', manifestOf(pack, folder.files()));
  if (made.ledger !== null && input.logbook !== null) await folder.add('pack.dsse.json', await envelopeOf(made, input.logbook, folder));
  const files = folder.files();
  if (zip === null) {
    await folder.finish();
    return { target, zip, files, notes };
  }
  const draft = `${folder.draft}.zip`;
  try {
    const members = files.map(({ path }) => path);
    await writing(zip, () => disk.write(draft, zipped(folder.draft, members)));
    await folder.finish([{ draft, target: zip }]);
  } catch (error) {
    await disk.remove(draft);
    throw error;
  }
  return { target, zip, files, notes };
}

async function envelopeOf({ pack, content, ledger }: MadePack, logbook: Logbook, folder: PackFolder): Promise<Uint8Array> {
  return withLedger(logbook, async (held) => {
    const vkey = held.keys.find(({ until }) => until === null)?.vkey;
    if (vkey !== pack.integrity.vkey) {
      throw new EvidenceError(
        'ledger-changed',
        `cannot seal the pack: the ledger ${logbook.place} was given another key while it was made`,
        {
          hint: 'export it again',
        },
      );
    }
    return sealEnvelope(held.signer, statementOf(pack, sha256Hex(content), ledger, folder.files()));
  });
}

/** Captures of the runs that the pack tells of, and those that its pages are of. Those that are not here any more are told. */
async function putCaptures(folder: PackFolder, { made: { pack }, shelf }: PutInput): Promise<readonly string[]> {
  const wanted = new Set<CaptureId>([pack.run.capture, ...pack.runs.flatMap(({ capture }) => capture ?? [])]);
  const names = await shelf.names();
  const notes: string[] = [];
  for (const capture of [...wanted].sort()) {
    const of = names.filter((name) => name.slice(0, 64) === capture);
    if (of.length === 0) notes.push(`the capture ${capture} is not here any more: what was concluded from it cannot be derived again`);
    for (const name of of) for (const file of await shelf.filesOf(name)) await folder.copy(`captures/${name}/${file.name}`, file.path);
  }
  return notes;
}

function partOf({ id, framework, period, integrity }: Pack): PartOf {
  const whole = `pack ${id.slice(0, 12)}: ${frameworkNames[framework]}, ${minuteOf(period.from)} to before ${minuteOf(period.to)} UTC`;
  return { whole, integrity: integrity.says, isAnchored: integrity.level === 'anchored' };
}

function joined(chunks: Iterable<Uint8Array>): Uint8Array {
  return Buffer.concat([...chunks]);
}
