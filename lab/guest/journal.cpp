// SPDX-License-Identifier: MIT
#include "lab/guest/journal.h"

#include <fmt/format.h>

#include <cmath>

#include "lab/guest/guest_clock.h"

namespace wlanmedic::lab {

Journal::Journal(const std::string& folder, const std::string& progress)
    : log_(std::fopen((folder + "/director.log").c_str(), "we")),
      injected_(std::fopen((folder + "/injected.jsonl").c_str(), "we")),
      progress_(progress.empty() ? nullptr : std::fopen(progress.c_str(), "we")) {
    for (std::FILE* file : {log_, injected_, progress_})
        if (file != nullptr) std::setvbuf(file, nullptr, _IOLBF, BUFSIZ);
}

Journal::~Journal() {
    for (std::FILE* file : {log_, injected_, progress_})
        if (file != nullptr) std::fclose(file);
}

void Journal::stage(std::string_view what) {
    stage_ = what;
    note(what);
    report("progress", fmt::format("{:.3f} {}", wifi::to_seconds(since_boot()), what));
}

void Journal::note(std::string_view what) {
    if (log_ != nullptr) fmt::print(log_, "{:.6f} {}\n", wifi::to_seconds(since_boot()), what);
}

void Journal::injected(std::string_view what, const nlohmann::ordered_json& keys) {
    nlohmann::ordered_json line;
    const auto since_epoch = wall_clock().time_since_epoch();
    line["at"] = std::round(static_cast<double>(since_epoch.count()) / 1e3) / 1e6;
    line["what"] = what;
    line.update(keys);
    const std::string text = line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    if (injected_ != nullptr) fmt::print(injected_, "{}\n", text);
    note(fmt::format("injected: {}", text));
}

void Journal::failed(std::string_view why) {
    failed_ = true;
    note(fmt::format("failed: {}: {}", stage_, why));
    report("failed", fmt::format("{}: {}", stage_, why));
}

void Journal::done() { report("done", ""); }

void Journal::report(std::string_view word, std::string_view text) {
    if (progress_ == nullptr) return;
    fmt::print(progress_, "{}{}{}\n", word, text.empty() ? "" : " ", text);
}

}  // namespace wlanmedic::lab
