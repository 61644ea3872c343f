import { isJsonObject, type Json, type JsonObject } from '../../base/json.ts';
import { BacklogError } from './errors.ts';

/** A managed thing of a state, with those of its attributes that name it: texts and lists of texts. Nothing that may be a secret is among them. */
export interface StateResource {
  readonly address: string;
  readonly type: string;
  readonly attributes: Readonly<Record<string, string | readonly string[]>>;
}

/** The attributes that are looked at; nothing else of a state is kept. None of them is ever a secret in the providers that have them. */
const naming = [
  ...[
    'id',
    'arn',
    'name',
    'role',
    'roles',
    'user',
    'users',
    'group',
    'groups',
    'policy_arn',
    'key_id',
    'application_id',
    'client_id',
    'object_id',
  ],
  ...[
    'principal_id',
    'principal_object_id',
    'role_id',
    'role_definition_id',
    'role_definition_name',
    'scope',
    'app_role_id',
    'resource_object_id',
  ],
  ...['group_object_id', 'member_object_id', 'permission_set_arn', 'account', 'account_id'],
] as const;

/**
 * Reads what `terraform show -json` prints (format_version 1) or a state file (version 4). Throws {@link BacklogError} `bad-state-file` for anything else: from a
 * state that is only half understood nothing could be told.
 */
export function readStateFile(content: string, name: string): readonly StateResource[] {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (cause) {
    throw bad(name, 'it is no JSON', cause);
  }
  if (!isJsonObject(value)) throw bad(name, 'it is no object');
  if (value['version'] === 4) return stateFour(value, name);
  const version = value['format_version'];
  if (typeof version === 'string' && version.startsWith('1.')) {
    const values = value['values'];
    if (values === undefined) return [];
    if (!isJsonObject(values) || !isJsonObject(values['root_module'])) throw bad(name, 'values.root_module is no object');
    return [...ofModule(values['root_module'], name)];
  }
  throw bad(name, `its version is ${JSON.stringify(value['version'] ?? version ?? null)}`);
}

function* ofModule(module: JsonObject, name: string): Iterable<StateResource> {
  for (const each of listOf(module['resources'], 'resources', name)) {
    const { address, type, mode, values } = each;
    if (typeof address !== 'string' || typeof type !== 'string') throw bad(name, 'a resource has no address or no type');
    if (mode === 'managed') yield { address, type, attributes: namesIn(isJsonObject(values) ? values : {}, each['sensitive_values']) };
  }
  for (const child of listOf(module['child_modules'], 'child_modules', name)) yield* ofModule(child, name);
}

function stateFour(state: JsonObject, name: string): readonly StateResource[] {
  return listOf(state['resources'], 'resources', name).flatMap((each) => {
    const { mode, type, module } = each;
    const own = each['name'];
    if (typeof type !== 'string' || typeof own !== 'string') throw bad(name, 'a resource has no type or no name');
    if (mode !== 'managed') return [];
    const at = `${typeof module === 'string' ? `${module}.` : ''}${type}.${own}`;
    return listOf(each['instances'], `instances of ${at}`, name).map((instance): StateResource => {
      const index = instance['index_key'];
      const key = index === undefined ? '' : `[${JSON.stringify(index)}]`;
      const attributes = instance['attributes'];
      return {
        address: `${at}${key}`,
        type,
        attributes: namesIn(isJsonObject(attributes) ? attributes : {}, markedIn(instance['sensitive_attributes'])),
      };
    });
  });
}

/** `show -json` marks with `true`, a state file with paths. */
function markedIn(paths: Json | undefined): Json {
  const marked: Record<string, true> = {};
  const all: readonly Json[] = Array.isArray(paths) ? (paths as readonly Json[]) : [];
  for (const path of all) {
    const [first] = Array.isArray(path) ? (path as readonly Json[]) : [];
    if (isJsonObject(first) && typeof first['value'] === 'string') marked[first['value']] = true;
  }
  return marked;
}

function namesIn(values: JsonObject, sensitive: Json | undefined): StateResource['attributes'] {
  const marked = isJsonObject(sensitive) ? sensitive : {};
  const found: Record<string, string | readonly string[]> = {};
  for (const key of naming) {
    const value = values[key];
    if (marked[key] !== undefined && marked[key] !== false) continue;
    if (typeof value === 'string' && value !== '') found[key] = value;
    else if (Array.isArray(value)) found[key] = (value as readonly Json[]).filter((each) => typeof each === 'string');
  }
  return found;
}

function listOf(value: Json | undefined, what: string, name: string): readonly JsonObject[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw bad(name, `${what} is no list`);
  return (value as readonly Json[]).map((each) => {
    if (!isJsonObject(each)) throw bad(name, `an entry of ${what} is no object`);
    return each;
  });
}

function bad(name: string, seen: string, cause?: unknown): BacklogError {
  return new BacklogError('bad-state-file', `cannot read the Terraform state ${name}: ${seen}`, {
    cause,
    hint: 'give what `terraform show -json` prints, or a state file of Terraform 0.12 or later',
  });
}
