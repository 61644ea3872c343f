import fc from 'fast-check';
import type { Permission } from '../../../connectors/microsoft/azure/facts.ts';
import { seeded } from './emulator.ts';

/** Rights of an Azure estate, as the emulator's control takes them, and requests to ask it about. */
export interface Estate {
  readonly roles: readonly { readonly id: string; readonly permissions: readonly Permission[] }[];
  readonly assignments: readonly {
    readonly id: string;
    readonly principal: string;
    readonly role: number;
    readonly scope: string;
    readonly condition: string | null;
  }[];
  readonly denies: readonly {
    readonly id: string;
    readonly principals: readonly (string | 'everyone')[];
    readonly excluded: readonly string[];
    readonly permission: Permission;
    readonly scope: string;
    readonly notToChildren: boolean;
  }[];
}

export interface Question {
  readonly identities: readonly string[];
  readonly action: string;
  readonly scope: string;
  /** By the attribute as a condition writes it. Of `labels` there may be several. */
  readonly attributes: Readonly<Record<string, string | readonly string[]>>;
}

const subscription = `/subscriptions/${seeded.subscription}`;
const groups = ['one', 'two'].map((name) => `${subscription}/resourceGroups/${name}`);
const vaults = groups.flatMap((group) => ['a', 'b'].map((name) => `${group}/providers/Microsoft.KeyVault/vaults/${name}`));
export const scopes: readonly string[] = [subscription, ...groups, ...vaults, `${vaults[0] ?? ''}/secrets/app`];

const people = ['1', '2', '3', '4'].map((digit) => `${digit.repeat(8)}-aaaa-4aaa-8aaa-${digit.repeat(12)}`);
const actions = [
  'Microsoft.KeyVault/vaults/secrets/getSecret/action',
  'Microsoft.KeyVault/vaults/secrets/setSecret/action',
  'Microsoft.KeyVault/vaults/secrets/readMetadata/action',
  'Microsoft.KeyVault/vaults/keys/sign/action',
  'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read',
  'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write',
];
const patterns = [
  ...actions,
  '*',
  '*/read',
  '*/action',
  'Microsoft.KeyVault/*',
  'microsoft.keyvault/vaults/secrets/*/action',
  'Microsoft.Storage/*/blobs/*',
  'Microsoft.KeyVault/vaults/*/sign/*',
];
const named = ['@Resource[Microsoft.KeyVault/vaults/secrets:name]', '@Request[Microsoft.KeyVault/vaults/secrets:kind]', '@Principal[team]'];
const many = '@Resource[Microsoft.KeyVault/vaults:labels]';
const values = ['app', 'App', 'application', 'db', 'ops'];

const guid = fc.uuid();
const some = <T>(of: readonly T[], max: number): fc.Arbitrary<readonly T[]> => fc.subarray([...of], { minLength: 1, maxLength: max });
const permission: fc.Arbitrary<Permission> = fc.record({
  actions: fc.constant([]),
  notActions: fc.constant([]),
  dataActions: some(patterns, 3),
  notDataActions: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, some(patterns, 2)),
});

const quoted = (text: string): string => `'${text}'`;
const operators = [
  'StringEquals',
  'StringNotEquals',
  'StringEqualsIgnoreCase',
  'StringNotEqualsIgnoreCase',
  'StringStartsWith',
  'StringNotStartsWith',
];
const quantifiers = ['ForAnyOfAnyValues', 'ForAllOfAnyValues', 'ForAnyOfAllValues', 'ForAllOfAllValues'];
const leaf = fc.oneof(
  some(patterns, 1).map(([pattern = '*']) => `ActionMatches{${quoted(pattern)}}`),
  fc
    .tuple(fc.constantFrom(...named), fc.constantFrom(...operators), fc.constantFrom(...values))
    .map(([attribute, operator, value]) => `${attribute} ${operator} ${quoted(value)}`),
  fc
    .tuple(fc.constantFrom(...quantifiers), fc.constantFrom(...operators), some(values, 3))
    .map(([quantifier, operator, of]) => `${many} ${quantifier}:${operator} {${of.map(quoted).join(', ')}}`),
  fc.constantFrom(...named, many).map((attribute) => `Exists ${attribute}`),
);
const condition: fc.Arbitrary<string> = fc.letrec<{ tree: string }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.tuple(tie('tree'), fc.constantFrom('AND', 'OR'), tie('tree')).map(([left, word, right]) => `(${left} ${word} ${right})`),
    tie('tree').map((inner) => `!(${inner})`),
  ),
})).tree;

export const estates: fc.Arbitrary<Estate> = fc.record({
  roles: fc.array(fc.record({ id: guid, permissions: fc.array(permission, { minLength: 1, maxLength: 1 }) }), {
    minLength: 6,
    maxLength: 10,
  }),
  assignments: fc.uniqueArray(
    fc.record({
      id: guid,
      principal: fc.constantFrom(...people),
      role: fc.nat({ max: 5 }),
      scope: fc.constantFrom(...scopes),
      condition: fc.option(condition, { freq: 3 }),
    }),
    { minLength: 14, maxLength: 22, selector: ({ principal, role, scope }) => `${principal} ${role} ${scope}` },
  ),
  denies: fc.array(
    fc.record({
      id: guid,
      principals: fc.oneof(some(people, 2), fc.constant(['everyone'] as const)),
      excluded: fc.subarray([...people], { maxLength: 1 }),
      permission,
      scope: fc.constantFrom(...scopes),
      notToChildren: fc.boolean(),
    }),
    { minLength: 0, maxLength: 2 },
  ),
});

/** One in four is asked with an attribute or more untold. */
export const questions: fc.Arbitrary<Question> = fc.record({
  identities: some(people, 2),
  action: fc.constantFrom(...actions),
  scope: fc.constantFrom(...scopes),
  attributes: fc
    .tuple(
      fc.tuple(...named.map(() => fc.constantFrom(...values))),
      some(values, 3),
      fc.oneof({ weight: 3, arbitrary: fc.constant([] as readonly string[]) }, some([...named, many], 4)),
    )
    .map(([ones, labels, untold]) => {
      const told = [...named.map((name, at) => [name, ones[at] ?? ''] as const), [many, labels] as const];
      return Object.fromEntries(told.filter(([name]) => !untold.includes(name)));
    }),
});

/** How many attributes a question can tell. */
export const attributeCount = named.length + 1;
