"""Prints what openpyxl reads of a workbook: of each sheet its name, its rows and columns, whether it has formulas, and its first dates."""
import json
import sys

import openpyxl

book = openpyxl.load_workbook(sys.argv[1])
sheets = []
for sheet in book:
    cells = [cell for row in sheet.iter_rows() for cell in row]
    sheets.append(
        {
            "name": sheet.title,
            "rows": sheet.max_row,
            "columns": sheet.max_column,
            "formulas": sum(cell.data_type == "f" for cell in cells),
            "dates": [cell.value.isoformat() for cell in cells if cell.is_date and cell.value is not None][:3],
            "texts": [str(cell.value) for cell in cells if cell.data_type == "s"],
        }
    )
print(json.dumps(sheets))
