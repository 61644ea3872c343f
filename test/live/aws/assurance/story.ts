import {
  AddUserToGroupCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateLoginProfileCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteLoginProfileCommand,
  DeleteUserCommand,
  DetachUserPolicyCommand,
  IAMClient,
  AttachGroupPolicyCommand,
  RemoveUserFromGroupCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import type { Json } from '../../../../src/base/json.ts';
import type { Moto } from '../../support/moto.ts';
import type { LiveClock } from './clock.ts';
import type { Act } from './record.ts';

export const account = '111122223333';
export const everything = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] });
const policyArn = (name: string): string => `arn:aws:iam::${account}:policy/${name}`;

/** Somebody who administers an account of moto and writes down, for each call, what it gave or took and when. */
export interface Administrator {
  readonly acts: readonly Act[];
  policy(name: string): Promise<void>;
  group(name: string, policy: string): Promise<void>;
  user(name: string, email: string): Promise<void>;
  deleteUser(name: string): Promise<void>;
  attach(user: string, policy: string): Promise<void>;
  detach(user: string, policy: string): Promise<void>;
  join(user: string, group: string): Promise<void>;
  leave(user: string, group: string): Promise<void>;
  password(user: string): Promise<void>;
  deletePassword(user: string): Promise<void>;
  /** Answers the key's id. */
  key(user: string): Promise<string>;
  deleteKey(user: string, id: string): Promise<void>;
  role(name: string, trusts: readonly string[]): Promise<void>;
  /** A role that reads, which is nobody's access. */
  reader(name: string): Promise<void>;
  permit(role: string, name: string, document: Json): Promise<void>;
  trust(role: string, trusts: readonly string[]): Promise<void>;
}

export function administratorOf(moto: Moto, clock: LiveClock): Administrator {
  const keys = moto.session(account, 'fill');
  const credentials = {
    accessKeyId: keys['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: keys['AWS_SECRET_ACCESS_KEY'] ?? '',
    sessionToken: keys['AWS_SESSION_TOKEN'] ?? '',
  };
  const client = new IAMClient({ endpoint: moto.endpoint, region: 'us-east-1', credentials });
  const acts: Act[] = [];
  const trusted = new Map<string, readonly string[]>();
  async function noted<T>(does: Act['does'], accesses: readonly string[], call: () => Promise<T>): Promise<T> {
    const from = clock.now();
    const answer = await call();
    acts.push(...accesses.map((access) => ({ does, access, from, to: clock.now() })));
    return answer;
  }
  const trustOf = (users: readonly string[]): string =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: users.map((name) => `arn:aws:iam::${account}:user/${name}`) } },
      ],
    });
  return {
    acts,
    async policy(name) {
      await client.send(new CreatePolicyCommand({ PolicyName: name, PolicyDocument: everything }));
    },
    async group(name, policy) {
      await client.send(new CreateGroupCommand({ GroupName: name }));
      const call = new AttachGroupPolicyCommand({ GroupName: name, PolicyArn: policyArn(policy) });
      await noted('give', [`attachment ${name} ${policy}`], () => client.send(call));
    },
    async user(name, email) {
      const call = new CreateUserCommand({ UserName: name, Tags: [{ Key: 'email', Value: email }] });
      await noted('give', [`user ${name} ${name}`], () => client.send(call));
    },
    async deleteUser(name) {
      await noted('take', [`user ${name} ${name}`], () => client.send(new DeleteUserCommand({ UserName: name })));
    },
    async attach(user, policy) {
      const call = new AttachUserPolicyCommand({ UserName: user, PolicyArn: policyArn(policy) });
      await noted('give', [`attachment ${user} ${policy}`], () => client.send(call));
    },
    async detach(user, policy) {
      const call = new DetachUserPolicyCommand({ UserName: user, PolicyArn: policyArn(policy) });
      await noted('take', [`attachment ${user} ${policy}`], () => client.send(call));
    },
    async join(user, group) {
      const call = new AddUserToGroupCommand({ UserName: user, GroupName: group });
      await noted('give', [`group-membership ${user} ${group}`], () => client.send(call));
    },
    async leave(user, group) {
      const call = new RemoveUserFromGroupCommand({ UserName: user, GroupName: group });
      await noted('take', [`group-membership ${user} ${group}`], () => client.send(call));
    },
    async password(user) {
      const call = new CreateLoginProfileCommand({ UserName: user, Password: 'Example-1234!' });
      await noted('give', [`password ${user} password`], () => client.send(call));
    },
    async deletePassword(user) {
      await noted('take', [`password ${user} password`], () => client.send(new DeleteLoginProfileCommand({ UserName: user })));
    },
    async key(user) {
      const from = clock.now();
      const { AccessKey } = await client.send(new CreateAccessKeyCommand({ UserName: user }));
      const id = AccessKey?.AccessKeyId ?? '';
      acts.push({ does: 'give', access: `access-key ${user} ${id}`, from, to: clock.now() });
      return id;
    },
    async deleteKey(user, id) {
      const call = new DeleteAccessKeyCommand({ UserName: user, AccessKeyId: id });
      await noted('take', [`access-key ${user} ${id}`], () => client.send(call));
    },
    async role(name, trusts) {
      const call = new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trustOf(trusts) });
      trusted.set(name, trusts);
      await noted(
        'give',
        trusts.map((user) => `trust ${user} ${name}`),
        () => client.send(call),
      );
    },
    async reader(name) {
      await client.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trustOf(['nobody']) }));
    },
    async permit(role, name, document) {
      await client.send(new PutRolePolicyCommand({ RoleName: role, PolicyName: name, PolicyDocument: JSON.stringify(document) }));
    },
    async trust(role, trusts) {
      const before = trusted.get(role) ?? [];
      const call = new UpdateAssumeRolePolicyCommand({ RoleName: role, PolicyDocument: trustOf(trusts) });
      const gone = before.filter((user) => !trusts.includes(user));
      await noted(
        'take',
        gone.map((user) => `trust ${user} ${role}`),
        () => client.send(call),
      );
      trusted.set(role, trusts);
    },
  };
}
