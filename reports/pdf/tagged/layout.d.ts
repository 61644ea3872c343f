// What is used of the layout that pdfmake 0.3 is made of; its own types tell of `createPdf` alone, which marks no content.

declare module 'pdfmake/js/PDFDocument.js' {
  /** Text or rules of one page, of an element of the structure. */
  export interface MarkedContent {
    readonly refs: readonly { readonly mcid: number }[];
  }
  /** An element of the structure (ISO 32000-1, 14.7). */
  export interface StructureElement {
    add(child: StructureElement | MarkedContent): this;
  }
  export interface Font {
    /** Glyphs of a text, with features of the font (OpenType) that are on or off. */
    layoutRun(text: string, features?: Readonly<Record<string, boolean>>): object;
  }
  export interface PDFDocument {
    provideFont(family: string, isBold: boolean, isItalic: boolean): Font;
    struct(type: string, options?: { readonly scope?: 'Row' | 'Column'; readonly title?: string }): StructureElement;
    addStructure(element: StructureElement): this;
    markStructureContent(type: string): MarkedContent;
    markContent(type: 'Artifact', options: { readonly type: 'Layout' | 'Pagination'; readonly attached?: readonly 'Bottom'[] }): this;
    endMarkedContent(): this;
    end(): void;
    on(event: 'data', told: (chunk: Uint8Array) => void): this;
    on(event: 'end', told: () => void): this;
    on(event: 'error', told: (error: Error) => void): this;
  }
  const exported: {
    readonly default: new (
      fonts: object,
      images: object,
      patterns: object,
      attachments: object,
      options: object,
      virtualFiles: null,
      localAccessPolicy: (path: string) => boolean,
    ) => PDFDocument;
  };
  export { exported as default };
}

declare module 'pdfmake/js/LayoutBuilder.js' {
  import type { PDFDocument } from 'pdfmake/js/PDFDocument.js';
  /** A line as it is laid out; a copy of it has its members. */
  export interface Line {
    readonly inlines: readonly object[];
  }
  export interface Page {
    readonly items: readonly { readonly type: string; readonly item: object }[];
  }
  export interface LayoutBuilder {
    layoutDocument(
      content: object,
      document: PDFDocument,
      styles: object,
      defaultStyle: object,
      background: undefined,
      header: undefined,
      footer: unknown,
      watermark: undefined,
      pageBreakBefore: unknown,
    ): Page[];
    /** The next line of a text; null: there is none. */
    buildNextLine(node: object): Line | null;
  }
  const exported: {
    readonly default: new (
      pageSize: { readonly width: number; readonly height: number; readonly orientation: 'portrait' | 'landscape' },
      pageMargins: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number },
      svgMeasure: null,
    ) => LayoutBuilder;
  };
  export { exported as default };
}

declare module 'pdfmake/js/Renderer.js' {
  import type { Line, Page } from 'pdfmake/js/LayoutBuilder.js';
  import type { PDFDocument } from 'pdfmake/js/PDFDocument.js';
  export interface Renderer {
    renderPages(pages: readonly Page[]): void;
    renderLine(line: Line, x: number, y: number): void;
    renderVector(vector: object): void;
  }
  const exported: { readonly default: new (document: PDFDocument) => Renderer };
  export { exported as default };
}
