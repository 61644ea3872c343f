/*
 * Builds the graph of an invented estate and finds everyone's ways to tier 0 in every account: `npm run bench -- paths [accounts…]`.
 * Counts work and fails where it grows faster than the estate; time and memory are printed, never judged.
 */
import { buildGraph } from '../src/graph/build.ts';
import { openStoredGraph, storedGraph } from '../src/graph/stored.ts';
import { liveAt } from '../src/paths/live.ts';
import { searcherOf } from '../src/paths/search.ts';
import { tierZeroMarks } from '../src/paths/view.ts';
import { estateOfAccounts } from './estate/accounts.ts';

const asOf = '2026-01-01T00:00:00.000Z';
const maxTimeBoundMs = 30 * 86_400_000;
/** How much more work each identity may cost in a larger estate. */
const MOST_GROWTH = 1.2;

interface Timed<T> {
  readonly value: T;
  /** Seconds that passed, and seconds the processor worked. */
  readonly text: string;
  readonly seconds: number;
}

function timed<T>(what: () => T): Timed<T> {
  const [before, worked] = [performance.now(), process.cpuUsage()];
  const value = what();
  const seconds = (performance.now() - before) / 1000;
  const { user, system } = process.cpuUsage(worked);
  return { value, seconds, text: `${seconds.toFixed(2)} s (${((user + system) / 1e6).toFixed(2)} s of processor)` };
}

function megabytes(kilobytes: number): string {
  return `${Math.round(kilobytes / 1024)} MB`;
}

interface Measured {
  readonly identities: number;
  readonly seconds: number;
  /** Nodes and links that the search looked at. */
  readonly work: number;
}

function measure(accounts: number): Measured {
  const made = timed(() => {
    let count = 0;
    const { identities, elements } = estateOfAccounts(accounts);
    for (const all of [identities, elements]) for (const each of all) count += each === undefined ? 0 : 1;
    return count;
  });
  const built = timed(() => buildGraph(estateOfAccounts(accounts)));
  const graph = built.value;
  const zero = timed(() => tierZeroMarks(graph, { asOf, maxTimeBoundMs }));
  let pairs = 0;
  let targets = 0;
  const search = timed(() => {
    const searcher = searcherOf(graph, liveAt(graph, { now: Date.parse(asOf), maxTimeBoundMs }));
    for (const [target, is] of zero.value.entries()) {
      if (is === 0) continue;
      targets++;
      pairs += searcher.search(target).nodes.length;
    }
    return searcher.work;
  });
  const peak = process.resourceUsage().maxRSS;
  const { nodes, links } = search.value;
  const seconds = built.seconds + zero.seconds + search.seconds;
  const stored = timed(() => Buffer.concat([...storedGraph(graph)]));
  const opened = timed(() => openStoredGraph(stored.value).nodeOf.get('arn:aws:iam::100000000000:user/person.0'));
  process.stdout.write(
    [
      `accounts ${accounts}`,
      `identities ${graph.identities.length}, links ${graph.links.length}, grants ${graph.grants.length}, targets ${graph.targets.length}`,
      `targets of tier 0 ${targets}, identities that reach one ${pairs}`,
      `nodes touched ${nodes}, links looked at ${links}: ${((nodes + links) / graph.identities.length).toFixed(2)} for each identity`,
      `estate alone ${made.text}`,
      `build        ${built.text}, the estate's among it`,
      `tier zero    ${zero.text}`,
      `search       ${search.text}`,
      `together     ${seconds.toFixed(2)} s, ${(seconds - made.seconds).toFixed(2)} s without the estate; peak memory ${megabytes(peak)}`,
      `stored       ${Math.round(stored.value.length / 2 ** 20)} MB, ${stored.text}; opened in ${Math.round(opened.seconds * 1000)} ms`,
      '',
    ].join('\n  '),
  );
  return { identities: graph.identities.length, seconds, work: nodes + links };
}

const sizes = process.argv.slice(2).map(Number);
let last: Measured | undefined;
for (const accounts of sizes.length > 0 ? sizes : [1, 20, 200]) {
  const now = measure(accounts);
  if (last !== undefined) {
    const growth = now.identities / last.identities;
    const work = now.work / last.work;
    process.stdout.write(
      `growth: identities ×${growth.toFixed(1)}, work ×${work.toFixed(1)}, time ×${(now.seconds / last.seconds).toFixed(1)}\n`,
    );
    // One account has no ways from others: it says nothing of how work grows.
    if (last.identities > 5000 && work > growth * MOST_GROWTH) {
      process.stdout.write('the work grows faster than the estate\n');
      process.exitCode = 1;
    }
  }
  last = now;
}
