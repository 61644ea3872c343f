// What deciding costs: single calls on compiled documents, and a whole account at once against JSON.parse of its document. Prints;
// judges nothing.
//   node bench/evaluate.ts [roles]
import { evaluateAll } from '../connectors/aws/policy/batch/index.ts';
import type { BatchRequest } from '../connectors/aws/policy/batch/index.ts';
import type { AccessRequest } from '../connectors/aws/policy/access.ts';
import { compile } from '../connectors/aws/policy/compile/policy.ts';
import { evaluateAccess } from '../connectors/aws/policy/decide/evaluate.ts';
import { capabilityRows, universeOf } from '../connectors/aws/resolve/capabilities.ts';
import type { AuthorizationDetails } from './estate/details.ts';
import { asPrinted } from './estate/details.ts';
import { diceOf } from './estate/dice.ts';
import { generateEstate, principalsOf } from './estate/estate.ts';

const roles = Number(process.argv[2] ?? 50_000);
const context = {
  'aws:CurrentTime': '2026-11-01T00:00:00Z',
  'aws:RequestedRegion': 'eu-west-1',
  'aws:SourceIp': '10.1.2.3',
  'aws:MultiFactorAuthPresent': 'true',
  'aws:ViaAWSService': 'false',
};
const privileged: readonly BatchRequest[] = capabilityRows.map(({ action, on }) => ({
  action,
  resource: (account, partition) => (on === 'none' ? '*' : universeOf(on, partition, account).replaceAll('*', 'orders-api')),
}));

/** Wall and processor time: the machine may be shared. */
function timed<T>(work: () => T): { readonly value: T; readonly ms: number; readonly cpu: number } {
  const [started, cpu] = [performance.now(), process.cpuUsage()];
  const value = work();
  const { user, system } = process.cpuUsage(cpu);
  return { value, ms: performance.now() - started, cpu: (user + system) / 1000 };
}

function print(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

function single(): void {
  const estate = generateEstate({ seed: 11, accounts: 6, roles: 300, users: 60 });
  const dice = diceOf(5);
  const members = estate.accounts.slice(1).flatMap((account) => account.principals);
  const pairs = Array.from({ length: 20_000 }, (): AccessRequest => {
    const { account, ...principal } = dice.pick(members);
    const { action, resource } = dice.pick(privileged);
    return {
      ...principal,
      action,
      resource: typeof resource === 'string' ? resource : resource(account, 'aws'),
      resourceAccount: account,
      identityPolicies: principal.identityPolicies.map((each) => compile(each, 'identity')),
      ...(principal.permissionsBoundary === undefined ? {} : { permissionsBoundary: compile(principal.permissionsBoundary, 'identity') }),
      serviceControlPolicies: (principal.serviceControlPolicies ?? []).map((node) => node.map((each) => compile(each, 'scp'))),
    };
  });
  const known = pairs.map((pair) => ({ ...pair, context }));
  const partly = known.map((pair) => ({ ...pair, unknownKeys: ['aws:SourceIp', 'aws:RequestedRegion'] }));
  for (const [name, requests, times] of [
    ['context given', known, 40],
    ['two keys unknown', partly, 10],
    ['nothing known of the request', pairs, 10],
  ] as const) {
    let depends = 0;
    const round = (): void => {
      for (const request of requests) if (evaluateAccess(request).decision === 'depends') depends++;
    };
    round();
    depends = 0;
    const { ms, cpu } = timed(() => {
      for (let time = 0; time < times; time++) round();
    });
    const count = requests.length * times;
    const [perSecond, perCpu] = [ms, cpu].map((each) => `${Math.round(count / each)},000`);
    print(
      `${name.padEnd(28)} ${perSecond ?? ''} decisions/s (${perCpu ?? ''} by processor time), ${Math.round((100 * depends) / count)}% depend`,
    );
  }
}

function whole(): void {
  const [account] = generateEstate({ seed: 7, accounts: 1, roles, users: Math.ceil(roles / 100) }).accounts;
  if (account === undefined) throw new Error('the estate has no account');
  const text = asPrinted(account.details);
  const parsed = timed(() => JSON.parse(text) as AuthorizationDetails);
  print('', `${roles} roles and their users × ${privileged.length} privileged actions`);
  print(
    `JSON.parse of the account     ${Math.round(parsed.ms)} ms (${Math.round(parsed.cpu)} ms of processor), ${(text.length / 1e6).toFixed(1)} MB`,
  );
  // documents as a reader has them: each its own object, however many are alike
  const principals = principalsOf(account.id, parsed.value, undefined);
  const all = account.principals.length;
  const guarded = generateEstate({ seed: 11, accounts: 2, roles: 1, users: 1 }).accounts[1]?.path.map((node) => node.policies) ?? [];
  const member = principals.map((principal) => ({ ...principal, serviceControlPolicies: guarded }));
  for (const [name, input] of [
    ['context given', { principals, context }],
    ['nothing known', { principals }],
    ['context given, in an organization', { principals: member, context }],
    ['nothing known, in an organization', { principals: member }],
  ] as const) {
    const { value, ms, cpu } = timed(() => evaluateAll({ ...input, requests: privileged }));
    const { pairs, byBits, byLikeness, evaluated, documents, profiles } = value.work;
    print(
      name,
      `  ${Math.round(ms)} ms = ${(ms / parsed.ms).toFixed(1)} × JSON.parse (${Math.round(cpu)} ms of processor), ${Math.round(pairs / ms / 1000)} million decisions/s`,
      `  ${pairs} pairs of ${all} principals: ${byBits} by bits, ${byLikeness} by likeness, ${evaluated} evaluated`,
      `  ${documents} documents, ${profiles} profiles; ${JSON.stringify(value.counts)}`,
    );
  }
  print(`${Math.round(process.resourceUsage().maxRSS / 1e3)} MB at most`);
}

single();
whole();
