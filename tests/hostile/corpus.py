"""All files of the campaign, and the hundred that every test run tries."""

import random

from tests.hostile.bombs import bomb_cases
from tests.hostile.case import Case
from tests.hostile.drawn import drawn_cases
from tests.hostile.mutants import mutant_cases
from tests.hostile.names import name_cases
from tests.hostile.polyglots import polyglot_cases, scanner_cases, secret_cases
from tests.hostile.sources import pillow_cases, pngsuite_cases


def made_here(seed: int, mutants_of_each: int) -> list[Case]:
    """What needs no download."""
    return [
        *bomb_cases(),
        *polyglot_cases(),
        *secret_cases(),
        *scanner_cases(),
        *name_cases(),
        *drawn_cases(),
        *mutant_cases(seed, mutants_of_each),
    ]


def everything(seed: int, mutants_of_each: int) -> list[Case]:
    """Also what others test with. Raises SourcesMissing rather than being less."""
    return [*made_here(seed, mutants_of_each), *pngsuite_cases(), *pillow_cases()]


HEAVY = ("bombs of pixels", "bombs of chunks", "bombs of depth", "bombs of weight", "bombs of archives", "drawn PNG")


def a_hundred(seed: int) -> list[Case]:
    """Some of each kind: all polyglots and secrets, a few of the heavy ones, a mutant or two of each honest file."""
    chance = random.Random(seed)
    light = [case for case in made_here(seed, 1) if case.kind not in HEAVY and case.kind != "names"]
    names = chance.sample(name_cases(), 10)
    return light + names + chance.sample(drawn_cases(), 8)
