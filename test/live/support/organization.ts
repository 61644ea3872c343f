import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as soon } from 'node:timers/promises';
import { vi } from 'vitest';
import { awsConnector } from '../../../connectors/aws/open.ts';
import type { LiveSurface } from '../../../connectors/aws/settings.ts';
import { liveSurfaces } from '../../../connectors/aws/settings.ts';
import { memoryCapture } from '../../../src/capture/archive.ts';
import { wiring } from '../../../src/cli/wiring.ts';
import type { CollectIo } from '../../../src/collect/io.ts';
import type { CaptureWriter } from '../../../src/contract/capture.ts';
import type { Report } from '../../../src/model/report.ts';
import { readConfiguration, type Configuration } from '../../../src/run/configuration.ts';
import { scan, type Scan } from '../../../src/run/scan.ts';
import { startMoto, type Moto, type MotoNeeds } from './moto.ts';
import { startProxy, type Correction, type Proxy } from './proxy.ts';

/** What organization.py made, and what it says must be true of it. */
export interface World {
  readonly findings: readonly { readonly rule: string; readonly subject: string }[];
  readonly clean: readonly { readonly subject: string; readonly rules: readonly string[] }[];
  readonly paths: readonly {
    readonly identity: string;
    readonly capability: string;
    readonly scope: string;
    readonly persistence: string;
  }[];
  /** Of every account that can be entered: what there is to ask for. */
  readonly accounts: Readonly<Record<string, AccountWorld>>;
  readonly closed: readonly string[];
  readonly names: Readonly<Record<'prod' | 'staging' | 'sandbox' | 'security' | 'closed', string>>;
  readonly externalId: string;
  readonly management: string;
  readonly organization: string;
  readonly region: string;
  /** The root and the units below it. */
  readonly units: readonly string[];
  readonly policies: Readonly<Record<string, readonly string[]>>;
  readonly delegated: readonly string[];
  readonly identityCenter: Readonly<Record<'sets' | 'users' | 'groups' | 'assignedGroups', readonly string[]>>;
  /** The accounts in which permission sets are assigned. */
  readonly assigned: readonly { readonly set: string; readonly account: string }[];
  readonly center: { readonly user: string; readonly group: string; readonly role: string; readonly sessionSeconds: number };
}

export interface AccountWorld {
  readonly users: readonly string[];
  readonly keys: Readonly<Record<string, readonly string[]>>;
  readonly roles: readonly string[];
  readonly oidc: readonly string[];
  readonly saml: readonly string[];
  readonly certificates: Readonly<Record<string, number>>;
  readonly secrets: readonly string[];
  readonly kmsKeys: readonly string[];
}

export interface Organization {
  readonly moto: Moto;
  readonly proxy: Proxy;
  readonly world: World;
  /** What the settings of a scan of all of it are. */
  settings(more?: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
  /** The environment of the hub's session, its calls going through the proxy. */
  readonly hub: Readonly<Record<string, string>>;
  scan(options?: ScanOptions): Promise<Scan>;
  stop(): Promise<void>;
}

export interface ScanOptions {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly writer?: CaptureWriter;
  readonly environment?: Readonly<Record<string, string>>;
}

/** A moto filled with the organization, and a proxy before it that the scans go through. */
export async function startOrganization(needs: MotoNeeds): Promise<Organization> {
  const moto = await startMoto(needs, { bare: true });
  const told = join(moto.folder, 'world.json');
  moto.python(join(import.meta.dirname, '..', 'aws', 'organization.py'), moto.endpoint, moto.clock, told);
  const world = JSON.parse(readFileSync(told, 'utf8')) as World;
  const session = moto.session(world.management, 'vestige-hub');
  const proxy = await startProxy(moto.endpoint, { [session['AWS_ACCESS_KEY_ID'] ?? '']: world.management }, provisionedAsAws(world));
  const hub = { ...session, AWS_ENDPOINT_URL: proxy.endpoint };
  const settings = (more: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> => ({
    role: 'vestige-audit',
    externalId: world.externalId,
    surfaces: liveSurfaces,
    regions: [world.region],
    assignments: 'by-principal',
    ...more,
  });
  return {
    moto,
    proxy,
    world,
    settings,
    hub,
    async scan({ settings: given = settings(), writer = memoryCapture(), environment = hub } = {}) {
      // The SDK takes endpoints and credentials from the process's own environment, as it does for a user.
      for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
      try {
        return await scan({ connectors: [awsConnector], configuration: configured(given), writer, io: hurriedIo(environment) });
      } finally {
        vi.unstubAllEnvs();
      }
    },
    async stop() {
      await proxy.stop();
      await moto.stop();
    },
  };
}

/**
 * moto knows a permission set to be provisioned where it was told so, in its own account, and AWS wherever it is assigned: the accounts are
 * told as AWS tells them. Those that lack the newest version are left as moto has them.
 */
function provisionedAsAws({ assigned }: World): Correction {
  return (call, reply) => {
    if (call.operation !== 'ListAccountsForProvisionedPermissionSet' || reply.status !== 200) return reply;
    const { PermissionSetArn: set, ProvisioningStatus: status } = JSON.parse(call.members) as Readonly<Record<string, string>>;
    if (status === 'LATEST_PERMISSION_SET_NOT_PROVISIONED') return reply;
    const accounts = new Set(assigned.filter((each) => each.set === set).map(({ account }) => account));
    return { ...reply, body: Buffer.from(JSON.stringify({ AccountIds: [...accounts] })) };
  };
}

export function configured(settings: Readonly<Record<string, unknown>>): Configuration {
  return readConfiguration({ connectors: { aws: settings } }, wiring);
}

/**
 * The real clock, except that nobody waits: a sleep puts the clock forward and returns. Rates, back-off and polling are all obeyed, in a
 * time that passes faster.
 */
export function hurriedIo(environment: Readonly<Record<string, string>>): CollectIo {
  let ahead = 0;
  const now = (): number => Date.now() + ahead;
  return {
    now,
    random: () => 0.5,
    environment,
    signal: new AbortController().signal,
    async sleep(milliseconds, signal) {
      const until = now() + milliseconds;
      await soon();
      signal.throwIfAborted();
      ahead = Math.max(ahead, until - Date.now());
    },
  };
}

/** `surface@boundary status cause` of every line of the coverage that is not complete. */
export function unwhole(report: Report): readonly string[] {
  return report.coverage
    .filter((line) => line.status !== 'complete' && line.cause !== 'excluded')
    .map((line) => `${line.surface}@${line.boundary} ${line.status} ${line.cause ?? ''}: ${line.detail ?? ''}`);
}

/** The findings of a report by what they are about, without those about what could not be read. */
export function told(report: Report): readonly string[] {
  return report.findings
    .filter((finding) => finding.family !== 'blind-spot')
    .map((finding) => `${finding.fingerprint} ${finding.rule} ${finding.subject.id} ${finding.severity}`);
}

export const surfacesBut = (...left: readonly LiveSurface[]): readonly LiveSurface[] => liveSurfaces.filter((each) => !left.includes(each));
