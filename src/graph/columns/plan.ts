import { readTemplate, says, sayWith, writeTemplate } from './template.ts';
import type { Template } from './template.ts';
import { isJsonObject } from '../../base/json.ts';
import type { Json, JsonObject } from '../../base/json.ts';

/** A JSON value whose texts are templates. `fixed`: none of them has a mark, and `value` is what it says. */
export type Plan =
  | { readonly is: 'text'; readonly fixed: boolean; readonly value: string; readonly template: Template }
  | { readonly is: 'plain'; readonly fixed: true; readonly value: null | boolean | number }
  | { readonly is: 'list'; readonly fixed: boolean; readonly value: Json; readonly items: readonly Plan[] }
  | {
      readonly is: 'members';
      readonly fixed: boolean;
      readonly value: Json;
      readonly names: readonly string[];
      readonly items: readonly Plan[];
    };

/** The value with its texts written as templates; names of members stay as they are. */
export function writePlan(value: Json, marks: readonly string[], from: number): Json {
  if (typeof value === 'string') return writeTemplate(value, marks, from);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map((each) => writePlan(each, marks, from));
  const members = Object.entries(value as JsonObject);
  return Object.fromEntries(members.flatMap(([name, each]) => (each === undefined ? [] : [[name, writePlan(each, marks, from)]])));
}

export function readPlan(written: Json): Plan {
  if (typeof written === 'string') {
    const template = readTemplate(written);
    return { is: 'text', fixed: template.uses.length === 0, value: template.pieces[0] as string, template };
  }
  if (typeof written !== 'object' || written === null) return { is: 'plain', fixed: true, value: written };
  if (Array.isArray(written)) {
    const items = (written as readonly Json[]).map(readPlan);
    return { is: 'list', fixed: areFixed(items), value: items.map((each) => each.value), items };
  }
  const members = Object.entries(written as JsonObject);
  const names = members.map(([name]) => name);
  const items = members.map(([, each]) => readPlan(each as Json));
  return { is: 'members', fixed: areFixed(items), value: membersOf(names, (at) => (items[at] as Plan).value), names, items };
}

function areFixed(items: readonly Plan[]): boolean {
  return items.every((each) => each.fixed);
}

/** Whether the plan with these marks gives exactly this value. */
export function gives(plan: Plan, value: Json, marks: readonly string[]): boolean {
  switch (plan.is) {
    case 'text':
      return typeof value === 'string' && says(plan.template, value, marks);
    case 'plain':
      return value === plan.value;
    case 'list': {
      if (!Array.isArray(value) || value.length !== plan.items.length) return false;
      for (let at = 0; at < plan.items.length; at++) if (!gives(plan.items[at] as Plan, value[at] as Json, marks)) return false;
      return true;
    }
    case 'members':
      return isJsonObject(value) && givesMembers(plan.names, plan.items, value, marks);
    default:
      return plan satisfies never;
  }
}

function givesMembers(names: readonly string[], items: readonly Plan[], value: JsonObject, marks: readonly string[]): boolean {
  let at = 0;
  for (const name in value) {
    const member = value[name];
    if (member === undefined) continue;
    if (name !== names[at] || !gives(items[at] as Plan, member, marks)) return false;
    at++;
  }
  return at === names.length;
}

/** The value. Where nothing in it depends on marks it is the same object each time. */
export function giveWith(plan: Plan, marks: readonly string[]): Json {
  if (plan.fixed) return plan.value;
  switch (plan.is) {
    case 'text':
      return sayWith(plan.template, marks);
    case 'list': {
      const made: Json[] = [];
      for (const each of plan.items) made.push(giveWith(each, marks));
      return made;
    }
    case 'members':
      return membersOf(plan.names, (at) => giveWith(plan.items[at] as Plan, marks));
    default:
      return plan satisfies never;
  }
}

function membersOf(names: readonly string[], valueOf: (at: number) => Json): Json {
  // A member of this name is one like any other only as `fromEntries` makes it.
  if (names.includes('__proto__')) return Object.fromEntries(names.map((name, at) => [name, valueOf(at)]));
  const members: Record<string, Json> = {};
  for (let at = 0; at < names.length; at++) members[names[at] as string] = valueOf(at);
  return members;
}
