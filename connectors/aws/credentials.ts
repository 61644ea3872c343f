import type { AwsSettings } from './settings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const firstRegions: Readonly<Record<AwsSettings['partition'], string>> = {
  aws: 'us-east-1',
  'aws-us-gov': 'us-gov-west-1',
  'aws-cn': 'cn-north-1',
};

/** What decides whose credentials are used and where requests go. The SDK's own chain finds the rest; no secret passes through here. */
export interface CredentialChoice {
  readonly region: string;
  readonly profile?: string;
}

/** `AWS_ENDPOINT_URL`, shared configuration files and web identity tokens are read by the SDK itself. */
export function credentialChoice(settings: AwsSettings, environment: Environment): CredentialChoice {
  const named = [settings.region, environment['AWS_REGION'], environment['AWS_DEFAULT_REGION']].find(
    (each) => each !== undefined && each !== '',
  );
  const region = named ?? firstRegions[settings.partition];
  return settings.profile === undefined ? { region } : { region, profile: settings.profile };
}
