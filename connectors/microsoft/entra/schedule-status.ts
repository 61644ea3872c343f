/**
 * Whether a schedule of Privileged Identity Management comes to something: one that was refused, withdrawn or still waits does not
 * (https://learn.microsoft.com/graph/api/resources/unifiedroleschedulebase, `status`).
 */
export function isProvisioned(status: string | null): boolean {
  return status === null || /^(provisioned|granted|schedulecreated|accepted)$/i.test(status);
}
