import type { Sheet } from '../../src/base/text/sheet.ts';
import type { Backlog } from '../../src/model/backlog.ts';
import { csv } from './csv.ts';
import { issueOf } from './issue.ts';
import { jiraCsv } from './jira.ts';
import { markdown } from './markdown.ts';
import { servicenowCsv } from './servicenow.ts';
import { table } from './table.ts';

export const backlogFormats = ['table', 'csv', 'jira', 'servicenow', 'github', 'markdown', 'json'] as const;
export type BacklogFormat = (typeof backlogFormats)[number];

/** Pure: the same backlog and sheet give the same text. */
export function backlogText(backlog: Backlog, format: BacklogFormat, sheet: Sheet): Iterable<string> {
  switch (format) {
    case 'table':
      return table(backlog, sheet);
    case 'csv':
      return csv(backlog);
    case 'jira':
      return jiraCsv(backlog);
    case 'servicenow':
      return servicenowCsv(backlog);
    case 'github':
      return backlog.items.map((item) => {
        const { id, state, title, body, labels } = issueOf(item);
        return `${JSON.stringify({ id, state, title, body, labels })}\n`;
      });
    case 'markdown':
      return markdown(backlog);
    case 'json':
      return [`${JSON.stringify(backlog, null, 2)}\n`];
  }
}
