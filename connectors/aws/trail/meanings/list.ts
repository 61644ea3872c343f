import { byCodeUnit } from '../../../../src/base/order.ts';
import type { Meaning, Meanings } from '../meaning.ts';
import { iamMeanings } from './iam.ts';
import { accountAccessMeanings, identityStoreMeanings, ssoDirectoryMeanings, ssoMeanings } from './identity-center.ts';
import {
  cloudTrailMeanings,
  kmsMeanings,
  lambdaMeanings,
  organizationsMeanings,
  rolesAnywhereMeanings,
  secretsMeanings,
  signInMeanings,
  stsMeanings,
} from './others.ts';

/**
 * The services whose records are read, by what records call them (CloudTrail user guide, cloudtrail-aws-service-specific-topics.html). `whole`: they
 * are about access and nothing else, so a change of theirs that no table knows may be one of somebody's access. `global`: their records stand in the partition's first
 * region, wherever they are called from.
 */
const services: Readonly<Record<string, { readonly meanings: Meanings; readonly whole: boolean; readonly global: boolean }>> = {
  'iam.amazonaws.com': { meanings: iamMeanings, whole: true, global: true },
  'organizations.amazonaws.com': { meanings: organizationsMeanings, whole: false, global: true },
  'sso.amazonaws.com': { meanings: ssoMeanings, whole: false, global: false },
  'sso-directory.amazonaws.com': { meanings: ssoDirectoryMeanings, whole: false, global: false },
  'identitystore.amazonaws.com': { meanings: identityStoreMeanings, whole: false, global: false },
  'account-access.amazonaws.com': { meanings: accountAccessMeanings, whole: false, global: false },
  'sts.amazonaws.com': { meanings: stsMeanings, whole: false, global: false },
  'signin.amazonaws.com': { meanings: signInMeanings, whole: false, global: false },
  'rolesanywhere.amazonaws.com': { meanings: rolesAnywhereMeanings, whole: false, global: false },
  'kms.amazonaws.com': { meanings: kmsMeanings, whole: false, global: false },
  'secretsmanager.amazonaws.com': { meanings: secretsMeanings, whole: false, global: false },
  'lambda.amazonaws.com': { meanings: lambdaMeanings, whole: false, global: false },
  'cloudtrail.amazonaws.com': { meanings: cloudTrailMeanings, whole: false, global: false },
};

/** What a record means. `null`: nothing of anybody's access. `undefined`: a change that may be one, and that no table knows. */
export function meaningOf(source: string, name: string, readOnly: boolean): Meaning | null | undefined {
  const service = Object.hasOwn(services, source) ? services[source] : undefined;
  if (service === undefined) return null;
  const known = Object.hasOwn(service.meanings, name) ? service.meanings[name] : undefined;
  if (known !== undefined) return known;
  const nothing = readOnly || !service.whole || /^(?:Tag|Untag|Get|List|Generate|Simulate)/.test(name);
  return nothing ? null : undefined;
}

/** Names of changes that one region's records may have, each once, sorted: what is asked for one by one where all changes are too many. */
export function changesIn(isGlobal: boolean): readonly string[] {
  const names = Object.values(services)
    .filter(({ global }) => isGlobal || !global)
    .flatMap(({ meanings }) => Object.entries(meanings))
    .flatMap(([name, meaning]) => (meaning === null || meaning.type === 'used' ? [] : [name]));
  return [...new Set(names)].sort(byCodeUnit);
}
