// https://learn.microsoft.com/rest/api/authorization/role-assignment-schedule-requests/create, `Status`
const over: ReadonlySet<string> = new Set([
  'revoked',
  'denied',
  'canceled',
  'failed',
  'failedasresourceislocked',
  'timedout',
  'admindenied',
  'invalid',
]);
const waits: ReadonlySet<string> = new Set([
  'pendingapproval',
  'pendingevaluation',
  'pendingadmindecision',
  'pendingapprovalprovisioning',
  'pendingschedulecreation',
]);

/** Whether what has this status gives nobody anything any more. */
export function isOver(status: string | null): boolean {
  return over.has((status ?? '').toLowerCase());
}

/** Whether a schedule came to something, or will. */
export function isComing(status: string | null): boolean {
  return !isOver(status) && !waits.has((status ?? '').toLowerCase());
}
