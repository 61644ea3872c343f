import { IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { isJsonObject, type Json } from '../../../src/base/json.ts';
import type { PermissionDocument } from '../../../src/contract/connector.ts';
import type { Organization } from './organization.ts';

/** The policies that the program prints, put where it says, one action less or all of them. */
export interface Enforced {
  /** From here on moto asks for a signature and a permission. */
  begin(): Promise<void>;
  /** Puts both policies in place, without one action where one is named. */
  without(action: string | null): Promise<void>;
  end(): Promise<void>;
}

export function documentNamed(documents: readonly PermissionDocument[], name: string): Json {
  const found = documents.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no document ${name} is printed; there are ${documents.map((each) => each.name).join(', ')}`);
  return found.document;
}

export function enforced({ moto, world }: Organization, documents: readonly PermissionDocument[]): Enforced {
  const hub = documentNamed(documents, 'hub-policy');
  const spoke = documentNamed(documents, 'spoke-policy');
  const clients = new Map<string, IAMClient>();
  function clientOf(account: string): IAMClient {
    const kept = clients.get(account);
    if (kept !== undefined) return kept;
    const keys = moto.session(account, 'fill');
    const credentials = {
      accessKeyId: keys['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: keys['AWS_SECRET_ACCESS_KEY'] ?? '',
      sessionToken: keys['AWS_SESSION_TOKEN'] ?? '',
    };
    const made = new IAMClient({ endpoint: moto.endpoint, region: world.region, credentials });
    clients.set(account, made);
    return made;
  }
  /** moto counts the requests it lets through before it asks for anything; it takes a new count at any time. */
  async function after(requests: '0' | 'inf'): Promise<void> {
    const answer = await fetch(`${moto.endpoint}/moto-api/reset-auth`, {
      method: 'POST',
      body: requests,
      headers: { 'content-type': 'text/plain' },
    });
    if (!answer.ok) throw new Error(`moto refused to change what it enforces: status ${answer.status}`);
  }
  async function put(account: string, role: string, document: Json): Promise<void> {
    const PolicyDocument = JSON.stringify(asMotoNames(document));
    await clientOf(account).send(new PutRolePolicyCommand({ RoleName: role, PolicyName: 'vestige', PolicyDocument }));
  }
  return {
    begin: () => after('0'),
    async without(action) {
      await after('inf');
      await put(world.management, 'vestige-hub', lacking(hub, action));
      for (const account of Object.keys(world.accounts)) {
        if (account !== world.management) await put(account, 'vestige-audit', lacking(spoke, action));
      }
      await after('0');
    },
    async end() {
      await after('inf');
      for (const client of clients.values()) client.destroy();
    },
  };
}

/** AWS compares actions whatever their case. moto does not, and takes that of Batch from its path, which is in lower case. */
function asMotoNames(document: Json): Json {
  const told = JSON.stringify(document);
  return JSON.parse(told.replace(/"batch:\w+"/g, (action) => `${action},${action.toLowerCase()}`)) as Json;
}

/** The actions of each statement that allows. */
function* allowing(document: Json): Iterable<readonly string[]> {
  const statements = isJsonObject(document) ? document['Statement'] : undefined;
  for (const statement of Array.isArray(statements) ? statements : [statements ?? null]) {
    if (!isJsonObject(statement) || statement['Effect'] !== 'Allow') continue;
    const told = statement['Action'];
    yield (Array.isArray(told) ? told : [told ?? null]).filter((each) => typeof each === 'string');
  }
}

/** Every action that a policy allows. */
export function actionsOf(document: Json): readonly string[] {
  return [...new Set([...allowing(document)].flat())].sort();
}

/** The same document without one action of what it allows. */
export function lacking(document: Json, action: string | null): Json {
  if (!isJsonObject(document) || action === null) return document;
  const statements = document['Statement'];
  const left = (Array.isArray(statements) ? statements : [statements ?? null]).flatMap((statement) => {
    if (!isJsonObject(statement) || statement['Effect'] !== 'Allow') return [statement];
    const told = statement['Action'];
    const actions = (Array.isArray(told) ? told : [told ?? null]).filter((each) => each !== action);
    return actions.length === 0 ? [] : [{ ...statement, Action: actions }];
  });
  return { ...document, Statement: left };
}
