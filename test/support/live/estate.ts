import * as v from 'valibot';
import type { Json } from '../../../src/base/json.ts';
import { wiring as real, type Wiring } from '../../../src/cli/wiring.ts';
import type { Connector, ConnectorCore, Surface } from '../../../src/contract/connector.ts';
import type { MappedFact } from '../../../src/model/fact.ts';
import type { GapCause } from '../../../src/model/gap.ts';
import type { Task } from '../../../src/model/page.ts';

/*
 * A small live source for the command line: `estate:root` lists accounts; each account has users, and each user is asked for keys. Its
 * settings have a list of surfaces, and it knows what permission each question needs.
 */
const settings = v.strictObject({
  accounts: v.pipe(v.optional(v.number(), 3), v.description('how many accounts there are; default: 3')),
  surfaces: v.pipe(v.optional(v.array(v.picklist(['users', 'keys'])), ['users', 'keys']), v.description('what is read; default: all')),
});
type Settings = v.InferOutput<typeof settings>;

const surface = (name: string, yields: Surface['yields'], change: Partial<Surface> = {}): Surface => ({
  id: `estate:${name}`,
  yields,
  permission: `estate:List-${name}`,
  ifUnread: `which ${name} there are`,
  provesAbsence: 'yes',
  role: 'describes',
  ...change,
});

const at = (boundary: string, name: string, args: Json = {}): Task => ({ boundary, surface: `estate:${name}`, args });

export const estateCore: ConnectorCore<Settings> = {
  id: 'estate',
  mapping: 1,
  surfaces: [
    surface('accounts', ['boundary'], { follows: [] }),
    surface('users', ['identity'], { follows: [] }),
    surface('keys', ['credential'], { follows: ['estate:users'] }),
  ],
  settings,
  limits: [{ service: 'all', perSecond: 1000, concurrency: 1 }],
  roots: () => [at('estate:root', 'accounts')],
  expects: (boundary) => (boundary === 'estate:root' ? [] : ['estate:users', 'estate:keys']),
  asked: (boundary, given) => (boundary === 'estate:root' ? [] : given.surfaces.map((each) => `estate:${each}`)),
  map({ boundary, surface: of }, body) {
    const ids = (body as { readonly ids?: readonly string[] }).ids ?? [];
    const facts = ids.flatMap((id, i): readonly MappedFact[] => {
      const place = { surface: of, key: id, pointer: `/ids/${i}` };
      if (of === 'estate:accounts') return [{ ...place, boundary: id, kind: 'boundary', value: { id, kind: 'account', name: null } }];
      if (of === 'estate:users') return [{ ...place, boundary, kind: 'identity', value: user(id, boundary) }];
      return [{ ...place, boundary, kind: 'provider', value: { id } }];
    });
    return { facts, gaps: [] };
  },
  plan(seen, _stage, given) {
    const users = [...seen.ofKind('boundary')].map((each) => at(each.boundary, 'users'));
    const keys = given.surfaces.includes('keys')
      ? [...seen.ofKind('identity')].map((each) => at(each.boundary, 'keys', { user: each.key }))
      : [];
    return [...users, ...keys];
  },
  planSees: ['boundary', 'identity'],
  resolve: () => [],
  leftOut: () => ['1 other account was not entered: set connectors.estate.accounts'],
  permissions: ({ surfaces }) => [
    {
      name: 'reader',
      purpose: 'Attach it to whoever scans.',
      document: { Statement: [{ Effect: 'Allow', Action: ['estate:List-accounts', ...surfaces.map((each) => `estate:List-${each}`)] }] },
    },
    { name: 'trust', purpose: 'Who may become the reader.', document: { Principal: 'hub' } },
  ],
  permissionOf: (task) => [`estate:List-${task.surface.slice('estate:'.length)}`],
};

function user(id: string, boundary: string): Extract<MappedFact, { readonly kind: 'identity' }>['value'] {
  const told = { natureReason: 'the source does not tell', createdAt: null, tags: {}, providerManaged: false, enabled: null };
  return { id, uid: null, kind: 'user', nature: 'unknown', name: id, boundary, ...told };
}

export interface Server {
  readonly connector: Connector<Settings>;
  /** Questions in the order in which they were asked. */
  readonly calls: string[];
}

/** `refuse`: what a question is refused with, if it is. `before`: waited for before a question is answered. */
export function estateServer(
  refuse: (question: string) => GapCause | undefined = () => undefined,
  before: (call: number, signal: AbortSignal) => Promise<void> = () => Promise.resolve(),
): Server {
  const calls: string[] = [];
  const connector: Connector<Settings> = {
    core: estateCore,
    open: ({ accounts }, io) =>
      Promise.resolve({
        close: () => Promise.resolve(),
        async read([asked], signal) {
          const { boundary, surface: of, args } = asked.task;
          const name = (args as { readonly user?: string }).user;
          const question = `${of} ${boundary}${name === undefined ? '' : ` ${name}`}`;
          await before(calls.push(question), signal);
          const now = new Date(io.now()).toISOString();
          const wire = { sentAt: now, receivedAt: now, providerDate: null, requestId: null, status: 200, raw: null };
          const refused = refuse(question);
          if (refused !== undefined)
            return { parts: [{ ...asked, body: { message: `you may not: ${question}` }, next: null, refused }], wire };
          const ids =
            of === 'estate:accounts'
              ? Array.from({ length: accounts }, (_, i) => `estate:${i}`)
              : of === 'estate:users'
                ? ['ann', 'bo']
                : [`${name ?? ''}-key`];
          return { parts: [{ ...asked, body: { ids }, next: null }], wire };
        },
      }),
  };
  return { connector, calls };
}

/** The program with this source and no other. */
export function estateWiring({ connector }: Server): Wiring {
  return {
    ...real,
    connectors: [estateCore],
    live: { estate: () => Promise.resolve(connector) },
    rules: real.rules.filter((rule) => rule.id === 'blind-spot'),
  };
}
