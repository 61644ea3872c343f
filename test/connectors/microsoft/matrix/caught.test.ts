import { describe, expect, it } from 'vitest';
import type { Request, Response } from '../world/respond.ts';
import type { Item } from '../world/odata.ts';
import { readCases, type Case } from './case.ts';
import { wrongIn } from './check.ts';
import { scanned, type Meddler } from './scan.ts';

/*
 * The cases catch a reader that does what known tools do wrong. Each fault is put between the service and the session, so it is the same as
 * a reader that makes it; at least one case must then be red.
 */

interface Fault {
  readonly name: string;
  readonly meddle: Meddler;
  /** Where to look: a part of the names of files. */
  readonly among: string;
}

/** Changes each item of the lists that a path answers, in a batch too. `null`: it is left out. */
function items(path: RegExp, change: (item: Item) => Item | null): Meddler {
  return changed(path, (answer) => {
    const body = answer.body as Item;
    if (!Array.isArray(body['value'])) return answer;
    return { ...answer, body: { ...body, value: (body['value'] as readonly Item[]).flatMap((each) => change(each) ?? []) } };
  });
}

function changed(path: RegExp, change: (answer: Response) => Response): Meddler {
  return ({ url, body }: Request, answer: Response): Response => {
    if (!url.endsWith('/$batch')) return path.test(url) ? change(answer) : answer;
    const { requests } = body as { readonly requests: readonly { readonly id: string; readonly url: string }[] };
    const { responses } = answer.body as { readonly responses: readonly (Response & { readonly id: string })[] };
    const own = responses.map((each) => {
      const asked = requests.find(({ id }) => id === each.id);
      return asked !== undefined && path.test(asked.url) ? { ...change(each), id: each.id } : each;
    });
    return { ...answer, body: { responses: own } };
  };
}

const properties = (item: Item, more: Item): Item => ({ ...item, properties: { ...(item['properties'] as Item), ...more } });
const graphInstances = /roleAssignmentScheduleInstances/i;

const faults: readonly Fault[] = [
  {
    name: 'drops the pages after the first of a list of instances',
    among: 'many-instances',
    meddle: changed(graphInstances, (answer) => {
      const { '@odata.nextLink': _, ...rest } = answer.body as Item;
      return { ...answer, body: rest };
    }),
  },
  {
    name: 'takes an activated role for an assigned one',
    among: 'direct/',
    meddle: items(graphInstances, (item) => ({ ...item, assignmentType: 'Assigned', endDateTime: null })),
  },
  {
    name: 'takes an end for none',
    among: 'direct/',
    meddle: items(/Schedule(Instance)?s/i, (item) => ({ ...item, endDateTime: null })),
  },
  {
    name: 'takes a refusal for an empty list',
    among: 'unread/',
    meddle: changed(/./, (answer) => (answer.status === 403 ? { ...answer, status: 200, body: { value: [] } } : answer)),
  },
  { name: 'knows no eligibilities', among: 'direct/', meddle: items(/roleEligibilitySchedule/i, () => null) },
  { name: 'takes an eligible member of a group for none', among: 'pim-for-groups/', meddle: items(/group\/eligibility/i, () => null) },
  {
    name: 'takes an activated member of a group for a standing one',
    among: 'pim-for-groups/',
    meddle: items(/group\/assignment/i, (item) => ({ ...item, assignmentType: 'assigned', endDateTime: null })),
  },
  { name: 'does not look at owners', among: 'owners/', meddle: items(/\/owners\b/i, () => null) },
  {
    name: 'does not look at who must approve',
    among: 'direct/eligible-approved',
    meddle: items(/roleManagementPolicyAssignments/i, (item) => {
      const policy = item['policy'] as Item;
      return {
        ...item,
        policy: { ...policy, rules: (policy['rules'] as readonly Item[]).filter(({ id }) => id !== 'Approval_EndUser_Assignment') },
      };
    }),
  },
  {
    name: 'does not look at groups inside groups',
    among: 'azure-groups/nested',
    meddle: items(/members/i, (item) => (String(item['@odata.type']).endsWith('group') ? null : item)),
  },
  {
    name: 'takes an activated role in Azure for a standing one',
    among: 'azure/owner-activated',
    meddle: items(/providers\/Microsoft\.Authorization\/roleAssignmentScheduleInstances/i, (item) =>
      properties(item, { assignmentType: 'Assigned', endDateTime: null }),
    ),
  },
  { name: 'does not look at access packages', among: 'packages/', meddle: items(/entitlementManagement\/assignments/i, () => null) },
  {
    name: 'takes a package that is over for one that goes on',
    among: 'packages/expired',
    meddle: items(/entitlementManagement\/assignments/i, (item) => ({
      ...item,
      state: 'delivered',
      schedule: { startDateTime: null, expiration: { type: 'noExpiration' } },
    })),
  },
  {
    name: 'takes a package that failed for one that was delivered',
    among: 'packages/delivery',
    meddle: items(/entitlementManagement\/assignments/i, (item) => ({ ...item, state: 'delivered' })),
  },
  {
    name: 'takes every package for one that gives all',
    among: 'packages/gives-another',
    meddle: changed(/entitlementManagement\/accessPackages\//i, (answer) => ({
      ...answer,
      status: 403,
      body: { error: { code: 'Denied' } },
    })),
  },
  { name: 'ignores denials', among: 'azure/deny', meddle: items(/denyAssignments/i, () => null) },
  {
    name: 'ignores conditions in definitions',
    among: 'azure/condition-in-role',
    meddle: items(/providers\/Microsoft\.Authorization\/roleDefinitions/i, (item) => {
      const own = (item['properties'] as Item)['permissions'] as readonly Item[];
      return properties(item, { permissions: own.map((each) => ({ ...each, condition: null })) });
    }),
  },
  {
    name: 'ignores conditions',
    among: 'azure/condition',
    meddle: items(/providers\/Microsoft\.Authorization\/role/i, (item) => properties(item, { condition: null, conditionVersion: null })),
  },
  {
    name: 'ignores what a role takes away again',
    among: 'azure/contributor',
    meddle: items(/roleDefinitions/i, (item) => {
      const own = (item['properties'] as Item)['permissions'] as readonly Item[];
      return properties(item, { permissions: own.map((each) => ({ ...each, notActions: [] })) });
    }),
  },
  {
    name: 'does not look at what applications were granted',
    among: 'applications/role-management',
    meddle: items(/appRoleAssignedTo/i, () => null),
  },
  {
    name: 'calls everybody a member of the tenant',
    among: 'people/guest',
    meddle: items(/\/users\b/i, (item) => ({
      ...item,
      userType: 'Member',
      userPrincipalName: String(item['userPrincipalName']).replace('#EXT#', ''),
    })),
  },
  {
    name: 'goes by what somebody is called, and not by where it signs in',
    among: 'people/account',
    meddle: items(/\/users\b/i, (item) => ({
      ...item,
      userPrincipalName: `ann${item['userType'] === 'Guest' ? '#EXT#' : ''}@contoso.example`,
    })),
  },
  {
    name: 'does not look at who is enabled',
    among: 'people/disabled',
    meddle: items(/\/users\b/i, (item) => ({ ...item, accountEnabled: true })),
  },
];

async function isRed(each: Case, meddle?: Meddler): Promise<boolean> {
  return wrongIn(each, await scanned(each.world, meddle, each.groups)).length > 0;
}

describe('a broken reader is caught', () => {
  const cases = readCases();

  it.each(faults.map((each) => [each.name, each] as const))('that %s', async (_, { among, meddle }) => {
    for (const each of cases.filter(({ file }) => file.includes(among))) {
      if (!(await isRed(each, meddle))) continue;
      // a case that is red without the fault has caught nothing
      if (!(await isRed(each))) return;
    }
    expect.fail(`no case of ${among} is red`);
  });
});
