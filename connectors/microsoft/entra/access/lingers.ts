import type { Access, Linger } from '../../../../src/model/access.ts';
import {
  accessToken,
  directoryCopy,
  evaluatedToken,
  managedIdentityToken,
  serviceMembership,
  signalledToken,
  workloadToken,
} from '../../linger.ts';

/**
 * What may go on working after something was taken away of a tenant, at the longest. Who holds it, a person or a workload, an access does not
 * tell: where it may be either, both are told. Sessions that applications keep by themselves are theirs, and not counted.
 */
export function entraLingers({ kind, source }: Access): readonly Linger[] {
  switch (kind) {
    case 'eligibility':
      // what was switched on by it is an access of its own
      return [];
    case 'assignment':
      return source.startsWith('app-role|') ? [accessToken, workloadToken] : [accessToken, evaluatedToken, workloadToken];
    case 'membership':
      return [accessToken, evaluatedToken, serviceMembership, managedIdentityToken];
    case 'consent':
      return [accessToken, evaluatedToken];
    case 'credential':
    case 'trust':
      return [accessToken, workloadToken];
    case 'account':
      return [accessToken, signalledToken];
    case 'ownership':
    case 'policy':
      return [directoryCopy];
    default:
      return kind satisfies never;
  }
}
