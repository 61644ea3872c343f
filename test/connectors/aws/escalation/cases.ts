import { readdirSync, readFileSync } from 'node:fs';
import * as v from 'valibot';

const presences = ['certain', 'possible'] as const;

/** What is left without an ingredient: nothing, what is not certain, what is at best possible, or the same end all the same. */
const outcomes = ['none', 'possible', 'weaker', 'reached'] as const;
export type Outcome = (typeof outcomes)[number];

const permission = v.strictObject({
  action: v.pipe(v.string(), v.regex(/^[a-z0-9-]+:[A-Za-z]+$/)),
  /** Resources; `{a}` stands for the account, `{target}` for what is taken over, with its path. */
  on: v.pipe(v.array(v.pipe(v.string(), v.regex(/^(\*|arn:aws:.+)$/))), v.minLength(1)),
  /** Allowed only where it is allowed on each of the resources. */
  every: v.optional(v.literal(true)),
});

const method = v.strictObject({
  /** The catalogue's id, or a name of our own with a further condition behind it. */
  id: v.pipe(v.string(), v.regex(/^[a-z0-9-]+$/)),
  /** Where the provider documents what decides it. */
  source: v.pipe(v.string(), v.regex(/^https:\/\/docs\.aws\.amazon\.com\/.+\.html$/)),
  /** The kind it needs its holder to be; left out, either does. */
  holder: v.optional(v.picklist(['user', 'role'])),
  permissions: v.pipe(v.array(permission), v.minLength(1)),
  /** `account`: its holder, or what it takes over, gives itself every right. `target`: what the target may do, and no more. */
  reaches: v.picklist(['account', 'target']),
  /** What is taken over; left out, nobody beside the holder. */
  target: v.optional(v.picklist(['role', 'user', 'group'])),
  /** Services the role has to trust. */
  services: v.optional(v.array(v.string())),
  /** Trusted beside them, because it is not settled which is asked; never taken away. */
  alsoTrusted: v.optional(v.array(v.string())),
  /** What `iam:PassedToService` holds; left out, not known well enough to test. */
  passedTo: v.optional(v.string()),
  /** The service's calls tell `aws:SourceAccount`, so a trust may ask for it. */
  sourceAccount: v.optional(v.literal(true)),
  /** The role is in an instance profile, and has to be. */
  profile: v.optional(v.literal(true)),
  /** It is in one, which may not be needed. */
  alsoProfile: v.optional(v.literal(true)),
  /** What has to be there and run as the role; `profile`: through an instance profile; `anyRole`: another is passed to it; `roleless`: and one without a role takes one; `reaches`: it has no role itself and reaches what runs as it. */
  workload: v.optional(
    v.strictObject({
      kind: v.string(),
      arn: v.string(),
      profile: v.optional(v.literal(true)),
      anyRole: v.optional(v.literal(true)),
      roleless: v.optional(v.literal(true)),
      reaches: v.optional(v.literal(true)),
    }),
  ),
  /** The service acts as a role between, which may assume the target. */
  between: v.optional(v.literal(true)),
  /** The target's trust policy lets in its account. */
  letsIn: v.optional(v.literal(true)),
  /** The holder is in the group `team`. */
  member: v.optional(v.literal(true)),
  /** Whom the managed policy `team` is attached to. */
  attached: v.optional(v.picklist(['holder', 'target'])),
  /** How many versions that policy has, and whether an older one allows everything. */
  versions: v.optional(v.number()),
  broaderVersion: v.optional(v.literal(true)),
  /** Access keys of the target user: so few are needed, or so many it has. */
  keys: v.optional(v.literal(1)),
  keysAre: v.optional(v.literal(2)),
  /** Whether the target user must have a password. */
  password: v.optional(v.boolean()),
  /** What the estate can tell of it; left out, that it is certain. With a reason where that is not all. */
  presence: v.optional(v.array(v.picklist(presences))),
  why: v.optional(v.string()),
  /** It is a plain right, and carries no name of a method. */
  plain: v.optional(v.literal(true)),
  /** What remains without a permission; left out, nothing. */
  without: v.optional(v.record(v.string(), v.picklist(outcomes))),
  /** Needs no allow of its own; where it is denied, the way is left to others the holder may let in. */
  also: v.optional(v.array(v.string())),
});

export type Method = v.InferOutput<typeof method>;
export type Permission = v.InferOutput<typeof permission>;

const folder = new URL('./cases/', import.meta.url);

/** Every method of every file. A key that is not known and an id that is there twice are refused. */
export function readMethods(): readonly Method[] {
  const ids = new Set<string>();
  const all = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .flatMap((file) => v.parse(v.array(method), JSON.parse(readFileSync(new URL(file, folder), 'utf8'))));
  for (const { id, presence, why } of all) {
    if (ids.has(id)) throw new Error(`two methods have the id "${id}"`);
    if (presence !== undefined && why === undefined) throw new Error(`${id} is not said to be certain, without a reason`);
    ids.add(id);
  }
  return all;
}
