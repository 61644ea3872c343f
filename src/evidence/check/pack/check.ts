import { parseSignedCheckpoint } from '../../log/checkpoint.ts';
import { LogError } from '../../log/errors.ts';
import { leafBytes } from '../../log/leaf.ts';
import { leafHash } from '../../log/merkle.ts';
import type { Vkey } from '../../log/vkey.ts';
import type { BodyOf } from '../../../model/ledger.ts';
import type { IntegrityLevel, Pack } from '../../../model/pack.ts';
import { checkPolicy } from '../policy/quorum.ts';
import type { Policy } from '../policy/parse.ts';
import { checkAnchors, type CheckedAnchor } from './anchors.ts';
import { clocksOf, noClocks, type Clocks } from './clocks.ts';
import { checkControls } from './contents/controls.ts';
import { checkGrounds } from './contents/grounds.ts';
import { checkPopulation } from './contents/population.ts';
import { checkReferences } from './contents/references.ts';
import { checkSample } from './contents/sample.ts';
import { checkEnvelope, type SignedPack } from './envelope.ts';
import { checkIntegrity } from './integrity.ts';
import { trustedKey, vkeyIn, type TrustedKey } from './keys.ts';
import { checkBatches, type CheckedBatch } from './log/batches.ts';
import { checkMissing } from './log/bodies.ts';
import { checkCommitments } from './log/commitments.ts';
import { CHECKPOINT, checkPackLog } from './log/check.ts';
import { checkExport } from './log/leaves.ts';
import { checkProofs } from './log/proofs.ts';
import { bodyAt, leavesOf, type ReadLog } from './log/read-log.ts';
import { checkRuns } from './log/runs.ts';
import { checkLogged } from './logged.ts';
import { checkManifest, ENVELOPE, PACK } from './manifest.ts';
import { checkPages } from './pages.ts';
import { Problems, type PackProblem } from './problem.ts';
import { readCanonical, type PackFiles } from './read.ts';
import { packSchema } from './schema/pack.ts';

/** What whoever checks brings along; all of it came another way than the pack. */
export interface PackTrust {
  /** Keys of the ledger. None: nothing tells who made the pack, and only that its parts fit each other can be said. */
  readonly keys: readonly Vkey[];
  /** PEM of authorities for time stamps; `null`: none was named. */
  readonly authorities: string | null;
  readonly witnesses: readonly Vkey[];
  /** Of logs and witnesses; `null`: none. */
  readonly policy: Policy | null;
  /** A signed checkpoint of the ledger seen before; `null`: none. */
  readonly earlier: Uint8Array | null;
}

/** What was found. `problems` empty: all that is there to check holds; what that proves is `shown`. */
export interface CheckedPack {
  readonly problems: readonly PackProblem[];
  readonly pack: Pack | null;
  readonly files: number;
  /** Whether whoever checks named the key that signed; `null`: nobody signed, or not so that it holds. */
  readonly signed: { readonly by: readonly string[]; readonly isNamed: boolean } | null;
  /** `null`: there is no log, or it does not hold. */
  readonly log: {
    readonly origin: string;
    readonly size: number;
    readonly root: string;
    readonly population: number | null;
    readonly export: number | null;
  } | null;
  readonly level: IntegrityLevel;
  readonly anchors: readonly CheckedAnchor[];
  readonly runs: { readonly withoutEnd: number; readonly notLogged: number };
  readonly bodies: { readonly disclosed: number; readonly erased: number; readonly kept: number };
  readonly items: { readonly shown: number; readonly cited: number; readonly withheld: number };
  /** Records that are shown to be, to the letter, what a run logged; and all of them. */
  readonly records: { readonly logged: number; readonly all: number };
  readonly clocks: Clocks;
  /** Imports of the pack that no disclosed entry of the log tells of. */
  readonly importsNotLogged: number;
  /** Entries that tell of keys are kept back, so that a list tells them, as far as signatures bear it out. */
  readonly keysClaimed: boolean;
  /** Size of the log in the checkpoint that whoever checks saw before; `null`: they brought none. */
  readonly since: number | null;
  /** Ends of runs, as disclosed entries of the log say them. */
  readonly ended: readonly { readonly leaf: number; readonly body: BodyOf<'run-end'> }[];
}

/**
 * Checks a pack from its files and what came another way: every hash, signature, proof, mark and count, and that nothing is missing or added. All that does
 * not hold is told. Nothing is thrown for what the bytes hold, nothing is fetched, and what cannot be shown counts as not shown.
 */
export function checkPack(files: PackFiles, trust: PackTrust): CheckedPack {
  const problems = new Problems();
  const manifest = checkManifest(problems, files);
  if (!files.has(PACK)) problems.add('missing-file', PACK, '', 'the pack has no pack.json');
  const pack = readCanonical(problems, files, PACK, packSchema) as Pack | undefined;
  if (pack !== undefined && manifest !== undefined && manifest.pack !== pack.id)
    problems.add('wrong-id', 'manifest.json', '/pack', 'manifest.json is of another pack', { seen: manifest.pack, expected: pack.id });
  const given = trust.keys.flatMap((vkey) => trustedKey(vkey) ?? []);
  const isNamed = given.length > 0;
  const keys = isNamed ? given : claimedKeys(pack);
  const log = checkPackLog(problems, files, {
    keys: keys.map(({ vkey }) => vkey),
    witnesses: witnessesOf(trust),
    earlier: trust.earlier,
    keysWithheld: pack !== undefined && pack.pseudonyms !== null,
  });
  const vouched = [
    ...new Map(
      [...keys, ...(log?.keys ?? []).flatMap(({ vkey, isTrusted }) => (isTrusted ? (trustedKey(vkey) ?? []) : []))].map((key) => [
        key.text,
        key,
      ]),
    ).values(),
  ];
  const signed = checkEnvelope(problems, files, vouched, manifest, pack);
  if (!files.has(ENVELOPE) && (isNamed || (pack !== undefined && pack.integrity.level !== 'unsigned')))
    problems.add('not-signed', ENVELOPE, '', 'the pack is not signed: nothing tells who made it', {
      expected: keys.map(({ text }) => text).join(', '),
    });
  const marks = checkAnchors(problems, files, trust);
  checkQuorum(problems, files, trust.policy);
  const found = pack === undefined ? undefined : checkContents(problems, files, pack, { log, vouched, signed, ...marks });
  const sound = log?.isSound === true ? log : undefined;
  return {
    problems: problems.all(),
    pack: pack ?? null,
    files: files.size,
    signed: signed === undefined ? null : { by: signed.by, isNamed },
    log:
      sound === undefined
        ? null
        : {
            origin: sound.origin,
            size: sound.size,
            root: Buffer.from(sound.root).toString('base64'),
            population: pack?.integrity.population ?? null,
            export: signed?.predicate.ledger?.export ?? null,
          },
    // A key that only the pack itself names may be anybody's.
    level: isNamed ? (found?.level ?? 'unsigned') : 'unsigned',
    anchors: sound === undefined ? [] : marks.anchors,
    runs: { withoutEnd: found?.withoutEnd ?? 0, notLogged: pack?.runs.filter(({ state }) => state === 'not-logged').length ?? 0 },
    bodies: { disclosed: log?.bodies.size ?? 0, erased: found?.erased ?? 0, kept: found?.named ?? 0 },
    items: {
      shown: found?.shown ?? 0,
      cited: pack?.records.reduce((sum, { cited }) => sum + cited.length, 0) ?? 0,
      withheld: pack?.records.reduce((sum, { cited }) => sum + cited.filter((each) => !each.shown).length, 0) ?? 0,
    },
    records: { logged: sound === undefined ? 0 : (found?.logged ?? 0), all: pack?.records.length ?? 0 },
    clocks: log === undefined ? noClocks : clocksOf(log, pack?.period, sound === undefined ? [] : marks.anchors),
    importsNotLogged: found?.importsNotLogged ?? 0,
    keysClaimed: log?.keys.some(({ isClaimed }) => isClaimed) ?? false,
    since: sound === undefined ? null : sizeOf(trust.earlier),
    ended: sound === undefined ? [] : leavesOf(sound, 'run-end').flatMap((leaf) => told(leaf, bodyAt(sound, leaf, 'run-end'))),
  };
}

/** That it is of this log is told by the check of the log. */
function sizeOf(checkpoint: Uint8Array | null): number | null {
  if (checkpoint === null) return null;
  try {
    return parseSignedCheckpoint(checkpoint).size;
  } catch (error) {
    if (error instanceof LogError) return null;
    throw error;
  }
}

function told<T>(leaf: number, body: T | undefined): readonly { readonly leaf: number; readonly body: T }[] {
  return body === undefined ? [] : [{ leaf, body }];
}

interface Found {
  readonly log: ReadLog | undefined;
  readonly vouched: readonly TrustedKey[];
  readonly signed: SignedPack | undefined;
  readonly anchors: readonly CheckedAnchor[];
  readonly listed: Pack['integrity']['anchors'];
}

function checkContents(problems: Problems, files: PackFiles, pack: Pack, { log, vouched, signed, anchors, listed }: Found) {
  checkReferences(problems, pack);
  checkPopulation(problems, pack);
  checkControls(problems, pack);
  checkGrounds(problems, pack);
  checkSample(problems, pack, drawnFrom(pack, log));
  let [withoutEnd, erased, named, importsNotLogged] = [0, 0, 0, 0];
  const batches = log === undefined ? new Map<number, CheckedBatch>() : checkBatches(problems, files, log, vouched);
  if (log !== undefined) {
    const ledger = signed?.predicate.ledger ?? null;
    withoutEnd = checkRuns(problems, log, pack);
    ({ importsNotLogged } = checkCommitments(problems, log, pack));
    const own = [pack.integrity.population, ledger?.export ?? null].filter((index) => index !== null);
    ({ erased, named } = checkMissing(problems, log, pack, own));
    if (ledger !== null) checkLedger(problems, files, pack, log, ledger);
    else if (signed !== undefined)
      problems.add('wrong-predicate', ENVELOPE, 'payload.predicate.ledger', 'the pack has a log, and what was signed does not name it');
    checkProofs(
      problems,
      files,
      log,
      vouched.map(({ vkey }) => vkey),
      { population: pack.integrity.population, export: ledger?.export ?? null },
    );
  } else {
    for (const file of files.keys())
      if (file.startsWith('statements/') || file.startsWith('proofs/'))
        problems.add('bad-log', file, '', `${file} is of a log, and the pack has none`);
    if (signed !== undefined && signed.predicate.ledger !== null)
      problems.add('bad-log', CHECKPOINT, '', 'what was signed names a log, and it is not in the pack', {
        expected: signed.predicate.ledger.origin,
      });
  }
  const shown = checkPages(problems, files, pack, log, batches);
  const logged = checkLogged(problems, files, pack, log);
  const level = checkIntegrity(problems, pack, {
    isSigned: signed !== undefined,
    log,
    anchors: listed,
    faultless: anchors.map(({ anchor }) => anchor),
    named: anchors.flatMap(({ anchor, isNamed }) => (isNamed ? [anchor] : [])),
  });
  return { withoutEnd, erased, named, importsNotLogged, shown, logged, level };
}

function checkLedger(
  problems: Problems,
  files: PackFiles,
  pack: Pack,
  log: ReadLog,
  ledger: NonNullable<SignedPack['predicate']['ledger']>,
): void {
  const root = Buffer.from(log.root).toString('base64');
  const differ = (what: string, seen: string | number, expected: string | number): void => {
    if (seen !== expected)
      problems.add(
        'wrong-predicate',
        ENVELOPE,
        `payload.predicate.ledger.${what}`,
        'what was signed is not about the log that is in the pack',
        { seen, expected },
      );
  };
  differ('origin', ledger.origin, log.origin);
  differ('size', ledger.size, log.size);
  differ('root', ledger.root, root);
  checkExport(problems, log, pack, files.get(PACK) ?? new Uint8Array(0), ledger);
}

/** What a sample is drawn from: the leaf hash of the population's entry, else its root. */
function drawnFrom({ integrity, population }: Pack, log: ReadLog | undefined): string {
  const leaf = integrity.population === null ? undefined : log?.leaves[integrity.population];
  return leaf === undefined || leaf === null ? population.root : Buffer.from(leafHash(leafBytes(leaf))).toString('hex');
}

/** Where nobody named a key, that which the pack itself names: it shows that the parts fit, and not who made them. */
function claimedKeys(pack: Pack | undefined): readonly TrustedKey[] {
  const vkey = pack?.integrity.vkey === null || pack === undefined ? undefined : vkeyIn(pack.integrity.vkey);
  const key = vkey === undefined ? undefined : trustedKey(vkey);
  return key === undefined ? [] : [key];
}

function witnessesOf({ witnesses, policy }: PackTrust): readonly Vkey[] {
  return [...witnesses, ...(policy?.witnesses ?? []).map(({ vkey }) => vkey)];
}

function checkQuorum(problems: Problems, files: PackFiles, policy: Policy | null): void {
  if (policy === null) return;
  const checkpoints = [...files].filter(([file]) => file === CHECKPOINT || file.startsWith('log/checkpoints/'));
  const answers = checkpoints.map(([, bytes]) => checkPolicy(policy, bytes));
  if (answers.some((answer) => answer.holds)) return;
  const last = answers.at(-1);
  problems.add('quorum-not-met', CHECKPOINT, '', 'no checkpoint of the pack is one that the policy takes', {
    seen: last?.holds === false ? last.faults[0].seen : 'no checkpoint',
    expected: last?.holds === false ? last.faults[0].expected : 'a checkpoint that its quorum cosigned',
  });
}
