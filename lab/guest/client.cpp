// SPDX-License-Identifier: MIT
#include "lab/guest/client.h"

#include <fmt/format.h>

namespace wlanmedic::lab {

wifi::Result<void> ask_manager(Processes& processes, Journal& journal, std::vector<std::string> words) {
    const std::string log = fmt::format("truth/{}.log", words.front());
    const std::string what = fmt::format("{}", fmt::join(words, " "));
    const int status = processes.run({.words = std::move(words), .log = "/out/" + log, .source = {}});
    journal.note(fmt::format("{}: {}", what, status));
    if (status == 0) return {};
    return std::unexpected(
        wifi::Error{.what = fmt::format("{} ended with {}", what, status), .hint = "see " + log});
}

}  // namespace wlanmedic::lab
