// SPDX-License-Identifier: MIT
// A capture and injected lines of whatever bytes, a line "=====" between them; and what explain might have said.
#include <sstream>

#include "lab/truth/judgement.h"
#include "require.h"

using namespace wlanmedic;
using wlanmedic::fuzz::require;

namespace {

void check(const std::vector<lab::Span>& spans, const lab::Truth& truth) {
    std::optional<wifi::Instant> free_from = truth.from;
    for (const lab::Span& span : spans) {
        require(free_from && span.from >= *free_from, "spans do not overlap");
        require(span.from < truth.to, "a span begins within the run");
        require(!span.to || (*span.to > span.from && *span.to < truth.to), "a span has a length");
        free_from = span.to;
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::string_view border = "\n=====\n";
    const std::string_view all = fuzz::as_text(data, size);
    const std::size_t middle = all.find(border);
    if (middle == std::string_view::npos) return 0;
    std::istringstream injected{std::string(all.substr(0, middle))};
    std::istringstream capture{std::string(all.substr(middle + border.size()))};
    const auto truth = lab::tell_truth(capture, "air.pcap", injected, "injected.jsonl");
    if (!truth) return 0;
    for (const lab::StationTruth& station : truth->stations) {
        check(station.unassociated, *truth);
        check(station.no_data, *truth);
    }
    require(lab::to_json(*truth) == lab::to_json(*truth), "equal truths give equal bytes");
    const auto judgement = lab::judge(*truth, R"({"schema":"wlanmedic.explain/1","outages":[],"stalls":[]})", {});
    require(judgement && judgement->count(lab::Compared::Verdict::invented) == 0,
            "nothing told is nothing invented");
    lab::to_text(*judgement);
    lab::to_json(*judgement);
    return 0;
}
