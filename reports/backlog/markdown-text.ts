import { visible } from '../../src/base/text/visible.ts';
import type { BacklogItem } from '../../src/model/backlog.ts';
import { sectionsOf, type Section } from './sections.ts';

/**
 * Text from outside as Markdown that says itself and does nothing: no markup, no HTML (GitHub Flavored Markdown, section 6.1 for what a backslash may escape), and no
 * mention, for which a comment that shows nothing stands behind an `@` that could begin one.
 */
export function inert(text: string): string {
  return visible(text)
    .replace(/[\\`*_{}[\]<>#|~!&]/g, (mark) => (mark === '<' ? '&lt;' : mark === '>' ? '&gt;' : mark === '&' ? '&amp;' : `\\${mark}`))
    .replace(/(?<![A-Za-z0-9])@/g, '@<!-- -->')
    .replace(/^(\s*)([-+=]|\d+[.)])/, '$1\\$2');
}

/** A block that nothing in it can end: its fence is longer than any in it. */
export function fenced(lines: readonly string[], language: string): string {
  const shown = lines.map(visible);
  const longest = Math.max(2, ...shown.flatMap((line) => (line.match(/`+/g) ?? []).map((each) => each.length)));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${shown.join('\n')}\n${fence}\n`;
}

export function sectionMarkdown({ title, kind, lines }: Section, level: number): string {
  const body = kind === 'code' ? fenced(lines, 'sh') : `${lines.map((line) => `- ${inert(line)}`).join('\n')}\n`;
  return `${'#'.repeat(level)} ${title}\n\n${body}`;
}

export function itemMarkdown(item: BacklogItem, level: number, rank: boolean): string {
  return sectionsOf(item, { rank })
    .map((each) => sectionMarkdown(each, level))
    .join('\n');
}
