// SPDX-License-Identifier: MIT
#include "lab/host/judged.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>

#include "lab/host/child.h"
#include "lab/host/interrupt.h"
#include "lab/host/memory_file.h"

namespace wlanmedic::lab {
namespace {

std::unexpected<wifi::Error> failed(const std::string& what) {
    return std::unexpected(wifi::Error{.what = fmt::format("explain {}", what), .hint = ""});
}

}  // namespace

wifi::Result<std::string> explain_folder(const std::string& program, const std::filesystem::path& folder) {
    auto output = MemoryFile::make("explain");
    auto errors = MemoryFile::make("explain's errors");
    if (!output) return std::unexpected(output.error());
    if (!errors) return std::unexpected(errors.error());
    auto child = Child::start({.command = {program, "explain", "--format", "json", folder.string()},
                               .output = output->descriptor(),
                               .errors = errors->descriptor()});
    if (!child) return std::unexpected(child.error());
    const auto begin = std::chrono::steady_clock::now();
    std::optional<int> status;
    while (!status && interrupted() == 0 && std::chrono::steady_clock::now() - begin < std::chrono::minutes{10})
        status = child->wait(std::chrono::milliseconds{200});
    if (interrupted() != 0) return failed("was interrupted");
    if (!status) return failed("is not done after 10 min");
    if (*status != 0) {
        const std::string said = errors->read(0, 65536);
        return failed(fmt::format("ended with status {}: {}", *status, said.substr(0, said.find('\n'))));
    }
    return output->read(0, 1U << 30U);
}

wifi::Result<Judgement> judge_folder(const std::string& program, const std::filesystem::path& folder,
                                     const Scenario& scenario) {
    const auto truth =
        tell_truth((folder / "truth" / "air.pcap").string(), (folder / "truth" / "injected.jsonl").string());
    if (!truth) return std::unexpected(truth.error());
    const auto explained = explain_folder(program, folder);
    if (!explained) return std::unexpected(explained.error());
    return judge(*truth, *explained, {.classes = scenario.outages, .every_class = scenario.each_outage});
}

double largest_error_s(const Judgement& judgement) {
    double largest = 0;
    for (const Compared& outage : judgement.outages)
        for (const std::optional<double>& error : {outage.start_error_s, outage.end_error_s})
            if (error) largest = std::max(largest, std::abs(*error));
    return largest;
}

std::size_t explained_outages(const Judgement& judgement) {
    return static_cast<std::size_t>(std::ranges::count_if(
        judgement.outages, [](const Compared& outage) { return outage.truth && outage.explained; }));
}

}  // namespace wlanmedic::lab
