// The rooms of docs/architecture.md and what each may import. Type-only imports count (tsPreCompilationDeps).

/** room → rooms it may import, beside itself. `{ own: true }` rooms are cut by their sub-folder: siblings may not meet. */
const rooms = {
  'src/base': [],
  'src/http': ['src/base'],
  'src/model': ['src/base'],
  'src/contract': ['src/base', 'src/model'],
  'src/capture': ['src/base', 'src/model', 'src/contract'],
  'src/collect': ['src/base', 'src/model', 'src/contract', 'src/capture', 'src/http'],
  'src/graph': ['src/base', 'src/model'],
  'src/paths': ['src/base', 'src/model', 'src/graph'],
  'src/assurance': ['src/base', 'src/model', 'src/graph', 'src/paths'],
  'src/rules': ['src/base', 'src/model', 'src/contract'],
  'src/judge': ['src/base', 'src/model', 'src/contract', 'src/graph', 'src/paths'],
  'src/history': ['src/base', 'src/model', 'src/contract'],
  'src/run': [
    'src/base',
    'src/http',
    'src/model',
    'src/contract',
    'src/capture',
    'src/collect',
    'src/graph',
    'src/paths',
    'src/assurance',
    'src/judge',
  ],
  'src/demo': [
    'src/base',
    'src/http',
    'src/model',
    'src/contract',
    'src/capture',
    'src/collect',
    'src/graph',
    'src/paths',
    'src/assurance',
    'src/rules',
    'src/judge',
    'src/history',
    'src/run',
    'connectors',
    'reports',
  ],
};
const pure = ['src/model', 'src/graph', 'src/paths', 'src/assurance', 'src/rules', 'src/judge', 'reports'];
const code = '^(src|connectors|reports)/';
const under = (paths) => `^(${paths.join('|')})/`;

const roomRules = Object.entries(rooms).map(([room, allowed]) => ({
  name: `room-${room.replaceAll('/', '-')}`,
  comment: `${room} may import ${allowed.length === 0 ? 'nothing of ours' : allowed.join(', ')}`,
  severity: 'error',
  from: { path: `^${room}/` },
  to: { path: code, pathNot: under([room, ...allowed]) },
}));

export default {
  forbidden: [
    ...roomRules,
    {
      name: 'room-connectors',
      comment: 'a connector may import base, model, contract and http, what rules share (never a rule), and never a sibling',
      severity: 'error',
      from: { path: '^connectors/([^/]+)/' },
      to: {
        path: code,
        pathNot: ['^connectors/$1/', under(['src/base', 'src/model', 'src/contract', 'src/http']), '^src/rules/[^/]+\\.ts$'],
      },
    },
    {
      name: 'room-aws-policy',
      comment: 'the policy evaluator is published by itself: it may import base, and nothing of the connector around it',
      severity: 'error',
      from: { path: '^connectors/aws/policy/' },
      to: { path: code, pathNot: ['^connectors/aws/policy/', '^src/base/'] },
    },
    {
      name: 'aws-policy-before-rights-before-resolve',
      comment: 'rights are worked out from policies alone; only resolve knows facts',
      severity: 'error',
      from: { path: '^connectors/aws/rights/' },
      to: { path: '^connectors/aws/', pathNot: '^connectors/aws/(rights|policy)/' },
    },
    {
      name: 'room-reports',
      comment: 'a reporter may import base, model and contract, and never a sibling',
      severity: 'error',
      from: { path: '^reports/([^/]+)/' },
      to: { path: code, pathNot: ['^reports/$1/', under(['src/base', 'src/model', 'src/contract'])] },
    },
    {
      name: 'rules-are-siblings',
      comment: 'a rule may import what rules share, and never another rule',
      severity: 'error',
      from: { path: '^src/rules/([^/]+)/' },
      to: { path: '^src/rules/[^/]+/', pathNot: '^src/rules/$1/' },
    },
    {
      name: 'only-lists-know-plug-ins',
      comment: 'concrete plug-ins are named by the list files and the cli alone',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(cli|rules)/' },
      to: { path: '^(connectors|reports)/' },
    },
    {
      name: 'library-without-plug-ins-or-cli',
      comment: 'the library surface re-exports; plug-ins come by subpath, so that a user loads only what they name',
      severity: 'error',
      from: { path: '^src/index\\.ts$' },
      to: { path: '^(src/cli|src/demo|src/rules/[^/]+|connectors|reports)/' },
    },
    {
      name: 'nobody-imports-the-cli',
      comment: 'the cli is the outermost room',
      severity: 'error',
      from: { path: code, pathNot: '^src/cli/' },
      to: { path: '^src/cli/' },
    },
    {
      name: 'nobody-imports-tests',
      comment: 'tests, scripts and benchmarks are not part of the product',
      severity: 'error',
      from: { path: code },
      to: { path: '^(test|scripts|bench)/' },
    },
    {
      name: 'pure-rooms-load-nothing-that-reaches-out',
      comment: 'no network, disk, clock or process in pure rooms',
      severity: 'error',
      from: {
        path: `${under(pure)}|^connectors/[^/]+/(core\\.ts|calls/|plan/|surfaces/|policy/|rights/|resolve/|escalation/|explain/|rules/)`,
      },
      to: { dependencyTypes: ['core'], pathNot: '^(crypto|util|url)$' },
    },
    {
      name: 'only-open-loads-an-sdk',
      comment: 'replay and an auditor need no SDK',
      severity: 'error',
      from: { path: code, pathNot: '^connectors/[^/]+/(open|credentials)\\.ts$' },
      to: { path: 'node_modules/(@aws-sdk|@smithy|@azure|@microsoft)/' },
    },
    {
      name: 'only-an-engine-loads-its-driver',
      comment: 'whoever keeps no history, or keeps it elsewhere, loads no driver of a store',
      severity: 'error',
      from: { path: code, pathNot: '^src/history/(sqlite|postgres|sql)/' },
      to: { path: '^(node:)?sqlite$|node_modules/(pg|pg-[^/]+|kysely)/' },
    },
    {
      name: 'connectors-touch-no-disk',
      comment: 'connectors have no disk and no process of their own; credentials.ts excepted',
      severity: 'error',
      from: { path: '^connectors/', pathNot: '^connectors/[^/]+/credentials\\.ts$' },
      to: { dependencyTypes: ['core'], path: '^(fs|fs/promises|child_process|worker_threads|cluster|net|tls|http|https|http2|dgram|dns)$' },
    },
    { name: 'no-cycles', comment: 'arrows point inward and never turn back', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-dev-dependencies',
      comment: 'the product runs on what it declares',
      severity: 'error',
      from: { path: code },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
    { name: 'resolvable', comment: 'every import leads somewhere', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
