import type { AwsService } from '../calls/call.ts';
import type { AwsSettings } from '../settings.ts';
import { VestigeError } from '../../../src/base/errors.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export class AwsEndpointError extends VestigeError {
  readonly code = 'bad-endpoint';
}

const hosts: Readonly<Partial<Record<AwsService, (region: string, china: boolean) => string>>> = {
  rolesanywhere: (region, china) => `rolesanywhere.${region}.amazonaws.com${china ? '.cn' : ''}`,
  // The host of its operations that read (botocore, mwaa/2020-07-01/service-2.json, hostPrefix).
  mwaa: (region, china) => `api.airflow.${region}.amazonaws.com${china ? '.cn' : ''}`,
  // Its endpoints are of the dual-stack kind only, whose suffix differs in China (partitions.json of the SDKs).
  'account-access': (region, china) => `account-access.${region}.${china ? 'api.amazonwebservices.com.cn' : 'api.aws'}`,
};

/**
 * Where a service without an SDK package answers. `AWS_ENDPOINT_URL_<SERVICE>` wins over `AWS_ENDPOINT_URL`, both are passed over where
 * `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` is true (AWS SDKs and tools reference guide, service-specific endpoints).
 */
export function restEndpoint(service: AwsService, region: string, partition: AwsSettings['partition'], environment: Environment): URL {
  const ignored = environment['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS']?.toLowerCase() === 'true';
  const own = `AWS_ENDPOINT_URL_${service.replaceAll('-', '_').toUpperCase()}`;
  for (const name of ignored ? [] : [own, 'AWS_ENDPOINT_URL']) {
    const value = environment[name] ?? '';
    if (value === '') continue;
    const url = URL.parse(value);
    if (url !== null && /^https?:$/.test(url.protocol)) return url;
    throw new AwsEndpointError(`cannot use ${name} for ${service}: it is no http or https URL`, {
      hint: `set ${name} to https://HOST, or unset it`,
    });
  }
  const host = hosts[service];
  if (host === undefined) throw new AwsEndpointError(`no address is known for ${service}`);
  return new URL(`https://${host(region, partition === 'aws-cn')}`);
}
