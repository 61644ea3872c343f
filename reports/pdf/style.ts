import type { CustomTableLayout, Style } from 'pdfmake';
import type { ControlSays } from '../../src/model/pack.ts';

const LINE = '#B8C2CC';
export const INK = '#1A232B';
export const QUIET = '#55626E';

/** What a control says, as it stands in a sentence. The word says it; the colour only helps to find it. */
export const saysWords: Readonly<Record<ControlSays, readonly [word: string, colour: string]>> = {
  supports: ['supports', '#1B6E3C'],
  'does-not-support': ['does not support', '#A32020'],
  'cannot-tell': ['cannot tell', '#8A5A00'],
  'not-exercised': ['not exercised', QUIET],
};

export const styles: Record<string, Style> = {
  title: { fontSize: 22, bold: true, color: INK },
  subtitle: { fontSize: 12, color: QUIET, margin: [0, 2, 0, 10] },
  heading: { fontSize: 14, bold: true, color: INK, margin: [0, 16, 0, 4] },
  subheading: { fontSize: 10.5, bold: true, color: INK, margin: [0, 10, 0, 3] },
  body: { fontSize: 9.5, margin: [0, 0, 0, 5], lineHeight: 1.15 },
  note: { fontSize: 8, color: QUIET, margin: [0, 2, 0, 4] },
  cell: { fontSize: 8 },
  head: { fontSize: 8, bold: true, color: INK },
  box: { fontSize: 10, margin: [6, 5, 6, 5], lineHeight: 1.15 },
};

export const tableLayout: CustomTableLayout = {
  hLineWidth: (line, node) => (line === 0 || line === node.table.body.length ? 0.8 : 0.4),
  vLineWidth: () => 0,
  hLineColor: () => LINE,
  fillColor: (row) => (row === 0 ? '#E7EDF2' : null),
  paddingLeft: () => 4,
  paddingRight: () => 4,
  paddingTop: () => 2.5,
  paddingBottom: () => 2.5,
};

export const boxLayout: CustomTableLayout = {
  hLineWidth: () => 0.8,
  vLineWidth: () => 0.8,
  hLineColor: () => LINE,
  vLineColor: () => LINE,
};
