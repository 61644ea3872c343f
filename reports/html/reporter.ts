import { utf8Chunks } from '../../src/base/bytes/chunks.ts';
import type { Reporter } from '../../src/contract/reporter.ts';
import { pageParts } from './page.ts';

/**
 * One page that needs nothing beside it: no request leaves it, and a content security policy with hashes allows its one script and one
 * style sheet only. Read it in a browser, on paper, or without scripts: then up to a thousand findings stand in full, more of
 * them with a line each, and beyond ten thousand their number. `#` and a fingerprint or the id of an ending (or its first 12 digits)
 * behind its address opens on that one.
 */
export const htmlReporter: Reporter = {
  id: 'html',
  mediaType: 'text/html; charset=utf-8',
  extension: 'html',
  render: (report, { partOf }) => utf8Chunks(pageParts(report, partOf)),
};
