import { isJsonObject, type JsonObject } from '../../../../src/base/json.ts';
import { fileOfPackage, sliceOf } from '../openapi.ts';

/**
 * GitHub's own OpenAPI description, as a public package carries it: the paths that begin so, and what they refer to. It tells answers as `application/json`;
 * GitHub gives the same under the media type that its documents say to ask for, and so does this.
 */
export function githubDescription(beginning: string): JsonObject {
  const path = fileOfPackage('@octokit/openapi', '23.0.2', 'package/generated/api.github.com.json', 'github');
  const slice = sliceOf(path, (name) => name.startsWith(beginning));
  return JSON.parse(JSON.stringify(slice), (_, value: unknown) => {
    const own = isJsonObject(value) ? (value as Record<string, unknown>) : {};
    const json = own['application/json'];
    return isJsonObject(json) && 'schema' in (json as object) ? { ...own, 'application/vnd.github+json': json } : value;
  }) as JsonObject;
}
