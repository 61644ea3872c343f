import * as v from 'valibot';
import type { Json } from '../../src/base/json.ts';

/** Surfaces that the live session can read; the rest comes from dumps or is not read yet. */
export const liveSurfaces = ['authorization-details', 'credential-report', 'role-settings'] as const;
export type LiveSurface = (typeof liveSurfaces)[number];

export const awsSettings = v.object({
  partition: v.pipe(
    v.optional(v.picklist(['aws', 'aws-us-gov', 'aws-cn']), 'aws'),
    v.description('Partition the account is in. It decides the default region and the endpoints.'),
  ),
  region: v.pipe(
    v.optional(v.pipe(v.string(), v.regex(/^[a-z]{2}(-[a-z0-9]+)+-\d+$/, 'a region looks like eu-central-1'))),
    v.description(
      'Region the SDK signs for. IAM is global in a partition. Default: AWS_REGION, AWS_DEFAULT_REGION, then the first region of the partition.',
    ),
  ),
  profile: v.pipe(
    v.optional(v.pipe(v.string(), v.minLength(1))),
    v.description('Profile of the shared AWS configuration files. Default: what the SDK finds by itself.'),
  ),
  surfaces: v.pipe(
    v.optional(v.pipe(v.array(v.picklist(liveSurfaces)), v.minLength(1), v.readonly()), [...liveSurfaces]),
    v.description('What is read from a live account. A surface left out is excluded, and the report says what it then cannot tell.'),
  ),
});

export type AwsSettings = v.InferOutput<typeof awsSettings>;

/** The settings' JSON form; they hold no secret. */
export function settingsJson(settings: AwsSettings): Json {
  return { ...settings };
}
