// SPDX-License-Identifier: MIT
// What `wlanmedic explain` says about a lab run, held against what truly happened.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lab/truth/truth.h"

namespace wlanmedic::lab {

/// What a scenario says must come of it.
struct Expectation {
    std::vector<std::string> classes;        ///< of each true outage, in order; its count is that of the outages
    std::optional<std::string> every_class;  ///< or of all, however many
    bool stalls = true;                      ///< each true stall must be told
};

/// How far apart a true and an explained time may be, and how soon after the fault a stall must begin.
inline constexpr wifi::Duration longest_error = std::chrono::milliseconds{300};
inline constexpr wifi::Duration latest_stall = std::chrono::milliseconds{2500};
/// A true stall of this or less need not be told.
inline constexpr wifi::Duration shortest_stall = std::chrono::seconds{5};

/// A time without association within the run, or a time without data within an association, and what was
/// explained as that.
struct Compared {
    enum class Verdict : std::uint8_t {
        right,
        missed,       ///< true, and not explained
        invented,     ///< explained, and not true
        off,          ///< an end is told too early or too late, or only one of both has it
        wrong_class,  ///< of an outage; its times are right
    };
    Verdict verdict = Verdict::right;
    std::optional<Span> truth;
    std::optional<std::uint64_t> explained;  ///< outage: its id; stall: its place in `stalls`, from 1
    std::optional<double> start_error_s;     ///< explained less true; positive where told late
    std::optional<double> end_error_s;       ///< outages alone; empty also where one of both has no end
    std::string told_class;                  ///< outages: as explained; stalls: the kind
    std::string true_class;                  ///< as the scenario says; empty where it does not
    std::string because;                     ///< what is wrong; empty where all is right
};

struct Judgement {
    std::string interface;
    std::vector<Compared> outages;  ///< in order of time
    std::vector<Compared>
        stalls;  ///< an invented one is named, and not counted as wrong: beacons may be lost alone
    std::vector<std::string> other;  ///< what else is wrong: the scenario expects another number of outages

    std::size_t count(Compared::Verdict verdict) const;  ///< of outages
    std::size_t true_outages() const;
    std::size_t wrong_stalls() const;  ///< missed or off
    bool is_right() const;
};

/// Of the truth's only station. `explained`: what `explain --format json` wrote about the run's folder
/// (docs/explain.schema.json). Errors: no such JSON, no station in the truth.
/// Left out: what begins before the first association or after the end of the run. An association that ended
/// before it had keys does not end an outage (docs/explain.md); where explain tells the outage in two, that is
/// right as well.
wifi::Result<Judgement> judge(const Truth& truth, std::string_view explained, const Expectation& expected);

/// "9 of 9 outages, 0 invented, within 0.013 s; 1 of 1 stalls", and what is wrong.
std::string to_text(const Judgement& judgement);

/// One object, with a line feed. docs/lab-truth.md has its keys.
std::string to_json(const Judgement& judgement);

}  // namespace wlanmedic::lab
