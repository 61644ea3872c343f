import { visible } from '../../src/base/text/visible.ts';
import { markLine, markOf } from '../../src/model/backlog-marker.ts';
import type { BacklogItem } from '../../src/model/backlog.ts';
import { itemMarkdown } from './markdown-text.ts';
import { clipped, labelsOf } from './sections.ts';

/** What GitHub takes of a title and of a body, in characters; the body keeps room for its mark. */
const TITLE = 256;
const TEXT = 65_000;

/** An item as an issue of GitHub. `body`: its mark, and the text. */
export interface Issue {
  readonly id: string;
  readonly state: BacklogItem['state'];
  readonly title: string;
  readonly text: string;
  readonly body: string;
  readonly labels: readonly string[];
}

export function issueOf(item: BacklogItem): Issue {
  const { id, state } = item;
  const title = clipped(visible(item.title), TITLE);
  const text = clipped(
    `${itemMarkdown(item, 3, false)}\n<sub>${id}, by Vestige: what stands here is written anew as long as nobody edits it.</sub>`,
    TEXT,
  );
  return { id, state, title, text, body: `${markLine(markOf({ id, state, title, text }))}\n\n${text}\n`, labels: labelsOf(item) };
}
