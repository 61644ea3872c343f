import * as v from 'valibot';
import type { Json } from '../../../src/base/json.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import type { Mapped, Surface } from '../../../src/contract/connector.ts';
import type { Task } from '../../../src/model/page.ts';
import { readDocument } from '../documents.ts';
import type { ResourcePolicyFact } from '../facts.ts';
import { accountBoundary, accountOf } from '../identity.ts';
import { asJson } from './item.ts';
import { errorName, lost, notUnderstood, reading, shaped } from '../../../src/contract/reading.ts';

/** Policies of resources beside those of secrets and keys, which are read with them. No session of this version asks for these. */
export const resourcePolicies: Surface = {
  id: 'aws:resource-policies',
  yields: ['resource-policy'],
  permission:
    's3:GetBucketPolicy, lambda:GetPolicy, sqs:GetQueueAttributes, sns:GetTopicAttributes, ecr:GetRepositoryPolicy, dynamodb:GetResourcePolicy',
  ifUnread: 'who may reach buckets, functions and queues by policies that hang on them, other accounts and anyone included',
  provesAbsence: { after: 60_000 },
  role: 'grants',
};

/** Where a call's answer holds the policy, and what it answers when there is none. */
interface Call {
  readonly service: string;
  /** What an answer must hold beside the policy, to be one of this call about this resource. */
  answer(resource: string): v.GenericSchema;
  /** The member, or the two nested members, of the policy's text. */
  readonly at: readonly [string] | readonly [string, string];
  /** Errors that answer the question: there is no policy, or no such resource any more. */
  readonly none: readonly string[];
  /** An answer without the member says that there is no policy. Else every resource has one, and the answer is not understood. */
  readonly optional: boolean;
}

const anything = v.looseObject({});

/** ECR names the repository by its account and its name. */
function ofRepository(resource: string): v.GenericSchema {
  const [, , , , account = '', ...rest] = resource.split(':');
  const name = rest.join(':').replace(/^repository\//, '');
  return v.looseObject({ registryId: v.optional(v.literal(account)), repositoryName: v.optional(v.literal(name)) });
}

// API references of the services: GetResourcePolicy (Secrets Manager, DynamoDB), GetKeyPolicy (KMS), GetBucketPolicy (S3), GetPolicy
// (Lambda), GetQueueAttributes (SQS), GetTopicAttributes (SNS), GetRepositoryPolicy (ECR)
const calls: Readonly<Record<string, Call>> = {
  'secretsmanager:GetResourcePolicy': {
    service: 'secretsmanager',
    answer: (resource) => v.looseObject({ ARN: v.literal(resource) }),
    at: ['ResourcePolicy'],
    none: ['ResourceNotFoundException'],
    optional: true,
  },
  'kms:GetKeyPolicy': {
    service: 'kms',
    // the one name a key policy may have
    answer: () => v.looseObject({ PolicyName: v.optional(v.literal('default')) }),
    at: ['Policy'],
    none: ['NotFoundException'],
    optional: false,
  },
  's3:GetBucketPolicy': {
    service: 's3',
    answer: () => anything,
    at: ['Policy'],
    none: ['NoSuchBucketPolicy', 'NoSuchBucket'],
    optional: false,
  },
  'lambda:GetPolicy': { service: 'lambda', answer: () => anything, at: ['Policy'], none: ['ResourceNotFoundException'], optional: false },
  'sqs:GetQueueAttributes': {
    service: 'sqs',
    answer: (resource) => v.looseObject({ Attributes: v.looseObject({ QueueArn: v.literal(resource) }) }),
    at: ['Attributes', 'Policy'],
    none: ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'],
    optional: true,
  },
  'sns:GetTopicAttributes': {
    service: 'sns',
    answer: (resource) => v.looseObject({ Attributes: v.looseObject({ TopicArn: v.literal(resource) }) }),
    at: ['Attributes', 'Policy'],
    none: ['NotFoundException', 'NotFound'],
    optional: false,
  },
  'ecr:GetRepositoryPolicy': {
    service: 'ecr',
    answer: ofRepository,
    at: ['policyText'],
    none: ['RepositoryPolicyNotFoundException', 'RepositoryNotFoundException'],
    optional: false,
  },
  'dynamodb:GetResourcePolicy': {
    service: 'dynamodb',
    answer: () => anything,
    at: ['Policy'],
    none: ['PolicyNotFoundException', 'ResourceNotFoundException'],
    optional: false,
  },
};

/** Args of the surface's tasks. `resource`: the ARN; of a bucket, asked in the boundary of the account that owns it. */
const resourcePolicyArgs = v.strictObject({ call: v.string(), resource: v.string() });

/**
 * Maps the answer about the policy of one resource. No policy is an answer and gives no fact; a policy that does not parse gives the
 * fact without its document, and a gap.
 */
export function mapResourcePolicies(task: Task, body: Json): Mapped {
  const args = v.safeParse(resourcePolicyArgs, task.args);
  const call = args.success && Object.hasOwn(calls, args.output.call) ? calls[args.output.call] : undefined;
  if (!args.success || call === undefined) return notUnderstood(task);
  const { resource, call: name } = args.output;
  const into = reading(task);
  const account = ownerOf(resource, call.service, task);
  if (account === undefined) {
    lost(into, `${name} was asked about ${JSON.stringify(resource)}, which is no ARN of ${call.service} with an owner`, '', resource);
    return into;
  }
  const error = errorName(body);
  if (error !== undefined && call.none.includes(error)) return into;
  const pointer = call.at.map((each) => `/${each}`).join('');
  if (shaped(into, call.answer(resource), body, `the answer of ${name} about ${resource} could not be read`, '') === undefined) return into;
  const given = call.at.reduce<Json | undefined>((value, member) => (isJsonObject(value) ? value[member] : undefined), body);
  // SQS gives an empty text for a policy that was taken away
  if (call.optional && (given === undefined || given === '')) return into;
  if (typeof given !== 'string') {
    lost(into, `the answer of ${name} about ${resource} has no text of a policy`, pointer, resource);
    return into;
  }
  const read = readDocument(given);
  if (!read.ok) lost(into, `the policy of ${resource} could not be read: ${read.reason}`, pointer, resource);
  const value: ResourcePolicyFact = { resource, service: call.service, account, document: read.ok ? read.document : null };
  const boundary = accountBoundary(account);
  into.facts.push({ kind: 'resource-policy', boundary, surface: task.surface, key: resource, value: asJson(value), pointer });
  return into;
}

/** The account of the ARN, or, for a bucket, whose ARN has none, of the boundary. */
function ownerOf(resource: string, service: string, task: Task): string | undefined {
  const match = /^arn:(?:aws|aws-[a-z-]+):([a-z0-9-]+):[a-z0-9-]*:(\d{12})?:[^\s]+$/s.exec(resource);
  if (match?.[1] !== service) return undefined;
  return match[2] ?? (service === 's3' ? accountOf(task.boundary) : undefined);
}
