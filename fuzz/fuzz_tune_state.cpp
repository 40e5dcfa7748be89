// SPDX-License-Identifier: MIT
// The state of a sweep, which another machine may have written, or anybody. The first byte says how many
// candidates.
#include <nlohmann/json.hpp>

#include "require.h"
#include "tune/state.h"

using namespace wlanmedic;
using wlanmedic::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const nlohmann::ordered_json sweep{{"seed", 1}};
    if (size == 0) return 0;
    const std::size_t candidates = 1U + data[0];
    std::string_view text = fuzz::as_text(data + 1, size - 1);
    // Most inputs are no header; what follows one is to be reached.
    std::string with_header = tune::state_header(sweep);
    if (!text.empty() && text.front() == '+') {
        with_header += text.substr(1);
        text = with_header;
    }
    tune::Results results(candidates);
    const auto whole = tune::read_state(text, "state", sweep, results);
    if (!whole) {
        require(!whole.error().what.empty() && !whole.error().hint.empty() && whole.error().line > 0,
                "an error says where, and what to do");
        return 0;
    }
    require(*whole <= text.size() && (*whole == 0 || text[*whole - 1] == '\n'), "whole lines are read");
    std::string again = tune::state_header(sweep);
    for (std::size_t chunk = 0; chunk < results.chunks(); ++chunk)
        if (results.has(chunk)) again += tune::state_line(chunk, results.of(chunk));
    tune::Results same(candidates);
    require(tune::read_state(again, "state", sweep, same).has_value() && same.all() == results.all() &&
                same.missing() == results.missing(),
            "what is written is read as the same");
    return 0;
}
