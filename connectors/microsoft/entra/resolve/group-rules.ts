/** What no administrator writes: the id, what groups somebody is in, and what the directory on premises alone sets. */
const fixed: ReadonlySet<string> = new Set([
  'objectid',
  'memberof',
  'dirsyncenabled',
  'onpremisessecurityidentifier',
  'onpremisesdistinguishedname',
]);

/**
 * Whether a rule of a group reads something of users that can be changed, so that one who changes it may lead a user into the group. Rules over devices read
 * nothing of users; one that is not understood may read anything. `user.<property>`, `device.<property>` and `Direct Reports for "<id>"`, as
 * https://learn.microsoft.com/entra/identity/users/groups-dynamic-membership tells them.
 */
export function readsAttributes(rule: string): boolean {
  const plain = rule.replace(/"(?:[^"`]|`.)*"|'(?:[^'`]|`.)*'/g, '""');
  const read = [...plain.matchAll(/\b(user|device)\.(\w+)/gi)].map(([, of = '', property = '']) => ({
    of: of.toLowerCase(),
    property: property.toLowerCase(),
  }));
  if (read.length === 0) return true;
  return read.some(({ of, property }) => of === 'user' && !fixed.has(property));
}
