import { checkPack, type CheckedPack } from '../../evidence/check/pack/check.ts';
import { Problems, type PackProblem } from '../../evidence/check/pack/problem.ts';
import { toldOf } from '../../evidence/check/pack/told.ts';
import type { ControlSays, Pack } from '../../model/pack.ts';
import { json, print } from '../history/format.ts';
import { userPath } from '../settings.ts';
import type { Terminal } from '../streams.ts';
import { UsageError } from '../usage.ts';
import { sheetOf } from '../way.ts';
import { readPack } from './files.ts';
import type { VerifiedPack } from './schema.ts';
import { verifiedText } from './text.ts';
import { trustOf, type TrustOptions } from './trust.ts';

export interface VerifyPackOptions extends TrustOptions {
  readonly format: string;
  readonly output?: string;
  readonly recompute?: boolean;
  readonly captures?: string;
}

/** What deriving again answered. */
export interface Recomputed {
  readonly captures: number;
  readonly sentences: readonly string[];
  readonly problems: readonly PackProblem[];
}

/** Derives findings again from captures; needs connectors and rules, so that whoever only checks does without. */
export type Recompute = (checked: CheckedPack, files: ReadonlyMap<string, Uint8Array>) => Promise<Recomputed>;

/**
 * Checks a pack offline and prints what holds. Exits 0 where nothing is wrong and a key that was named vouches for it, 1 where something is wrong, 3 where
 * nothing is wrong and nobody who was named vouches for it: its parts fit each other, whoever made them. Throws {@link UsageError} where it cannot
 * begin.
 */
export async function verifyPackCommand(
  terminal: Terminal,
  pack: string,
  options: VerifyPackOptions,
  recompute: Recompute,
): Promise<number> {
  if (options.format !== 'text' && options.format !== 'json')
    throw new UsageError(`cannot print a check as ${JSON.stringify(options.format)}`, { hint: 'the formats are text, json' });
  if (options.captures !== undefined && options.recompute !== true) throw new UsageError('cannot use --captures: it goes with --recompute');
  const trust = await trustOf(terminal, options);
  const lies = await readPack(userPath(terminal, pack), pack);
  const checked = checkPack(lies.files, trust);
  const again = options.recompute === true ? await recompute(checked, lies.files) : null;
  const told = verified(checked, [...lies.problems, ...checked.problems, ...(again?.problems ?? [])], again);
  await print(terminal, options, options.format === 'json' ? json(told) : verifiedText(sheetOf(terminal, options), told));
  if (!told.holds) return 1;
  return told.named ? 0 : 3;
}

function verified(checked: CheckedPack, found: readonly PackProblem[], again: Recomputed | null): VerifiedPack {
  const problems = new Problems();
  for (const { code, file, place, says, seen, expected } of found) problems.add(code, file, place, says, { seen, expected });
  const all = problems.all();
  const { pack, level, files, log, anchors } = checked;
  return {
    schema: 1,
    holds: all.length === 0,
    level,
    named: checked.signed?.isNamed === true,
    pack:
      pack === null
        ? null
        : {
            id: pack.id,
            framework: pack.framework,
            period: { ...pack.period },
            asOf: pack.asOf,
            level: pack.integrity.level,
            controls: saidBy(pack),
          },
    files,
    log: log === null ? null : { ...log },
    anchors: anchors.map(({ anchor, at, by, isNamed, file }) => ({ how: anchor.how, size: anchor.size, at, by, named: isNamed, file })),
    recomputed: again === null ? null : { captures: again.captures, sentences: [...again.sentences] },
    ...plain(toldOf({ ...checked, problems: all })),
    problems: all.map((problem) => ({ ...problem })),
  };
}

function saidBy({ controls }: Pack): Record<ControlSays, number> {
  const counts = { supports: 0, 'does-not-support': 0, 'cannot-tell': 0, 'not-exercised': 0 };
  for (const { says } of controls) counts[says]++;
  return counts;
}

function plain({ proven, notProven }: ReturnType<typeof toldOf>): Pick<VerifiedPack, 'proven' | 'notProven'> {
  return { proven: [...proven], notProven: [...notProven] };
}
