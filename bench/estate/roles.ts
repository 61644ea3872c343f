import type { Json } from '../../src/base/json.ts';
import { awsManagedArn } from './aws-managed.ts';
import type { Attached, NamedDocument, RoleDetail, Tag } from './details.ts';
import { CREATED, uniqueId } from './details.ts';
import type { Dice } from './dice.ts';
import type { Piece, Shelf } from './shelf.ts';
import { accountTrust, clusterTrust, githubTrust, roleTrust, serviceTrust, ssoTrust, vendorTrust } from './trusts.ts';
import { teams } from './words.ts';

/** How often each kind of role is met, per thousand. */
const kinds = {
  lambda: 360,
  task: 130,
  instance: 110,
  cluster: 80,
  build: 50,
  glue: 30,
  states: 30,
  events: 30,
  application: 60,
  deployment: 50,
  sso: 20,
  linked: 30,
  vendor: 12,
  breakGlass: 2,
} as const;
type Kind = keyof typeof kinds;

interface Plan {
  readonly path: string;
  readonly name: string;
  readonly trust: Json;
  readonly attached: readonly string[];
  /** Share of these roles with an inline document, and whose kind it is of. */
  readonly inline: { readonly share: number; readonly holder: 'application' | 'operator' };
  readonly boundary: number;
}

export interface Setting {
  readonly dice: Dice;
  readonly account: string;
  readonly others: readonly string[];
  readonly shelf: Shelf;
  readonly oddities: number;
}

export function roleOf(setting: Setting, number: number): RoleDetail {
  const { dice, account, shelf } = setting;
  const kind = dice.weighted(kinds);
  const holder = kind === 'deployment' || kind === 'breakGlass' || kind === 'sso' ? 'operator' : 'application';
  // Most documents are copies of a template; one in five was written for this role alone.
  const piece = dice.chance(0.2) ? shelf.unique(holder) : dice.popular(shelf.inline);
  const plan = planOf(kind, setting, piece, number);
  const arn = `arn:aws:iam::${account}:role${plan.path}${plan.name}`;
  const limited = dice.chance(plan.boundary) ? dice.popular(shelf.boundaries, 2) : undefined;
  return {
    Path: plan.path,
    RoleName: plan.name,
    RoleId: uniqueId('AROA', account, number),
    Arn: arn,
    CreateDate: CREATED,
    AssumeRolePolicyDocument: plan.trust,
    InstanceProfileList: kind === 'instance' ? [profile(plan.name, account, number)] : [],
    RolePolicyList: dice.chance(plan.inline.share) ? [inline(piece)] : [],
    AttachedManagedPolicies: attachments(setting, plan.attached),
    ...(limited === undefined ? {} : { PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: limited } }),
    Tags: kind === 'linked' || kind === 'sso' ? [] : tagsOf(dice),
    RoleLastUsed: dice.chance(0.6)
      ? { LastUsedDate: `2026-${dice.pick(['07', '09', '10'])}-12T07:00:00+00:00`, Region: piece.subject.region }
      : {},
  };
}

function planOf(kind: Kind, setting: Setting, { subject }: Piece, number: number): Plan {
  const { dice, account, others, shelf } = setting;
  const { app, stage, region } = subject;
  const name = `${app}-${stage}-${number}`;
  const own = (share: number): readonly string[] => (dice.chance(share) ? [dice.popular(shelf.applications)] : []);
  const base = { path: dice.chance(0.15) ? '/app/' : '/', name, inline: { share: 0.75, holder: 'application' }, boundary: 0.15 } as const;
  const service = (host: string, managed: readonly string[], share: number): Plan => ({
    ...base,
    name: `${name}-${host.slice(0, host.indexOf('.'))}`,
    trust: serviceTrust(host),
    attached: [...managed.map(awsManagedArn), ...own(share)],
  });
  switch (kind) {
    case 'lambda': {
      const logging = dice.weighted({
        AWSLambdaBasicExecutionRole: 6,
        AWSLambdaVPCAccessExecutionRole: 3,
        AWSLambdaSQSQueueExecutionRole: 1,
      });
      return service('lambda.amazonaws.com', [`service-role/${logging}`], 0.3);
    }
    case 'task':
      return service('ecs-tasks.amazonaws.com', dice.chance(0.4) ? ['service-role/AmazonECSTaskExecutionRolePolicy'] : [], 0.4);
    case 'instance':
      return service(
        'ec2.amazonaws.com',
        ['AmazonSSMManagedInstanceCore', ...(dice.chance(0.5) ? ['CloudWatchAgentServerPolicy'] : [])],
        0.4,
      );
    case 'cluster':
      return { ...base, trust: clusterTrust(account, region, app, dice), attached: own(0.5) };
    case 'build':
      return service('codebuild.amazonaws.com', dice.chance(0.1) ? ['PowerUserAccess'] : ['AmazonEC2ContainerRegistryReadOnly'], 0.5);
    case 'glue':
      return service('glue.amazonaws.com', ['service-role/AWSGlueServiceRole', ...(dice.chance(0.2) ? ['AmazonS3FullAccess'] : [])], 0.2);
    case 'states':
      return service('states.amazonaws.com', dice.chance(0.3) ? ['AWSXRayDaemonWriteAccess'] : [], 0.2);
    case 'events':
      return service('events.amazonaws.com', [], 0.1);
    case 'application': {
      const trust = dice.chance(0.5) && others.length > 0 ? roleTrust(dice.pick(others), 'app/gateway') : accountTrust(account);
      return { ...base, trust, attached: [...own(0.6), ...(dice.chance(0.2) ? [awsManagedArn('AmazonS3ReadOnlyAccess')] : [])] };
    }
    case 'deployment': {
      const managed = dice.weighted({ AdministratorAccess: 3, PowerUserAccess: 3, IAMFullAccess: 1, none: 6 });
      const rest = dice.chance(0.6) ? [dice.popular(shelf.operators)] : [];
      const trust = dice.chance(0.6) ? githubTrust(account, app, dice) : accountTrust(others.at(0) ?? account);
      const attached = managed === 'none' ? rest : [awsManagedArn(managed), ...rest];
      return { ...base, name: `deploy-${name}`, trust, attached, inline: { share: 0.4, holder: 'operator' }, boundary: 0.25 };
    }
    case 'sso': {
      const set = dice.weighted({
        AdministratorAccess: 2,
        PowerUserAccess: 3,
        ReadOnlyAccess: 4,
        SecurityAudit: 1,
        'job-function/Billing': 1,
      });
      const short = set.slice(set.lastIndexOf('/') + 1);
      return {
        path: `/aws-reserved/sso.amazonaws.com/${dice.chance(0.5) ? 'eu-west-1/' : ''}`,
        name: `AWSReservedSSO_${short}_${dice.hex(16)}`,
        trust: ssoTrust(account),
        attached: [awsManagedArn(set)],
        inline: { share: 0.2, holder: 'operator' },
        boundary: 0,
      };
    }
    case 'linked': {
      const [host, policy, short] = dice.pick([
        ['support.amazonaws.com', 'AWSSupportServiceRolePolicy', 'Support'],
        ['ecs.amazonaws.com', 'AmazonECSServiceRolePolicy', 'ECS'],
        ['trustedadvisor.amazonaws.com', 'AWSTrustedAdvisorServiceRolePolicy', 'TrustedAdvisor'],
      ] as const);
      const attached = [awsManagedArn(`aws-service-role/${policy}`)];
      const inline = { share: 0, holder: 'application' } as const;
      return {
        path: `/aws-service-role/${host}/`,
        name: `AWSServiceRoleFor${short}_${number}`,
        trust: serviceTrust(host),
        attached,
        inline,
        boundary: 0,
      };
    }
    case 'vendor': {
      const attached = [awsManagedArn(dice.pick(['SecurityAudit', 'ReadOnlyAccess', 'ViewOnlyAccess']))];
      return {
        ...base,
        path: '/',
        name: `vendor-${name}`,
        trust: vendorTrust(dice),
        attached,
        inline: { share: 0.3, holder: 'application' },
      };
    }
    case 'breakGlass': {
      const trust = accountTrust(account, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } });
      const attached = [awsManagedArn('AdministratorAccess')];
      return {
        ...base,
        path: '/security/',
        name: `break-glass-${number}`,
        trust,
        attached,
        inline: { share: 0, holder: 'operator' },
        boundary: 0,
      };
    }
  }
}

/** Attachments, one in a hundred with a policy that nobody listed. */
export function attachments({ dice, account, oddities }: Setting, arns: readonly string[]): readonly Attached[] {
  const dangling = dice.chance(oddities / 4) ? [`arn:aws:iam::${account}:policy/gone-${dice.hex(4)}`] : [];
  return [...new Set([...arns, ...dangling])].map((arn) => ({ PolicyName: arn.slice(arn.lastIndexOf('/') + 1), PolicyArn: arn }));
}

export function inline({ subject, document }: Piece): NamedDocument {
  return { PolicyName: `${subject.app}-inline`, PolicyDocument: document };
}

export function tagsOf(dice: Dice): readonly Tag[] {
  const tags: Tag[] = [];
  if (dice.chance(0.85)) tags.push({ Key: dice.chance(0.05) ? 'Team' : 'team', Value: dice.pick(teams) });
  if (dice.chance(0.6)) tags.push({ Key: 'managed-by', Value: dice.pick(['terraform', 'cdk', 'console']) });
  if (dice.chance(0.03)) tags.push({ Key: 'access', Value: dice.pick(['full', 'read']) });
  return tags;
}

function profile(name: string, account: string, number: number): Json {
  return {
    Path: '/',
    InstanceProfileName: name,
    InstanceProfileId: uniqueId('AIPA', account, number),
    Arn: `arn:aws:iam::${account}:instance-profile/${name}`,
    CreateDate: CREATED,
    Roles: [],
  };
}
