/*
 * Who issues tokens of directories, in each cloud. An id belongs to one directory of one cloud, so that of the issuers that could name it only those
 * of its cloud ever do. Sign-in by cloud: https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud; `iss` of either version
 * of a token: https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference.
 */

/** Of the first version of tokens: that of the US government's clouds is the public one. */
const first = ['sts.windows.net', 'sts.chinacloudapi.cn'] as const;
const second = ['login.microsoftonline.com', 'login.microsoftonline.us', 'login.partner.microsoftonline.cn'] as const;

/** The `iss` of tokens of a directory, whichever cloud it is in. */
export function issuersOf(tenant: string): readonly string[] {
  return [...first.map((host) => `https://${host}/${tenant}/`), ...second.map((host) => `https://${host}/${tenant}/v2.0`)];
}

/** Other names of the same, as trusts write them. */
const hosts: ReadonlySet<string> = new Set([...first, ...second, 'login.windows.net', 'login.chinacloudapi.cn']);

/** Of clusters that tell the directory in the path of their issuer (https://learn.microsoft.com/azure/aks/use-oidc-issuer). */
const OF_CLUSTER = /\.oic\.prod-aks\.azure\.(?:com|us|cn)$/;

/** Whether an issuer, without its scheme, is a directory's or a cluster's, and of this tenant. */
export function isIssuerOf(issuer: string, tenant: string): boolean {
  const [host = '', ...path] = issuer.toLowerCase().split('/');
  return (hosts.has(host) || OF_CLUSTER.test(host)) && path.includes(tenant);
}
