"""What reading rate files may find wrong, in Spanish, by the English form of each sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

RATES_ES: Final[Mapping[str, str]] = {
    # the files
    "the file cannot be read ({why}).": "el archivo no se puede leer ({why}).",
    "The folder holds {rates}, {zips} and {meals}.": "La carpeta contiene {rates}, {zips} y {meals}.",
    "and {number} more.": "y {number} más.",
    "Mend these first, then try again.": "Corrija primero estos y vuelva a intentarlo.",
    "this is no CSV ({why}).": "esto no es un CSV ({why}).",
    "Save the sheet as CSV again.": "Guarde la hoja de nuevo como CSV.",
    "the line has {cells} cells, the first line {first}.": "la línea tiene {cells} celdas, la primera {first}.",
    "A comma inside a cell needs quotes around the cell.": "Una coma dentro de una celda exige comillas alrededor de ella.",
    "the file has {size} MB; rate files have less than one.": (
        "el archivo tiene {size} MB; los de tarifas tienen menos de uno."
    ),
    "Check that it is the right file.": "Compruebe que es el archivo correcto.",
    "the file is not text in UTF-8.": "el archivo no es texto en UTF-8.",
    "the file is not text.": "el archivo no es texto.",
    "Save the sheet as CSV UTF-8.": "Guarde la hoja como CSV UTF-8.",
    "the columns are not those of this file ({how}).": "las columnas no son las de este archivo ({how}).",
    "{one}; {other}": "{one}; {other}",
    "missing: {names}": "faltan: {names}",
    "not known: {names}": "desconocidas: {names}",
    "twice: {names}": "repetidas: {names}",
    "The first line names: {names}.": "La primera línea nombra: {names}.",
    "there is no rate in the file.": "el archivo no contiene ninguna tarifa.",
    # cells
    "{text!r} is no day.": "{text!r} no es un día.",
    "Write it like 2026-01-31.": "Escríbalo así: 2026-01-31.",
    "{why}.": "{why}.",
    "the amount is missing": "falta el importe",
    "{amount} has a part of a cent": "{amount} tiene una fracción de centavo",
    "{amount} is more than {most}": "{amount} es más de {most}",
    "{text!r} is no amount of money; write it like 68 or 68.50": "{text!r} no es un importe; escriba 68 o 68.50",
    "Write dollars and cents, like 68.00.": "Escriba dólares y centavos, como 68.00.",
    "{text!r} is no state.": "{text!r} no es un estado.",
    "Write two capital letters, like OR.": "Escriba dos letras mayúsculas, como OR.",
    "{text!r} is no number of a destination.": "{text!r} no es el número de un destino.",
    "Write digits.": "Escriba cifras.",
    "{text!r} is no ZIP code of five digits.": "{text!r} no es un código ZIP de cinco cifras.",
    "A spreadsheet cuts the zero at the beginning: keep the column as text.": (
        "La hoja de cálculo quita el cero inicial: guarde la columna como texto."
    ),
    "{text!r} is no ZIP code.": "{text!r} no es un código ZIP.",
    "It has five digits; keep a zero at its beginning.": "Tiene cinco cifras; conserve el cero inicial.",
    # meals
    "the tier of {amount} is there twice.": "el tramo de {amount} está dos veces.",
    "Keep one of the two lines.": "Deje una de las dos líneas.",
    "Keep one of the two.": "Deje una de las dos.",
    "the meals and incidentals add up to {sum}, not to {whole}.": (
        "las comidas y los gastos menores suman {sum}, no {whole}."
    ),
    "Copy the line from the authority's table again.": "Copie de nuevo la línea de la tabla de la autoridad.",
    "{amount} for the first and last day lies outside the day's amount.": (
        "{amount} para el primer y el último día queda fuera del importe del día."
    ),
    "It lies between the incidentals and the whole day.": "Está entre los gastos menores y el día completo.",
    "there is no tier of {amount} in {file} (there are: {known}).": (
        "no hay un tramo de {amount} en {file} (hay: {known})."
    ),
    "Load both files of the same year; without a tier no provided meal can be deducted.": (
        "Cargue ambos archivos del mismo año; sin tramo no se puede descontar ninguna comida incluida."
    ),
    "first and last day are {here} here and {there} there.": "el primer y el último día son {here} aquí y {there} allí.",
    "Load this file and {file} of the same year.": "Cargue este archivo y {file} del mismo año.",
    # days
    "it ends on {day}, before it starts.": "termina el {day}, antes de empezar.",
    "Mend the days.": "Corrija los días.",
    "{name}: the same line as line {line}.": "{name}: la misma línea que la {line}.",
    "{name}: the rate from {start} overlaps that of line {line}, to {end}.": (
        "{name}: la tarifa desde el {start} se solapa con la de la línea {line}, hasta el {end}."
    ),
    "A day has one rate: end the earlier one before.": "Un día tiene una sola tarifa: termine antes la anterior.",
    "{name}, {state}: there is no rate on {start}.": "{name}, {state}: no hay tarifa el {start}.",
    "{name}, {state}: there is no rate from {start} to {end}.": "{name}, {state}: no hay tarifa del {start} al {end}.",
    "Load the whole file of the authority.": "Cargue el archivo completo de la autoridad.",
    # places
    "the standard rate (destination 0) is missing; every ZIP that is not listed takes it.": (
        "falta la tarifa estándar (destino 0); la toma todo código ZIP que no figura en la lista."
    ),
    "only destination 0 is the standard rate, and it always is.": (
        "solo el destino 0 es la tarifa estándar, y lo es siempre."
    ),
    "Write 1 beside 0, and 0 beside the others.": "Escriba 1 junto al 0 y 0 junto a los demás.",
    "destination {id} is called {name} here, {other} in line {line}.": (
        "el destino {id} se llama {name} aquí y {other} en la línea {line}."
    ),
    "A number stands for one place.": "Un número designa un solo lugar.",
    "{name} has other amounts or days here than in line {line}.": (
        "{name} tiene aquí otros importes o días que en la línea {line}."
    ),
    "A destination has one rate on a day.": "Un destino tiene una sola tarifa por día.",
    "ZIP {zip}: the same line as line {line}.": "ZIP {zip}: la misma línea que la {line}.",
    "destination {id} ({name}) has no rate in {file}.": "el destino {id} ({name}) no tiene tarifa en {file}.",
    "destination {id} is {name} here and {there} in {file}.": "el destino {id} es {name} aquí y {there} en {file}.",
    # looking up
    "ZIP {zip} lies outside the 48 states and DC, where these rates do not hold.": (
        "el ZIP {zip} queda fuera de los 48 estados y DC, donde estas tarifas no rigen."
    ),
    "Enter the lodging and meal rates of that place by hand.": (
        "Escriba a mano las tarifas de alojamiento y comidas de ese lugar."
    ),
    "there is no destination {id} in these rates.": "no hay un destino {id} en estas tarifas.",
    "Choose one of the list, or load the rates again.": "Elija uno de la lista o cargue de nuevo las tarifas.",
    "the rates end before or begin after {day}: they hold from {first} to {last}.": (
        "las tarifas terminan antes o empiezan después del {day}: rigen del {first} al {last}."
    ),
    "Load the rate files of that year.": "Cargue los archivos de tarifas de ese año.",
}
