import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isJsonObject, type Json, type JsonObject } from '../../../../src/base/json.ts';
import { liveFolder } from '../install.ts';

const PACKAGE = '@octokit/openapi@23.0.2';
const FILE = 'package/generated/api.github.com.json';

/** GitHub's own OpenAPI description, as a public package carries it: the paths that begin so, and what they refer to. Fetched once. */
export function githubDescription(beginning: string): JsonObject {
  const folder = join(liveFolder, 'github');
  const path = join(folder, FILE);
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true });
    const archive = 'octokit-openapi-23.0.2.tgz';
    execFileSync('npm', ['pack', '--loglevel=error', PACKAGE], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
    execFileSync('tar', ['-xzf', archive, FILE], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
    rmSync(join(folder, archive));
  }
  // Prism checks no body of which a part may be null and has no type: there it may not be here.
  const typed = (_: string, value: Json): Json => {
    if (!isJsonObject(value) || value['nullable'] !== true || value['type'] !== undefined) return value;
    const { nullable: _nullable, ...rest } = value;
    return rest;
  };
  const whole = JSON.parse(readFileSync(path, 'utf8'), typed) as JsonObject;
  const all = objectAt(whole, 'paths');
  const paths = Object.fromEntries(Object.entries(all).filter(([name]) => name.startsWith(beginning)));
  const { openapi, info } = whole;
  return { openapi: openapi ?? '', info: info ?? {}, paths, components: referredTo(objectAt(whole, 'components'), paths) };
}

/** What of the components a value refers to, and what that refers to. */
function referredTo(components: JsonObject, value: Json): JsonObject {
  const kept: Record<string, Record<string, Json>> = {};
  const open: Json[] = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const [, kind = '', name = ''] of JSON.stringify(next).matchAll(/"#\/components\/([\w-]+)\/([\w.-]+)"/g)) {
      const found = objectAt(components, kind)[name];
      if (kept[kind]?.[name] !== undefined || found === undefined) continue;
      (kept[kind] ??= {})[name] = found;
      open.push(found);
    }
  }
  return kept;
}

function objectAt(value: JsonObject, member: string): JsonObject {
  const found = value[member];
  if (!isJsonObject(found)) throw new Error(`the description of GitHub has no ${member}`);
  return found;
}
