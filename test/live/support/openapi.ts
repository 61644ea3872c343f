import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isJsonObject, type Json, type JsonObject } from '../../../src/base/json.ts';
import { liveFolder } from './install.ts';

/** A file of a package of the public registry, of which nothing else is kept. Fetched once. `version`: exact. */
export function fileOfPackage(name: string, version: string, file: string, kept: string): string {
  const folder = join(liveFolder, kept);
  const path = join(folder, file);
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true });
    execFileSync('npm', ['pack', '--loglevel=error', `${name}@${version}`], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
    const archive = `${name.replace('@', '').replace('/', '-')}-${version}.tgz`;
    execFileSync('tar', ['-xzf', archive, file], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
    rmSync(join(folder, archive));
  }
  return path;
}

/** Of an OpenAPI description in a file the paths that are wanted, and what they refer to. */
export function sliceOf(path: string, isWanted: (path: string) => boolean): JsonObject {
  // Prism checks no body of which a part may be null and has no type: there it may not be here.
  const typed = (_: string, value: Json): Json => {
    if (!isJsonObject(value) || value['nullable'] !== true || value['type'] !== undefined) return value;
    const { nullable: _nullable, ...rest } = value;
    return rest;
  };
  const whole = JSON.parse(readFileSync(path, 'utf8'), typed) as JsonObject;
  const paths = Object.fromEntries(Object.entries(objectAt(whole, 'paths')).filter(([name]) => isWanted(name)));
  const { openapi, info } = whole;
  return { openapi: openapi ?? '', info: info ?? {}, paths, components: referredTo(objectAt(whole, 'components'), paths) };
}

export function objectAt(value: JsonObject, ...members: readonly string[]): JsonObject {
  return members.reduce((at, member) => {
    const found = at[member];
    if (!isJsonObject(found)) throw new Error(`the description has no ${members.join(' / ')}`);
    return found;
  }, value);
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
