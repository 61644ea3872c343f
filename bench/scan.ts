// What a scan of a live organization costs: calls, time under the documented rate limits, memory. Prints; judges nothing.
//   node bench/scan.ts [accounts]
// The organization is generated and served by a process of its own (bench/organization/); the scan runs in another.
import { measureScan } from './organization/measure.ts';

const accounts = Number(process.argv[2] ?? 500);
// Further arguments go to the scanning process's Node: --cpu-prof, --max-old-space-size=1024.
const { figures, tally, fewest } = await measureScan(accounts, process.argv.slice(3));
const { begun, captured, analysed, reported, coverage } = figures;

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}
function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

print(`${accounts} accounts, ${captured.pages} pages`);
print(`started        ${megabytes(begun)}`);
print(`captured       ${seconds(captured.milliseconds)}  peak ${megabytes(captured.peak)}`);
for (const [stage, { milliseconds, calls }] of captured.stages.entries())
  print(`  stage ${stage} after ${seconds(milliseconds)} and ${calls} questions`);
print(`analysed       ${seconds(analysed.milliseconds - captured.milliseconds)}  peak ${megabytes(analysed.peak)}`);
print(
  `reports        ${seconds(reported.milliseconds - analysed.milliseconds)}  peak ${megabytes(reported.peak)}  ${Object.entries(
    reported.bytes,
  )
    .map(([format, bytes]) => `${format} ${megabytes(bytes)}`)
    .join(', ')}`,
);
print(`findings       ${figures.findings}, undetermined ${figures.undetermined}`);
const lines = new Map<string, number>();
for (const { surface, status, cause } of coverage) {
  const line = `${surface} ${status}${cause === null ? '' : ` (${cause})`}`;
  lines.set(line, (lines.get(line) ?? 0) + 1);
}
for (const [line, count] of [...lines].sort(([a], [b]) => (a < b ? -1 : 1))) print(`  ${line}: ${count}`);

const least = [...fewest.values()].reduce((all, each) => all + each, 0);
print(`calls          ${tally.calls}, fewest ${least}: ${(tally.calls / least).toFixed(3)} ×`);
print(`throttled      ${tally.throttled} (one in ${tally.throttled === 0 ? '∞' : Math.round(tally.calls / tally.throttled)})`);
print(`repeated       ${tally.repeated.length}`);
for (const { operation, account, body, times } of tally.repeated.slice(0, 10)) print(`  ${times} × ${operation} in ${account}: ${body}`);
print(`busiest second ${JSON.stringify(tally.busiest)}`);
for (const operation of [...new Set([...Object.keys(tally.operations), ...fewest.keys()])].sort()) {
  const told = tally.operations[operation];
  const refused = Object.entries(told?.refused ?? {}).map(([code, count]) => `${code} ${count}`);
  const differs = (told?.calls ?? 0) === (fewest.get(operation) ?? 0) ? ' ' : '!';
  print(
    `${differs} ${operation.padEnd(60)} ${String(told?.calls ?? 0).padStart(6)} of ${String(fewest.get(operation) ?? 0).padStart(6)}  throttled ${told?.throttled ?? 0}  ${refused.join(', ')}`,
  );
}
