import fc from 'fast-check';
import { expandSmallGraph } from '../../src/judge/small.ts';
import type { GraphInput } from '../../src/graph/input.ts';
import { capabilities } from '../../src/model/capability.ts';
import type { Grant, Link } from '../../src/model/grant.ts';

const plain = { noNullPrototype: true } as const;

/** Texts that a template could trip over: its own signs, parts of others, nothing, and what is no well-formed Unicode. */
export const hostile = fc.oneof(
  fc.constantFrom(
    '',
    '¤',
    '¤0',
    '¤¤1',
    '/',
    ':',
    'a/b',
    'abc',
    'aws:abc',
    'pool:aws:abc:unread',
    '😀',
    '\ud800',
    '\0',
    '__proto__',
    '"\\',
    '/1/02/3',
  ),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const id = fc.oneof(
  fc.constantFrom('arn:aws:iam::111122223333:role/ops', 'arn:aws:iam::111122223333:role/abc', 'service:abc', 'AROA1'),
  hostile,
);
const boundary = fc.oneof(fc.constantFrom('aws:111122223333', 'aws:444455556666'), hostile);
const texts = fc.array(fc.oneof(fc.constant('nothing ends it'), fc.constant('attached policy x was not listed'), hostile), {
  maxLength: 3,
});
const persistence = fc.constantFrom('session', 'eligible', 'activated', 'time-bound', 'standing');
const time = fc.option(fc.constantFrom(0, 1, 1_700_000_000_000, -5));
const how = fc.constantFrom('member-of', 'can-assume', 'owns');
const detail = fc.dictionary(hostile, fc.oneof(hostile, fc.boolean(), fc.constant(null), fc.integer()), {
  maxKeys: 4,
  noNullPrototype: true,
});

const authority = fc.record({
  boundary,
  bounds: fc.record({ lo: persistence, hi: persistence }, plain),
  presence: fc.constantFrom('certain', 'possible', 'refuted'),
  windows: fc.array(fc.record({ from: time, until: time }, plain), { maxLength: 2 }),
  endsBy: fc.constantFrom('provider', 'nothing'),
  gate: fc.constantFrom('none', 'approved'),
  because: texts,
  conditions: fc.array(fc.record({ text: hostile, settled: fc.constantFrom('decided', 'outside') }, plain), { maxLength: 2 }),
  caveats: texts,
  evidence: fc.array(
    fc.record(
      { page: hostile, pointer: fc.oneof(fc.constantFrom('/a/1', '/a/12/b/0', '/a/007', '/a/4294967296', '/¤/1'), hostile) },
      plain,
    ),
    {
      maxLength: 3,
    },
  ),
  escalation: fc.option(hostile, { nil: undefined }),
  gatedBy: fc.option(fc.oneof(fc.constantFrom('entra/t/policy/a', 'entra/t/policy/b'), hostile), { nil: undefined }),
});

const parts = fc.record({
  shared: authority,
  type: fc.constantFrom('grant', 'link'),
  one: id,
  two: id,
  source: fc.record({ id: fc.oneof(id, hostile), kind: hostile, name: hostile, boundary }),
  capability: fc.constantFrom(...capabilities),
  how,
  openness: fc.constantFrom('exact', 'any', 'none'),
  through: fc.array(fc.record({ how, from: id, to: id }, plain), { maxLength: 2 }),
  detail,
  glue: fc.constantFrom('|', '', '¤', '¤1'),
});

/** Elements whose texts are made of each other's, each key once for its type. */
export const anyElements = fc.array(parts, { maxLength: 24 }).map((all) => {
  const byKey = new Map<string, Grant | Link>();
  for (const { shared, type, one, two, source, capability, how, openness, through, detail, glue } of all) {
    const { escalation, gatedBy, ...rest } = shared;
    const own = {
      ...rest,
      ...(escalation === undefined ? {} : { escalation }),
      ...(gatedBy === undefined ? {} : { gatedBy }),
    } as unknown as Omit<Grant, 'type'>;
    const key = [type, one, source.id, two].join(glue);
    const whole = { id: `${one}${glue}${source.id}`, kind: source.kind, name: `${source.name} of ${two}`, boundary: source.boundary };
    const element =
      type === 'grant'
        ? ({ ...own, type, key, source: whole, subject: one, capability, scope: two, through } as Grant)
        : ({ ...own, type, key, source: whole, from: one, to: two, how, openness, detail } as unknown as Link);
    byKey.set(`${type} ${key}`, element);
  }
  return [...byKey.values()];
});

/** Identities with anything in them, some told of twice. */
export const anyIdentities = fc.array(
  fc.record(
    {
      id,
      uid: fc.option(fc.oneof(fc.constantFrom('AROA1', 'AROA2'), hostile)),
      name: hostile,
      natureReason: hostile,
      boundary: fc.option(boundary),
      createdAt: fc.option(
        fc.constantFrom(
          '2024-03-01T09:00:00.000Z',
          '2024-02-29T23:59:59.120Z',
          '2024-02-30T00:00:00.000Z',
          '0001-01-01T00:00:00.000Z',
          'soon',
        ),
      ),
      tags: fc.dictionary(hostile, hostile, { maxKeys: 3, noNullPrototype: true }),
      enabled: fc.option(fc.boolean()),
      deletedAt: hostile,
      handles: fc.array(fc.record({ kind: hostile, value: hostile, immutable: fc.boolean() }, plain), { maxLength: 2 }),
    },
    { requiredKeys: ['id', 'uid', 'name', 'natureReason', 'boundary', 'createdAt', 'tags', 'enabled'], ...plain },
  ),
  { maxLength: 8 },
);

/** An estate of these. */
export function inputOf(elements: readonly (Grant | Link)[], identities: readonly (object & { readonly id: string })[] = []): GraphInput {
  const distinct = identities.filter((each, at) => identities.findIndex((other) => other.id === each.id) === at);
  const small = expandSmallGraph({
    name: 'any',
    boundaries: [{ id: 'aws:111122223333' }, { id: 'aws:444455556666' }],
    identities: distinct,
    credentials: distinct.map((each, at) => ({ id: `${at}`, identity: each.id })),
    usage: distinct.map((each) => ({ identity: each.id })),
    activationPolicies: distinct.map((each) => ({ id: each.id, name: each.id })),
    lifeCycleEvents: distinct.map((each) => ({ id: each.id, type: 'activated', subject: each.id })),
    serviceUsage: distinct.map((each) => ({ identity: each.id, service: 'iam' })),
  });
  return { ...small, elements };
}
