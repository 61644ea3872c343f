import { describe, expect, it } from 'vitest';
import { isJsonObject, isNonEmpty, type Json } from '../../src/base/json.ts';
import { collect } from '../../src/collect/collect.ts';
import type { Connector, Mapped } from '../../src/contract/connector.ts';
import type { Task } from '../../src/model/page.ts';
import { batchedCore } from '../support/unfriendly/batched.ts';
import { fakeCore, serve } from '../support/unfriendly/connector.ts';
import { virtualIo } from '../support/unfriendly/io.ts';
import { MemoryCapture } from '../support/unfriendly/memory-capture.ts';
import type { World } from '../support/unfriendly/world.ts';
import { connectorChecks, connectorSuite, type ConnectorScenario, type ConnectorSubject, type Faults } from './connector-suite.ts';

const calm: World = { seed: 7, boundaries: 2, people: 7, groups: 3, pageSize: 2, passing: 0, refused: 0, odd: 0 };
const settings = { estate: 'test' };

async function record(): Promise<ConnectorScenario> {
  const writer = new MemoryCapture();
  await collect({ sources: [{ connector: serve(calm).connector, settings }], writer, io: virtualIo() });
  const pages = [...writer.held.values()].sort(
    (a, b) => Number(a.envelope.cursor?.slice(1) ?? 0) - Number(b.envelope.cursor?.slice(1) ?? 0),
  );
  const recorded = pages.map((page) => ({ task: page.envelope.task, body: page.body }));
  if (!isNonEmpty(recorded)) throw new Error('nothing was recorded');
  return { settings, pages: recorded, notShown: [{ surface: 'fake:extras', kind: 'limiter', why: 'it is never asked for' }] };
}

const scenario = await record();
const sound: ConnectorSubject = { name: 'fake', core: fakeCore, scenario: () => structuredClone(scenario) };
connectorSuite(sound);
connectorSuite({ ...sound, name: 'fake asked for several pages at once', core: batchedCore(3) });
connectorSuite({ ...sound, name: 'fake over its own session', connect: overTransport(() => undefined) });

/** A connector with a session of its own; `spoil` may answer instead, as a careless session would. */
function overTransport(spoil: (status: number) => 'empty' | undefined): (faults: Faults) => Connector<unknown> {
  return (faults) => {
    const server = serve(calm);
    const attempts = new Map<string, number>();
    return {
      core: fakeCore,
      async open(opened, io) {
        const session = await server.connector.open(opened as { estate: string }, io);
        return {
          close: () => session.close(),
          async read([at], signal) {
            const place = JSON.stringify(at);
            const attempt = attempts.get(place) ?? 0;
            attempts.set(place, attempt + 1);
            const fault = faults(at, attempt);
            if (fault === 'cut') throw Object.assign(new TypeError('terminated'), { code: 'UND_ERR_SOCKET' });
            const answer = await session.read([at], signal);
            const part = answer.parts[0];
            if (fault === 'stuck') return { ...answer, parts: [{ ...part, next: at.cursor ?? 'c0' }] };
            if (fault === null) return answer;
            if (spoil(fault) === 'empty') return { ...answer, parts: [{ ...part, body: { items: [] }, next: null }] };
            const refused = fault === 401 ? 'expired-credentials' : fault === 403 ? 'denied' : fault === 429 ? 'throttled' : 'unreachable';
            return {
              ...answer,
              parts: [{ ...part, body: { message: 'no' }, next: null, refused }],
              wire: { ...answer.wire, status: fault },
            };
          },
        };
      },
    };
  };
}

function withMap(map: (task: Task, body: Json) => Mapped): ConnectorSubject {
  return { ...sound, core: { ...fakeCore, map } };
}

function itemsOf(body: Json): readonly Json[] | undefined {
  const items = isJsonObject(body) ? body['items'] : undefined;
  return Array.isArray(items) ? (items as readonly Json[]) : undefined;
}

let counter = 0;
const planted: readonly { readonly fault: string; readonly caughtBy: string; readonly subject: ConnectorSubject }[] = [
  {
    fault: 'items that do not parse are skipped',
    caughtBy: 'leaves a gap for an item that does not parse',
    subject: withMap((task, body) => ({ ...fakeCore.map(task, body), ...(itemsOf(body) === undefined ? {} : { gaps: [] }) })),
  },
  {
    fault: 'a page with one broken item is given up whole',
    caughtBy: 'leaves a gap for an item that does not parse',
    subject: withMap((task, body) => {
      const mapped = fakeCore.map(task, body);
      return mapped.gaps.length > 0 ? { ...mapped, facts: [] } : mapped;
    }),
  },
  {
    fault: 'a body without a list is an empty list',
    caughtBy: 'answers a body it does not know with a gap',
    subject: withMap((task, body) => (itemsOf(body) === undefined ? { facts: [], gaps: [] } : fakeCore.map(task, body))),
  },
  {
    fault: 'map throws on a login page',
    caughtBy: 'answers a body it does not know with a gap',
    subject: withMap((task, body) => {
      if (typeof body === 'string') throw new SyntaxError('unexpected token <');
      return fakeCore.map(task, body);
    }),
  },
  {
    fault: 'map sorts the body in place',
    caughtBy: 'maps a page without changing it, and the same way twice',
    subject: withMap((task, body) => {
      (itemsOf(body) as Json[] | undefined)?.reverse();
      return fakeCore.map(task, body);
    }),
  },
  {
    fault: 'map counts its calls',
    caughtBy: 'maps a page without changing it, and the same way twice',
    subject: withMap((task, body) => {
      const mapped = fakeCore.map(task, body);
      return { ...mapped, facts: mapped.facts.map((fact) => ({ ...fact, key: `${fact.key}.${counter++}` })) };
    }),
  },
  {
    fault: 'a pointer names no place',
    caughtBy: 'names for each fact a declared surface and kind, and a place that is there',
    subject: withMap((task, body) => {
      const mapped = fakeCore.map(task, body);
      return { ...mapped, facts: mapped.facts.map((fact) => ({ ...fact, pointer: fact.pointer.replace('items', 'rows') })) };
    }),
  },
  {
    fault: 'a surface says what it does not declare',
    caughtBy: 'names for each fact a declared surface and kind, and a place that is there',
    subject: withMap((task, body) => {
      const mapped = fakeCore.map(task, body);
      return { ...mapped, facts: mapped.facts.map((fact) => ({ ...fact, surface: 'fake:report' })) };
    }),
  },
  {
    fault: 'a surface never yields what it declares',
    caughtBy: 'yields every kind that its surfaces declare',
    subject: withMap((task, body) => (task.surface === 'fake:keys' ? { facts: [], gaps: [] } : fakeCore.map(task, body))),
  },
  {
    fault: 'the place in the page becomes part of the fact',
    caughtBy: 'does not mind the order of items in a page',
    subject: withMap((task, body) => {
      const mapped = fakeCore.map(task, body);
      return { ...mapped, facts: mapped.facts.map((fact) => ({ ...fact, key: `${fact.key}${fact.pointer}` })) };
    }),
  },
  {
    fault: 'a surface needs no permission',
    caughtBy: 'declares what it reads, with a permission and a consequence for each',
    subject: { ...sound, core: { ...fakeCore, surfaces: [{ ...fakeCore.surfaces[0], permission: '' }] } },
  },
  {
    fault: 'a surface is expected that nobody declared',
    caughtBy: 'declares what it reads, with a permission and a consequence for each',
    subject: { ...sound, core: { ...fakeCore, expects: () => ['fake:nothing'] } },
  },
  {
    fault: 'a refusal becomes an empty list',
    caughtBy: 'says so, surface by surface, when it is refused',
    subject: { ...sound, connect: overTransport((status) => (status === 403 ? 'empty' : undefined)) },
  },
  {
    fault: 'throttling that does not end becomes an empty list',
    caughtBy: 'says so when throttling or failures do not end',
    subject: { ...sound, connect: overTransport((status) => (status === 429 ? 'empty' : undefined)) },
  },
  {
    fault: 'the first throttled answer is taken as empty',
    caughtBy: 'gets over throttling, failures of the server and cut connections',
    subject: { ...sound, connect: overTransport((status) => (status === 429 ? 'empty' : undefined)) },
  },
  {
    fault: 'the session does not page',
    caughtBy: 'reads the whole estate, with an answer of two pages or more',
    subject: { ...sound, scenario: () => ({ ...scenario, pages: onlyFirst() }) },
  },
  {
    fault: 'what a page asks for is not in the scenario',
    caughtBy: 'reads the whole estate, with an answer of two pages or more',
    subject: {
      ...sound,
      core: { ...fakeCore, plan: () => [{ boundary: 'fake:b0', surface: 'fake:extras', args: {} }] },
    },
  },
  {
    fault: 'an answer carries the number of the call',
    caughtBy: 'can be interrupted at any call and resumed to the same capture',
    subject: {
      ...sound,
      connect(faults) {
        const inner = overTransport(() => undefined)(faults);
        return {
          core: inner.core,
          async open(opened, io) {
            const session = await inner.open(opened, io);
            return {
              close: () => session.close(),
              async read(batch, signal) {
                const answer = await session.read(batch, signal);
                const part = answer.parts[0];
                return { ...answer, parts: [{ ...part, body: { items: itemsOf(part.body) ?? [], call: counter++ } }] };
              },
            };
          },
        };
      },
    },
  },
];

function onlyFirst(): ConnectorScenario['pages'] {
  const seen = new Set<string>();
  const first = scenario.pages.filter(({ task }) => !seen.has(JSON.stringify(task)) && seen.add(JSON.stringify(task)));
  if (!isNonEmpty(first)) throw new Error('nothing was recorded');
  return first;
}

describe('the connector suite', () => {
  for (const { fault, caughtBy, subject } of planted) {
    it(`catches a planted fault: ${fault}`, async () => {
      const check = connectorChecks.find((each) => each.name === caughtBy);
      await expect((async () => await check?.run(subject))()).rejects.toThrow();
    });
  }

  it('has a planted fault for most of its checks', () => {
    const caught = new Set(planted.map((each) => each.caughtBy));
    const without = connectorChecks.map((each) => each.name).filter((name) => !caught.has(name));
    // These three test the collector and the ledger more than the connector, and have planted faults in their own suites.
    expect(without).toEqual([
      'stops at a cursor that stands still, and names it',
      'says so when a page is missing from its capture',
      'tells the same whatever the order of its pages',
    ]);
  });
});
