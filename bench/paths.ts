/* Counts the work of the path search over an invented estate and prints it. Time and memory are printed, never judged. */
import { buildGraph } from '../src/graph/build.ts';
import type { GraphInput, Told } from '../src/graph/input.ts';
import type { Capability } from '../src/model/capability.ts';
import type { Identity } from '../src/model/entity.ts';
import type { Authority, Grant, Link } from '../src/model/grant.ts';
import { exactly } from '../src/model/persistence.ts';
import { always } from '../src/model/window.ts';
import { liveAt } from '../src/paths/live.ts';
import { searcherOf } from '../src/paths/search.ts';
import { createView } from '../src/paths/view.ts';

const AS_OF = '2026-01-01T00:00:00.000Z';
const NOW = Date.parse(AS_OF);
const MONTH = 30 * 86_400_000;
const PER_ACCOUNT = 100;
const capabilities: readonly Capability[] = ['administer', 'grant-privilege', 'impersonate', 'read-secrets'];

// A linear congruential generator (Numerical Recipes): the same estate on every machine.
function dice(seed: number): (sides: number) => number {
  let state = seed >>> 0;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

/** `identities` in accounts of a hundred, 3.4 links each: most within the account, one in twenty of the users' to another, some through a pool. */
function estateOf(identities: number): GraphInput {
  const roll = dice(identities);
  const accounts = identities / PER_ACCOUNT;
  const boundary = (account: number): string => `aws:${String(account).padStart(12, '0')}`;
  const id = (account: number, at: number): string =>
    `arn:aws:iam::${String(account).padStart(12, '0')}:${at < 30 ? 'user' : 'role'}/identity-${at}`;
  const told: Told<Identity>[] = [];
  const elements: (Grant | Link)[] = [];
  const plain = (key: string, of: string): Authority => ({
    key,
    boundary: of,
    bounds: roll(10) === 0 ? { lo: 'eligible', hi: 'standing' } : exactly(roll(4) === 0 ? 'eligible' : 'standing'),
    presence: roll(10) === 0 ? 'possible' : 'certain',
    windows: always,
    endsBy: 'nothing',
    gate: 'none',
    because: [],
    conditions: [],
    caveats: [],
    source: { id: key, kind: 'policy', name: 'policy', boundary: of },
    evidence: [],
  });
  const link = (from: string, to: string, of: string): void => {
    elements.push({
      ...plain(`l${elements.length}`, of),
      type: 'link',
      how: 'can-assume',
      from,
      to,
      openness: 'exact',
      detail: {},
    });
  };
  for (let account = 0; account < accounts; account++) {
    const of = boundary(account);
    const pool = `pool:${of}:assume-any-role`;
    for (let at = 0; at < PER_ACCOUNT; at++) {
      const self = id(account, at);
      const value: Identity = {
        id: self,
        uid: null,
        kind: at < 30 ? 'user' : 'role',
        nature: 'unknown',
        natureReason: '',
        name: self,
        boundary: of,
        createdAt: null,
        tags: {},
        providerManaged: false,
        enabled: true,
      };
      told.push({ boundary: of, surface: 'aws:authorization-details', key: self, value, pages: [] });
      if (at < 5) link(self, pool, of);
      if (at >= 90) link(pool, self, of);
      // Roles lead only to later roles and only users lead abroad: in a tangle without order everyone would reach everything.
      for (let n = at < 25 ? 4 : 3; n > 0 && at < 99; n--) {
        if (at >= 30) link(self, id(account, at + 1 + roll(99 - at)), of);
        else {
          const target = roll(20) === 0 ? roll(accounts) : account;
          link(self, id(target, 30 + roll(70)), boundary(target));
        }
      }
      if (roll(3) === 0) {
        const grant = { capability: capabilities[roll(4)] ?? 'administer', scope: of, subject: self, through: [] };
        elements.push({ ...plain(`g${elements.length}`, of), type: 'grant', ...grant });
      }
    }
  }
  return {
    boundaries: [],
    identities: told,
    credentials: [],
    usage: [],
    serviceUsage: [],
    elements,
    coverage: Array.from({ length: accounts }, (_, account) => ({
      boundary: boundary(account),
      surface: 'aws:authorization-details',
      status: 'complete' as const,
      cause: null,
      detail: null,
      permission: '',
      ifUnread: '',
      pages: 1,
      facts: PER_ACCOUNT,
    })),
    surfaces: [
      {
        id: 'aws:authorization-details',
        yields: ['boundary', 'identity', 'policy', 'attachment', 'membership', 'trust'],
        role: 'grants',
      },
    ],
    gaps: [],
  };
}

function megabytes(): number {
  return Math.round(process.memoryUsage().rss / 2 ** 20);
}

function timed<T>(what: () => T): { readonly value: T; readonly ms: number } {
  const before = performance.now();
  const value = what();
  return { value, ms: Math.round(performance.now() - before) };
}

const sizes = process.argv.slice(2).map(Number);
let last: { readonly identities: number; readonly links: number } | undefined;
for (const identities of sizes.length > 0 ? sizes : [10_000, 100_000]) {
  const input = estateOf(identities);
  const inputMb = megabytes();
  const built = timed(() => buildGraph(input));
  const graph = built.value;
  const live = liveAt(graph, { now: NOW, maxTimeBoundMs: MONTH });
  const searcher = searcherOf(graph, live);
  let pairs = 0;
  const search = timed(() => {
    for (let target = 0; target < graph.targets.length; target++) pairs += searcher.search(target).nodes.length;
  });
  const view = createView(graph, { asOf: AS_OF, maxTimeBoundMs: MONTH });
  let reaches = 0;
  const walk = timed(() => {
    for (const reach of view.reaches()) if (reach.presence === 'certain') reaches++;
  });
  const { nodes, links } = searcher.work;
  console.log(
    [
      `identities ${identities}`,
      `links ${graph.links.length}`,
      `grants ${graph.grants.length}`,
      `targets ${graph.targets.length}`,
      `reached pairs ${pairs}`,
      `nodes touched ${nodes} (${(nodes / pairs).toFixed(2)} per pair)`,
      `links looked at ${links} (${(links / nodes).toFixed(2)} per node)`,
      `build ${built.ms} ms`,
      `search ${search.ms} ms`,
      `all reaches with witness ${walk.ms} ms (${reaches} certain)`,
      `rss ${megabytes()} MB, ${inputMb} MB of it before`,
      ...(last === undefined
        ? []
        : [`growth: identities ×${(identities / last.identities).toFixed(1)}, links looked at ×${(links / last.links).toFixed(1)}`]),
    ].join('\n  '),
  );
  last = { identities, links };
}
