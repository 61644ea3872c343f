// `npm run new:connector -- ID`: core, one surface, list entry and the contract suite of a new connector.
import { camelCase, enlist, enlistPair, idGiven, writeNew } from './scaffold.ts';

const id = idGiven('npm run new:connector -- CONNECTOR-ID');
const name = camelCase(id);

await writeNew({
  [`connectors/${id}/surfaces/users.ts`]: `import * as v from 'valibot';
import type { Json } from '../../../src/base/json.ts';
import type { Mapped, Surface } from '../../../src/contract/connector.ts';
import type { MappedFact } from '../../../src/model/fact.ts';
import type { Gap } from '../../../src/model/gap.ts';
import type { Task } from '../../../src/model/page.ts';

export const users: Surface = {
  id: '${id}:users',
  yields: ['boundary', 'identity'],
  permission: 'the least that lists users',
  ifUnread: 'who can act here',
  provesAbsence: 'no',
  role: 'grants',
};

/** Asks only for fields that are used; nothing that decides access has a default. */
const user = v.object({ id: v.string(), name: v.string() });
const page = v.object({ users: v.array(v.unknown()) });

export function mapUsers({ boundary, surface }: Task, body: Json): Mapped {
  const read = v.safeParse(page, body);
  if (!read.success) return { facts: [], gaps: [{ boundary, surface, cause: 'malformed', detail: 'the page holds no list of users' }] };
  const facts: MappedFact[] = [{ kind: 'boundary', boundary, surface, key: boundary, value: { id: boundary, kind: '${id}', name: null }, pointer: '' }];
  const gaps: Gap[] = [];
  read.output.users.forEach((item, index) => {
    const pointer = \`/users/\${index}\`;
    const parsed = v.safeParse(user, item);
    if (!parsed.success) {
      gaps.push({ boundary, surface, cause: 'malformed', detail: \`the user at \${pointer} does not parse: \${parsed.issues[0].message}\` });
      return;
    }
    const { id: uid, name: login } = parsed.output;
    const value = { id: \`${id}:user/\${uid}\`, uid, kind: 'user', nature: 'unknown', natureReason: 'nothing tells', name: login, boundary, createdAt: null, tags: {}, providerManaged: false, enabled: null } as const;
    facts.push({ kind: 'identity', boundary, surface, key: value.id, value, pointer });
  });
  return { facts, gaps };
}
`,
  [`connectors/${id}/core.ts`]: `import * as v from 'valibot';
import type { ConnectorCore } from '../../src/contract/connector.ts';
import { mapUsers, users } from './surfaces/users.ts';

const settings = v.strictObject({ boundary: v.pipe(v.optional(v.string(), 'main'), v.description('which of them to read; default: main')) });

export const ${name}Core: ConnectorCore<v.InferOutput<typeof settings>> = {
  id: '${id}',
  mapping: 1,
  surfaces: [users],
  settings,
  limits: [{ service: '${id}', perSecond: 5, concurrency: 2 }],
  roots: ({ boundary }) => [{ boundary: \`${id}:\${boundary}\`, surface: users.id, args: {} }],
  expects: () => [users.id],
  map: mapUsers,
  resolve: () => [],
};
`,
  [`test/connectors/${id}/map.test.ts`]: `import { describe, expect, it } from 'vitest';
import { ${name}Core } from '../../../connectors/${id}/core.ts';

const task = { boundary: '${id}:main', surface: '${id}:users', args: {} };

describe('users of ${id}', () => {
  it('makes an identity of each', () => {
    const { facts, gaps } = ${name}Core.map(task, { users: [{ id: 'u1', name: 'ann' }] });
    expect(facts.map((fact) => fact.key)).toEqual(['${id}:main', '${id}:user/u1']);
    expect(gaps).toEqual([]);
  });

  it('names the item that does not parse and keeps the rest', () => {
    const { facts, gaps } = ${name}Core.map(task, { users: [{ id: 7 }, { id: 'u2', name: 'bo' }] });
    expect(gaps.map((gap) => gap.cause)).toEqual(['malformed']);
    expect(facts.map((fact) => fact.key)).toContain('${id}:user/u2');
  });
});
`,
});
enlist('connectors/list.ts', `import { ${name}Core } from './${id}/core.ts';`, `  ${name}Core,`);
enlistPair('connectors/explaining.ts', `  ['${id}', async () => (await import('./${id}/core.ts')).${name}Core],`);
process.stdout.write(
  `next: npx vitest run test/connectors/${id}; then open.ts (the only file that may load an SDK), and the connector suite in test/contract\n`,
);
