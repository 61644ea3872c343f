import type { Json, JsonObject } from '../../src/base/json.ts';
import { isJsonObject } from '../../src/base/json.ts';
import type { TaskWords } from '../../src/contract/connector.ts';
import type { Task } from '../../src/model/page.ts';
import { callOf } from './calls/list.ts';
import { parseIamArn } from './identity.ts';

/** What each arg that says what a call is about is called. The others (instance, organization, partition) go without saying. */
const nouns: readonly (readonly [arg: string, noun: string])[] = [
  ['arn', ''],
  ['user', 'user'],
  ['key', 'key'],
  ['service', 'service'],
  ['provider', 'provider'],
  ['permissionSet', 'permission set'],
  ['principal', ''],
  ['group', 'group'],
  ['request', 'request'],
  ['application', 'application'],
  ['policy', 'policy'],
  ['parent', ''],
  ['child', ''],
  ['secret', 'secret'],
  ['analyzer', 'analyzer'],
  ['template', 'launch template'],
  ['stackSet', 'stack set'],
  ['notebook', 'notebook'],
  ['app', 'service'],
  ['interpreter', 'code interpreter'],
  ['account', 'account'],
  ['event', 'event'],
  ['trail', 'trail'],
];

/** `ListAccessKeys` and `of user ann`: the operation that a task calls and what it is asked about. */
export function awsTaskWords(task: Task): TaskWords {
  const args = isJsonObject(task.args) ? task.args : {};
  const operation = callOf(task)?.operation ?? (typeof args['call'] === 'string' ? args['call'] : 'an unknown call');
  const things = nouns.flatMap(([arg, noun]) => {
    const name = nameOf(arg, args);
    return name === undefined ? [] : [noun === '' ? name : `${noun} ${name}`];
  });
  const region = typeof args['region'] === 'string' ? `in ${args['region']}` : '';
  const before = cameBefore(args);
  return {
    operation,
    about: [things.length === 0 ? '' : `of ${things.join(', ')}`, region, before === 0 ? '' : `from element ${before + 1} on`]
      .filter((each) => each !== '')
      .join(' '),
  };
}

function nameOf(arg: string, args: JsonObject): string | undefined {
  const value = args[arg];
  if (typeof value !== 'string' || value === '') return undefined;
  if (arg === 'principal') return `${args['type'] === 'GROUP' ? 'group' : 'user'} ${value}`;
  const iam = parseIamArn(value)?.resource;
  if (iam !== undefined) return arg === 'arn' ? iam.replace('/', ' ') : iam.slice(iam.indexOf('/') + 1);
  return arg === 'permissionSet' ? value.slice(value.lastIndexOf('/') + 1) : value;
}

/** Of a list that is asked page by page, what earlier pages held. */
function cameBefore({ seen, before, token }: JsonObject): number {
  if (token === undefined) return 0;
  return typeof seen === 'number' ? seen : lengthOf(before);
}

function lengthOf(list: Json | undefined): number {
  return Array.isArray(list) ? list.length : 0;
}
