import type { Content, Style } from 'pdfmake';
import type pdfmake from 'pdfmake';
import layoutModule, { type Line } from 'pdfmake/js/LayoutBuilder.js';
import documentModule, { type Font, type PDFDocument, type StructureElement } from 'pdfmake/js/PDFDocument.js';
import rendererModule from 'pdfmake/js/Renderer.js';
import { structureOf, type Part } from './structure.ts';

const LayoutBuilder = exportedOf(layoutModule);
const Document = exportedOf(documentModule);
const Renderer = exportedOf(rendererModule);

/** A4, in points. */
const PAGE = { width: 595.28, height: 841.89, orientation: 'portrait' } as const;

type Definition = Parameters<typeof pdfmake.createPdf>[0];

export interface Print {
  readonly content: Content[];
  readonly footer: NonNullable<Definition['footer']>;
  readonly pageBreakBefore: NonNullable<Definition['pageBreakBefore']>;
  readonly margins: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };
  readonly styles: Readonly<Record<string, Style>>;
  readonly defaultStyle: Style;
  /** Files of fonts by their name and face. Nothing else is read, and nothing is fetched. */
  readonly fonts: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Of the document, as PDF names its members. */
  readonly info: Readonly<Record<string, string | Date>>;
  /** Of all its texts (BCP 47). */
  readonly language: string;
}

/**
 * A tagged PDF (ISO 32000-1, 14.8): every text is content of the element that `structureOf` gives it; rules, grounds, footers and the headers that a table
 * repeats on its further pages are artifacts, which a screen reader leaves out. The same input gives the same bytes.
 */
export function printed(of: Print): Promise<Uint8Array> {
  const own = new Set(Object.values(of.fonts).flatMap((faces) => Object.values(faces)));
  const options = {
    ...{ size: [PAGE.width, PAGE.height], pdfVersion: '1.7', tagged: true, displayTitle: true, compress: true, lang: of.language },
    ...{ fontLayoutCache: true, bufferPages: false, autoFirstPage: false, font: null, info: of.info },
  };
  const document = new PlainDocument(of.fonts, {}, {}, {}, options, null, (path) => own.has(path));
  const structure = structureOf(of.content);
  const pages = new TracingLayout(PAGE, of.margins, null).layoutDocument(
    of.content,
    document,
    of.styles,
    of.defaultStyle,
    undefined,
    undefined,
    of.footer,
    undefined,
    of.pageBreakBefore,
  );
  const elements = new Map<object, Tagged>();
  document.addStructure(elementOf(document, { type: 'Document', node: null, parts: structure }, elements));
  new TaggingRenderer(document, elements).renderPages(pages);
  return bytesOf(document);
}

interface Tagged {
  readonly type: string;
  readonly element: StructureElement;
}

/** Made whole before anything is drawn, so that elements stand in the order of the content, and cells without a text are there. */
function elementOf(document: PDFDocument, { type, scope, node, parts }: Part, into: Map<object, Tagged>): StructureElement {
  const element = document.struct(type, scope === undefined ? {} : { scope });
  if (node !== null) into.set(node, { type, element });
  for (const part of parts) element.add(elementOf(document, part, into));
  return element;
}

/** Which line of which text a line is. Its copies, as for a header on a further page, share it. */
interface Origin {
  readonly node: object;
}
type Traced = Line & { origin?: Origin };

/**
 * Without ligatures: one glyph for two letters has to be told as two in a font's table of characters, and some readers take the second for that of the next
 * glyph. Told here and not in a style, words that come again are laid out once.
 */
class PlainDocument extends Document {
  readonly #plain = new Set<Font>();

  override provideFont(family: string, isBold: boolean, isItalic: boolean): Font {
    const font = super.provideFont(family, isBold, isItalic);
    if (!this.#plain.has(font)) {
      this.#plain.add(font);
      const layoutRun = font.layoutRun.bind(font);
      font.layoutRun = (text) => layoutRun(text, { liga: false });
    }
    return font;
  }
}

class TracingLayout extends LayoutBuilder {
  override buildNextLine(node: object): Line | null {
    const line: Traced | null = super.buildNextLine(node);
    if (line !== null) line.origin = { node };
    return line;
  }
}

class TaggingRenderer extends Renderer {
  readonly #document: PDFDocument;
  readonly #elements: ReadonlyMap<object, Tagged>;
  readonly #drawn = new Set<Origin>();

  constructor(document: PDFDocument, elements: ReadonlyMap<object, Tagged>) {
    super(document);
    this.#document = document;
    this.#elements = elements;
  }

  override renderLine(line: Traced, x: number, y: number): void {
    const { origin } = line;
    const tagged = origin === undefined ? undefined : this.#elements.get(origin.node);
    if (origin === undefined || tagged === undefined || this.#drawn.has(origin)) {
      this.#document.markContent('Artifact', { type: 'Pagination', ...(tagged === undefined ? { attached: ['Bottom'] } : {}) });
      super.renderLine(line, x, y);
      this.#document.endMarkedContent();
      return;
    }
    this.#drawn.add(origin);
    const content = this.#document.markStructureContent(tagged.type);
    super.renderLine(line, x, y);
    this.#document.endMarkedContent();
    tagged.element.add(content);
  }

  override renderVector(vector: object): void {
    this.#document.markContent('Artifact', { type: 'Layout' });
    super.renderVector(vector);
    this.#document.endMarkedContent();
  }
}

/** Node hands out a CommonJS module as it is; what bundles or runs modules by itself, what its `default` is. */
function exportedOf<T extends object>(exported: { readonly default: T } | T): T {
  return 'default' in exported ? exported.default : exported;
}

function bytesOf(document: PDFDocument): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    document.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
    document.end();
  });
}
