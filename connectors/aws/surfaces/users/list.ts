import type { MappedSurface } from '../../../../src/contract/mapped-surface.ts';
import { accessKeys, mapAccessKeys } from './access-keys.ts';
import { accountSummary, mapAccountSummary } from './account-summary.ts';
import { delegationRequests, mapDelegationRequests } from './delegation-requests.ts';
import { identityProviders, mapIdentityProviders } from './identity-providers.ts';
import { loginProfiles, mapLoginProfiles } from './login-profiles.ts';
import { mapMfaDevices, mfaDevices } from './mfa-devices.ts';
import { mapOutboundFederation, outboundFederation } from './outbound-federation.ts';
import { mapServiceSpecificCredentials, serviceSpecificCredentials } from './service-specific-credentials.ts';
import { mapSigningCertificates, signingCertificates } from './signing-certificates.ts';
import { mapSshKeys, sshKeys } from './ssh-keys.ts';
import { listedCredentials } from './told.ts';

/** What is asked of the users of an account, and of who vouches for those who come from outside. */
export const usersSurfaces: readonly MappedSurface[] = [
  { surface: accessKeys, map: mapAccessKeys },
  { surface: accountSummary, map: mapAccountSummary },
  { surface: delegationRequests, map: mapDelegationRequests },
  { surface: identityProviders, map: mapIdentityProviders },
  { surface: listedCredentials, map: null },
  { surface: loginProfiles, map: mapLoginProfiles },
  { surface: mfaDevices, map: mapMfaDevices },
  { surface: outboundFederation, map: mapOutboundFederation },
  { surface: serviceSpecificCredentials, map: mapServiceSpecificCredentials },
  { surface: signingCertificates, map: mapSigningCertificates },
  { surface: sshKeys, map: mapSshKeys },
];
