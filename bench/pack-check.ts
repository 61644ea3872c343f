/*
 * Checks a pack whose log has many entries: `npm run bench -- pack-check [entries]`. Fails where it does not hold, or where a changed entry is not told;
 * time and memory are printed, never judged.
 */
import { checkPack } from '../src/evidence/check/pack/check.ts';
import { fullTrust, smallPack } from '../test/support/evidence/small-pack.ts';

const entries = Number(process.argv[2] ?? 100_000);

function fail(what: string): void {
  process.stdout.write(`pack-check: ${what}\n`);
  process.exitCode = 1;
}

const { files, log } = smallPack((pack) => pack, entries);
const bytes = [...files.values()].reduce((sum, each) => sum + each.length, 0);
process.stdout.write(`${log.entries.length.toLocaleString('en')} entries, ${files.size} files, ${(bytes / 1e6).toFixed(1)} MB\n`);
const [before, worked] = [performance.now(), process.cpuUsage()];
const checked = checkPack(files, fullTrust);
const { user, system } = process.cpuUsage(worked);
process.stdout.write(
  `check: ${((performance.now() - before) / 1000).toFixed(3)} s (${((user + system) / 1e6).toFixed(3)} s of processor)\n`,
);
process.stdout.write(`memory: ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB\n`);
if (checked.problems.length > 0) fail(`it does not hold: ${checked.problems[0]?.says ?? ''}`);
const path = [...files.keys()].find((each) => each.startsWith('log/tile/entries/')) ?? '';
const changed = Uint8Array.from(files.get(path) ?? []);
changed[100] = (changed[100] ?? 0) ^ 1;
if (checkPack(new Map([...files, [path, changed]]), fullTrust).problems.length === 0) fail('a changed entry was not told');
