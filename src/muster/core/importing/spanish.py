"""What the importer says on a page, in Spanish, by its English form. The command line speaks English.

Why a library could not read something (``{why}``) is English whatever the page, and is left out here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

IMPORTING_ES: Final[Mapping[str, str]] = {
    # rows
    "the row is empty": "la fila está vacía",
    "the row repeats the header": "la fila repite la cabecera",
    "the row has more cells than the {columns} columns; a delimiter may stand inside a text": (
        "la fila tiene más celdas que las {columns} columnas; quizá haya un separador dentro de un texto"
    ),
    "the row has fewer cells than the header has columns": "la fila tiene menos celdas que columnas la cabecera",
    "the row has no officer id": "la fila no tiene número de agente",
    "the officer id '{id}' is a formula": "el número de agente «{id}» es una fórmula",
    "the officer id '{id}' looks like a person's name": "el número de agente «{id}» parece el nombre de una persona",
    "the officer id is longer than 100 letters": "el número de agente tiene más de 100 letras",
    "the officer id '{id}' holds no digit; it may be a name": (
        "el número de agente «{id}» no tiene ninguna cifra; quizá sea un nombre"
    ),
    "officer {id} is not in officers.csv; add them with --new-officers if they are real": (
        "el agente {id} no está en officers.csv; si existe, añádalo con --new-officers"
    ),
    "the {column} '{text}' begins like a formula; kept as text": (
        "«{text}», en {column}, empieza como una fórmula; se guarda como texto"
    ),
    "the same, cell for cell, as row {first}; both are kept, for a person to judge": (
        "igual, celda por celda, que la fila {first}; se guardan las dos, y que decida una persona"
    ),
    "the row names no course": "la fila no nombra ningún curso",
    "{header} is empty: the training is held but counts in no dated cycle": (
        "{header} está vacío: la formación se guarda, pero no cuenta en ningún ciclo con fechas"
    ),
    "{header} '{text}' is no day between 1900 and 2100, written month first": (
        "{header} «{text}» no es un día entre 1900 y 2100, escrito con el mes primero"
    ),
    "{header} '{text}' is no day between 1900 and 2100, written day first": (
        "{header} «{text}» no es un día entre 1900 y 2100, escrito con el día primero"
    ),
    "{header} '{text}' is no day between 1900 and 2100, written year first": (
        "{header} «{text}» no es un día entre 1900 y 2100, escrito con el año primero"
    ),
    "{header} '{text}' is no day between 1900 and 2100, written like {pattern}": (
        "{header} «{text}» no es un día entre 1900 y 2100, escrito como {pattern}"
    ),
    "'{text}' is no number of hours": "«{text}» no es un número de horas",
    "'{text}' is no number of minutes": "«{text}» no es un número de minutos",
    "'{text}' is no number": "«{text}» no es un número",
    "{text} is below zero": "{text} es menor que cero",
    "{text} is more than a career holds": "{text} es más de lo que cabe en una carrera",
    "{text} is no whole number of minutes and counts as {minutes}": (
        "{text} no es un número entero de minutos y cuenta como {minutes}"
    ),
    "the outcome is empty; put what that means into the profile, such as outcomes: {{'': incomplete}}": (
        "el resultado está vacío; diga qué significa"
    ),
    "nobody said what the outcome '{word}' means; outcomes are {outcomes}": (
        "nadie ha dicho qué significa el resultado «{word}»; los resultados son {outcomes}"
    ),
    "the score '{text}' is no percentage; the row is kept without it": (
        "la nota «{text}» no es un porcentaje; la fila se guarda sin ella"
    ),
    "{day} is after {today}, yet it is not a registration": "{day} es posterior al {today}, y no es una inscripción",
    "0 hours: it may mark a cycle rather than a course": "0 horas: quizá marque un ciclo y no un curso",
    "the officer has {hours} hours or more on this one day; a course of several days may be dated by its last": (
        "el agente tiene {hours} horas o más en ese solo día; "
        "quizá un curso de varios días lleve la fecha del último"
    ),
    "the officer, day, course and title of row {first} again; both count unless a person says otherwise": (
        "otra vez el agente, el día, el curso y el título de la fila {first}; "
        "cuentan las dos mientras una persona no diga otra cosa"
    ),
    "the column {header}, which is not read, says '{word}'": "la columna {header}, que no se lee, dice «{word}»",
    "it ends {day}, before it starts": "termina el {day}, antes de empezar",
    "the value '{value}' is a formula": "el valor «{value}» es una fórmula",
    "no first day: the fact counts as true since always": "sin primer día: el dato vale desde siempre",
    "no word of {fact} stands for '{word}'; kept as it is": (
        "ninguna palabra de {fact} equivale a «{word}»; se guarda como está"
    ),
    "{header} is empty: the row gives no {fact}": "{header} está vacío: la fila no da {fact}",
    "the row does not say which fact it is": "la fila no dice qué dato es",
    "nobody said what {header} '{word}' does to {fact}; put it into opens, closes or ignores": (
        "nadie ha dicho qué hace {header} «{word}» con {fact}; póngalo en opens, closes o ignores"
    ),
    "the event has no day": "el suceso no tiene día",
    "it ends something that no earlier row began": "termina algo que ninguna fila anterior empezó",
    # notes about the file
    "{headers} and {more} more": "{headers} y {more} más",
    "{one} and {other}": "{one} y {other}",
    "{one} or {other}": "{one} o {other}",
    "{one}, nor {other}": "{one}, ni {other}",
    "a field the agency defined itself": "un campo definido por la propia agencia",
    "day of hire": "día de ingreso",
    "day of termination": "día de cese",
    "the day assigned to; it is no proof of attendance": "el día asignado; no prueba la asistencia",
    "the day it was first granted; Status Date is the day of the latest change": (
        "el día en que se concedió por primera vez; Status Date es el día del último cambio"
    ),
    "{header}: {note}.": "{header}: {note}.",
    "{numbers}: one number with several titles, so the title was added to the number.": (
        "{numbers}: un mismo número con varios títulos, así que se añadió el título al número."
    ),
    "No column says when: every row is held but counts in no dated cycle.": (
        "Ninguna columna dice cuándo: cada fila se guarda, pero no cuenta en ningún ciclo con fechas."
    ),
    "No column says how long: rules that count hours will find none.": (
        "Ninguna columna dice cuánto duró: las reglas que cuentan horas no encontrarán ninguna."
    ),
    "No column says how it ended: every row counts as completed. A list of sign-ups needs --set outcome=registered.": (
        "Ninguna columna dice cómo terminó: cada fila cuenta como completada. "
        "Una lista de inscripciones necesita --set outcome=registered."
    ),
    "Most scores are 0. If that means none was recorded, put zero_score: none into the profile.": (
        "La mayoría de las notas son 0. Si eso significa que no se anotó ninguna, ponga zero_score: none en el perfil."
    ),
    "Nothing says when the rows were written down, so they count as always known (see recorded_at).": (
        "Nada dice cuándo se anotaron las filas, así que cuentan como sabidas desde siempre (véase recorded_at)."
    ),
    "Only officer ids are taken; put `facts` into the profile to take rank or hire date as well.": (
        "Solo se toman los números de agente; ponga `facts` en el perfil para tomar también rango o fecha de ingreso."
    ),
    "{header} holds months such as 2006-07; the first day of the month is taken.": (
        "{header} contiene meses como 2006-07; se toma el primer día del mes."
    ),
    "{header} is read month first; {slips} of its values cannot be, and are set aside.": (
        "{header} se lee con el mes primero; {slips} de sus valores no pueden leerse así, y se apartan."
    ),
    "{header} is read day first; {slips} of its values cannot be, and are set aside.": (
        "{header} se lee con el día primero; {slips} de sus valores no pueden leerse así, y se apartan."
    ),
    "{header} could be month or day first; it is read as {order}, like the other days here.": (
        "{header} podría tener primero el mes o el día; se lee como {order}, igual que los demás días del archivo."
    ),
    "{cells:,} cells hold formulas; the value saved with them is read, none is calculated.": (
        "{cells:,} celdas contienen fórmulas; se lee el valor guardado con ellas, y no se calcula ninguno."
    ),
    "The text was read as {encoding}.": "El texto se leyó como {encoding}.",
    "Of {sheets}, {chosen} was read; its headers fit best.": (
        "De {sheets} se leyó {chosen}; sus cabeceras son las que mejor encajan."
    ),
    "The quotes in this file are part of its text: they do not enclose cells.": (
        "Las comillas de este archivo son parte de su texto: no encierran celdas."
    ),
    "Columns that are not read: {headers}.": "Columnas que no se leen: {headers}.",
    "{header} may mean {column}; if it does: {option}.": "{header} quizá signifique {column}; si es así: {option}.",
    "{header} is not read, and {rows:,} rows hold words such as '{word}' there; they count as completed. "
    'If it says how a row ended: --map "{header}=outcome".': (
        "{header} no se lee, y {rows:,} filas tienen ahí palabras como «{word}»; cuentan como completadas. "
        'Si dice cómo terminó una fila: --map "{header}=outcome".'
    ),
    # what is wrong with a whole file
    "this is not a file.": "esto no es un archivo.",
    "the file cannot be opened ({why}).": "el archivo no se puede abrir.",
    "the name of the file is no UTF-8 text.": "el nombre del archivo no es texto UTF-8.",
    "the file is empty.": "el archivo está vacío.",
    "the file is a PDF.": "el archivo es un PDF.",
    "the file is an old Excel (.xls) or Word file, or one locked with a password.": (
        "el archivo es un Excel antiguo (.xls) o de Word, o está protegido con contraseña."
    ),
    "the file is a 7-Zip archive.": "el archivo es un comprimido 7-Zip.",
    "the file is a RAR archive.": "el archivo es un comprimido RAR.",
    "the file is a picture.": "el archivo es una imagen.",
    "the file is a SQLite database.": "el archivo es una base de datos SQLite.",
    "the file is a zip archive or a document, not an Excel .xlsx workbook.": (
        "el archivo es un comprimido zip o un documento, no un libro de Excel .xlsx."
    ),
    "the file begins like an Excel workbook but its end is missing or damaged.": (
        "el archivo empieza como un libro de Excel, pero su final falta o está dañado."
    ),
    "the file holds more than {most:,} MB.": "el archivo tiene más de {most:,} MB.",
    "the gzip file is cut off or damaged.": "el archivo gzip está cortado o dañado.",
    "the gzip file holds another packed file.": "el archivo gzip contiene otro archivo comprimido.",
    "the {size:,} bytes unpack to more text than a list of training is.": (
        "los {size:,} bytes se descomprimen en más texto que una lista de formación."
    ),
    "the file is neither text nor a format Muster knows.": "el archivo no es texto ni un formato que Muster conozca.",
    "there is no encoding called {name}.": "no hay ninguna codificación llamada {name}.",
    "the text is not {name} ({why}).": "el texto no es {name}.",
    "the text is UTF-8 but for {bad:,} damaged letters, the first on this line.": (
        "el texto es UTF-8 salvo {bad:,} letras dañadas."
    ),
    "the line holds more than {most:,} letters; no row of a list of training does.": (
        "la línea tiene más de {most:,} letras; ninguna fila de una lista de formación las tiene."
    ),
    "the quotes do not pair, so nobody can tell where a cell ends ({why}).": (
        "las comillas no van por pares, así que nadie puede decir dónde acaba una celda."
    ),
    "the table has {width:,} columns; Muster reads at most {most}.": (
        "la tabla tiene {width:,} columnas; Muster lee como máximo {most}."
    ),
    "the Excel workbook is damaged ({why}).": "el libro de Excel está dañado.",
    "the workbook would unpack from {packed:,} to {unpacked:,} bytes, as no list of training does.": (
        "el libro pasaría de {packed:,} a {unpacked:,} bytes, como ninguna lista de formación."
    ),
    "a sheet spreads over more than {most:,} cells.": "una hoja ocupa más de {most:,} celdas.",
    "every sheet is empty.": "todas las hojas están vacías.",
    "the file holds {count} tables: {sheets}.": "el archivo contiene {count} tablas: {sheets}.",
    "there is no sheet '{sheet}'.": "no hay ninguna hoja «{sheet}».",
    "{sheet} has a header and no rows below it.": "{sheet} tiene cabecera y ninguna fila debajo.",
    "there is no row {row}.": "no hay ninguna fila {row}.",
    "the page cannot be read ({why}).": "la página no se puede leer.",
    "the page holds no table.": "la página no contiene ninguna tabla.",
    "the JSON is broken: {why}.": "el JSON está roto.",
    "a text holds half a character (\\ud800 and the like).": "un texto contiene medio carácter (\\ud800 y similares).",
    "an object names the same key twice.": "un objeto nombra dos veces la misma clave.",
    "the JSON object holds {count} lists ({names}); exactly one must hold the rows.": (
        "el objeto JSON contiene {count} listas ({names}); exactamente una debe contener las filas."
    ),
    "the JSON does not hold a list of objects, one a row.": "el JSON no contiene una lista de objetos, uno por fila.",
    "the JSON is nested: lists inside lists without end.": "el JSON está anidado: listas dentro de listas sin fin.",
    "the JSON is nested: row {row} holds an object where one value should be.": (
        "el JSON está anidado: la fila {row} tiene un objeto donde debería haber un solo valor."
    ),
    "the JSON is nested: row {row} holds a list where one value should be.": (
        "el JSON está anidado: la fila {row} tiene una lista donde debería haber un solo valor."
    ),
    "the Parquet file is damaged ({why}).": "el archivo Parquet está dañado.",
    "the column {column} holds lists or objects.": "la columna {column} contiene listas u objetos.",
    "the file unpacks to {rows:,} rows and {size:,} bytes of text; at most {most:,} rows are read.": (
        "el archivo se descomprime en {rows:,} filas y {size:,} bytes de texto; se leen como máximo {most:,} filas."
    ),
    # columns and days
    "no header means {columns}. The headers are: {headers}.": (
        "ninguna cabecera significa {columns}. Las cabeceras son: {headers}."
    ),
    "the file has no header row, so nothing says which column is {columns}.": (
        "el archivo no tiene fila de cabecera, así que nada dice qué columna es {columns}."
    ),
    "{target} have no column {column}.": "{target} no tiene la columna {column}.",
    "two headers are mapped to {column}.": "dos cabeceras se asignan a {column}.",
    "the headers {headers} both mean {column} of {target}.": "las cabeceras {headers} significan {column} de {target}.",
    "no column is called '{header}'.": "ninguna columna se llama «{header}».",
    "no column is called '{header}'; there is '{near}'.": "ninguna columna se llama «{header}»; hay una «{near}».",
    "the profile's facts read the column '{header}', which is not there.": (
        "los datos del perfil leen la columna «{header}», que no está."
    ),
    "nothing says how a row ended, and the column '{header}', which is not read, holds words such as '{word}' "
    "({rows:,} rows): each of them would count as completed.": (
        "nada dice cómo terminó una fila, y la columna «{header}», que no se lee, contiene palabras como «{word}» "
        "({rows:,} filas): cada una contaría como completada."
    ),
    "'{moment}' is no moment.": "«{moment}» no es un momento.",
    "the date format '{format}' says nothing ({why}).": "el formato de fecha «{format}» no dice nada.",
    "the days in {header} cannot be told for certain: {why_not}.": (
        "no se sabe con certeza qué días son los de {header}: {why_not}."
    ),
    "{day} could be month first or day first, and no other value decides it": (
        "{day} podría tener primero el mes o el día, y ningún otro valor lo decide"
    ),
    "{mdy} values can only be month first ({month_first}) and {dmy} only day first ({day_first})": (
        "{mdy} valores solo pueden tener primero el mes ({month_first}) y {dmy} solo primero el día ({day_first})"
    ),
    "none of the {rows} rows of {file} can be accepted; the first, row {row}: {sentence}.": (
        "ninguna de las {rows} filas de {file} se puede aceptar; la primera, la fila {row}: {sentence}."
    ),
}
