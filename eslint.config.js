// @ts-check
import tseslint from 'typescript-eslint';

/** Rooms whose code is pure: no network, disk, clock, randomness, environment or console, and no `await`. */
const pure = [
  'src/model/**',
  'src/graph/**',
  'src/paths/**',
  'src/assurance/**',
  'src/rules/**',
  'src/judge/**',
  'reports/**',
  'connectors/*/core.ts',
  'connectors/*/calls/**',
  'connectors/*/plan/**',
  'connectors/*/surfaces/**',
  'connectors/*/policy/**',
  'connectors/*/rights/**',
  'connectors/*/resolve/**',
  'connectors/*/escalation/**',
  'connectors/*/explain/**',
  'connectors/*/scopes.ts',
  'connectors/*/rules/**',
];
const impureGlobals = [
  'process',
  'console',
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'performance',
  'crypto',
  'navigator',
  'WebSocket',
  'XMLHttpRequest',
].map((name) => ({ name, message: 'pure rooms may not reach outside (docs/architecture.md)' }));
const clockAndChance = [
  { object: 'Date', property: 'now', message: 'time comes in as data' },
  { object: 'Math', property: 'random', message: 'randomness comes in as data' },
];
const newDate = { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'time comes in as data' };
const builtins = { regex: '^node:(?!util$|crypto$|url$)', message: 'pure rooms may not load what reaches outside' };

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'out/', '.live/', 'coverage/', 'test/architecture/planted/'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
      '@typescript-eslint/prefer-readonly': 'error',
      'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'named exports only' }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // Values from outside are typed by what we hope they are; checking them again is the point.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // `Instant | 'never'` says more to a reader than `string`.
      '@typescript-eslint/no-redundant-type-constituents': 'off',
      eqeqeq: 'error',
      'no-param-reassign': 'error',
    },
  },
  // Only the shell, and what is told the time by it, may know the real clock, print or end the process.
  {
    files: ['src/**/*.ts', 'connectors/**/*.ts', 'reports/**/*.ts'],
    ignores: ['src/cli/**', 'src/base/**'],
    rules: {
      'no-console': 'error',
      'no-restricted-properties': [
        'error',
        ...clockAndChance,
        { object: 'process', property: 'exit', message: 'only the cli ends the process' },
      ],
    },
  },
  {
    files: ['connectors/**/*.ts'],
    ignores: ['connectors/*/credentials.ts'],
    rules: { 'no-restricted-globals': ['error', ...impureGlobals.filter(({ name }) => ['process', 'console', 'fetch'].includes(name))] },
  },
  {
    files: pure.map((glob) => (glob.endsWith('.ts') ? glob : `${glob}/*.ts`)),
    rules: {
      'no-restricted-globals': ['error', ...impureGlobals],
      'no-restricted-properties': ['error', ...clockAndChance],
      'no-restricted-imports': ['error', { patterns: [builtins] }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'named exports only' },
        { selector: 'AwaitExpression', message: 'pure rooms do not wait' },
        newDate,
      ],
    },
  },
  // It is handed bytes and the time. It may wait, for the verifier of signatures does, and may check the checksum of what it expands.
  {
    files: ['src/due/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', ...impureGlobals],
      'no-restricted-properties': ['error', ...clockAndChance],
      'no-restricted-imports': ['error', { patterns: [{ ...builtins, regex: '^node:(?!util$|crypto$|url$|zlib$)' }] }],
      'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'named exports only' }, newDate],
    },
  },
  // Evidence is made out and checked from bytes: no network, disk, clock, randomness or environment. It may wait, for a verifier of
  // certificates does, and may expand what is compressed.
  {
    files: ['log', 'envelope', 'items', 'check', 'pack'].map((room) => `src/evidence/${room}/**/*.ts`),
    rules: {
      'no-restricted-globals': ['error', ...impureGlobals],
      'no-restricted-properties': ['error', ...clockAndChance],
      'no-restricted-imports': ['error', { patterns: [{ ...builtins, regex: '^node:(?!util$|crypto$|url$|zlib$)' }] }],
      'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'named exports only' }, newDate],
    },
  },
  {
    files: ['test/**/*.ts', 'scripts/**/*.ts', 'bench/**/*.ts', '*.config.ts'],
    rules: {
      'no-restricted-syntax': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
);
