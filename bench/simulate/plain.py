#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The loop of by_hand.cpp in plain Python: the same model, policy and draws. Prints nights, sums and seconds.

usage: plain.py NIGHTS [--own-random]

With --own-random the draws are those of Python's module random, which is written in C: fewer seconds, other sums.
"""
import json
import math
import random
import sys
import time

SEED, HOURS, LIMIT = 1, 10.5, 5.0
BASE, BRANCHING, DECAY = 0.6, 0.3, 30.0
ESCALATION, FAILING, AWAY = 0.15, 0.3, 0.1
ORDINARY, BEYOND = (0.0, 0.7), (math.log(70.0), 0.8)
ATTEMPTS = (0.4, 0.5, 0.1, 0.0, 0.0)  # auth_timeout, comeback_then_timeout, assoc_timeout, refused, not_found
ACCESS_POINTS = 3
PAUSES = (10, 60, 120, 600, 1800)
RESET, COMEBACK, COOL_DOWN, WITHIN, PER_HOUR = 1.7, 1.024, 120, 600, 4
SECOND = 1_000_000_000
HOUR = 3600 * SECOND
PURPOSES = {"losses": 1, "loss": 2, "attempts": 3}
WORD = 0xFFFFFFFF


def philox(counter, key):
    one, two, three, four = counter
    low, high = key
    for _ in range(10):
        first = 0xD2511F53 * one
        second = 0xCD9E8D57 * three
        one, two, three, four = (second >> 32) ^ two ^ low, second & WORD, (first >> 32) ^ four ^ high, first & WORD
        low = (low + 0x9E3779B9) & WORD
        high = (high + 0xBB67AE85) & WORD
    return one, two, three, four


class Stream:
    """whatif/random.h."""

    def __init__(self, night, purpose, number=0):
        self.counter = [0, PURPOSES[purpose] << 24 | number & 0xFFFFFF, night, 0]
        self.key = (SEED & WORD, SEED >> 32)
        self.spare = None

    def uniform(self):
        if self.spare is not None:
            bits, self.spare = self.spare, None
        else:
            one, two, three, four = philox(self.counter, self.key)
            self.counter[0] += 1
            bits, self.spare = two << 32 | one, four << 32 | three
        return ((bits >> 12) + 0.5) * 2.0**-52

    def exponential(self):
        return -math.log(self.uniform())

    def normal(self):
        while True:
            x = 2 * self.uniform() - 1
            y = 2 * self.uniform() - 1
            square = x * x + y * y
            if 0 < square < 1:
                return x * math.sqrt(-2 * math.log(square) / square)


class OwnStream:
    """The same of Python's own generator: one for all purposes."""

    def __init__(self, night, purpose, number=0):
        self.uniform = random.random

    def exponential(self):
        return random.expovariate(1)

    def normal(self):
        return random.gauss(0, 1)


def ns(seconds):
    return int(seconds * 1e9 + 0.5)


def timeout_after_comeback(stream, at, until):
    tried = rounds = 0
    while at < until:
        mark = stream.uniform()
        at += ns(0.3)
        kind = 0
        while kind + 1 < len(ATTEMPTS) and mark >= ATTEMPTS[kind]:
            mark -= ATTEMPTS[kind]
            kind += 1
        if kind == 0:
            at += ns(0.7)
        elif kind == 1:
            return at + ns(0.01) + ns(0.01) + ns(1.67)
        elif kind == 2:
            at += ns(0.01) + ns(1.67)
        else:
            at += ns(0.01)
        tried += 1
        if tried < ACCESS_POINTS:
            at += ns(0.1)
        else:
            tried = 0
            at += PAUSES[min(rounds, 4)] * SECOND
            rounds += 1
    return until


def play(night, stream_of, sums):
    length = ns(HOURS * 3600)
    times = stream_of(night, "losses")
    at_hours = excess = 0.0
    stood_still = may_act = number = 0
    latest = [-HOUR] * PER_HOUR
    while True:
        wait = times.exponential() / BASE
        remains = 1 - DECAY * times.exponential() / excess if excess > 0 else 0.0
        if remains > 0:
            wait = min(wait, -math.log(remains) / DECAY)
        excess = excess * math.exp(-DECAY * wait) + BRANCHING * DECAY
        at_hours += wait
        up = ns(at_hours * 3600)
        begin = up + stood_still
        if up >= length or begin >= length:
            return
        sums["losses"] += 1

        stream = stream_of(night, "loss", number)
        stream.uniform()  # of which class: there is one
        escalated = stream.uniform() < ESCALATION
        mark = stream.uniform()
        away = escalated and mark < AWAY
        failing = escalated or mark < FAILING
        mean, deviation = BEYOND if escalated else ORDINARY
        drawn = math.exp(mean + deviation * stream.normal())
        back = begin + ns(LIMIT + drawn if escalated else min(drawn, LIMIT))

        first = begin + SECOND // 10
        until = min(back, length)
        if failing and not away and first < until:
            timed_out = timeout_after_comeback(stream_of(night, "attempts", number), first, until)
            acts = max(timed_out, may_act, latest[0] + HOUR + 1)
            if timed_out < until and acts < until and acts <= begin + WITHIN * SECOND:
                sums["actions"] += 1
                latest = [*latest[1:], acts]
                may_act = acts + COOL_DOWN * SECOND + 1
                back = acts + ns(RESET) + ns(COMEBACK)
        dead = min(back, length) - begin
        sums["dead_ns"] += dead
        stood_still += dead
        sums["blackholes"] += dead > ns(LIMIT)
        number += 1


def main():
    nights = int(sys.argv[1])
    stream_of = OwnStream if "--own-random" in sys.argv[2:] else Stream
    random.seed(SEED)
    sums = {"losses": 0, "actions": 0, "blackholes": 0, "dead_ns": 0}
    begin = time.perf_counter()
    for night in range(nights):
        play(night, stream_of, sums)
    print(json.dumps({"nights": nights, "seconds": time.perf_counter() - begin, **sums}))


main()
