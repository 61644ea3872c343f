import { textCell } from '../../src/base/text/csv-cell.ts';
import { visible } from '../../src/base/text/visible.ts';
import type { BacklogItem } from '../../src/model/backlog.ts';
import { sectionsOf } from './sections.ts';

/** The whole item as plain text of several lines, safe as a cell: no line of it begins as a formula would. */
export function plainCell(item: BacklogItem): string {
  return sectionsOf(item, { rank: false })
    .map(({ title, kind, lines }) =>
      [title, ...lines.map((line) => (kind === 'code' ? textCell(`  ${line}`) : textCell(`* ${line}`)))].join('\n'),
    )
    .join('\n\n');
}

/** The same in the wiki markup that Jira reads descriptions of an import in: what names hold is escaped, commands stand in a block of their own. */
export function wikiCell(item: BacklogItem): string {
  return sectionsOf(item, { rank: false })
    .map(({ title, kind, lines }) => {
      if (kind === 'code')
        return `h3. ${title}\n{noformat}\n${lines.map((line) => visible(line).replaceAll('{noformat}', '{ noformat }')).join('\n')}\n{noformat}`;
      return `h3. ${title}\n${lines.map((line) => `* ${wikiText(line)}`).join('\n')}`;
    })
    .join('\n\n');
}

function wikiText(text: string): string {
  return visible(text).replace(/[\\{}[\]|!*_?^~+-]/g, (mark) => (mark === '-' || mark === '+' ? mark : `\\${mark}`));
}
