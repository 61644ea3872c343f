import { fileURLToPath } from 'node:url';
import type { Content } from 'pdfmake';
import { parseInstant } from '../../src/base/instant.ts';
import type { PackFormat } from '../../src/contract/pack-format.ts';
import { frameworkNames } from '../../src/model/framework-names.ts';
import type { Pack } from '../../src/model/pack.ts';
import { conduct } from './conduct.ts';
import { controls } from './controls.ts';
import { findings } from './findings.ts';
import { front } from './front.ts';
import { integrity } from './integrity.ts';
import { metrics } from './metrics.ts';
import type { Most } from './parts.ts';
import { population, sample } from './population.ts';
import { records } from './records.ts';
import { scope } from './scope.ts';
import { INK, QUIET, styles } from './style.ts';
import type { Print } from './tagged/print.ts';
import { moment } from './text.ts';

const MOST_PAGES = 60;
const LEAST_ROWS = 2;
const LEAST_SHARE = 1 / 32;
/** Nodes that have to follow a heading on its page: a paragraph and the first row of a table. */
const WITH_HEADING = 5;

/**
 * What an auditor reads first, as PDF of at most 60 pages: long tables are cut and say where all of it is. Latin, Greek and Cyrillic are
 * shown; any other character is written as its code point. It is tagged: headings, paragraphs and tables with their headers are told to a screen reader.
 */
export const pdfPackFormat: PackFormat = {
  id: 'pdf',
  describes: 'summary for people, to print and to hand in',
  render(pack, { version }) {
    return import('./tagged/print.ts').then(({ printed }) =>
      fitted((share) => {
        const count = { pages: 0 };
        const most: Most = (rows) => Math.max(LEAST_ROWS, Math.floor(rows * share));
        return printed(printOf(pack, version, most, count)).then((bytes) => ({ bytes, pages: count.pages }));
      }, 1).then((bytes) => [{ path: 'report.pdf', bytes }]),
    );
  },
};

interface Drawn {
  readonly bytes: Uint8Array;
  readonly pages: number;
}

/** With half as many rows a table for as long as it has too many pages. */
function fitted(draw: (share: number) => Promise<Drawn>, share: number): Promise<Uint8Array> {
  return draw(share).then(({ bytes, pages }) => (pages <= MOST_PAGES || share <= LEAST_SHARE ? bytes : fitted(draw, share / 2)));
}

function fontFiles(): Print['fonts'] {
  const file = (face: string): string =>
    fileURLToPath(new URL(`fonts/Roboto/Roboto-${face}.ttf`, import.meta.resolve('pdfmake/package.json')));
  return { Roboto: { normal: file('Regular'), bold: file('Medium'), italics: file('Italic'), bolditalics: file('MediumItalic') } };
}

function printOf(pack: Pack, version: string, most: Most, count: { pages: number }): Print {
  const made = new Date(parseInstant(pack.asOf) ?? 0);
  return {
    margins: { left: 40, top: 44, right: 40, bottom: 46 },
    language: 'en',
    fonts: fontFiles(),
    info: {
      Title: `Revocation evidence, ${frameworkNames[pack.framework]}, ${moment(pack.period.from)} to ${moment(pack.period.to)}`,
      Author: 'Vestige',
      Creator: `Vestige ${version}`,
      Producer: 'pdfmake',
      Subject: `pack ${pack.id}`,
      CreationDate: made,
      ModDate: made,
    },
    content: [
      front(pack, version),
      controls(pack, most),
      records(pack, most),
      metrics(pack, most),
      scope(pack, most),
      population(pack, most),
      sample(pack, most),
      findings(pack, most),
      conduct(pack, most),
      integrity(pack, most),
    ],
    footer: (page, pages) => {
      count.pages = pages;
      return footer(pack, page, pages);
    },
    styles,
    defaultStyle: { font: 'Roboto', fontSize: 9.5, color: INK },
    // a heading goes with what follows it
    pageBreakBefore: (node, nodes) =>
      node.headlineLevel !== undefined && nodes.getFollowingNodesOnPage().length < WITH_HEADING && nodes.getNodesOnNextPage().length > 0,
  };
}

function footer({ id }: Pack, page: number, pages: number): Content {
  return {
    margin: [40, 14, 40, 0],
    fontSize: 7.5,
    color: QUIET,
    columns: [{ text: `Pack ${id}` }, { text: `${page} of ${pages}`, alignment: 'right', width: 60 }],
  };
}
