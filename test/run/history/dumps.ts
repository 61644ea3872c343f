import { generateEstate } from '../../../bench/estate/estate.ts';
import { diceOf } from '../../../bench/estate/dice.ts';
import type { Instant } from '../../../src/base/instant.ts';
import { memoryCapture } from '../../../src/capture/archive.ts';
import { wiring } from '../../../src/cli/wiring.ts';
import type { CaptureReader } from '../../../src/contract/capture.ts';
import { memoryEngine } from '../../../src/history/memory/memory.ts';
import { historyStore } from '../../../src/history/store.ts';
import type { HistoryStore } from '../../../src/contract/store.ts';
import { analyze, type Analysis } from '../../../src/run/analyze.ts';
import { readConfiguration, type Configuration } from '../../../src/run/configuration.ts';
import type { RecordingOutcome } from '../../../src/run/history/recording.ts';
import { captureDumps } from '../../../src/run/import.ts';

/** A file of an account's details, as plain data that a test may change. */
export interface Details {
  UserDetailList: Principal[];
  GroupDetailList: Principal[];
  RoleDetailList: Principal[];
  Policies: Record<string, unknown>[];
  [rest: string]: unknown;
}
export interface Principal {
  Arn: string;
  AttachedManagedPolicies: { PolicyName: string; PolicyArn: string }[];
  [rest: string]: unknown;
}

export const plain = readConfiguration({}, wiring);

/** The details of the one account of an invented estate; always the same for a seed. */
export function estateDetails(seed: number, roles = 40, users = 12): Details {
  const [account] = generateEstate({ seed, accounts: 1, roles, users }).accounts;
  if (account === undefined) throw new Error('an estate without accounts');
  return structuredClone(account.details) as unknown as Details;
}

/** The same with every list in another order, and with roles used later. */
export function shuffled(details: Details, seed: number, used: Instant): Details {
  const dice = diceOf(seed);
  const mixed = <T>(list: readonly T[]): T[] =>
    list
      .map((item) => ({ item, place: dice.roll(1e6) }))
      .sort((a, b) => a.place - b.place)
      .map(({ item }) => item);
  const principal = (of: Principal): Principal => {
    const lists = ['AttachedManagedPolicies', 'UserPolicyList', 'GroupPolicyList', 'RolePolicyList', 'GroupList', 'Tags'];
    const entries = Object.entries(of).map(([name, value]) => [name, lists.includes(name) ? mixed(value as unknown[]) : value]);
    const last = of['RoleLastUsed'] as { readonly LastUsedDate?: string } | undefined;
    const use = last?.LastUsedDate === undefined ? {} : { RoleLastUsed: { ...last, LastUsedDate: used } };
    return { ...(Object.fromEntries(entries) as Principal), ...use };
  };
  return {
    ...details,
    UserDetailList: mixed(details.UserDetailList).map(principal),
    GroupDetailList: mixed(details.GroupDetailList).map(principal),
    RoleDetailList: mixed(details.RoleDetailList).map(principal),
    Policies: mixed(details.Policies),
  };
}

export function dumpCapture(details: object, readAt?: Instant, configuration: Configuration = plain): Promise<CaptureReader> {
  const text = JSON.stringify(details);
  const open = async function* (): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(Buffer.from(text));
  };
  const file = { format: 'aws-authorization-details', name: 'details.json', open };
  return captureDumps(memoryCapture(), [file], wiring.connectors, configuration, readAt);
}

export function memoryStore(): HistoryStore {
  return historyStore(memoryEngine());
}

export type Recorded = Extract<RecordingOutcome, { readonly how: 'recorded' }>;

export interface Told extends Analysis {
  readonly recorded: Recorded;
}

/** Analyses and records; anything but a run recorded whole fails the test. */
export async function told(
  store: HistoryStore,
  capture: CaptureReader,
  asOf: Instant,
  configuration: Configuration = plain,
): Promise<Told> {
  const analysis = await analyze({
    capture,
    connectors: wiring.connectors,
    configuration,
    asOf,
    clock: () => 0,
    recording: { store, now: () => 0 },
  });
  const { recorded } = analysis;
  if (recorded?.how !== 'recorded') throw recorded?.how === 'failed' ? recorded.error : new Error('the run was not recorded');
  return { ...analysis, recorded };
}
