"""A newer roster than the one exported: `newer_roster.py EXPORTED NEWER`. Prints what it changed as JSON.

One head has another telephone, one household has an older member more, and one household is new; of the new one's two
people one has an identity number whose check digit is wrong.
"""
import json
import sys

import openpyxl


def check_digit(seventeen):
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(int(digit) * weight for digit, weight in zip(seventeen, weights)) % 11]


def identity(first_seventeen):
    return first_seventeen + check_digit(first_seventeen)


exported, newer = sys.argv[1:]
book = openpyxl.load_workbook(exported)
sheet = book.worksheets[0]
head = next(row for row in sheet.iter_rows() if any(cell.value == "姓名" for cell in row))
column = {cell.value: cell.column for cell in head if cell.value}
first, last = head[0].row + 1, sheet.max_row


def value(row, name):
    return sheet.cell(row, column[name]).value


def write(row, **fields):
    for name, text in fields.items():
        sheet.cell(row, column[name], text).number_format = "@"


heads = [row for row in range(first, last + 1) if value(row, "与户主关系") == "户主"]
phoned, grown = heads[0], heads[1]
write(phoned, 联系电话="10055550101")


def person(like, **fields):
    row = sheet.max_row + 1
    for name in ("县(市、区、旗)", "乡(镇)", "行政村", "自然村", "户编号", "人数"):
        if name in column:
            write(row, **{name: value(like, name)})
    write(row, **fields)
    return row


def others(number):
    return [row for row in range(first, last + 1) if value(row, "户编号") == number]


family = others(value(grown, "户编号"))
person(grown, 姓名="高来娣", 证件号码=identity("99000019480312002"), 与户主关系="母亲", 民族="汉族")
people = len(family) + 1
for row in family + [sheet.max_row]:
    write(row, 人数=people)

place = {name: value(phoned, name) for name in ("县(市、区、旗)", "乡(镇)", "行政村", "自然村") if name in column}
right = identity("99000019800506001")
wrong = identity("99000019820817004")
wrong = wrong[:-1] + ("0" if wrong[-1] != "0" else "1")
for name, number, relation in (("侯新来", right, "户主"), ("高晚秀", wrong, "配偶")):
    row = sheet.max_row + 1
    write(row, **place, 姓名=name, 证件号码=number, 与户主关系=relation, 民族="汉族", 人数=2)
book.save(newer)
print(json.dumps({"phoned": value(phoned, "姓名"), "grown": value(grown, "姓名"), "fresh": "侯新来"}, ensure_ascii=False))
