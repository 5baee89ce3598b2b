"""Covering the street: who is on duty when, how many must be, and who could stand in for whom.

Times are clock times of the agency, as minutes since 1970-01-01 00:00 on that clock, without daylight saving: on
the two nights a year when the clock changes, a night shift is an hour longer or shorter than it counts here.
"""
