import { instantOf } from '../../base/instant.ts';
import { sha256Hex } from '../../base/bytes/hash.ts';
import { canonicalJson } from '../../base/bytes/canonical.ts';
import type { Json } from '../../base/json.ts';
import type { Ledger, LedgerReader } from '../../contract/ledger.ts';
import type { PackFile } from '../../contract/pack-format.ts';
import type { PackInput, PackLedger } from '../../evidence/pack/input.ts';
import type { PackPredicate } from '../../evidence/envelope/predicates.ts';
import { makePack, pseudonymsOf } from '../../evidence/pack/make.ts';
import type { PageId } from '../../model/ids.ts';
import type { Actor, BodyOf, LeafBody } from '../../model/ledger.ts';
import type { Pack } from '../../model/pack.ts';
import { impossible } from '../../base/errors.ts';
import type { PagePlace } from './cited-pages.ts';
import { bodyLines, packLedgerOf, snapshotOf, type Snapshot } from './ledger-snapshot.ts';
import { loggedLines, type LoggedEndings } from './logged-endings.ts';
import { fileOf, logFiles, proofFile, type KeptCheckpoint } from './log-files.ts';

/** A pack and what it says of the ledger. */
export interface MadePack {
  readonly pack: Pack;
  /** `pack.json`. */
  readonly content: string;
  /** `null`: none is kept. */
  readonly ledger: PackPredicate['ledger'];
  /** Of the log and of what it commits to. */
  readonly files: readonly PackFile[];
  /** Which names codes stand for: no part of the pack. `null`: names stand as they are. */
  readonly pseudonyms: ReturnType<typeof pseudonymsOf>;
}

export interface ToLog {
  /** All but the ledger. */
  readonly input: Omit<PackInput, 'ledger'>;
  readonly before: Snapshot;
  readonly endings: LoggedEndings;
  /** Where pages that can be shown are. */
  readonly places: ReadonlyMap<PageId, PagePlace>;
  readonly by: Actor;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/**
 * Logs the population, makes the pack from it, logs that, and copies the log. The ledger is held meanwhile: no run that the pack does not tell of is in the log
 * that it brings.
 */
export async function loggedPack(ledger: Ledger, { input, before, endings, places, by, now }: ToLog): Promise<MadePack> {
  const { period, framework, sample } = input.options;
  const anchors = await ledger.anchors();
  const marks = anchors.map(({ anchor }) => anchor);
  const partOf = (snapshot: Snapshot, population: PackLedger['population']): PackLedger =>
    packLedgerOf(ledger, snapshot, marks, endings.endings, population);
  const append = async (of: number | null, body: LeafBody): Promise<number> => {
    const [index] = await ledger.append([{ at: instantOf(now()), of, body }]);
    return index ?? impossible('a ledger that appended an entry tells no index of it');
  };

  const first = await snapshotOf(ledger, before);
  // The population does not depend on what is drawn of it.
  const whole = { ...input, ledger: partOf(first, null), options: { ...input.options, sample: null, replaced: [] } };
  const { asOf, population } = makePack(whole);
  // What these two entries say is shown in the pack: where names are codes there, so they are here.
  const code = pseudonymsOf(whole)?.find(({ names }) => names.includes(by.name))?.code;
  const teller = code === undefined ? by : { ...by, name: code };
  const told: BodyOf<'population'> = { kind: 'population', period, asOf, size: population.rows.length, root: population.root, by: teller };
  // One that was logged before, and is the same, is drawn from again: an entry of its own for each draw would give each a seed of its own.
  const index = loggedBefore(first, told) ?? (await append(null, told));
  const second = await snapshotOf(ledger, first);
  const hash = second.hashOf(index) ?? impossible('an entry that was appended is not there');

  const named = second.leaves.map((each) => (each.index === index ? { ...each, body: { ...told, by } } : each));
  const whose = { ...input, ledger: partOf({ ...second, leaves: named }, { index, hash }) };
  const pack = makePack(whose);
  const content = canonicalJson(pack as unknown as Json);
  const said: LeafBody = {
    kind: 'export',
    ...{ pack: pack.id, framework, period, content: sha256Hex(content) },
    ...{ nonce: sample?.nonce ?? null, sample: sample?.size ?? null, by: teller },
  };
  const end = await append(index, said);
  const last = await snapshotOf(ledger, second);
  const files = await filesOf(ledger, last, anchors, {
    pack,
    own: [index, end],
    named: input.options.pseudonymKey === null,
    also: namedBy(pack, places),
    show: endings.show,
  });
  const { origin, size, root } = ledger;
  return { pack, content, ledger: { origin, size, root, population: index, export: end }, files, pseudonyms: pseudonymsOf(whose) };
}

/** The first entry that tells of this very population; `undefined`: none does. */
function loggedBefore({ leaves }: Snapshot, told: BodyOf<'population'>): number | undefined {
  const same = ({ root, size, asOf, period }: BodyOf<'population'>): boolean =>
    root === told.root && size === told.size && asOf === told.asOf && period.from === told.period.from && period.to === told.period.to;
  return leaves.find(({ body }) => body?.kind === 'population' && same(body))?.index;
}

/** Which bodies go into the pack: see {@link bodyLines}. */
interface Chosen {
  readonly pack: Pack;
  readonly own: readonly [number, number];
  readonly named: boolean;
  readonly also: ReadonlySet<number>;
  readonly show: LoggedEndings['show'];
}

/** Batches that records were logged in, and that the pages they cite are of, whenever that was. */
function namedBy({ records }: Pack, places: ReadonlyMap<PageId, PagePlace>): ReadonlySet<number> {
  const leaves = new Set<number>();
  for (const { cited, logged } of records) {
    if (logged !== null) leaves.add(logged.leaf);
    for (const { page, shown } of cited) {
      const place = shown ? places.get(page) : undefined;
      if (place !== undefined) leaves.add(place.batch.leaf);
    }
  }
  return leaves;
}

async function filesOf(
  ledger: Ledger,
  snapshot: Snapshot,
  anchors: Awaited<ReturnType<LedgerReader['anchors']>>,
  { pack, own, named, also, show }: Chosen,
): Promise<readonly PackFile[]> {
  const files: PackFile[] = [];
  for await (const file of logFiles(ledger, anchors, await keptBy(ledger))) files.push(file);
  const { text, indexes } = bodyLines(snapshot, pack.period, named, also, own);
  files.push(fileOf('log/bodies.ndjson', text));
  files.push(fileOf('logged.ndjson', loggedLines(pack, show)));
  const statements = new Set(
    snapshot.leaves.flatMap(({ index, body }) => (indexes.has(index) && body?.kind === 'batch' ? [body.statement] : [])),
  );
  for (const sha256 of statements) {
    const bytes = await ledger.statement(sha256);
    if (bytes !== null) files.push({ path: `statements/${sha256}.json`, bytes });
  }
  files.push(await proofFile(ledger, 'population', own[0]), await proofFile(ledger, 'export', own[1]));
  return files;
}

/** What keeps checkpoints besides the newest. One in memory keeps none. */
interface KeepsCheckpoints {
  keptSizes(): Promise<readonly number[]>;
  keptCheckpoint(size: number): Promise<Uint8Array | null>;
}

async function keptBy(ledger: Ledger): Promise<readonly KeptCheckpoint[]> {
  if (!keepsCheckpoints(ledger)) return [];
  const kept: KeptCheckpoint[] = [];
  for (const size of await ledger.keptSizes()) {
    const note = await ledger.keptCheckpoint(size);
    if (note !== null) kept.push({ size, note });
  }
  return kept;
}

function keepsCheckpoints(ledger: Ledger): ledger is Ledger & KeepsCheckpoints {
  return 'keptSizes' in ledger && 'keptCheckpoint' in ledger;
}
