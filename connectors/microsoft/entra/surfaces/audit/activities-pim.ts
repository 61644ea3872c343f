import type { Meanings } from './meaning.ts';
import { each, means, nothing } from './meaning.ts';

/**
 * What Privileged Identity Management logs: only what is completed changes anything; a request that lapses or is withdrawn ends without a
 * right. The names that are about roles of the directory, of Azure, and memberships of groups are the same.
 */
export function enterPim(into: Meanings): void {
  means(
    into,
    [
      'Add member to role requested (PIM activation)',
      'Add member to role approval requested (PIM activation)',
      'Remove member from role requested (PIM deactivate)',
    ],
    'requested',
    'assignment',
    'pim',
  );
  means(into, ['Add member to role request approved (PIM activation)'], 'approved', 'assignment', 'pim');
  means(
    into,
    [
      'Add member to role request denied (PIM activation)',
      'Add member to role canceled (PIM activation)',
      'PIM activation request expired',
    ],
    'denied',
    'assignment',
    'pim',
  );
  means(into, ['Add member to role completed (PIM activation)'], 'activated', 'assignment', 'pim');
  means(into, ['Remove member from role (PIM activation expired)'], 'expired', 'assignment', 'pim');
  means(into, ['Remove member from role completed (PIM deactivate)'], 'revoked', 'assignment', 'pim');

  const lengths = ['permanent', 'timebound'];
  const longer = ['extend', 'renew', 'extend/renew'];
  for (const [sort, what] of [
    ['eligible member', 'eligibility'],
    ['member', 'assignment'],
  ] as const) {
    means(
      into,
      each([...lengths, 'renew'], (how) => `Add ${sort} to role in PIM requested (${how})`),
      'requested',
      what,
      'pim',
    );
    means(
      into,
      each([...lengths, 'renew'], (how) => `Add ${sort} to role in PIM canceled (${how})`),
      'denied',
      what,
      'pim',
    );
    means(
      into,
      each(lengths, (how) => `Add ${sort} to role in PIM completed (${how})`),
      'granted',
      what,
      'pim',
    );
    means(into, [`Add ${sort} to role in PIM completed (renew)`], 'renewed', what, 'pim');
    means(
      into,
      each(lengths, (how) => `Remove ${sort} from role in PIM requested (${how})`),
      'requested',
      what,
      'pim',
    );
    means(
      into,
      each(lengths, (how) => `Remove ${sort} from role in PIM completed (${how})`),
      'revoked',
      what,
      'pim',
    );
    means(
      into,
      each(longer, (how) => `Update ${sort} in PIM requested (${how})`),
      'requested',
      what,
      'pim',
    );
    means(
      into,
      each(longer, (how) => `Update ${sort} in PIM canceled (${how})`),
      'denied',
      what,
      'pim',
    );
    means(
      into,
      each(longer, (how) => `Update ${sort} in PIM approved by admin (${how})`),
      'approved',
      what,
      'pim',
    );
    means(
      into,
      each(longer, (how) => `Update ${sort} in PIM denied by admin (${how})`),
      'denied',
      what,
      'pim',
    );
    means(into, [`Restore ${sort} from role in PIM requested`], 'requested', what, 'pim');
    // the second is how the service spells it in one category
    means(into, [`Restore ${sort} from role in PIM completed`, `Restore ${sort} from role in PIM comleted`], 'granted', what, 'pim');
  }
  means(into, ['Restore member from role', 'Restore permanent direct role assignment'], 'granted', 'assignment', 'pim');
  means(into, ['Restore permanent eligible role assignment'], 'granted', 'eligibility', 'pim');
  means(into, ['Add member to role outside of PIM (permanent)'], 'granted', 'assignment', 'pim', true);
  means(into, ['Remove permanent direct role assignment'], 'revoked', 'assignment', 'pim');
  means(into, ['Remove permanent eligible role assignment'], 'revoked', 'eligibility', 'pim');
  means(
    into,
    [
      'Update role setting in PIM',
      'Onboarded resource to PIM',
      'Onboarded resource from PIM',
      'Offboarded resource from PIM',
      'Tenant offboarded from PIM',
      'PIM policy removed',
      'Role definition created',
    ],
    'policy-changed',
    'policy',
    'pim',
  );
  means(into, ['Approve request - direct role assignment'], 'approved', 'assignment', 'pim');
  // what these do is told by entries of its own
  nothing(into, [
    ...each(['Triggered', 'Deactivate', 'Disable', 'Enable', 'Refresh', 'Resolve'], (how) => `${how} PIM alert`),
    'Update PIM alert setting',
    'Process request',
    'Remove request',
    'Cancel request',
    'Resource updated',
    ...each(['removal', 'update'], (how) => `Process role ${how} request`),
    ...each(['removal', 'update'], (how) => `Cancel request for role ${how}`),
  ]);
}
