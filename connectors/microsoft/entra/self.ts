import type { Granting, ProbePage, SelfCheck, SelfNote } from '../../../src/contract/connector.ts';
import { callerTask, signedInOf, signedInWords, type SignedIn } from '../signed-in.ts';
import { CLIENT_ID, GRAPH_APP_ID, neededPermissions, permissionIds } from './permissions.ts';
import type { EntraSettings } from './settings.ts';
import { organization, signedIn } from './surfaces/organization/surface.ts';

/** What `doctor entra` says of the application that signed in. */
export const entraSelf: SelfCheck<EntraSettings> = {
  task: () => callerTask(signedIn, organization.id),
  tells,
  granting,
};

type Refused = Parameters<SelfCheck<EntraSettings>['granting']>[0];

function tells(pages: readonly ProbePage[], settings: EntraSettings): readonly SelfNote[] {
  const self = signedInOf(pages);
  if (self === null) return [];
  const who = signedInWords(self);
  if (self.scopes.length > 0) {
    return [
      {
        state: 'note',
        text: `${who}; a person is told what that person’s own roles let see: what is hidden from it is not seen to be missing`,
        hint: 'sign in as an application for a scan to rely on',
      },
    ];
  }
  if (self.roles.length === 0) {
    return [
      {
        state: 'note',
        text: `${who}; its token names no permission of Microsoft Graph`,
        hint: 'consent to the permissions that `vestige permissions entra` prints; a consent takes effect with the next token',
      },
    ];
  }
  return [{ state: 'ok', text: `${who}; permissions of Microsoft Graph: ${self.roles.join(', ')}` }, ...beyond(self, settings)];
}

/** What is granted and not needed: told apart are those that may change what is scanned. */
function beyond({ roles }: SignedIn, settings: EntraSettings): readonly SelfNote[] {
  const needed = new Set(neededPermissions(settings));
  const others = roles.filter((each) => !needed.has(each));
  const [reads, changes] = [others.filter(onlyReads), others.filter((each) => !onlyReads(each))];
  return [
    ...(changes.length === 0
      ? []
      : [
          {
            state: 'warn' as const,
            text: `it may change things, and no scan needs that: ${changes.join(', ')}`,
            hint: 'withdraw the consent to these: whoever gets hold of its credential has them too',
          },
        ]),
    ...(reads.length === 0 ? [] : [{ state: 'note' as const, text: `not needed with these settings: ${reads.join(', ')}` }]),
  ];
}

/** Names are `Resource.Operation.Constraint` (https://learn.microsoft.com/graph/permissions-overview#permissions-naming-pattern). */
function onlyReads(permission: string): boolean {
  const [, ...parts] = permission.split('.');
  return parts.some((each) => /^Read(Basic|Metric)?$/.test(each)) && !parts.some((each) => /Write|Manage|Send|FullControl/.test(each));
}

function granting({ permissions }: Refused, pages: readonly ProbePage[], settings: EntraSettings): Granting {
  const self = signedInOf(pages);
  const missing = permissions.filter((each) => self?.roles.includes(each) !== true);
  if (permissions.length > 0 && missing.length === 0) {
    return {
      missing,
      hint: 'the token holds what is needed, so something else refuses: a policy for workload identities, a restricted administrative unit, or a consent that was withdrawn since',
      commands: [],
    };
  }
  if (self !== null && self.scopes.length > 0) {
    return { missing, hint: 'a person signed in, who needs a directory role that reads it, as Global Reader', commands: [] };
  }
  const ids = missing.flatMap((each) => permissionIds[each] ?? []);
  const hint = 'grant it, as somebody who may consent (Privileged Role Administrator):';
  if (settings.credential === 'managed-identity' && typeof self?.object === 'string')
    return { missing, hint, commands: appRoles(self.object, ids) };
  const client = self?.application ?? CLIENT_ID;
  return {
    missing,
    hint,
    commands: [
      `az ad app permission add --id ${client} \\`,
      `  --api ${GRAPH_APP_ID} \\`,
      '  --api-permissions \\',
      ...ids.map((id, index) => `    ${id}=Role${index === ids.length - 1 ? '' : ' \\'}`),
      'az ad app permission admin-consent \\',
      `  --id ${client}`,
    ],
  };
}

/** A managed identity has no registration that could ask for permissions: each is an assignment of its own. */
function appRoles(principal: string, ids: readonly string[]): readonly string[] {
  return [
    'GRAPH=$(az cloud show -o tsv \\',
    '  --query endpoints.microsoftGraphResourceId)',
    'API=$(az ad sp show -o tsv --query id \\',
    `  --id ${GRAPH_APP_ID})`,
    `ME=${principal}`,
    ...ids.flatMap((id) => [
      `ROLE=${id}`,
      'az rest --method POST --headers Content-Type=application/json \\',
      '  --uri "${GRAPH}v1.0/servicePrincipals/$ME/appRoleAssignments" \\',
      '  --body \\',
      `  "{'principalId':'$ME','resourceId':'$API','appRoleId':'$ROLE'}"`,
    ]),
  ];
}
