import type { Permission } from '../facts.ts';

/** Control actions act on resources, data actions on what is in them; a role's `*` in one never gives the other. */
export type Plane = 'control' | 'data';

const compiled = new Map<string, (action: string) => boolean>();

/**
 * Whether a pattern of a role, a deny assignment or a condition takes in an action: letters of either case are the same, and `*` stands for
 * any run of characters, slashes among them (https://learn.microsoft.com/azure/role-based-access-control/role-definitions).
 */
export function matchesAction(pattern: string, action: string): boolean {
  let test = compiled.get(pattern);
  if (test === undefined) compiled.set(pattern, (test = compile(pattern.toLowerCase())));
  return test(action.toLowerCase());
}

function compile(pattern: string): (action: string) => boolean {
  const [head = '', ...rest] = pattern.split('*');
  const tail = rest.pop();
  if (tail === undefined) return (action) => action === pattern;
  return function matches(action) {
    if (!action.startsWith(head) || !action.endsWith(tail) || action.length < head.length + tail.length) return false;
    let from = head.length;
    const end = action.length - tail.length;
    // the leftmost place of each middle part leaves the most room for those after it
    for (const part of rest) {
      const place = action.indexOf(part, from);
      if (place < 0 || place + part.length > end) return false;
      from = place + part.length;
    }
    return true;
  };
}

/** Whether one permission entry gives an action: what it names, less what the same entry takes away. */
export function permits(permission: Permission, action: string, plane: Plane): boolean {
  const [given, taken] =
    plane === 'control' ? [permission.actions, permission.notActions] : [permission.dataActions, permission.notDataActions];
  return given.some((each) => matchesAction(each, action)) && !taken.some((each) => matchesAction(each, action));
}

/** Whether a role gives an action. What one entry takes away another entry may give. */
export function roleGives(permissions: readonly Permission[], action: string, plane: Plane): boolean {
  return permissions.some((each) => permits(each, action, plane));
}

/** Under which condition entries give, or deny, an action that they name: any of them is enough. `null`: under none that was told. */
export function conditionUpon(permissions: readonly Permission[], action: string, plane: Plane): string | null {
  const texts = new Set<string>();
  for (const each of permissions) {
    if (!permits(each, action, plane)) continue;
    if (typeof each.condition !== 'string') return null;
    texts.add(each.condition);
  }
  return texts.size === 0 ? null : [...texts].sort().reduce((all, each) => `(${all}) OR (${each})`);
}

/** Both hold. */
export function bothConditions(a: string | null, b: string | null): string | null {
  if (a === null || b === null || a === b) return a ?? b;
  return `(${a}) AND (${b})`;
}
