// The services whose resources resource control policies bind (AWS Organizations User Guide, orgs_manage_policies_rcps.html); those
// after the first five were added one by one, and pages of the guide still list five.
const first: ReadonlySet<string> = new Set(['s3', 'sts', 'kms', 'sqs', 'secretsmanager']);
const later: ReadonlySet<string> = new Set(['ecr', 'aoss', 'cognito-identity', 'cognito-idp', 'logs', 'dynamodb']);

/** Whether resource control policies bear upon an action, whose name and service are given in lower case. */
export function isProtectedAction(action: string, service: string): boolean {
  return action !== 'kms:retiregrant' && (first.has(service) || later.has(service));
}

/** Whether a service became bound by them later than the first five. */
export function isLaterService(service: string): boolean {
  return later.has(service);
}
