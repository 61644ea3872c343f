import type { Account } from './account.ts';
import { accountOf } from './account.ts';
import type { Asked, Service } from './answer.ts';
import { page, ServiceError, sizeOf } from './answer.ts';
import { credentialsOf } from './iam-credentials.ts';
import { credentialReport } from './people.ts';
import type { Place, World } from './world.ts';
import type { Value } from './xml.ts';

/** Accounts held at a time. Those being read are a few dozen; more would only cost memory. */
const HELD = 96;
/** A report is ready so long after it was asked for. */
const REPORT_MS = 1500;
/** AWS may cut a page short of what was asked; one account in three does here. */
export const SHORT_PAGE = 40;

export interface Iam {
  readonly service: Service;
  readonly accountAt: (id: string) => Account;
}

export function iamService(world: World, now: () => number): Iam {
  const held = new Map<string, Account>();
  const readyAt = new Map<string, number>();
  function placeAt(id: string): Place {
    const place = world.byId.get(id);
    if (place === undefined) throw new ServiceError('InvalidClientTokenId', 'The security token included in the request is invalid.', 403);
    return place;
  }
  function accountAt(id: string): Account {
    const account = held.get(id) ?? accountOf(world, placeAt(id));
    held.delete(id);
    held.set(id, account);
    for (const oldest of held.keys()) {
      if (held.size <= HELD) break;
      held.delete(oldest);
    }
    return account;
  }
  function service(asked: Asked): Value {
    const place = placeAt(asked.account);
    switch (asked.operation) {
      case 'GetAccountAuthorizationDetails':
        return details(accountAt(asked.account), place, asked);
      case 'ListRoles':
        return roles(accountAt(asked.account), asked);
      case 'GetAccountSummary':
        return summary(accountAt(asked.account), place);
      case 'GenerateCredentialReport': {
        const at = readyAt.get(asked.account);
        if (at === undefined) readyAt.set(asked.account, now() + REPORT_MS);
        if (at === undefined) return { State: 'STARTED', Description: 'No report exists. Starting a new report generation task' };
        return { State: now() < at ? 'INPROGRESS' : 'COMPLETE' };
      }
      case 'GetCredentialReport': {
        const at = readyAt.get(asked.account);
        if (at === undefined) throw new ServiceError('ReportNotPresent', 'No report exists. Generate it first', 410);
        if (now() < at) throw new ServiceError('ReportInProgress', 'The report is being generated', 404);
        const text = credentialReport(asked.account, accountAt(asked.account).people, hasRootKey(place));
        const GeneratedTime = new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
        return { Content: Buffer.from(text).toString('base64'), ReportFormat: 'text/csv', GeneratedTime };
      }
      case 'ListOrganizationsFeatures':
        return { OrganizationId: world.id, EnabledFeatures: ['RootCredentialsManagement'] };
      default:
        return credentialsOf(accountAt(asked.account), asked);
    }
  }
  return { service, accountAt };
}

/** The most items a page of authorization details has in an account. */
export function detailsPage(place: Place, asked: unknown): number {
  return sizeOf(asked, place.index % 3 === 1 ? SHORT_PAGE : 1000, 100);
}

export function detailItems({ details }: Account): readonly (readonly [string, Value])[] {
  const kinds = ['UserDetailList', 'GroupDetailList', 'RoleDetailList', 'Policies'] as const;
  return kinds.flatMap((kind) => details[kind].map((item) => [kind, item as unknown as Value] as const));
}

function details(account: Account, place: Place, { input }: Asked): Value {
  const { items, next } = page(detailItems(account), input['Marker'], detailsPage(place, input['MaxItems']));
  const of = (kind: string): Value => items.filter(([each]) => each === kind).map(([, item]) => item);
  return {
    IsTruncated: next !== undefined,
    Marker: next,
    UserDetailList: of('UserDetailList'),
    GroupDetailList: of('GroupDetailList'),
    RoleDetailList: of('RoleDetailList'),
    Policies: of('Policies'),
  };
}

function roles(account: Account, { input }: Asked): Value {
  const { items, next } = page(account.details.RoleDetailList, input['Marker'], sizeOf(input['MaxItems'], 1000, 100));
  const Roles = items.map(({ Path, RoleName, RoleId, Arn, CreateDate, AssumeRolePolicyDocument }) => {
    const own = { Path, RoleName, RoleId, Arn, CreateDate, AssumeRolePolicyDocument: AssumeRolePolicyDocument as Value };
    return { ...own, MaxSessionDuration: account.longestSession.get(RoleName) ?? 3600 };
  });
  return { IsTruncated: next !== undefined, Marker: next, Roles };
}

function summary({ details: has, people, oidcProviders }: Account, place: Place): Value {
  const rootKey = Number(hasRootKey(place));
  return {
    SummaryMap: new Map([
      ['Users', has.UserDetailList.length],
      ['Groups', has.GroupDetailList.length],
      ['Roles', has.RoleDetailList.length],
      ['Providers', oidcProviders.length + 1],
      ['MFADevices', people.filter((each) => each.secondFactor).length],
      ['MFADevicesInUse', people.filter((each) => each.secondFactor).length],
      ['AccountMFAEnabled', 1 - rootKey],
      ['AccountAccessKeysPresent', rootKey],
      ['AccountPasswordPresent', 1],
      ['AccountSigningCertificatesPresent', 0],
    ]),
  };
}

/** One account in forty has an access key of its root user, and no second factor for it. */
export function hasRootKey({ index }: Pick<Place, 'index'>): boolean {
  return index % 40 === 13;
}
