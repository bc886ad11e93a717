"""A bill of materials as it is sent to the pages, and one that is wrong."""

from __future__ import annotations

from tests.support.bills import WORKS

BILL = ("\n".join(line.strip() for line in WORKS.strip().splitlines()) + "\n").encode()

WRONG = b"""parent,part,quantity,unit,unit_value,currency,origin
,servo,,,250,USD,
servo,rotor,1,piece,90,USD,
rotor,magnet,8,kg,6.5,USD,JP
magnet,rotor,1,piece,,,
ghost,screw,4,,0.1,USD,
servo,magnet,2,piece,,,
servo,bolt,-3,,0.1,USD,Atlantis
"""
