import type { Json } from '../../src/base/json.ts';
import { visible } from '../../src/base/text/visible.ts';
import type { BacklogItem } from '../../src/model/backlog.ts';
import { sectionsOf } from './sections.ts';

/** Atlassian Document Format, version 1. Names stand in text nodes, where nothing in them acts. */
export function adfOf(item: BacklogItem): Json {
  const content = sectionsOf(item, { rank: false }).flatMap(({ title, kind, lines }): readonly Json[] => [
    { type: 'heading', attrs: { level: 3 }, content: [text(title)] },
    kind === 'code'
      ? { type: 'codeBlock', attrs: { language: 'shell' }, content: [text(lines.map(visible).join('\n'))] }
      : { type: 'bulletList', content: lines.map((line) => ({ type: 'listItem', content: [paragraph(visible(line))] })) },
  ]);
  return {
    version: 1,
    type: 'doc',
    content: [...content, paragraph(`${item.id}, by Vestige. What stands here is written anew as long as nobody edits it.`)],
  };
}

/** One paragraph, for a comment. */
export function adfNote(note: string): Json {
  return { version: 1, type: 'doc', content: [paragraph(visible(note))] };
}

function paragraph(line: string): Json {
  return { type: 'paragraph', content: line === '' ? [] : [text(line)] };
}

function text(line: string): Json {
  return { type: 'text', text: line };
}
