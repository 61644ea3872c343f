import { fileURLToPath } from 'node:url';
import type { Content } from 'pdfmake';
import type pdfmake from 'pdfmake';
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
import { moment } from './text.ts';

const MOST_PAGES = 60;
const LEAST_ROWS = 2;
const LEAST_SHARE = 1 / 32;
/** Nodes that have to follow a heading on its page: a paragraph and the first row of a table. */
const WITH_HEADING = 5;

type Definition = Parameters<typeof pdfmake.createPdf>[0];
type Fonts = typeof pdfmake.fonts;

/**
 * What an auditor reads first, as PDF of at most 60 pages: long tables are cut and say where all of it is. Latin, Greek and Cyrillic are
 * shown; any other character is written as its code point. It is not tagged: the library marks no content, and a structure that names
 * none hides the document from a screen reader. `report.html` is for those.
 */
export const pdfPackFormat: PackFormat = {
  id: 'pdf',
  describes: 'summary for people, to print and to hand in',
  render(pack, { version }) {
    return import('pdfmake').then(({ default: maker }) => {
      const fonts = fontFiles();
      const own = new Set(Object.values(fonts['Roboto'] ?? {}));
      maker.setFonts(fonts);
      // a name in the pack may look like a link or a file: nothing is fetched, and nothing but the fonts is read
      maker.setUrlAccessPolicy(() => false);
      maker.setLocalAccessPolicy((path) => own.has(path));
      return fitted((share) => {
        const count = { pages: 0 };
        const document = maker.createPdf(definition(pack, version, (rows) => Math.max(LEAST_ROWS, Math.floor(rows * share)), count));
        return document.getBuffer().then((bytes) => ({ bytes, pages: count.pages }));
      }, 1).then((bytes) => [{ path: 'report.pdf', bytes }]);
    });
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

function fontFiles(): Fonts {
  const file = (face: string): string =>
    fileURLToPath(new URL(`fonts/Roboto/Roboto-${face}.ttf`, import.meta.resolve('pdfmake/package.json')));
  return { Roboto: { normal: file('Regular'), bold: file('Medium'), italics: file('Italic'), bolditalics: file('MediumItalic') } };
}

function definition(pack: Pack, version: string, most: Most, count: { pages: number }): Definition {
  const made = new Date(parseInstant(pack.asOf) ?? 0);
  const title = `Revocation evidence, ${frameworkNames[pack.framework]}, ${moment(pack.period.from)} to ${moment(pack.period.to)}`;
  return {
    pageSize: 'A4',
    pageMargins: [40, 44, 40, 46],
    version: '1.7',
    language: 'en',
    displayTitle: true,
    compress: true,
    info: {
      title,
      author: 'Vestige',
      creator: `Vestige ${version}`,
      producer: 'pdfmake',
      subject: `pack ${pack.id}`,
      creationDate: made,
      modDate: made,
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
