import { unzipSync, zipSync, type Zippable } from 'fflate';
import type writeExcelFile from 'write-excel-file/node';
import { byCodeUnit } from '../../src/base/order.ts';
import { counted } from '../../src/base/text/count.ts';
import { visible } from '../../src/base/text/visible.ts';
import type { PackFormat } from '../../src/contract/pack-format.ts';
import type { Pack } from '../../src/model/pack.ts';
import { MOST_ROWS, sheetRows, textCell, type SheetCell } from './sheet.ts';
import { isMoment, type Table } from './table.ts';
import { packTables } from './tables.ts';

type Sheet = Parameters<typeof writeExcelFile>[0][number];
type Feature = NonNullable<NonNullable<Parameters<typeof writeExcelFile>[1]>['features']>[number];

const NARROWEST = 10;
const WIDEST = 60;
/** Rows that the width of a column is taken from. */
const LOOKED_AT = 200;
const HEADER = { fontWeight: 'bold', backgroundColor: '#DDE6EE', alignVertical: 'top' } as const;

/** The tables of the pack as one workbook (Office Open XML): typed dates in UTC, a header that stays, a filter on every column. */
export const xlsxPackFormat: PackFormat = {
  id: 'xlsx',
  describes: 'spreadsheet',
  render(pack) {
    const tables = packTables(pack);
    const sheets = [readmeSheet(pack, tables), ...tables.map(tableSheet)];
    return import('write-excel-file/node')
      .then(({ default: write }) => write(sheets, { fontFamily: 'Calibri', fontSize: 11, features: [filters(tables)] }).toBuffer())
      .then((bytes) => [{ path: 'evidence.xlsx', bytes: withFixedTimes(bytes) }]);
  },
};

function readmeSheet({ framework, period, id, integrity }: Pack, tables: readonly Table[]): Sheet {
  const line = (...texts: readonly string[]): SheetCell[] => texts.map((text) => textCell(visible(text), 'pack.json'));
  const data = [
    [{ value: 'Revocation evidence', fontWeight: 'bold' as const, fontSize: 16 }],
    line(`${framework}, ${period.from} to ${period.to} (not including the last moment)`),
    line(`pack ${id}`),
    line(integrity.says),
    line('What a control says is that the evidence supports it or does not. Whether that is enough is for the auditor to say.'),
    line('pack.json is authoritative: here characters that act instead of being seen are written out, as \\n. Times are UTC.'),
    [],
    ['sheet', 'rows', 'a row is'].map((value) => ({ value, ...HEADER })),
    ...tables.map(({ sheet, rows, says }) => line(sheet, counted(rows.length, 'row'), says)),
  ];
  return { sheet: 'README', data, columns: [{ width: 18 }, { width: 14 }, { width: 110 }] };
}

function tableSheet(table: Table): Sheet {
  const header = table.columns.map((value) => ({ value, ...HEADER }));
  return {
    sheet: table.sheet,
    data: [header, ...sheetRows(table).map((row) => [...row])],
    stickyRowsCount: 1,
    columns: table.columns.map((name, at) => ({ width: widthOf(table, name, at) })),
  };
}

function widthOf({ rows }: Table, name: string, at: number): number {
  const widths = rows.slice(0, LOOKED_AT).map((row) => {
    const cell = row[at] ?? null;
    if (cell === null) return 0;
    if (typeof cell === 'object') return isMoment(cell) ? 23 : Math.max(0, ...cell.map(({ length }) => length));
    return String(cell).length;
  });
  return Math.min(WIDEST, Math.max(NARROWEST, name.length + 4, ...widths.map((width) => width + 2)));
}

/** A filter over the header of each sheet of a table: the library has none of its own. */
function filters(tables: readonly Table[]): Feature {
  return {
    files: {
      transform: {
        'xl/worksheets/sheet{id}.xml': {
          transform(xml, _options, { sheetIndex }) {
            const table = tables[sheetIndex - 1];
            if (table === undefined) return xml;
            const last = `${letters(table.columns.length)}${Math.min(table.rows.length + 1, MOST_ROWS)}`;
            // texts are in another file, so that this is the end of the data and nothing else
            return xml.replace('</sheetData>', `</sheetData><autoFilter ref="A1:${last}"/>`);
          },
        },
      },
    },
  };
}

/** `A`, `Z`, `AA`: the name of a column, counted from 1. */
function letters(column: number): string {
  const rest = Math.floor((column - 1) / 26);
  return (rest === 0 ? '' : letters(rest)) + String.fromCharCode(65 + ((column - 1) % 26));
}

/** The same archive with the same time for every member: the library writes that of the clock. */
function withFixedTimes(bytes: Uint8Array): Uint8Array {
  const members = Object.entries(unzipSync(bytes)).sort(([a], [b]) => byCodeUnit(a, b));
  // without a zone, because an archive keeps local times
  const mtime = new Date(1980, 0, 1);
  const zippable: Zippable = Object.fromEntries(members.map(([name, content]) => [name, [content, { mtime, level: 6 }]]));
  return zipSync(zippable);
}
